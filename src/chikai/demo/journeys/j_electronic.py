"""(j) Enigmo and Bengo4: who chooses an electronic answer gets one, for what is disclosed."""

from __future__ import annotations

from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, money_order, reads, sheet, stamps
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.duties.requests.events import Reached
from chikai.law.kinds import Manner, Paper, RequestKind

_ASKED = (RequestKind.DISCLOSURE, RequestKind.RECORD_DISCLOSURE, RequestKind.NOTICE_OF_PURPOSE)


def _answered(cases: tuple[Matter, ...]) -> None:
    for case in cases:
        case.matches(reads(cast.HANAKO))
        case.accept()
        case.search()
        case.grant().answer()


def _received(cases: tuple[Matter, ...]) -> None:
    """Who asked on paper has no code: the data go on a disc by post, and that is noted."""
    for case in cases[:2]:
        case.delivered(Reached.BY_POST)
    cases[2].delivered()


def at_enigmo(stage: Stage) -> Story:
    """The choice overrides "in writing" for disclosure and records; the notice stays on paper."""
    cases = stage.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, *_ASKED, manner=Manner.ELECTRONIC),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            payments=[
                money_order(serial="010-000007", issued=stage.today),
                money_order(serial="010-000008", issued=stage.today),
            ],
        )
    )
    yield stage.days(2)
    _answered(cases)
    yield stage.days(2)
    _received(cases)
    return cases


def at_bengo4(stage: Stage) -> Story:
    """The same choice, under another policy that says "in writing"."""
    cases = stage.desk("bengo4").receive(
        envelope(
            asks(cast.HANAKO, *_ASKED, manner=Manner.ELECTRONIC),
            arrived=stage.today,
            sheets=[
                sheet(Paper.REQUEST_FORM),
                sheet(Paper.DRIVERS_LICENSE),
                sheet(Paper.SEAL_CERTIFICATE),
            ],
            payments=[stamps(1000), stamps(1000)],
        )
    )
    for case in cases:
        case.says("form_sealed", True)
    yield stage.days(3)
    _answered(cases)
    yield stage.days(2)
    _received(cases)
    return cases
