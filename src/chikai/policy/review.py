"""A policy's text as its editor sees it: what cannot be read, what the lint says, what mends it.

Nothing here refuses: a text that cannot be read has notes that say why, and a text that can has
the findings of the law of the day beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from chikai.kernel.citation import Citation
from chikai.kernel.message import Message
from chikai.policy.finding import Finding as Unread
from chikai.policy.lint import Finding, Severity, lint_policy
from chikai.policy.lint.frame.edit import Edit, apply, edits
from chikai.policy.lint.frame.rule import WEIGHT
from chikai.policy.lint.frame.run import COVERED
from chikai.policy.load import examine
from chikai.policy.model import Policy
from chikai.policy.tree import Path, Read
from chikai.policy.walk import placed


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing said of a text. `rule` is a rule of the lint, or None for what cannot be read;
    `edits` mend it."""

    rule: str | None
    severity: Severity
    message: Message
    line: int
    column: int
    at: Path = ()
    remedy: Message | None = None
    cites: tuple[Citation, ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def key(self) -> str:
        """Its name within one text."""
        return f"{self.message.id}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Review:
    """What there is to say of one text on one day. `policy` is there as far as the shape of the
    file is right; `loads`: it can be kept as a version. The gravest notes come first."""

    text: str
    policy: Policy | None
    source: Read
    loads: bool
    notes: tuple[Note, ...]

    def count(self, severity: Severity) -> int:
        return sum(each.severity == severity for each in self.notes)

    @property
    def errors(self) -> tuple[Note, ...]:
        return tuple(each for each in self.notes if each.severity == "error")

    def beside(self) -> Mapping[Path, tuple[Note, ...]]:
        """The notes by the path of the innermost clause they concern; `()` for those of none."""
        places = {path for path, _ in placed(self.policy)} if self.policy else set()
        found: dict[Path, list[Note]] = {}
        for note in self.notes:
            at = note.at
            while at and at not in places:
                at = at[:-1]
            found.setdefault(at, []).append(note)
        return {path: tuple(notes) for path, notes in found.items()}


_GRAVITY: Final[Mapping[Severity, int]] = {**WEIGHT, "question": 1, "advice": 0}


@lru_cache(maxsize=32)
def review(text: str, *, file: str, on: date) -> Review:
    """Read a text and lint it as of a day, or as of the day it takes effect if that is later."""
    policy, source, wrong = examine(text, file=file)
    notes = [_unread(each) for each in wrong if policy is None or each.code not in COVERED]
    if policy is not None:
        findings = lint_policy(policy, on=max(on, policy.effective_from))
        notes += [_linted(each, source, text) for each in findings]
    return Review(
        text=text,
        policy=policy,
        source=source,
        loads=policy is not None and not wrong,
        notes=tuple(
            sorted(
                notes, key=lambda n: (n.rule is not None, -_GRAVITY[n.severity], n.line, n.column)
            )
        ),
    )


def _unread(found: Unread) -> Note:
    return Note(
        rule=None,
        severity="error",
        message=found.message,
        line=found.line or 1,
        column=found.column or 1,
        cites=found.cites,
    )


def _linted(found: Finding, source: Read, text: str) -> Note:
    line, column = source.place(found.at)
    return Note(
        rule=found.rule,
        severity=found.severity,
        message=found.message,
        line=line,
        column=column,
        at=found.at,
        remedy=found.remedy,
        cites=found.cites,
        edits=edits(found.fix, source, text),
    )


def mended(given: Review, key: str) -> str:
    """The text with the fix of one note made; unchanged when there is no such fix."""
    fix = next((note.edits for note in given.notes if note.key == key), ())
    return apply(given.text, fix) if fix else given.text


def new_errors(before: Review | None, after: Review) -> tuple[Note, ...]:
    """The errors of law that a text brings anew: those the version before it had as well are no
    worse for being published again."""
    standing = Counter(_said(note) for note in before.errors) if before else Counter[str]()
    return tuple(_beyond(standing, after))


def _beyond(standing: Counter[str], after: Review) -> Iterator[Note]:
    for note in after.errors:
        if standing[_said(note)] > 0:
            standing[_said(note)] -= 1
        else:
            yield note


def _said(note: Note) -> str:
    return f"{note.rule}|{note.message!r}"
