"""The answers given so far, kept in the words they were given in and read again each time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chikai.kernel.message import Message, say
from chikai.policy.base import Say
from chikai.policy.interview.question import NONE, OPEN, Asked, BadAnswer, Value
from chikai.policy.interview.questions import asked


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer that cannot be taken, or a question that needs one: `key` is the question's."""

    key: str
    message: Message
    open: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known (`values`) and what was left open (`open`), by the key of the question."""

    values: Mapping[str, Value] = field(default_factory=dict)
    open: frozenset[str] = frozenset()

    def __contains__(self, key: str) -> bool:
        """Whether the question has been put and dealt with."""
        return key in self.values or key in self.open

    def get(self, key: str) -> Value | None:
        return self.values.get(key)

    def names(self, key: str) -> tuple[str, ...]:
        """The choices made; none where it is open."""
        value = self.values.get(key)
        return tuple(str(e) for e in value) if isinstance(value, tuple) else ()

    def lines(self, key: str) -> tuple[Say, ...]:
        value = self.values.get(key)
        return tuple(e for e in value if isinstance(e, Say)) if isinstance(value, tuple) else ()

    def said(self, key: str) -> Say | None:
        value = self.values.get(key)
        return value if isinstance(value, Say) else None

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        return value if isinstance(value, str) and value != NONE else None

    def number(self, key: str) -> int | None:
        value = self.values.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def yes(self, key: str) -> bool | None:
        """None: open."""
        value = self.values.get(key)
        return value if isinstance(value, bool) else None

    def none(self, key: str) -> bool:
        """Whether the answer was that there is nothing of the kind."""
        return self.values.get(key) in (NONE, ())

    def next(self) -> Asked | None:
        """The first question not dealt with."""
        return next((each for each in asked(self) if each.key not in self), None)


def take(answers: Answers, question: Asked, raw: object) -> Answers:
    """The answers with one more. Raises `BadAnswer`."""
    value = question.read(raw)
    if value is None:
        left = {k: v for k, v in answers.values.items() if k != question.key}
        return Answers(left, answers.open | {question.key})
    given = {**answers.values, question.key: value}
    return Answers(given, answers.open - {question.key})


def of_values(raw: Mapping[str, object]) -> tuple[Answers, tuple[Problem, ...]]:
    """Answers from a file, question by question. What the file lacks is open where that may be;
    whatever else is wrong with it is a problem, each under its key. Never raises."""
    answers, problems = Answers(), []
    seen: set[str] = set()
    while (question := _next(answers, seen)) is not None:
        seen.add(question.key)
        given = raw.get(question.key, OPEN)
        try:
            answers = take(answers, question, given)
        except BadAnswer as error:
            missing = question.key not in raw or given in (OPEN, "", None)
            problems.append(Problem(question.key, error.message, missing))
    known = {each.key for each in asked(answers)} | seen
    for key in raw:
        if key not in known:
            problems.append(Problem(key, say("interview.bad.no_question", name=key)))
    return answers, tuple(problems)


def _next(answers: Answers, seen: set[str]) -> Asked | None:
    return next((each for each in asked(answers) if each.key not in seen), None)
