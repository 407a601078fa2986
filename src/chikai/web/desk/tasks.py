"""What an owner sees: their own tasks, by what to search, and a place to sign."""

from __future__ import annotations

from typing import Any, Final

from litestar import get, post
from litestar.response import Redirect

from chikai.app import carry_out, tasks
from chikai.duties.requests.decide import Defect
from chikai.web import faults
from chikai.web.desk.deciding import reported
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.faults import FINE, Wrong
from chikai.web.posted import EMPTY, Posted, bad
from chikai.web.request import AnyRequest, Form, Segment, actor, page_of, signed_in, web_of


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
    wrong: Wrong = FINE,
) -> Page:
    with web_of(request).homes.home(company) as home:
        mine = tasks.of_owner(home, signed_in(request).id)
    return desk_page(request, company, "tasks", form=form, wrong=wrong, tasks=mine, failed=failed)


@post("/desk/{company:str}/tasks/{case:str}/{task:str}", needs="task_done")
@page_of
def sign(request: AnyRequest, company: Segment, case: Segment, task: Segment, form: Form) -> Shown:
    """Sign one search, or report one order, as its owner."""
    try:
        by = actor(signed_in(request), form)
        with web_of(request).homes.home(company) as home:
            if task.startswith("sign-"):
                with form.whole() as read:
                    rows, said = read.need_number("rows"), read.need("said")
                source, file = task.removeprefix("sign-"), form.files.get("upload")
                result = carry_out.attest(home, case, source, rows, said, by=by, evidence=file)
            elif task == "order":
                result = tasks.report(home, case, reported(form), by=by)
            else:
                with form.whole() as read:
                    found, said = read.need_yes_no("found"), read.text("said")
                upload = form.files.get("upload")
                result = tasks.sign(home, case, task, found, said, by=by, upload=upload)
            if isinstance(result, Defect):
                raise bad("web.fault.old_page", "command")
    except faults.EXPECTED as error:
        return _page(request, company, form=form, failed=f"{case}/{task}", wrong=faults.of(error))
    return Redirect(f"/desk/{company}/tasks", status_code=303)


HANDLERS: Final[tuple[Any, ...]] = (show_tasks, sign)
