"""(b) Enigmo: corrections cost nothing, so a money order that came with one goes back."""

from __future__ import annotations

from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.duties.requests.commands import Action
from chikai.law.kinds import Paper, RequestKind

_PAPERS = (Paper.REQUEST_FORM, Paper.DRIVERS_LICENSE)


def order_goes_back(stage: Stage) -> Story:
    """A correction with a money order in the envelope: it waits for nothing, the order returns."""
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.CORRECTION, statement="問い合わせの記録の日付が違う。"),
            arrived=stage.today,
            sheets=[sheet(each) for each in _PAPERS],
            payments=[money_order(serial="010-000002", issued=stage.today)],
        )
    )
    case.matches(reads(cast.HANAKO))
    case.accept()
    case.return_fees()
    case.search()

    yield stage.days(2)
    case.order(Action.CORRECT, "customer-care", {"table": "inquiries", "what": "received_at"})

    yield stage.days(4)
    case.done(
        corrected=[{"item": "お問い合わせの日", "before": "10月20日", "after": "10月21日"}],
        done_on=stage.today.isoformat(),
    )
    case.answer()

    yield stage.days(3)
    case.delivered()
    return (case,)


def order_is_kept_for_disclosure(stage: Stage) -> Story:
    """Correction and disclosure on one form: the one order pays for the disclosure."""
    correction, disclosure = stage.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.CORRECTION, RequestKind.DISCLOSURE),
            arrived=stage.today,
            sheets=[sheet(each) for each in _PAPERS],
            payments=[money_order(serial="010-000003", issued=stage.today)],
        )
    )
    for case in (correction, disclosure):
        case.matches(reads(cast.HANAKO))
        case.accept()
        case.search()

    yield stage.days(3)
    disclosure.grant().answer()
    correction.refuse(
        "content_is_factual", "登録の内容は注文時のご本人の入力どおりで、事実と異なる点がない。"
    )
    correction.answer()

    yield stage.days(3)
    correction.delivered()
    disclosure.delivered()
    return disclosure, correction


def product_window(stage: Stage) -> Story:
    """A customer changes registered data: the product's window takes over, arrival stays here."""
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(cast.ICHIRO, RequestKind.CORRECTION, statement="登録した電話番号を変えたい。"),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM)],
        )
    )
    case.says("registered_data_of_product", True)
    yield stage.days(1)
    case.hand_over()
    return (case,)
