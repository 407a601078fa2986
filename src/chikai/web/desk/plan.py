"""What is done in the company's databases for one case: a plan is made, another person approves
it, workers carry it out, and it can be put back while that is open. All on one page, of the use
cases of `app.carry_out`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from litestar import get, post
from litestar.response import Redirect

from chikai.app import carry_out, carrying, cases, jobs
from chikai.app.carry_out import PlanView, Scope
from chikai.duties.requests.case import Case
from chikai.duties.requests.changing import Change
from chikai.duties.requests.flow import State
from chikai.duties.requests.next_step import next_step
from chikai.kernel.message import Message
from chikai.ledger.plan import CORRECTING, Correction, Plan, Work
from chikai.ledger.terms import Label
from chikai.people.staff import may
from chikai.policy.model import Purpose, Say
from chikai.ports import Home, Missing
from chikai.ports.jobs import Job, Standing
from chikai.web import faults
from chikai.web.desk.deciding import CORRECTIONS
from chikai.web.desk.doing import Doing, Result
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.desk.work import MOVING
from chikai.web.faults import FINE, Wrong
from chikai.web.posted import EMPTY, Posted, bad
from chikai.web.request import AnyRequest, Form, Segment, actor, page_of, signed_in, web_of

MOST_UNDO_DAYS: Final = 90
_PAGE: Final = "/desk/{company:str}/cases/{case:str}/plan"


@dataclass(frozen=True, slots=True)
class Place:
    """A column that holds an item, for a correction to name: `customers.birth_date`."""

    item: str
    column: str
    source: Label
    table: Label
    label: Label


@dataclass(frozen=True, slots=True, repr=False)
class PlanPage:
    """What the page shows. `items` are those of the policy that stand in the databases. `mine`:
    whoever looks made the plan, so another one approves it."""

    case: Case
    next_step: Message
    seen: PlanView | None
    jobs: tuple[Job, ...]
    places: tuple[Place, ...]
    items: Mapping[str, Say]
    purposes: tuple[Purpose, ...]
    mine: bool
    owner: bool
    undo_open: bool

    @property
    def change(self) -> Change | None:
        return self.case.change

    @property
    def under_way(self) -> bool:
        """Whether anything can be done here; otherwise the page only tells."""
        return self.case.state is State.CARRYING_OUT

    @property
    def may_make(self) -> bool:
        change = self.change
        return self.under_way and (change is None or change.undone or change.applied_on is None)

    @property
    def to_approve(self) -> bool:
        change = self.change
        return (
            self.under_way
            and change is not None
            and not (change.approved_by or change.started or change.undone)
        )

    @property
    def to_verify(self) -> bool:
        """Whether it was carried out and something was left."""
        change = self.change
        carried = change is not None and change.applied_on is not None
        return self.under_way and carried and change is not None and not change.complete

    @property
    def corrects(self) -> bool:
        return self.case.action is not None and Work(self.case.action.action) in CORRECTING

    @property
    def stuck(self) -> bool:
        """Whether the work waits for a source or for a person to look."""
        waits = (Standing.UNREACHED, Standing.HALTED)
        return self.under_way and any(job.standing in waits for job in self.jobs)

    @property
    def halted(self) -> bool:
        """Whether it goes no further until somebody has looked."""
        here = (job.standing for job in self.jobs)
        return self.under_way and Standing.HALTED in here

    @property
    def moving(self) -> bool:
        """Whether a worker has it in hand, or soon will."""
        change = self.change
        waits = change is not None and change.approved_by is not None and not change.started
        soon = self.under_way and waits and not self.stuck
        return soon or any(job.standing in MOVING for job in self.jobs)


def plan_page(home: Home, case_id: str, *, by: str) -> PlanPage:
    """Raises `Missing` for a case in which nothing was ordered."""
    case = cases.load(home, case_id)
    if case.action is None or (case.change is None and case.state is not State.CARRYING_OUT):
        raise Missing(case_id)
    change, day, policy = case.change, cases.today(home), cases.policy_of(home, case)
    places = tuple(_places(home))
    held = {place.item for place in places}
    return PlanPage(
        case=case,
        next_step=next_step(case, policy, on=day),
        seen=None if change is None else carry_out.shown(home, case_id, actor=by),
        jobs=_jobs(home, case),
        places=places,
        items={each.id: each.say for each in policy.items if each.id in held},
        purposes=tuple(policy.purposes),
        mine=change is not None and change.made_by == by,
        owner=case.action.owner == by,
        undo_open=change is not None and not change.undone and change.window_open(day),
    )


def _jobs(home: Home, case: Case) -> tuple[Job, ...]:
    """The work of the plan as it is now; that of a plan before it is history."""
    made = None if case.change is None or case.change.undone else case.change.plan
    here = jobs.jobs_of(home).all()
    return tuple(j for j in here if j.order.case == case.id and j.order.plan == made)


def _places(home: Home) -> Iterator[Place]:
    for source in map(home.sources.mapping, home.sources.names()):
        for table in (each for each in source.tables if each.writable):
            for column in table.columns:
                if column.item and column.label and column.correct:
                    where = f"{table.name}.{column.name}"
                    yield Place(column.item, where, source.label, table.label, column.label)


@get(_PAGE, needs="case")
@page_of
def show_plan(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    with web_of(request).homes.home(company) as home:
        return _page(request, home, case)


def _page(
    request: AnyRequest,
    home: Home,
    case: str,
    *,
    form: Posted = EMPTY,
    failed: str = "",
    wrong: Wrong = FINE,
    trial: Plan | None = None,
) -> Page:
    account = signed_in(request)
    return desk_page(
        request,
        home.company,
        "plan",
        form=form,
        wrong=wrong,
        failed=failed,
        trial=trial,
        p=plan_page(home, case, by=account.id),
        signs=may(account.roles, "task_done"),
        why=carrying.why,
    )


@post(f"{_PAGE}/{{deed:str}}", needs="{deed}")
@page_of
def do_plan(
    request: AnyRequest, company: Segment, case: Segment, deed: Segment, form: Form
) -> Shown:
    """One step of the plan; a trial shows what would be done and stores nothing."""
    if deed not in _DEEDS:
        raise Missing(deed)
    with web_of(request).homes.home(company) as home:
        plan_page(home, case, by=signed_in(request).id)
        try:
            doing = Doing(home, case, actor(signed_in(request), form), form)
            if deed == "plan" and form.text("trial"):
                made = carry_out.dry_run(home, case, _scope(form), by=doing.by)
                return _page(request, home, case, form=form, failed=deed, trial=made)
        except faults.EXPECTED as error:
            wrong = faults.of(error)
        else:
            wrong = faults.wrong(lambda: _DEEDS[deed](doing))
        if wrong != FINE:
            return _page(request, home, case, form=form, failed=deed, wrong=wrong)
    return Redirect(f"/desk/{company}/cases/{case}/plan", status_code=303)


# --- what the forms are read into ----------------------------------------------------------------


def _plan(d: Doing) -> Result:
    return carry_out.plan(d.home, d.case, _scope(d.form), by=d.by)


def _scope(posted: Posted) -> Scope:
    with posted.whole() as form:
        days = form.number("undo_days") or 0
        if days > MOST_UNDO_DAYS:
            form.refuse(bad("plan_page.most_days", "undo_days", days=MOST_UNDO_DAYS))
        corrections = tuple(each for n in range(CORRECTIONS) if (each := _correction(form, n)))
    return Scope(
        items=tuple(x for x in posted.values.get("items", ()) if x),
        purposes=tuple(x for x in posted.values.get("purposes", ()) if x),
        corrections=corrections,
        undo_days=days,
    )


def _correction(form: Posted, n: int) -> Correction | None:
    """One row; where it stands is written `birth_date:customers.birth_date`, or `birth_date:`
    for wherever that item stands."""
    place, before, after = (form.text(f"{name}{n}") for name in ("place", "before", "after"))
    if not place:
        if before or after:
            form.miss(f"place{n}")
        return None
    item, _, column = place.partition(":")
    return Correction(item, before or None, after or None, column or None)


def _approve(d: Doing) -> Result:
    hashed, reasons = d.form.need("plan"), d.form.maybe("reasons")
    return carry_out.approve(d.home, d.case, hashed, by=d.by, reasons=reasons)


def _again(d: Doing) -> Result:
    """Read everything again once it was carried out; before, let the worker try at once."""
    case = cases.load(d.home, d.case)
    if case.change is not None and case.change.applied_on is not None:
        return carry_out.verify(d.home, d.case, by=d.by)
    jobs.resume(d.home, d.case)
    return case


def _undo(d: Doing) -> Result:
    return carry_out.undo(d.home, d.case, d.form.need("reasons"), by=d.by)


def _sign(d: Doing) -> Result:
    with d.form.whole() as form:
        source, rows, said = form.need("source"), form.need_number("rows"), form.need("said")
    file = d.form.files.get("upload")
    return carry_out.attest(d.home, d.case, source, rows, said, by=d.by, evidence=file)


_DEEDS: Final[Mapping[str, Callable[[Doing], Result]]] = {
    "plan": _plan,
    "approve_plan": _approve,
    "apply_plan": _again,
    "undo_plan": _undo,
    "task_done": _sign,
}

HANDLERS: Final[tuple[Any, ...]] = (show_plan, do_plan)
