"""Rows that fit, grouped by the person they seem to be about, and what a clerk may see of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from chikai.adapters.sources.compare import Fit, person_in, stated
from chikai.adapters.sources.reader import Given, Key, Row, key_of
from chikai.kernel import text
from chikai.ledger.found import Candidate
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.terms import Identifier
from chikai.people.matching import match


@dataclass(frozen=True, slots=True)
class Like:
    """Which identifiers of a row agree and disagree with records already recognised."""

    agrees: frozenset[Identifier] = frozenset()
    differs: frozenset[Identifier] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """A row and how it fits."""

    mapping: SourceMapping
    table: Table
    row: Row
    fit: Fit

    def __repr__(self) -> str:
        return f"Seen({self.mapping.source}.{self.table.name}, <sealed>)"

    @property
    def key(self) -> Key:
        return key_of(self.table, self.row)

    @property
    def place(self) -> tuple[str, str, Key]:
        return self.mapping.source, self.table.name, self.key

    def candidate(self, *, protected: bool = False, like: Like) -> Candidate:
        shown = ((i, stated(self.table, self.row, i)) for i in Identifier)
        return Candidate(
            source=self.mapping.source,
            table=self.table.name,
            shown=tuple((i, mask(i, value)) for i, value in shown if value),
            differs=_in_order(self.fit.differs),
            protected=protected,
            agrees=_in_order(self.fit.agrees),
            as_found=_in_order(like.agrees),
            unlike_found=_in_order(like.differs),
        )


def _in_order(said: frozenset[Identifier]) -> tuple[Identifier, ...]:
    return tuple(i for i in Identifier if i in said)


def same_person(a: Seen, b: Seen) -> bool:
    """Whether two rows that both fit may be about one person: no other birth date, and no other
    reading of one name. People move and change their telephones; these two stay."""
    if not same_age(a, b):
        return False
    names = [stated(each.table, each.row, Identifier.NAME) for each in (a, b)]
    kana = [stated(each.table, each.row, Identifier.KANA) for each in (a, b)]
    if not text.compare_names(*names).agrees:
        return True
    return text.compare_kana(*kana).verdict != "different"


def same_age(a: Seen, b: Seen) -> bool:
    """Whether two rows state no two birth dates."""
    born = [stated(each.table, each.row, Identifier.BIRTH_DATE) for each in (a, b)]
    return text.compare_dates(*born).verdict != "different"


def persons(seen: Iterable[Seen], *, apart: bool = False) -> tuple[tuple[Seen, ...], ...]:
    """Rows grouped by person; a row that says little joins the first group it may. With
    `apart`, rows are one person's only when something beside the name links them."""
    groups: list[list[Seen]] = []
    for each in sorted(seen, key=_says_less):
        home = next((g for g in groups if _joins(each, g, apart)), None)
        if home is None:
            groups.append([each])
        else:
            home.append(each)
    return tuple(tuple(group) for group in groups)


def _joins(seen: Seen, group: Sequence[Seen], apart: bool) -> bool:
    fits = all(same_person(seen, other) for other in group)
    return fits and (not apart or any(_linked(seen, other) for other in group))


def _linked(a: Seen, b: Seen) -> bool:
    one, other = person_in(a.table, a.row), person_in(b.table, b.row)
    if one is None or other is None:
        return False
    found = match(one, other)
    return any(found.of(i.value).agrees for i in Identifier if not i.names)


def _says_less(seen: Seen) -> int:
    return sum(
        stated(seen.table, seen.row, i) is None for i in (Identifier.BIRTH_DATE, Identifier.KANA)
    )


def telling(groups: Sequence[Sequence[Seen]], given: Given) -> tuple[Identifier, ...]:
    """What to ask for to tell candidates apart: stated on file, not yet given, and no name."""
    on_file = {
        identifier
        for group in groups
        for seen in group
        for identifier in Identifier
        if not identifier.names and stated(seen.table, seen.row, identifier)
    }
    return tuple(i for i in Identifier if i in on_file - set(given))


_DOT: Final = "●"


def mask(identifier: Identifier, value: str) -> str:
    """Enough of a value for a clerk to ask a question, too little to answer it."""
    if identifier is Identifier.BIRTH_DATE:
        return f"{value[:4]}-{_DOT * 2}-{_DOT * 2}"
    if identifier is Identifier.EMAIL and "@" in value:
        local, _, host = value.rpartition("@")
        return f"{local[:1]}{_DOT * 4}@{host}"
    if identifier in (Identifier.PHONE, Identifier.MEMBER_NUMBER):
        return _DOT * 4 + (value[-2:] if len(value) > 4 else "")
    if identifier is Identifier.ADDRESS:
        return value[: min(6, len(value) // 2)] + _DOT * 4
    return value[:1] + _DOT * max(1, len(value) - 1)
