"""What an owner sees: their own tasks, by what to search, and a place to sign."""

from __future__ import annotations

from typing import Any, Final

from litestar import get, post
from litestar.response import Redirect

from chikai.app import tasks
from chikai.duties.requests.decide import Defect
from chikai.web import faults
from chikai.web.desk.deeds import Doing, reported
from chikai.web.desk.frame import FORMS, Page, Shown, chrome
from chikai.web.pages import page
from chikai.web.posted import EMPTY, Posted, bad
from chikai.web.request import (
    AnyRequest,
    Form,
    Segment,
    actor,
    new_command,
    page_of,
    signed_in,
    web_of,
)


@get("/desk/{company:str}/tasks", needs="tasks")
@page_of
def show_tasks(request: AnyRequest, company: Segment) -> Shown:
    return _page(request, company)


def _page(
    request: AnyRequest,
    company: str,
    *,
    form: Posted = EMPTY,
    failed: str = "",
    fault: Exception | None = None,
) -> Page:
    status, found = faults.of(fault) if fault else (200, ())
    with web_of(request).homes.home(company) as home:
        mine = tasks.of_owner(home, signed_in(request).id)
    return page(
        request,
        "desk/tasks.html",
        status=status,
        chrome=chrome(request, company),
        tasks=mine,
        form=form,
        failed=failed,
        faults=found,
        new_command=new_command,
        **FORMS,
    )


@post("/desk/{company:str}/tasks/{case:str}/{task:str}", needs="task_done")
@page_of
def sign(request: AnyRequest, company: Segment, case: Segment, task: Segment, form: Form) -> Shown:
    """Sign one search, or report one order, as its owner."""
    try:
        by = actor(signed_in(request), form)
        with web_of(request).homes.home(company) as home:
            if task == "order":
                doing = Doing(home, case, by, form)
                result = tasks.report(home, case, reported(doing), by=by)
            else:
                found = form.yes_no("found")
                if found is None:
                    raise bad("web.fault.yes_or_no", "found")
                upload = form.files.get("upload")
                said = form.text("said")
                result = tasks.sign(home, case, task, found, said, by=by, upload=upload)
            if isinstance(result, Defect):
                raise bad("web.fault.old_page", "command")
    except faults.EXPECTED as error:
        return _page(request, company, form=form, failed=f"{case}/{task}", fault=error)
    return Redirect(f"/desk/{company}/tasks", status_code=303)


HANDLERS: Final[tuple[Any, ...]] = (show_tasks, sign)
