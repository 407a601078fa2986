"""Cases at the desk as tests need them, and the people who sit down to them."""

from __future__ import annotations

from datetime import date

from web_visitor import Visitor

from chikai.app import cases, checking, intake, search, steps
from chikai.app.cases import Actor
from chikai.demo.matter import LOGIN_GROUND, LOGIN_REASON
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo_data.cast import HANAKO
from chikai.duties.requests.case import Case
from chikai.law.kinds import Paper, RequestKind
from chikai.people.model import Address, Name, Person
from chikai.people.staff import Role
from chikai.web.homes import DemoClock

STRANGER = Person(
    names=(Name("架空 名無", "カクウ ナナシ"),),
    addresses=(Address("東京都架空区不在9-9-9", "000-0009"),),
    birth_date=date(1990, 1, 1),
)


def accepted(visitor: Visitor, clock: DemoClock, person: Person = HANAKO) -> str:
    """A case that has been accepted and waits for its search."""
    assert visitor.web is not None
    commands = (Actor("clerk-1", f"cmd-{n}") for n in range(10))
    with visitor.web.homes.home("enigmo") as home:
        day = clock.now().date()
        asked = envelope(
            asks(person, RequestKind.DISCLOSURE),
            arrived=day,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            payments=[money_order(issued=day)],
        )
        (case,) = intake.receive(home, asked, by=next(commands))
        search.match(home, case.id, reads(person), by=next(commands))
        if person is STRANGER:
            why = "控えのとおり、登録がない。"
            steps.answer_question(
                home, case.id, "match_exhausted", True, by=next(commands), reasons=why
            )
        assert isinstance(steps.accept(home, case.id, by=next(commands)), Case)
    return case.id


def searched(visitor: Visitor, clock: DemoClock, person: Person = HANAKO) -> str:
    """A case that has been searched and waits for its decision."""
    case = accepted(visitor, clock, person)
    assert visitor.web is not None
    commands = (Actor("clerk-1", f"cmd-1{n}") for n in range(30))
    with visitor.web.homes.home("enigmo") as home:
        found = search.search(home, case, by=next(commands))
        assert isinstance(found, Case)
        for item in found.unjudged():
            steps.withhold(home, case, item, LOGIN_GROUND, LOGIN_REASON, by=next(commands))
    return case


def sits(visitor: Visitor, who: str, *roles: Role) -> None:
    visitor.signed_in_at.clear()
    visitor.sit_down(who, *roles)


def entered(visitor: Visitor, case: str) -> dict[str, str]:
    assert visitor.web is not None
    with visitor.web.homes.home("enigmo") as home:
        return {f"fact.{n}": v for n, v in checking.as_on_paper(home, case).items()}


def load(visitor: Visitor, case: str, company: str = "enigmo") -> Case:
    assert visitor.web is not None
    with visitor.web.homes.home(company) as home:
        return cases.load(home, case)
