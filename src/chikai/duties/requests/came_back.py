"""A letter that came back: what that means for the case, and what happens next.

No law and none of the published texts says when an answer that cannot be delivered is done with.
So it is never called delivered, the request is never called withdrawn, and no new fee is asked:
the request was made well, and Arts. 33-35 want it answered.
"""

from __future__ import annotations

from dataclasses import dataclass

from chikai.duties.requests.case import Case
from chikai.duties.requests.events import CameBack
from chikai.duties.requests.holdings import LetterOut
from chikai.kernel.citation import Citation
from chikai.kernel.message import Message, say
from chikai.law.kinds import APPI
from chikai.policy.model import Clause, Policy


@dataclass(frozen=True, slots=True)
class Next:
    """One thing that follows: what, why, and the clause of the policy that says so."""

    message: Message
    cites: tuple[Citation, ...] = ()
    clause: Clause | None = None


def what_next(case: Case, policy: Policy, letter: LetterOut) -> tuple[Next, ...]:
    """What follows for a letter of the case that came back."""
    why = letter.came_back or CameBack.OTHER
    answers = case.answer is not None and letter.id == case.answer.id
    answer, papers = policy.requests.answer, policy.requests.papers
    first = Next(say(f"back.next.{why.value}"), (APPI(23),), answer)
    kept = Next(say("back.kept" if answers else "back.not_told"), (APPI(22),), papers)
    return (first, kept, Next(say("back.no_fee"), (APPI(38, 1),)), Next(say("back.no_end")))
