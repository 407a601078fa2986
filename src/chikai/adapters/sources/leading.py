"""Which table's rows are whose: what a database declares of its references, and what the names of
columns suggest where it declares none. A guess, for a person to review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from chikai.adapters.sources.catalog import Stored
from chikai.adapters.sources.naming import (
    Guess,
    of_column,
    of_kind,
    of_persons,
    of_workers,
    plain,
)
from chikai.adapters.sources.survey import Field, Link, Surveyed
from chikai.adapters.sources.undeclared import one, stem, undeclared
from chikai.ledger.terms import Identifier

Place: TypeAlias = tuple[str | None, str]
Resembling: TypeAlias = Mapping[tuple[str, str], str]
"""By table and column, the kind of thing that its values look like."""


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
        return frozenset(i for g in self.guesses.values() if (i := g.identifier))

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
            known[at] = replace(each, beside=tuple(_beside(each, _pointing(each, known))))
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
    linked = {name for link in of.links for name in link.columns}
    guesses: dict[str, Guess] = {}
    mixed = []
    for field in of.fields:
        guess = _guess(field, of)
        kind = resembling.get((of.place, field.name), "")
        if kind.startswith("?"):
            mixed.append(field.name)
        elif kind and (guess is None or guess.faint):
            guess = of_kind(kind, kind)
        if guess is not None and not _contrary(field, guess) and field.name not in linked:
            guesses[field.name] = guess
    where = [name for name, g in guesses.items() if g.kind in ("address", "postal_code")]
    if len(where) == 1 and guesses[where[0]].faint and guesses[where[0]].because != "address":
        del guesses[where[0]]  # one part of an address alone: `state` is that of an order
    return Drafted(of, guesses, of_persons(of.name, of.comment), mixed=tuple(mixed))


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


def _guess(field: Field, of: Surveyed) -> Guess | None:
    """What its name says; where that is but the name of the table (`comment_agent` in
    `wp_comments`), what the rest of it says."""
    guess = of_column(field.name, field.comment)
    own = one(plain(of.name).rpartition("_")[2])
    rest = plain(field.name).removeprefix(f"{own}_")
    named = guess is not None and guess.by == "name" and guess.because == own
    return of_column(rest, field.comment) if named and rest != plain(field.name) else guess


def _contrary(field: Field, guess: Guess) -> bool:
    """Whether the type cannot be meant: a number or a truth is no name, and a key no text."""
    if field.stored is Stored.INTEGER and guess.kind in _NO_NUMBERS:
        return True
    plainly = not field.tells and field.written.upper().startswith(("BOOL", "TINYINT(1)", "BIT"))
    return plainly and guess.kind not in ("gender", "age")


_NO_NUMBERS = frozenset(
    [
        *("name", "family_name", "given_name", "kana", "family_kana", "given_kana"),
        *("address", "email", "written", "secret"),
    ]
)


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
                best = max(aims, key=lambda aim: (aim[0].recognised, aim[0].persons))[1]
                known[at] = replace(each, leads=(best,))
                reached.add(at)
                grown = True
    return reached


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
    return any(
        frozenset(link.columns) in alone for link in each.of.links if target(link, each.of) == at
    )


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
