"""Rows about which the request says too little, held against the records it has led to.

A request that gives no e-mail address leaves open whose an inquiry is that holds a name and an
e-mail address. Once a record is recognised, the company knows the person's address itself.

The rule. Such a row is the person's when the name agrees with the request, nothing in it disagrees
with the request or with the recognised records, and a telephone number, an e-mail address or a
member number agrees with one of those records. That is no less than `people.matching` asks of a
request which gives the address itself, and all of the person's data are to be disclosed (APPI
Art. 33(2)): a requester cannot give what the company alone remembers. It is one step: what a
linked row says leads no further. Whatever falls short is left to a person, who is shown why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from chikai.adapters.sources.compare import Like, Seen, person_in, same_person, stated
from chikai.kernel import text
from chikai.ledger.model import Identifier
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
        own = own if any(s.fit.weak or s.fit.moved for s in rows) else own[:1]
        said = [p for each in own if (p := person_in(each.table, each.row)) is not None]
        person = Person(
            names=tuple(dict.fromkeys(n for p in said for n in p.names)),
            addresses=tuple(dict.fromkeys(a for p in said for a in p.addresses)),
            birth_date=next((p.birth_date for p in said if p.birth_date), None),
            phones=tuple(dict.fromkeys(v for p in said for v in p.phones)),
            emails=tuple(dict.fromkeys(v for p in said for v in p.emails)),
            member_numbers=tuple(dict.fromkeys(v for p in said for v in p.member_numbers)),
        )
        return cls(_kinds(own), _all_leads(own), person)

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


def by_which(records: Records, linked: Iterable[Seen]) -> tuple[Identifier, ...]:
    """The contacts by which rows were linked."""
    led = {identifier for each in linked for identifier, _ in records.leads & _leads(each)}
    return tuple(i for i in Identifier if i in led)


def _leads(seen: Seen) -> _Leads:
    said = ((i, stated(seen.table, seen.row, i), key) for i, key in _KEYS.items())
    return frozenset((i, known) for i, value, key in said if value and (known := key(value).key))


def _all_leads(rows: Iterable[Seen]) -> _Leads:
    return frozenset(lead for each in rows for lead in _leads(each))


_OF_A_PERSON: Final = (Identifier.BIRTH_DATE, Identifier.NAME, Identifier.KANA)


def _kinds(rows: Iterable[Seen]) -> tuple[Seen, ...]:
    kinds = {tuple(stated(s.table, s.row, i) for i in _OF_A_PERSON): s for s in rows}
    return tuple(kinds.values())
