"""(n) Enigmo: somebody moved, somebody took another name, somebody wants the answer elsewhere."""

from __future__ import annotations

from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, money_order, reads, reply_to, sheet
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.law.kinds import Paper, RequestKind
from chikai.people.model import Address, Person

ELSEWHERE = Address("東京都架空区転送四丁目4番4号", "000-0004")
"""Where no paper and no file says that Hanako lives."""


def _request(stage: Stage, person: Person, *, at: Address | None = None) -> Matter:
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(person, RequestKind.DISCLOSURE),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            payments=[money_order(serial="010-000014", issued=stage.today)],
            reply=reply_to(person, at=at),
        )
    )
    return case.matches(reads(person))


def _finish(stage: Stage, case: Matter) -> Story:
    case.accept()
    case.search()
    yield stage.days(2)
    case.grant().answer()
    yield stage.days(2)
    case.delivered()
    return (case,)


def moved(stage: Stage) -> Story:
    """The file knows the former address only: the letter invites proof of it."""
    case = _request(stage, cast.NAOKI)
    case.ask()
    yield stage.days(6)
    case.paper(sheet(Paper.RESIDENT_RECORD, domicile=True))
    case.matches(reads(cast.NAOKI, former=cast.NAOKI_ON_FILE))
    return (yield from _finish(stage, case))


def renamed(stage: Stage) -> Story:
    """The file knows the former name only."""
    case = _request(stage, cast.MISAKI)
    case.ask()
    yield stage.days(6)
    case.paper(sheet(Paper.FAMILY_REGISTER, domicile=True))
    case.matches(reads(cast.MISAKI, former=cast.MISAKI_ON_FILE))
    return (yield from _finish(stage, case))


def reply_elsewhere(stage: Stage) -> Story:
    """The form names an address that neither the identity paper nor the file proves."""
    case = _request(stage, cast.HANAKO, at=ELSEWHERE)
    case.ask()
    yield stage.days(6)
    case.paper(sheet(Paper.RESIDENT_RECORD, domicile=True))
    case.matches(reads(cast.HANAKO, addresses=[ELSEWHERE]))
    return (yield from _finish(stage, case))
