"""How far the work on databases is. The page renews itself; with scripts only its table does."""

from __future__ import annotations

from litestar import get

from chikai.app import carrying, jobs
from chikai.ports.jobs import Standing
from chikai.web.desk.frame import Page, desk_page
from chikai.web.request import AnyRequest, Segment, page_of, web_of

MOVING = (Standing.ORDERED, Standing.QUEUED, Standing.RUNNING, Standing.UNREACHED)


@get("/desk/{company:str}/work", needs="inbox")
@page_of
def shown(request: AnyRequest, company: Segment) -> Page:
    with web_of(request).homes.home(company) as home:
        found = jobs.jobs_of(home).all()
    return desk_page(
        request,
        company,
        "work",
        jobs=tuple(reversed(found)),
        why=carrying.why,
        moving=any(job.standing in MOVING for job in found),
    )
