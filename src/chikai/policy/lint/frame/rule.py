"""A lint rule: what a policy may not say or must say, under its citation, for the days it holds.

A rule is a pure function `(policy, on) -> Iterable[Found]`. It says where and what; the words lie
in `words/<lang>/lint.toml` under the id of the rule, and the citation, severity, days and example
stand in its decorator, from which its page is made.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from chikai.kernel.citation import Citation, Interval, Law
from chikai.kernel.message import Arg, Message
from chikai.policy.base import Clause, Model
from chikai.policy.lint.frame.edit import Change, Edit, Strike
from chikai.policy.model import Policy
from chikai.policy.tree import Path
from chikai.policy.walk import placed

TELECOM: Final = Law("telecom", "電気通信事業法", "Telecommunications Business Act", "2023-06-16..")
ACT_56: Final = Law(
    "act56",
    "令和8年法律第56号附則",
    "Act No. 56 of 2026, Supplementary Provisions,",
    "2026-07-17..",
)

Severity = Literal["error", "warning", "question", "advice"]
"""How grave: the law forbids it or demands what is missing · a defect a person must mend · a fact
nobody knows yet · worth knowing. A question weighs as little as advice."""

WEIGHT: Final[dict[Severity, int]] = {"error": 3, "warning": 2, "question": 1, "advice": 1}


class Status(StrEnum):
    """Whether the text gives what the law wants told (law gap table)."""

    PRESENT = "present"
    PARTLY = "partly"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    NOT_CALLED_FOR = "not_called_for"

    @property
    def mark(self) -> str:
        return _MARKS[self]


_MARKS: Final = {
    Status.PRESENT: "✔",
    Status.PARTLY: "△",
    Status.ABSENT: "✘",
    Status.UNKNOWN: "?",
    Status.NOT_CALLED_FOR: "—",
}
_DEFECTS: Final = frozenset({Status.PARTLY, Status.ABSENT, Status.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule yields: `at` is a path in the file, `key` names the sentence of the rule.
    A row of the gap table has a `status`; without a `key` it says nothing but that."""

    at: Path
    key: str | None = "found"
    args: dict[str, Arg] = field(default_factory=dict)
    severity: Severity | None = None
    status: Status | None = None
    fix: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence about a policy: which rule, where, how grave, why, and how to mend it.
    Line and column count from 1; `edits` change the file as the remedy says."""

    rule: str
    at: Path
    message: Message
    remedy: Message
    severity: Severity
    cites: tuple[Citation, ...]
    status: Status | None = None
    fix: tuple[Change, ...] = ()
    file: str | None = None
    line: int | None = None
    column: int | None = None
    edits: tuple[Edit, ...] = ()


Test = Callable[[Policy, date], Iterable[Found]]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule. `row`: it is a row of the gap table. `example`: YAML that, laid over a clean
    policy, makes the rule speak. `ahead`: it tells of a law to come."""

    id: str
    cites: tuple[Citation, ...]
    in_force: Interval
    severity: Severity
    row: bool
    ahead: bool
    example: str
    test: Test

    def word(self, key: str) -> str:
        """The message id of one of its sentences."""
        return f"lint.{self.id}.{key}"

    def found(self, policy: Policy, on: date) -> tuple[Found, ...]:
        """What it has to say, on a day it holds; nothing on any other."""
        return tuple(self.test(policy, on)) if on in self.in_force else ()

    def finding(self, found: Found) -> Finding | None:
        """The finding, or nothing for a row that is as it should be."""
        if found.key is None or (found.status is not None and found.status not in _DEFECTS):
            return None
        return Finding(
            rule=self.id,
            at=found.at,
            message=Message(self.word(found.key), found.args),
            remedy=Message(self.word("remedy")),
            severity=found.severity or self.severity,
            cites=self.cites,
            status=found.status,
            fix=found.fix,
        )


RULES: Final[dict[str, Rule]] = {}


def lint(
    id: str,
    *,
    cites: Citation | tuple[Citation, ...],
    severity: Severity,
    example: str,
    in_force: str = "2022-04-01..",
    row: bool = False,
    ahead: bool = False,
) -> Callable[[Test], Rule]:
    """Register a rule. Raises `ValueError` for an id that is taken."""

    def register(test: Test) -> Rule:
        if id in RULES:
            raise ValueError(f"two lint rules are called `{id}`")
        laws = cites if isinstance(cites, tuple) else (cites,)
        days = Interval.parse(in_force)
        text = inspect.cleandoc(example)
        RULES[id] = Rule(id, laws, days, severity, row, ahead, text, test)
        return RULES[id]

    return register


def found(
    at: Path,
    key: str = "found",
    /,
    *,
    severity: Severity | None = None,
    fix: tuple[Change, ...] = (),
    **args: Arg,
) -> Found:
    """A finding of a rule, short to write."""
    return Found(at=at, key=key, args=args, severity=severity, fix=fix)


def row(
    status: Status,
    at: Path,
    /,
    *,
    key: str | None = None,
    severity: Severity | None = None,
    fix: tuple[Change, ...] = (),
    **args: Arg,
) -> Found:
    """A row of the gap table. What the text gives only in part is a warning at most, what nobody
    knows is a question."""
    lighter: Severity | None = severity
    if severity is None and status is Status.UNKNOWN:
        lighter = "question"
    elif severity is None and status is Status.PARTLY:
        lighter = "warning"
    said = key or (status.value if status in _DEFECTS else None)
    return Found(at=at, key=said, args=args, severity=lighter, status=status, fix=fix)


def path_of(policy: Policy, clause: Clause, *rest: str | int) -> Path:
    """Where a clause, or a field of it, stands in the file."""
    at = next(path for path, each in placed(policy) if each is clause)
    return (*at, *rest)


def silence(policy: Policy, topic: str) -> Path:
    """Where the file says that its text is silent on a topic; else where `silent` would stand."""
    if topic in policy.silent:
        return ("silent", [str(each) for each in policy.silent].index(topic))
    return ("silent",)


def without(policy: Policy, clause: Clause) -> tuple[Change, ...]:
    """Take a clause out, and with it what the others say against it."""
    gone = path_of(policy, clause)
    changes: list[Change] = [Strike(gone)]
    for path, other in placed(policy):
        if clause.id in other.contradicts and path != gone:
            at = (*path, "contradicts")
            alone = len(other.contradicts) == 1
            changes.append(Strike(at if alone else (*at, other.contradicts.index(clause.id))))
    return tuple(changes)


def states_of(items: Model) -> dict[str, str]:
    """The state of each stated item of a section, by its name."""
    return {name: getattr(items, name).state for name in type(items).model_fields}


def worst(states: Iterable[str]) -> Status:
    """All or nothing: what the law wants told together is absent when one part is, partly there
    when one part is, and unknown when a part is unknown and none is missing."""
    given = set(states)
    for each in (Status.ABSENT, Status.UNKNOWN, Status.PARTLY):
        if each.value in given:
            return each
    return Status.PRESENT


def mixed(states: Iterable[str]) -> Status:
    """Part by part: there when all parts are, absent when all are, and partly there between."""
    given = set(states)
    if given <= {"present"}:
        return Status.PRESENT
    if given <= {"absent"}:
        return Status.ABSENT
    return Status.UNKNOWN if given <= {"unknown"} else Status.PARTLY
