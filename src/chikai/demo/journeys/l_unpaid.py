"""(l) The fee is never paid: each policy says what follows, and only that follows."""

from __future__ import annotations

from datetime import date, timedelta

from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, reads, sheet
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.duties.requests.events import FormUsed
from chikai.law.kinds import Means, Paper, RequestKind


def at_enigmo(stage: Stage) -> Story:
    """The fee letter states the period; the free kind on the same form goes on; when the period
    is over the paid one is treated as not made."""
    disclosure, correction = stage.desk("enigmo").receive(
        envelope(
            asks(cast.ICHIRO, RequestKind.DISCLOSURE, RequestKind.CORRECTION),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
        )
    )
    for case in (disclosure, correction):
        case.matches(reads(cast.ICHIRO))
    disclosure.must_not(disclosure.close_unpaid)  # nobody has told him
    disclosure.ask()
    correction.accept()
    correction.search()

    yield stage.days(3)
    correction.refuse("content_is_factual", "記録は本人の申込書どおりで、誤りが見当たらない。")
    correction.answer()
    yield stage.days(2)
    correction.delivered()
    disclosure.must_not(disclosure.close_unpaid)  # the period still runs

    yield stage.business_day(_period(disclosure) + timedelta(days=1))
    disclosure.close_unpaid()
    return disclosure, correction


def at_bengo4(stage: Stage) -> Story:
    """No effect is published: we remind, and then a named person decides."""
    (case,) = stage.desk("bengo4").receive(
        envelope(
            asks(cast.AKANE, RequestKind.DISCLOSURE),
            arrived=stage.today,
            sheets=[
                sheet(Paper.REQUEST_FORM),
                sheet(Paper.DRIVERS_LICENSE),
                sheet(Paper.SEAL_CERTIFICATE),
            ],
        )
    )
    case.says("form_sealed", True)
    case.matches(reads(cast.AKANE))
    case.ask()
    yield from _remind_then_decide(stage, case)
    return (case,)


def at_actio(stage: Stage) -> Story:
    """The same at actio, once its owner has said how the fee may be paid."""
    (case,) = stage.desk("actio").receive(
        envelope(
            asks(cast.ICHIRO, RequestKind.NOTICE_OF_PURPOSE),
            arrived=stage.today,
            form=FormUsed.DESIGNATED,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
        )
    )
    case.matches(reads(cast.ICHIRO))
    case.fee_means(Means.BANK_TRANSFER)
    case.ask()
    yield from _remind_then_decide(stage, case)
    return (case,)


def _remind_then_decide(stage: Stage, case: Matter) -> Story:
    yield stage.business_day(_period(case) + timedelta(days=1))
    case.must_not(case.close_unpaid)  # not yet reminded
    case.ask()
    yield stage.business_day(_period(case) + timedelta(days=1))
    case.must_not(case.close_unpaid)  # nobody has decided
    case.judges("close_unpaid", True, "督促の後も、電話で支払わないとの返事があった。")
    case.close_unpaid()
    return (case,)


def _period(case: Matter) -> date:
    end = case.clock("fee_period").due
    assert end is not None
    return end
