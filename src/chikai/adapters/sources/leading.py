"""Which table's rows are whose: what a database declares of its references, and what the names of
columns suggest where it declares none. A guess, for a person to review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from chikai.adapters.sources.guessing import Resembling, guesses
from chikai.adapters.sources.naming import Guess, of_persons, of_workers
from chikai.adapters.sources.survey import Link, Surveyed
from chikai.adapters.sources.undeclared import stem, undeclared
from chikai.ledger.terms import Identifier

Place: TypeAlias = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A table with what is guessed of it. `leads` are the references that say whose a row is,
    `guessed` those that only the names of columns suggest, `turned` those of another table that
    lead here and are read the other way round. `mixed` columns hold such things among others;
    `lists` are the tables it refers to that are about nobody; `beside` are other tables that say
    what this one does not of its persons."""

    of: Surveyed
    guesses: dict[str, Guess]
    persons: int
    leads: tuple[Link, ...] = ()
    guessed: tuple[Link, ...] = ()
    turned: tuple[Link, ...] = ()
    mixed: tuple[str, ...] = ()
    lists: frozenset[Place] = frozenset()
    beside: tuple[tuple[Identifier, Drafted], ...] = ()

    @property
    def said(self) -> frozenset[Identifier]:
        """What its own rows say of persons."""
        return frozenset(
            i
            for name, guess in self.guesses.items()
            if (i := guess.identifier) and not self.of.field(name).document
        )

    @property
    def recognised(self) -> bool:
        """Whether a row says enough to tell whose it is: a name and a way to reach the person,
        or other tables say it."""
        said = self.said | {identifier for identifier, _ in self.beside}
        return any(i.names for i in said) and any(i.reaches for i in said)

    @property
    def telling(self) -> bool:
        """Whether something in it is plainly about a person."""
        return bool(self.mixed) or any(not guess.faint for guess in self.guesses.values())

    @property
    def mapped(self) -> bool:
        """Whether it belongs among the `tables` of a mapping."""
        return self.telling or bool(self.leads)

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(each for each in self.of.links if each not in self.leads)

    @property
    def place(self) -> Place:
        return self.of.schema, self.of.name


def led(tables: Sequence[Surveyed], resembling: Resembling) -> list[Drafted]:
    """The tables with what leads from them to persons, step by step. Persons do not belong to
    other persons, and what belongs to a customer does not belong to staff as well."""
    known = {d.place: d for each in tables if (d := _drafted(each, resembling))}
    persons = [
        d
        for d in known.values()
        if d.of.key and not d.of.view and (d.persons or d.telling or d.recognised)
    ]
    for at, each in known.items():
        known[at] = replace(each, guessed=tuple(undeclared(each, persons)))
    for at, each in list(known.items()):
        if each.persons and each.of.key and not each.recognised and not each.of.view:
            theirs = _pointing(each, known)
            theirs += (d for d in known.values() if _one_each(d, at) and not d.recognised)
            known[at] = replace(each, beside=tuple(_beside(each, theirs)))
    roots = {at for at, d in known.items() if d.recognised and not d.of.view and d.persons}
    alone = {at for at, d in known.items() if d.recognised and not d.of.view} - roots
    roots |= {at for at in alone if not _reaches(known[at], roots | alone)}
    keyed = {d.place for d in persons}
    silent = {at for at, d in known.items() if d.persons and d.telling and at in keyed} - roots
    roots |= {at for at in silent if not _reaches(known[at], roots | silent)}
    roots -= {at for at in roots if _anothers(known[at], known, roots)}
    near: set[Place] = set()
    for worth in (2, 0, 1):  # what is a customer's is not the staff's who worked on it
        near |= {at for at in roots if known[at].persons == worth}
        near |= _grow(known, near, roots)
    for step in (_same_key, _turned):
        for at, each in list(known.items()):
            if at not in near and not each.of.view and (turned := tuple(step(each, known, near))):
                known[at] = replace(each, leads=turned, turned=turned)
        near |= _grow(known, near | {at for at, d in known.items() if d.turned}, roots)
    near = _further(known, near, roots)
    for at, each in list(known.items()):
        if each.recognised and not each.leads and not each.of.view:
            theirs = [d for d in known.values() if _turned_to(d, at)]
            theirs += (d for d in _pointing(each, known) if _one_each(d, at))
            known[at] = replace(each, beside=(*each.beside, *_beside(each, theirs)))
    known = {at: _led_back(each, known) for at, each in known.items()}
    about = {at for at, d in known.items() if d.mapped}
    return [
        replace(_settled(each), lists=frozenset(known.keys() - about)) for each in known.values()
    ]


def _drafted(of: Surveyed, resembling: Resembling) -> Drafted:
    found, mixed = guesses(of, resembling)
    return Drafted(of, found, of_persons(of.name, of.comment), mixed=mixed)


def _pointing(each: Drafted, known: Mapping[Place, Drafted]) -> list[Drafted]:
    """Tables whose rows point at the rows of this one, in one way, and name nobody themselves."""
    return [
        other
        for other in known.values()
        if [target(x, other.of) for x in (*other.of.links, *other.guessed)].count(each.place) == 1
        and not other.of.view
        and not any(identifier.names for identifier in other.said)
    ]


def _beside(each: Drafted, others: Sequence[Drafted]) -> Iterator[tuple[Identifier, Drafted]]:
    """What other tables say of the persons of this one and it does not itself."""
    known = {*each.said, *(identifier for identifier, _ in each.beside)}
    for other in others:
        for identifier in Identifier:
            if identifier in other.said - known:
                known.add(identifier)
                yield identifier, other


def _settled(each: Drafted) -> Drafted:
    """Faint guesses count only where the table is about persons."""
    return each if each.mapped or each.persons else replace(each, guesses={})


def _grow(known: dict[Place, Drafted], near: set[Place], roots: set[Place]) -> set[Place]:
    """Give each table that points at one of `near` its lead; what has been reached so."""
    reached = set(near)
    grown = True
    while grown:
        grown = False
        for at, each in list(known.items()):
            if each.leads or at in roots:
                continue
            towards = [
                link
                for link in (*each.of.links, *each.guessed)
                if target(link, each.of) in reached - {at} and not _at_work(link, each, known)
            ]
            if towards:
                aims = [(known[target(x, each.of)], x) for x in towards]
                best = max(aims, key=lambda aim: (*_worth(aim[0]), _says_whose(aim[1])))[1]
                known[at] = replace(each, leads=(best,))
                reached.add(at)
                grown = True
    return reached


def _further(known: dict[Place, Drafted], near: set[Place], roots: set[Place]) -> set[Place]:
    """What has no lead yet and is named after what has: the messages of a conversation."""
    while True:
        aims = [d for at, d in known.items() if at in near and d.of.key and not d.of.view]
        for at, each in list(known.items()):
            if not each.leads and at not in roots:
                known[at] = replace(each, guessed=(*each.guessed, *undeclared(each, aims)))
        reached = _grow(known, near, roots)
        if reached == near:
            return near
        near = reached


def _worth(each: Drafted) -> tuple[bool, int]:
    return each.recognised, each.persons


def _says_whose(link: Link) -> bool:
    """Whether the columns are named after persons (`user_id`), not after what is theirs."""
    return any(of_persons(name) for name in link.columns)


def _at_work(link: Link, each: Drafted, known: Mapping[Place, Drafted]) -> bool:
    """Whether the reference says who worked on the row, not whose it is."""
    staff = known[target(link, each.of)].persons == 1
    return not staff and any(of_workers(name) for name in link.columns)


def _turned(each: Drafted, known: Mapping[Place, Drafted], near: set[Place]) -> Iterator[Link]:
    """Persons that point here, as at their address, or tables that say nothing but which person
    has which of these: whose a row is, is told from there."""
    for other in known.values() if each.telling else ():
        if other.place in near and not other.of.view and (other.recognised or _joins(other)):
            for link in other.of.links:
                told = not any(map(of_workers, link.columns))
                if told and target(link, other.of) == each.place:
                    yield Link(link.targets, other.of.schema, other.of.name, link.columns)


def _joins(each: Drafted) -> bool:
    """Whether it joins two tables, each with several of the other."""
    linked = {name for link in each.of.links for name in link.columns}
    return len(each.of.links) > 1 and len(each.of.key) > 1 and {*each.of.key} <= linked


def _same_key(each: Drafted, known: Mapping[Place, Drafted], near: set[Place]) -> Iterator[Link]:
    """Persons whose key is the key of a row here: what points at that row is theirs."""
    for other in known.values():
        if other.place in near and other.recognised and not other.of.view:
            for link in other.of.links:
                same = link.columns == other.of.key and link.targets == each.of.key
                if same and target(link, other.of) == each.place:
                    yield Link(link.targets, other.of.schema, other.of.name, link.columns)


def _led_back(each: Drafted, known: Mapping[Place, Drafted]) -> Drafted:
    """What other tables say counts only where they are led here themselves, in one way."""
    holders = ((identifier, known[d.place]) for identifier, d in each.beside)
    return replace(
        each,
        beside=tuple(
            (identifier, d)
            for identifier, d in holders
            if [target(link, d.of) for link in d.leads].count(each.place) == 1
        ),
    )


def _one_each(each: Drafted, at: Place) -> bool:
    """Whether it has one row at most for each row there, as a profile for an account."""
    alone = {frozenset(columns) for columns in (each.of.key, *each.of.unique)}
    links = (*each.of.links, *each.guessed)
    return any(frozenset(x.columns) in alone for x in links if target(x, each.of) == at)


def _turned_to(each: Drafted, at: Place) -> bool:
    """Whether its rows are told from there, in one way."""
    return [target(link, each.of) for link in each.turned].count(at) == 1


def _anothers(each: Drafted, known: Mapping[Place, Drafted], roots: set[Place]) -> bool:
    """Whether its rows are things of persons of another table that it points at, by its name: the
    addresses of `customer_address`, the changes of 顧客履歴."""
    aims = {target(link, each.of) for link in (*each.of.links, *each.guessed)} & roots
    mine = stem(each.of.name)
    return any(stem(known[aim].of.name) < mine for aim in aims - {each.place})


def _reaches(each: Drafted, near: set[Place]) -> bool:
    links = (*each.of.links, *each.guessed)
    return any(target(x, each.of) in near - {each.place} for x in links)


def target(link: Link, of: Surveyed) -> Place:
    return link.schema or of.schema, link.table
