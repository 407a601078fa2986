"""The record and its proof, for whoever audits: what the journal holds, whether it is whole, the
digests of the views, and the pack of a case. No personal value; nothing of a case is changed.

Making a pack signs the journal as it is now, where nothing of its size was signed yet.
"""

from __future__ import annotations

from typing import Any, Final

from litestar import get, post
from litestar.response import Response

from chikai import places
from chikai.app import looks, proof
from chikai.app.verify import Verdict, verify
from chikai.kernel.message import Message
from chikai.ports import Home, Missing
from chikai.web import faults
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.faults import FINE, Wrong
from chikai.web.posted import EMPTY, Posted, bad
from chikai.web.request import AnyRequest, Form, Segment, page_of, web_of

_DAYS: Final = 31
_HEADERS: Final = {"cache-control": "no-store"}


@get("/desk/{company:str}/proof", needs="proof")
@page_of
def show_proof(request: AnyRequest, company: Segment) -> Shown:
    with web_of(request).homes.home(company) as home:
        return _page(request, home)


def _page(
    request: AnyRequest,
    home: Home,
    *,
    found: tuple[Message, ...] | None = None,
    verdict: Verdict | None = None,
    form: Posted = EMPTY,
    wrong: Wrong = FINE,
) -> Page:
    """`found` is what a whole audit found; None where none was asked for."""
    points = home.journal.checkpoints()
    key = home.keys.known_public_key()
    return desk_page(
        request,
        home.company,
        "proof",
        form=form,
        wrong=wrong,
        size=home.journal.size(),
        points=len(points),
        last=points[-1] if points else None,
        key=proof.key_id(key) if key else None,
        days=looks.digested(home, most=_DAYS),
        cases=tuple(row.case for row in home.journal.inbox()),
        found=found,
        verdict=verdict,
    )


@post("/desk/{company:str}/proof/audit", needs="proof")
@page_of
def audit(request: AnyRequest, company: Segment, form: Form) -> Shown:
    """The whole journal, recomputed from its events. Writes nothing."""
    with web_of(request).homes.home(company) as home:
        return _page(request, home, found=proof.audit(home))


@post("/desk/{company:str}/proof/pack", needs="proof")
@page_of
def pack(request: AnyRequest, company: Segment, form: Form) -> Shown:
    """The pack of one case, to keep; or what comes of verifying it here, by the company's key."""
    web = web_of(request)
    with web.homes.home(company) as home:
        try:
            case = form.need("case")
            if case not in {row.case for row in home.journal.inbox()}:
                raise bad("proof.no_such_case", "case")
            hashes = places.policy_hashes(places.place(web.homes.root, company))
            made = proof.prove(home, case, policies=hashes)
        except (*faults.EXPECTED, Missing) as error:
            return _page(request, home, form=form, wrong=faults.of(error))
        if form.text("do") == "verify":
            return _page(request, home, form=form, verdict=verify(made, home.keys.public_key()))
    named = {"content-disposition": f'attachment; filename="{case}.chikai-proof.zip"'}
    return Response(made, media_type="application/zip", headers={**_HEADERS, **named})


HANDLERS: Final[tuple[Any, ...]] = (show_proof, audit, pack)
