"""(r) Enigmo: what is no longer needed is disclosed and erased in the company's own database."""

from __future__ import annotations

from typing import Final

from chikai.app.carry_out import Scope
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Stage, Story
from chikai.demo_data.people import members
from chikai.duties.requests.commands import Action
from chikai.duties.requests.events import Disposal
from chikai.kernel.calendar import add_years
from chikai.law.kinds import Paper, RequestKind

ROW: Final = 31
PERSON: Final = members()[ROW - 1]
"""A customer with orders who also came to the office once; `ROW` is the id on file."""
UNDO_DAYS: Final = 7
_PAPERS: Final = (Paper.REQUEST_FORM, Paper.DRIVERS_LICENSE)


def erased(stage: Stage) -> Story:
    """A plan, another person's approval, the deed and a second look at every cell. For a week all
    could still be put back, so nothing is told; then what was taken away is destroyed, and only
    then does the answer say that it was erased. The books of account stay, with their reason."""
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(PERSON, RequestKind.CESSATION_NEED_ENDED, statement="退会したので不要なはず。"),
            arrived=stage.today,
            sheets=[sheet(each) for each in _PAPERS],
        )
    )
    case.matches(reads(PERSON))
    case.accept()
    case.search()

    yield stage.days(2)
    case.order(Action.ERASE, "shop-team", {"table": "customers"})
    case.plan(Scope(undo_days=UNDO_DAYS))
    yield stage.days(1)
    case.approve_plan()
    case.apply()
    case.must_not(case.answer)

    yield stage.days(UNDO_DAYS + 1)
    case.verify()
    case.answer()
    yield stage.days(3)
    case.delivered()

    yield stage.business_day(add_years(stage.today, 2))
    case.dispose(Disposal.SHREDDED, sheets=2)
    case.destroy()
    case.certificate()
    return (case,)


def disclosed(stage: Stage) -> Story:
    """What the same person's rows hold, before they are erased."""
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(PERSON, RequestKind.DISCLOSURE),
            arrived=stage.today,
            sheets=[sheet(each) for each in _PAPERS],
            payments=[money_order(serial="010-000018", issued=stage.today)],
        )
    )
    case.matches(reads(PERSON))
    case.accept()
    case.search()
    yield stage.days(1)
    case.grant().answer()
    yield stage.days(2)
    case.delivered()
    return (case,)
