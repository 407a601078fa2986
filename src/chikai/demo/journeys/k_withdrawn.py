"""(k) Enigmo: the request is taken back."""

from __future__ import annotations

from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.duties.requests.events import Disposal
from chikai.law.kinds import Paper, RequestKind


def withdrawn(stage: Stage) -> Story:
    """The uncashed money order and the papers go back, as the policy assumes; what remains is
    that a request arrived and was withdrawn."""
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(cast.TARO_ELDER, RequestKind.DISCLOSURE),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.PASSPORT, domicile=True)],
            payments=[money_order(serial="010-000009", issued=stage.today)],
        )
    )
    case.matches(reads(cast.TARO_ELDER))
    yield stage.days(3)
    case.withdraw()
    case.return_fees()
    case.return_papers()
    yield stage.days(1)
    case.dispose(Disposal.RETURNED, sheets=2)
    case.destroy()
    case.certificate()
    return (case,)
