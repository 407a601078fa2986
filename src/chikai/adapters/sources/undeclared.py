"""References nobody declared: which of a table's columns are named after the key of another. A
guess, for a person to review."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from chikai.adapters.sources.catalog import Stored
from chikai.adapters.sources.naming import plain
from chikai.adapters.sources.survey import Field, Link

if TYPE_CHECKING:
    from chikai.adapters.sources.leading import Drafted


def undeclared(each: Drafted, persons: Sequence[Drafted]) -> Iterator[Link]:
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
            best = max(
                fitting, key=lambda x: (x[0], x[2].recognised, -len(stem(x[2].of.name)), -x[1])
            )
            yield _link(best[2], (name,))


def _link(aim: Drafted, columns: tuple[str, ...]) -> Link:
    return Link(columns, aim.of.schema, aim.of.name, aim.of.key)


def _same_type(a: Field, b: Field) -> bool:
    return a.stored is b.stored


def _named_after(name: str, each: Drafted, aim: Drafted) -> int:
    """How plainly a column is named after a table and its key; 0 where it is not."""
    (key,) = aim.of.key
    own = each.of.key == (name,)
    words = [one(word) for word in plain(aim.of.name).split("_")]
    stems = {"_".join(words), "_".join(words[1:]), words[0], words[-1]} - {""}
    about = aim.recognised or aim.persons
    if not own and about and plain(name) == f"{'_'.join(words)}_{plain(key)}":
        return 4  # `users.id` before `user_profiles.user_id`
    if plain(name) == plain(key):
        alike = {f.name for f in each.of.fields} & {f.name for f in aim.of.fields}
        shows = each.of.view and 2 * len(alike) > len(each.of.fields)
        generic = not shows and len(plain(key).split("_")) < 2 and plain(key).isascii()
        counted = each.of.field(name).stored is Stored.INTEGER
        nouns = ("_".join(words), "_".join(words[1:]))  # entity_id is the key of many tables
        sole = any(plain(key) == f"{noun}_id" for noun in nouns if _GENERIC.sub("", noun))
        return 0 if generic or (own and (each.recognised or (counted and not sole))) else 3
    if own:  # `user_id` tells the rows of `user_profiles` apart, and leads to `users`
        mine = "_".join(one(word) for word in plain(each.of.name).split("_"))
        whole = [stem for n in (0, 1) if (stem := "_".join(words[n:])) and stem != mine]
        fits = any(plain(name) == f"{stem}_id" and mine.startswith(f"{stem}_") for stem in whole)
        return 2 if fits and not each.recognised else 0
    ends = {plain(key), plain(key).rpartition("_")[2], "id"}
    if plain(name) in stems and about:
        return 1
    if any(plain(name) in (f"{stem}_{end}", f"{stem}{end}") for stem in stems for end in ends):
        return 2 if about else 1
    return 0


def one(word: str) -> str:
    """`users` as `user`, `entities` as `entity`."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def stem(table: str) -> frozenset[str]:
    """The words of its name that say what its rows are; of a Japanese one every beginning."""
    name = _GENERIC.sub("", plain(table))
    if not name.isascii():
        return frozenset(name[:end] for end in range(1, len(name) + 1))
    return frozenset(one(word) for word in name.split("_") if word)


_GENERIC = re.compile(
    r"(?<![a-z])(?:[a-z]{0,2}tbl?|mst|entity|master|table)(?![a-z])|マスター?|台帳$"
)
