"""(c) Enigmo: a curator who has not shown which powers were granted."""

from __future__ import annotations

from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.law.kinds import Asker, Paper, RequestKind


def _without_the_list(stage: Stage) -> Matter:
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(cast.TADASHI, RequestKind.DISCLOSURE),
            arrived=stage.today,
            asker=Asker.CURATOR,
            by=cast.YUMI,
            sheets=[
                sheet(Paper.REQUEST_FORM),
                sheet(Paper.ELIGIBILITY_CERTIFICATE),
                sheet(Paper.GUARDIANSHIP_CERTIFICATE, domicile=True),
            ],
            payments=[money_order(serial="010-000004", issued=stage.today)],
        )
    )
    case.matches(reads(cast.TADASHI, addresses=cast.YUMI.addresses))
    return case.ask()


def list_of_powers_follows(stage: Stage) -> Story:
    """The letter asks for the list; it comes, and it covers this request."""
    case = _without_the_list(stage)
    yield stage.days(8)
    case.paper(sheet(Paper.GRANTED_POWERS_LIST))
    case.says("power_covers_request", True)
    case.accept()
    case.search()

    yield stage.days(2)
    case.grant().answer()
    yield stage.days(3)
    case.delivered()
    return (case,)


def mandate_instead(stage: Stage) -> Story:
    """The ward gives a mandate with a seal certificate instead."""
    case = _without_the_list(stage)
    yield stage.days(8)
    case.paper(sheet(Paper.POWER_OF_ATTORNEY))
    case.paper(sheet(Paper.SEAL_CERTIFICATE))
    case.says("power_covers_request", True)
    case.accept()
    case.search()

    yield stage.days(2)
    case.grant().answer()
    yield stage.days(3)
    case.delivered()
    return (case,)
