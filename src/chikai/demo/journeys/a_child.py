"""(a) Enigmo: a mother asks for what the shop holds about her child."""

from __future__ import annotations

from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.duties.requests.events import Disposal
from chikai.kernel.calendar import add_years
from chikai.law.kinds import Asker, Paper, RequestKind


def a_parent_asks(stage: Stage) -> Story:
    """Papers and fee come bit by bit; the answer is delivered; two years later nothing is left."""
    desk = stage.desk("enigmo")
    (case,) = desk.receive(
        envelope(
            asks(cast.MIRAI, RequestKind.DISCLOSURE),
            arrived=stage.today,
            asker=Asker.PARENT,
            by=cast.KENICHI,
            sheets=[
                sheet(Paper.REQUEST_FORM),
                sheet(Paper.INSURANCE_CARD),  # dead since 2 December 2025
                sheet(Paper.FAMILY_REGISTER, domicile=True),
            ],
        )
    )
    case.receipt()
    case.matches(reads(cast.MIRAI))
    case.judges(
        "joint_parental_authority", True, "戸籍に共同親権とあり、両親連名の同意書が添えられている。"
    )
    case.ask()  # one letter: a paper for the child, and the fee

    yield stage.days(7)
    case.paper(sheet(Paper.RESIDENT_RECORD, domicile=True))
    case.pays(money_order(issued=stage.today))
    case.accept()
    case.search()

    yield stage.days(1)
    case.grant()
    case.answer()

    yield stage.days(3)
    case.delivered()

    yield stage.business_day(add_years(stage.today, 2))
    case.dispose(Disposal.SHREDDED, sheets=4)
    case.destroy()
    case.certificate()
    return (case,)
