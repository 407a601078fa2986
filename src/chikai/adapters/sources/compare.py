"""Is this row about this person? Every identifier both sides state must agree. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from chikai.adapters.sources.reader import MANY, Row, listed
from chikai.kernel import text
from chikai.kernel.characters import narrow
from chikai.kernel.keys import scripts
from chikai.ledger.model import Table
from chikai.ledger.terms import Identifier
from chikai.people.matching import match
from chikai.people.model import Address, Name, Person
from chikai.people.renamed import given_names_stand, in_other_script


@dataclass(frozen=True, slots=True)
class Fit:
    """Which identifiers of the request agree with a row and which disagree. What either side
    leaves out, or what cannot be compared, is in neither. `former` agrees as a former name or
    address only. `matches` is the verdict of
    `people.matching`: the name, and the birth date where stated, and a way to reach the person.
    `renamed`: the name differs and the given name may be the same, as with who marries.
    """

    agrees: frozenset[Identifier]
    differs: frozenset[Identifier]
    former: frozenset[Identifier]
    matches: bool
    renamed: bool = False

    @property
    def current(self) -> frozenset[Identifier]:
        """What agrees and is not a former name or address."""
        return self.agrees - self.former

    @property
    def sure(self) -> bool:
        """The row matches the person and nothing that the request says disagrees."""
        return self.matches and not self.differs

    @property
    def weak(self) -> bool:
        """Nothing disagrees, yet too little agrees: perhaps the person, perhaps a namesake."""
        if self.differs or self.sure:
            return False
        return self._named or (self._unnamed and self._reached)

    @property
    def near(self) -> bool:
        """Enough agrees to ask about what does not: a moved or a renamed person."""
        others = self._others
        enough = 2 if Identifier.BIRTH_DATE in others else 3
        named = self._named and bool(others)
        unnamed = (self._unnamed or self.renamed) and self._reached
        return bool(self.differs) and (named or unnamed or len(others) >= enough)

    @property
    def beside(self) -> bool:
        """Weak or near, and no other name stands against it: perhaps the rest of the file of
        someone who was found."""
        return self.weak or (self.near and (Identifier.NAME not in self.differs or self.renamed))

    @property
    def _named(self) -> bool:
        return any(each.names for each in self.agrees)

    @property
    def _unnamed(self) -> bool:
        """No name is stated, or none that can be compared: Taro is not 太郎, nor is he another."""
        return not any(each.names for each in self.agrees | self.differs)

    @property
    def _reached(self) -> bool:
        """More than a day on which many are born."""
        return any(each.reaches for each in self.agrees)

    @property
    def _others(self) -> frozenset[Identifier]:
        return frozenset(each for each in self.agrees if not each.names)


def stated(table: Table, row: Row, identifier: Identifier) -> str | None:
    """What a row states of one identifier: its columns joined by spaces. Of several values that
    other tables hold, the first."""
    return next(iter(all_stated(table, row, identifier)), None)


def all_stated(table: Table, row: Row, identifier: Identifier) -> tuple[str, ...]:
    """All that a row, and those of other tables that follow it, state of one identifier."""
    for each in table.recognise:
        if each.identifier is identifier:
            if each.table is not None:
                return tuple(filter(None, (row[each.beside] or "").split(MANY)))
            value = one_value(row[name] for name in each.columns)
            return listed(value) if value else ()
    return ()


def one_value(parts: Iterable[str | None]) -> str:
    """Columns that are read joined, as 姓 and 名 are."""
    return " ".join(part for each in parts if (part := (each or "").strip()))


_FORMER: Final = frozenset({"match.former_name", "match.former_address"})


NOTHING: Final = Fit(frozenset(), frozenset(), frozenset(), matches=False)


def fitting(form: Person) -> Callable[[Table, Row], Fit]:
    """What compares a row with what the request says, each identifier in its own normal form.
    Where the names are plainly others and too little else can agree, nothing is compared
    further: such a row is neither sure nor weak nor near."""
    plainly_another = _others_than(form)

    def fit(table: Table, row: Row) -> Fit:
        here = person_in(table, row)
        if here is None or plainly_another(here):
            return NOTHING
        found = match(form, here)
        by = {identifier: found.of(identifier.value) for identifier in Identifier}
        differs = frozenset(i for i, each in by.items() if each.verdict == "different")
        return Fit(
            agrees=frozenset(i for i, each in by.items() if each.agrees),
            differs=differs,
            former=frozenset(i for i, each in by.items() if _FORMER & set(each.explanation)),
            matches=found.verdict == "yes",
            renamed=Identifier.NAME in differs and given_names_stand(form, here),
        )

    return fit


_Key = Callable[[str], text.Normal]
_NAMES: Final[tuple[tuple[Callable[[Name], str | None], _Key], ...]] = (
    (lambda name: name.full, text.name_key),
    (lambda name: name.kana, text.kana_key),
)
_CONTACTS: Final[tuple[tuple[Callable[[Person], Sequence[str]], _Key], ...]] = (
    (lambda person: person.phones, text.phone_key),
    (lambda person: person.emails, text.email_key),
    (lambda person: person.member_numbers, text.member_key),
)


def _others_than(form: Person) -> Callable[[Person], bool]:
    """Who is plainly another; the keys of the form are made once for all rows."""
    names = [(_characters(form, of, key), of, key) for of, key in _NAMES]
    contacts = [({key(each).key for each in of(form)}, of, key) for of, key in _CONTACTS]

    def another(here: Person) -> bool:
        if any(ours and ours & _characters(here, of, key) for ours, of, key in names):
            return False
        same_day = form.birth_date is not None and form.birth_date == here.birth_date
        others = bool(form.addresses and here.addresses) + same_day
        for ours, of, key in contacts:
            others += bool(ours) and any(key(each).key in ours for each in of(here))
        if others >= (2 if same_day else 3):
            return False
        return not others or not (in_other_script(form, here) or given_names_stand(form, here))

    return another


def _characters(person: Person, of: Callable[[Name], str | None], key: _Key) -> set[str]:
    """The characters of each name, in whatever order its parts stand."""
    return {"".join(sorted(key(said).key)) for each in person.names if (said := of(each))}


_NOBODY: Final = "-"
"""Stands for the name of a row that has none: it can be compared with nothing."""


def person_in(table: Table, row: Row) -> Person | None:
    """The person a row states; None when it says nothing of anybody. A name in kana is its own
    reading. A row that names nobody may still tell where to reach them."""
    kana = stated(table, row, Identifier.KANA)
    name = stated(table, row, Identifier.NAME) or kana
    if name is None:
        if not any(stated(table, row, each) for each in Identifier):
            return None
        name = _NOBODY
    if kana is None and scripts(narrow(name)) == {"kana"}:
        kana = name

    def every(identifier: Identifier) -> tuple[str, ...]:
        return all_stated(table, row, identifier)

    born = text.date_key(stated(table, row, Identifier.BIRTH_DATE) or "").key
    return Person(
        names=(Name(name, kana), *(Name(other) for other in every(Identifier.NAME)[1:])),
        addresses=tuple(Address(each) for each in every(Identifier.ADDRESS)),
        birth_date=date.fromisoformat(born) if born else None,
        phones=every(Identifier.PHONE),
        emails=every(Identifier.EMAIL),
        member_numbers=every(Identifier.MEMBER_NUMBER),
    )
