"""Rows about which the request says too little, held against the records it has led to.

A request that gives no e-mail address leaves open whose an inquiry is that holds a name and an
e-mail address. Once a record is recognised, the company knows the person's address itself.

The rule. Such a row is the person's when the name agrees with the request, nothing in it disagrees
with the request or with the recognised records, and a telephone number, an e-mail address or a
member number agrees with one of those records. That is no less than `people.matching` asks of a
request which gives the address itself, and all of the person's data are to be disclosed (APPI
Art. 33(2)): a requester cannot give what the company alone remembers. It is one step: what a
linked row says leads no further. Whatever falls short is left to a person, who is shown why: so is
a row in which something disagrees with the request and something else agrees with the records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from chikai.adapters.sources.compare import NOTHING, Fit, all_stated, fitting, person_in, stated
from chikai.adapters.sources.reader import Given
from chikai.adapters.sources.seen import Like, Seen, same_age, same_person
from chikai.kernel import text
from chikai.ledger.terms import Identifier
from chikai.people.matching import match
from chikai.people.model import Person

_Leads: TypeAlias = frozenset[tuple[Identifier, str]]

_KEYS: Final[dict[Identifier, Callable[[str], text.Normal]]] = {
    Identifier.PHONE: text.phone_key,
    Identifier.EMAIL: text.email_key,
    Identifier.MEMBER_NUMBER: text.member_key,
}


@dataclass(frozen=True, slots=True, repr=False)
class Records:
    """What the recognised records of one person say of that person. `kinds` are rows of them, one
    for each birth date, name and reading; `leads` the contacts they hold, in normal form."""

    kinds: tuple[Seen, ...]
    leads: _Leads
    person: Person

    @classmethod
    def of(cls, own: Sequence[Seen], rows: Iterable[Seen]) -> Records:
        """`rows` are those to hold against them; where all are settled, one record will do."""
        mine = {id(each) for each in own}
        own = own if any(id(s) not in mine and s.fit is not NOTHING for s in rows) else own[:1]
        said = [p for each in own if (p := person_in(each.table, each.row)) is not None]
        return cls(_kinds(own), _all_leads(own), _together(*said))

    def like(self, seen: Seen) -> Like:
        """What a row has in common with the records, and what stands against it."""
        here = person_in(seen.table, seen.row)
        if here is None:
            return Like()
        found = match(self.person, here)
        by = {i: found.of(i.value) for i in Identifier}
        return Like(
            frozenset(i for i, each in by.items() if each.agrees),
            frozenset(i for i, each in by.items() if each.verdict == "different"),
        )

    def beside(self, rows: Iterable[Seen], form: Person, more: Given) -> tuple[Seen, ...]:
        """Those of `rows` that the request and these records together make likely, and neither
        alone makes sure: a telephone number differs from the request, and the e-mail address is
        that of the record. Another birth date is another person's; another name is not, where the
        birth date and a contact are the person's: people sign up under names of all kinds. `more`
        is what the records say beyond the request; see `beyond`."""
        fit = fitting(_together(form, self.person)) if more else None
        here = (s for s in rows if not s.fit.sure and not s.fit.weak and self._of_age(s))
        fits = ((s, fit(s.table, s.row) if fit else s.fit) for s in here)
        return tuple(s for s, found in fits if found.sure or found.beside or _under_a_name(found))

    def _of_age(self, seen: Seen) -> bool:
        return all(same_age(seen, each) for each in self.kinds)

    def shared(self, seen: Seen) -> int:
        """How many contacts of a row the records hold."""
        return len(self.leads & _leads(seen))

    def may_be(self, seen: Seen) -> bool:
        return all(same_person(seen, each) for each in self.kinds)

    def linked(self, rows: Iterable[Seen]) -> tuple[Seen, ...]:
        """Those of `rows` that the rule above makes the person's. A contact that a row of another
        person of that name holds too leads nowhere; and where the rows it leads to speak of two
        persons, it leads to neither."""
        named = [each for each in rows if Identifier.NAME in each.fit.agrees]
        if not any(each.fit.weak for each in named):
            return ()
        leads = self.leads - _all_leads(s for s in named if not self.may_be(s))
        found = tuple(
            each
            for each in named
            if each.fit.weak
            and _leads(each) & leads
            and self.may_be(each)
            and not self.like(each).differs
        )
        kinds = _kinds(found)
        alone = all(same_person(a, b) for n, a in enumerate(kinds) for b in kinds[n + 1 :])
        return found if alone else ()


def _under_a_name(fit: Fit) -> bool:
    """A name that agrees with nothing, with the person's birth date and a contact of theirs."""
    return Identifier.BIRTH_DATE in fit.agrees and not fit.agrees.isdisjoint(_KEYS)


def beyond(own: Sequence[Seen], given: Given) -> Given:
    """What the recognised records say of a person beyond the request: contacts that it does not
    give, and an address or a birth date where it gives none. Empty, or with the names that the
    request gives."""
    said: dict[Identifier, dict[str, None]] = {}
    telling = [i for i in Identifier if not i.names and (i in _KEYS or i not in given)]
    for each in own:
        for i in telling:
            for value in all_stated(each.table, each.row, i):
                said.setdefault(i, {})[value] = None
    found: dict[Identifier, tuple[str, ...]] = {}
    for i, values in said.items():
        key = _KEYS.get(i, text.member_key)
        known = {key(value).key for value in given.get(i, ())}
        if new := tuple(value for value in values if key(value).key not in known | {""}):
            found[i] = new
    names = {i: values for i, values in given.items() if i.names}
    return names | found if found else {}


def _together(*said: Person) -> Person:
    """All that they say of one person, in their order; of birth dates the first."""
    return Person(
        names=tuple(dict.fromkeys(n for p in said for n in p.names)),
        addresses=tuple(dict.fromkeys(a for p in said for a in p.addresses)),
        birth_date=next((p.birth_date for p in said if p.birth_date), None),
        phones=tuple(dict.fromkeys(v for p in said for v in p.phones)),
        emails=tuple(dict.fromkeys(v for p in said for v in p.emails)),
        member_numbers=tuple(dict.fromkeys(v for p in said for v in p.member_numbers)),
    )


def by_which(records: Records, linked: Iterable[Seen]) -> tuple[Identifier, ...]:
    """The contacts by which rows were linked."""
    led = {identifier for each in linked for identifier, _ in records.leads & _leads(each)}
    return tuple(i for i in Identifier if i in led)


def _leads(seen: Seen) -> _Leads:
    return frozenset(
        (identifier, known)
        for identifier, key in _KEYS.items()
        for value in all_stated(seen.table, seen.row, identifier)
        if (known := key(value).key)
    )


def _all_leads(rows: Iterable[Seen]) -> _Leads:
    return frozenset(lead for each in rows for lead in _leads(each))


_OF_A_PERSON: Final = (Identifier.BIRTH_DATE, Identifier.NAME, Identifier.KANA)


def _kinds(rows: Iterable[Seen]) -> tuple[Seen, ...]:
    kinds = {tuple(stated(s.table, s.row, i) for i in _OF_A_PERSON): s for s in rows}
    return tuple(kinds.values())
