"""Mending a file: what to change, as a path, and the same as lines of its text.

Nothing is ever written that the file does not hold already, save `true`, `false` and words of the
schema: a fix strikes or sets, it never invents a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chikai.policy.tree import Path, Read


@dataclass(frozen=True, slots=True)
class Strike:
    """Take an entry out of its list, or a field out of its mapping."""

    at: Path


@dataclass(frozen=True, slots=True)
class Put:
    """Set a field to a word of the schema."""

    at: Path
    value: str


Change = Strike | Put


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines `first` to `last` (from 1, both included) become `lines`. With `last` one less than
    `first`, the lines are put in before `first`."""

    first: int
    last: int
    lines: tuple[str, ...]


MAY_BE_EMPTY = frozenset({"silent", "refusals", "contradicts"})
"""Lists that may be left out: the last entry goes with its field."""


def edits(changes: Iterable[Change], source: Read, text: str) -> tuple[Edit, ...]:
    """The changes as edits of the text; none at all when one of them is not mechanical."""
    lines = text.splitlines()
    made = [_edit(change, source, lines) for change in changes]
    return tuple(each for each in made if each) if all(made) else ()


def apart(given: Iterable[tuple[Edit, ...]]) -> tuple[Edit, ...]:
    """Edits that can be made at one time: a group that touches lines of an earlier one waits."""
    chosen: list[Edit] = []
    taken: set[int] = set()
    for group in given:
        lines = {n for e in group for n in range(e.first, max(e.first, e.last) + 1)}
        if not lines & taken:
            taken |= lines
            chosen += group
    return tuple(chosen)


def apply(text: str, given: Iterable[Edit]) -> str:
    """The text with edits made that do not overlap."""
    lines = text.splitlines()
    for edit in sorted(set(given), key=lambda e: (e.first, e.last), reverse=True):
        lines[edit.first - 1 : edit.last] = edit.lines
    return "\n".join(lines) + "\n"


def _edit(change: Change, source: Read, lines: list[str]) -> Edit | None:
    if isinstance(change, Put):
        return _put(change, source, lines)
    if isinstance(change.at[-1], int):
        return _strike_entry(change.at, source, lines)
    return _strike_field(change.at, source, lines)


_TOKEN = re.compile(r"'[^']*'|[\w.+-]+")


def _put(change: Put, source: Read, lines: list[str]) -> Edit | None:
    if change.at in source.values:
        line, column = source.values[change.at]
        before, rest = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
        old = _TOKEN.match(rest)
        return Edit(line, line, (before + change.value + rest[old.end() :],)) if old else None
    place = source.values.get(change.at[:-1])
    if place is None:
        return None
    line, column = place
    if lines[line - 1][: column - 1].strip():  # after a dash or inside braces
        return None
    return Edit(line, line - 1, (" " * (column - 1) + f"{change.at[-1]}: {change.value}",))


def _strike_entry(at: Path, source: Read, lines: list[str]) -> Edit | None:
    siblings = [p for p in source.values if len(p) == len(at) and p[:-1] == at[:-1]]
    if at not in source.values:
        return None
    if len(siblings) < 2:
        return _strike_field(at[:-1], source, lines) if at[-2] in MAY_BE_EMPTY else None
    line, column = source.values[at]
    before, rest = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
    if re.fullmatch(r"\s*-\s+", before):
        return Edit(line, _last(at, line, source, lines), ())
    old = _TOKEN.match(rest)
    if old is None or not before.strip():
        return None
    after = rest[old.end() :]
    if after.lstrip().startswith(","):
        after = after.lstrip()[1:].lstrip()
    else:
        before = re.sub(r",\s*$", "", before)
    return Edit(line, line, (before + after,))


def _strike_field(at: Path, source: Read, lines: list[str]) -> Edit | None:
    if at not in source.keys:
        return None
    line, column = source.keys[at]
    before = lines[line - 1][: column - 1]
    siblings = [p for p in source.keys if len(p) == len(at) and p[:-1] == at[:-1]]
    if len(siblings) < 2:
        return _strike_field(at[:-1], source, lines) if len(at) > 1 else None
    if re.fullmatch(r"\s*-\s+", before):  # the next field takes its place behind the dash
        below = min((n for p in siblings if (n := source.keys[p][0]) > line), default=None)
        return Edit(line, below, (before + lines[below - 1][column - 1 :],)) if below else None
    return None if before.strip() else Edit(line, _last(at, line, source, lines), ())


def _last(at: Path, first: int, source: Read, lines: list[str]) -> int:
    """The last line of a value: before the next thing that is not part of it."""
    outside = [line for path, line in _places(source) if path[: len(at)] != at and line > first]
    last = min(outside, default=len(lines) + 1) - 1
    while last > first and (not lines[last - 1].strip() or lines[last - 1].lstrip()[0] == "#"):
        last -= 1
    return last


def _places(source: Read) -> Iterator[tuple[Path, int]]:
    for places in (source.keys, source.values):
        for path, (line, _) in places.items():
            yield path, line
