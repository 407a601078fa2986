"""What the mappings say of the company's databases, to be read and reviewed. Nothing is asked of a
database and nothing is changed here; what `chikai sources check` found last is shown with its day.
"""

from __future__ import annotations

from litestar import get

from chikai import places, wiring
from chikai.app.mapped import SourceShown, shown
from chikai.ledger.checked import MappingFile
from chikai.ports import Missing
from chikai.web.desk.frame import Page, desk_page
from chikai.web.request import AnyRequest, Segment, page_of, web_of

Read = tuple[MappingFile, SourceShown | None]


def _read(request: AnyRequest, company: str) -> tuple[Read, ...]:
    homes = web_of(request).homes
    policy = homes.versions(company).policies[-1]
    files = wiring.mapping_files(places.place(homes.root, company), policy)
    with homes.home(company) as home:
        running = {name: home.sources.mapping(name) for name in home.sources.names()}
    return tuple((file, shown(file, policy, running=running)) for file in files)


@get("/desk/{company:str}/sources", needs="sources")
@page_of
def every(request: AnyRequest, company: Segment) -> Page:
    return desk_page(request, company, "sources", read=_read(request, company))


@get("/desk/{company:str}/sources/{source:str}", needs="sources")
@page_of
def one(request: AnyRequest, company: Segment, source: Segment) -> Page:
    """`open` shows every table at once, as somebody needs it who prints the page."""
    found = next(
        (s for _, s in _read(request, company) if s is not None and s.mapping.source == source),
        None,
    )
    if found is None:
        raise Missing("source")
    opened = request.query_params.get("open") == "all"
    return desk_page(request, company, "source", source=found, opened=opened)
