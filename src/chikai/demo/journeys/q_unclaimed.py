"""(q) Enigmo: the registered answer comes back unclaimed."""

from __future__ import annotations

from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.law.kinds import Paper, RequestKind


def comes_back(stage: Stage) -> Story:
    """While the answer is not delivered the response is not complete, and no period runs."""
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(cast.TARO_YOUNGER, RequestKind.DISCLOSURE),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.MY_NUMBER_CARD)],
            payments=[money_order(serial="010-000016", issued=stage.today)],
        )
    )
    case.matches(reads(cast.TARO_YOUNGER))
    case.accept()
    case.search()
    yield stage.days(3)
    case.grant().answer()
    yield stage.days(10)
    case.came_back()
    case.must_not(case.delivered)
    case.must_not(case.destroy)
    yield stage.days(3)
    case.must_not(case.answer)
    case.address_proven(
        "不在通知の期限切れによる返戻。住所は確認書類の写しのとおりであると、電話で確かめた。"
    )
    case.answer()
    yield stage.days(2)
    case.delivered()
    return (case,)
