"""Three truths: yes, no, and unknown with the ways to settle it.

A fact nobody has established is `unknown`; it is never read as "no". An unknown truth knows
which questions would settle it, as minimal alternative sets: answering every question of one
set the right way makes it yes (`yes_if`) or no (`no_if`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

QuestionKind = Literal["fact", "judgment"]


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """Something a named person must find out (`fact`) or judge (`judgment`).

    `key` is the id of its sentence in `words/`; the core holds no sentence.
    """

    key: str
    kind: QuestionKind = "fact"


Way = frozenset[Question]
Ways = frozenset[Way]
_NO_WAY: Ways = frozenset()


def _minimal(ways: Iterable[Way]) -> Ways:
    """Drop every way that contains another way."""
    unique = sorted(set(ways), key=len)
    kept: list[Way] = []
    for way in unique:
        if not any(smaller <= way for smaller in kept):
            kept.append(way)
    return frozenset(kept)


def _both(a: Ways, b: Ways) -> Ways:
    return _minimal(x | y for x in a for y in b)


def _either(a: Ways, b: Ways) -> Ways:
    return _minimal([*a, *b])


@dataclass(frozen=True, slots=True, eq=True)
class Truth:
    """Yes, no or unknown. Combine with `&`, `|`, `~`; never with `if`."""

    value: bool | None
    yes_if: Ways = _NO_WAY
    no_if: Ways = _NO_WAY

    @property
    def is_yes(self) -> bool:
        return self.value is True

    @property
    def is_no(self) -> bool:
        return self.value is False

    @property
    def is_unknown(self) -> bool:
        return self.value is None

    @property
    def ways(self) -> Ways:
        """The minimal alternative sets of questions that can settle this truth either way."""
        return _either(self.yes_if, self.no_if)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question that appears in some way, sorted by key."""
        return tuple(sorted(set().union(*self.ways))) if self.is_unknown else ()

    def __and__(self, other: Truth) -> Truth:
        if self.is_no or other.is_no:
            return NO
        if self.is_yes:
            return other.plain
        if other.is_yes:
            return self.plain
        return Truth(None, _both(self.yes_if, other.yes_if), _either(self.no_if, other.no_if))

    def __or__(self, other: Truth) -> Truth:
        return ~(~self & ~other)

    def __invert__(self) -> Truth:
        if self.value is None:
            return Truth(None, self.no_if, self.yes_if)
        return NO if self.value else YES

    def __bool__(self) -> bool:
        raise TypeError("a truth may be unknown: ask `.is_yes`, `.is_no` or `.is_unknown`")

    @property
    def plain(self) -> Truth:
        """The same truth without the judgment that made it (see `Judged`)."""
        return Truth(self.value, self.yes_if, self.no_if)

    def __str__(self) -> str:
        return {True: "yes", False: "no", None: "unknown"}[self.value]


YES = Truth(True)
NO = Truth(False)


def unknown(key: str) -> Truth:
    """A fact that one question would settle."""
    ways: Ways = frozenset({frozenset({Question(key)})})
    return Truth(None, ways, ways)


def truth(value: bool | None, key: str) -> Truth:
    """A known value as a truth; `None` becomes the unknown that `key` asks about."""
    return unknown(key) if value is None else (YES if value else NO)


@dataclass(frozen=True, slots=True)
class Judged(Truth):
    """An open word of the law (おそれ, 合理的, 著しい支障) judged by a named person on a day.

    `by` is the id of the person who judged; the reasons lie in the vault under `reasons`.
    Make one with `judged(...)` or leave it open with `to_judge(...)`.
    """

    by: str | None = None
    on: date | None = None
    reasons: str | None = None


def judged(value: bool, *, by: str, on: date, reasons: str) -> Judged:
    """A judgment. Raises `ValueError` when it has no name or no reasons: it would be a guess."""
    if not by or not reasons:
        raise ValueError("a judgment needs the person who made it and where the reasons are")
    return Judged(value, by=by, on=on, reasons=reasons)


def to_judge(key: str) -> Judged:
    """A judgment nobody has made yet."""
    ways: Ways = frozenset({frozenset({Question(key, "judgment")})})
    return Judged(None, ways, ways)


def all_of(truths: Iterable[Truth]) -> Truth:
    """Conjunction; yes when there is nothing to test."""
    result = YES
    for each in truths:
        result = result & each
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """Disjunction; no when there is nothing to test."""
    result = NO
    for each in truths:
        result = result | each
    return result
