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
from chikai.ledger.model import Identifier

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
        known[at] = replace(each, guessed=tuple(_undeclared(each, persons)))
    for at, each in list(known.items()):
        if each.persons and each.of.key and not each.recognised and not each.of.view:
            known[at] = replace(each, beside=tuple(_beside(each, _pointing(each, known))))
    roots = {at for at, d in known.items() if d.recognised and not d.of.view and d.persons}
    alone = {at for at, d in known.items() if d.recognised and not d.of.view} - roots
    roots |= {at for at in alone if not _reaches(known[at], roots | alone)}
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
            known[at] = replace(each, beside=(*each.beside, *_beside(each, theirs)))
    about = {at for at, d in known.items() if d.mapped}
    return [
        replace(_settled(each), lists=frozenset(known.keys() - about)) for each in known.values()
    ]


def _drafted(of: Surveyed, resembling: Resembling) -> Drafted:
    linked = {name for link in of.links for name in link.columns}
    guesses: dict[str, Guess] = {}
    mixed = []
    for field in of.fields:
        guess = of_column(field.name, field.comment)
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


def _contrary(field: Field, guess: Guess) -> bool:
    """Whether the type cannot be meant: a number or a truth is no name, and a key no text."""
    plainly = not field.tells and field.written.upper().startswith(("BOOL", "TINYINT(1)", "BIT"))
    return plainly and guess.kind not in ("gender", "age")


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
                if target(link, other.of) == each.place:
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


def _turned_to(each: Drafted, at: Place) -> bool:
    """Whether its rows are told from there, in one way."""
    return [target(link, each.of) for link in each.turned].count(at) == 1


def _reaches(each: Drafted, near: set[Place]) -> bool:
    links = (*each.of.links, *each.guessed)
    return any(target(x, each.of) in near - {each.place} for x in links)


def target(link: Link, of: Surveyed) -> Place:
    return link.schema or of.schema, link.table


# --- references nobody declared -----------------------------------------------------------------


def _undeclared(each: Drafted, persons: Sequence[Drafted]) -> Iterator[Link]:
    """Columns named as the key of a table of persons, or as that table and its key."""
    linked = {name for link in each.of.links for name in link.columns}
    names = {field.name: field for field in each.of.fields if field.name not in linked}
    aims = [d for d in persons if d.place != each.place]
    many = [d for d in aims if len(d.of.key) > 1 and d.recognised and {*d.of.key} <= {*names}]
    if len(many) == 1 and (each.of.view or many[0].of.key != each.of.key):
        yield _link(many[0], many[0].of.key)
    ones = [(d, d.of.field(d.of.key[0])) for d in aims if len(d.of.key) == 1]
    for name, field in names.items():
        fitting = [
            (how, n, d)
            for n, (d, key) in enumerate(ones)
            if _same_type(field, key) and (how := _named_after(name, each, d))
        ]
        if fitting:
            yield _link(max(fitting, key=lambda f: (f[0], f[2].recognised, -f[1]))[2], (name,))


def _link(aim: Drafted, columns: tuple[str, ...]) -> Link:
    return Link(columns, aim.of.schema, aim.of.name, aim.of.key)


def _same_type(a: Field, b: Field) -> bool:
    return a.stored is b.stored


def _named_after(name: str, each: Drafted, aim: Drafted) -> int:
    """How plainly a column is named after a table and its key; 0 where it is not."""
    (key,) = aim.of.key
    own = each.of.key == (name,)
    words = [_one(word) for word in plain(aim.of.name).split("_")]
    stems = {"_".join(words), "_".join(words[1:]), words[0], words[-1]} - {""}
    if plain(name) == plain(key):
        alike = {f.name for f in each.of.fields} & {f.name for f in aim.of.fields}
        shows = each.of.view and 2 * len(alike) > len(each.of.fields)
        generic = not shows and len(plain(key).split("_")) < 2 and plain(key).isascii()
        counted = each.of.field(name).stored is Stored.INTEGER
        one = plain(key) in (f"{'_'.join(words)}_id", f"{'_'.join(words[1:])}_id")
        return 0 if generic or (own and (each.recognised or (counted and not one))) else 3
    if own:
        return 0
    ends = {plain(key), plain(key).rpartition("_")[2], "id"}
    if plain(name) in stems and (aim.recognised or aim.persons):
        return 1
    if any(plain(name) in (f"{stem}_{end}", f"{stem}{end}") for stem in stems for end in ends):
        return 2 if aim.recognised or aim.persons else 1
    return 0


def _one(word: str) -> str:
    """`users` as `user`, `entities` as `entity`."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
