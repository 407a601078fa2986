"""An electronic answer reaches nobody by being made: it is fetched, or handed over and noted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from chikai.app import contact, in_hand, package, steps
from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.events import Reached
from chikai.duties.requests.fold import advance, fold
from chikai.law.kinds import Manner, Paper, RequestKind
from chikai.ports import BadData


class Unlocked:
    """The letter as the stage has it: plain text, which nothing locks."""

    def lock(self, pdf: bytes, secret: str, *, attached: Mapping[str, bytes]) -> bytes:
        return pdf


@pytest.fixture
def made(enigmo: Stage) -> Matter:
    """Asked for by post, so that nobody was given a code; the answer has just been made."""
    asked = envelope(
        asks(cast.HANAKO, RequestKind.DISCLOSURE, manner=Manner.ELECTRONIC),
        arrived=enigmo.today,
        sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
        payments=[money_order(issued=enigmo.today)],
    )
    (case,) = enigmo.desk("enigmo").receive(asked)
    return case.matches(reads(cast.HANAKO)).accept().search().grant().answer()


def test_made_for_somebody_without_a_code_it_is_not_complete_and_says_what_to_do(
    made: Matter,
) -> None:
    assert made.case.is_open and made.case.completed_on is None
    assert "completed" not in made.happened
    assert made.moments[-1].next_step.id == "next.give_code"
    assert made.view().next_step.id == "next.give_code"
    (line,) = in_hand.every(made.desk.home)
    assert line.next_step.id == "next.give_code", "the list of cases says it too"


def test_with_a_code_given_by_letter_it_waits_to_be_fetched_and_is_complete_on_that_day(
    made: Matter, enigmo: Stage
) -> None:
    home, by = replace(made.desk.home, locker=Unlocked()), made.desk.actor
    made_on = enigmo.today
    enigmo.move_to(enigmo.days(package.DAYS + 3))
    given = contact.give_by_letter(home, made.id, by=by())
    assert made.view().next_step.id == "next.wait_for_fetch"
    assert in_hand.every(home)[0].next_step.id == "next.wait_for_fetch"
    standing = package.standing(home, given.contact, made.case)
    assert standing is not None and not standing.expired, "the time counts from the code"
    assert standing.until == enigmo.today + timedelta(days=package.DAYS)
    enigmo.move_to(enigmo.days(1))
    assert package.fetch(home, given.contact, made.id, given.secret or "", by=by())
    assert made.case.completed_on == enigmo.today > made_on


def test_handed_over_in_another_way_it_is_complete_on_the_day_noted_with_the_way(
    made: Matter, enigmo: Stage
) -> None:
    for unsaid in (None, Reached.FETCHED):  # that it was fetched is for nobody to say
        with pytest.raises(BadData) as stopped:
            made.delivered(unsaid)
        assert stopped.value.code == "post.say_how"
    enigmo.move_to(enigmo.days(4))
    handed_on = enigmo.today - timedelta(days=1)
    by = made.desk.actor()
    steps.delivered(made.desk.home, made.id, by=by, on=handed_on, reached=Reached.IN_PERSON)
    assert made.case.completed_on == handed_on
    last = made.desk.home.journal.read(made.id)[-1]
    assert (last.type, last.data["reached"]) == ("completed", "in_person")


def test_a_case_that_was_held_complete_when_it_was_made_stays_as_its_journal_has_it(
    made: Matter,
) -> None:
    """As journals of before have it: completed with the sending, and not a word on how."""
    history = made.desk.home.journal.read(made.id)
    sent = history[-1]
    data = {"letter": sent.data["letter"], "sealed": None, "commitment": None}
    before = replace(sent, type="completed", data=data)
    case = advance(fold(history), before)
    assert case.exit == "answered" and case.completed_on == sent.occurred_on
