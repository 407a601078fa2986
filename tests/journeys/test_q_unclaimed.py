"""(q) The registered letter comes back."""

from told import day_of, event, kinds, played

from chikai.demo.journeys import q_unclaimed
from chikai.demo.remembered import StillOpen
from chikai.demo.stage import Stage
from chikai.duties.requests.decide import NotNow, UnlawfulStep
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.kernel.calendar import add_years


def test_completion_and_the_two_years_do_not_start(enigmo: Stage) -> None:
    (case,) = played(enigmo, q_unclaimed.comes_back)
    back = case.after("came_back")
    assert back.next_step.id == "open.address_after_return"
    assert (back.case.state, back.case.completed_on, back.case.exit) == ("answering", None, None)
    completion, destruction, sending = case.stops
    assert isinstance(completion, NotNow) and isinstance(destruction, UnlawfulStep)
    assert isinstance(sending, StillOpen)
    assert [item.key for item in sending.items] == ["address_after_return"]


def test_they_start_with_the_letter_that_arrives(enigmo: Stage) -> None:
    (case,) = played(enigmo, q_unclaimed.comes_back)
    assert kinds(case) == [L.DISCLOSURE, L.DISCLOSURE]
    assert event(case, "answer_returned").occurred_on < day_of(case, "completed")
    assert case.clock("destruction").due == add_years(day_of(case, "completed"), 2)
    assert case.case.answer is not None and case.case.answer.returned_on is None
