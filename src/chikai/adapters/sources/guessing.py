"""What the columns of one table probably hold, by their names and by what their values look like.
A guess, for a person to review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from chikai.adapters.sources.catalog import Stored
from chikai.adapters.sources.naming import Guess, of_column, of_kind, plain
from chikai.adapters.sources.survey import Field, Surveyed
from chikai.adapters.sources.undeclared import one

Resembling: TypeAlias = Mapping[tuple[str, str], str]
"""By table and column, the kind of thing that its values look like."""


def guesses(of: Surveyed, resembling: Resembling) -> tuple[dict[str, Guess], tuple[str, ...]]:
    """What each column holds, as far as its name and its values tell, and the columns that hold
    such things among others."""
    linked = {name for link in of.links for name in link.columns}
    found: dict[str, Guess] = {}
    mixed = []
    pair = key_and_value(of)
    for field in of.fields:
        guess = _guess(field, of)
        kind = resembling.get((of.place, field.name), "")
        if field.name in pair:  # it says now this and now that
            mixed += [field.name] if kind and field.name == pair[1] else []
            continue
        if kind.startswith("?"):
            mixed.append(field.name)
        elif kind and (guess is None or guess.faint):
            guess = of_kind(kind, kind)
        if guess is not None and not _contrary(field, guess) and field.name not in linked:
            found[field.name] = guess
    where = [name for name, g in found.items() if g.kind in ("address", "postal_code")]
    if len(where) == 1 and found[where[0]].faint and found[where[0]].because != "address":
        del found[where[0]]  # one part of an address alone: `state` is that of an order
    return found, tuple(mixed)


def key_and_value(of: Surveyed) -> tuple[str, ...]:
    """The columns of a key and of its value: `meta_key` and `meta_value`, `field_name` and `value`.
    A worth in numbers is no such value."""
    names = {plain(field.name): field.name for field in of.fields}
    for value, name in names.items():
        start = value.removesuffix("value")
        if start == value or not of.field(name).tells:
            continue
        alike = [f"{start}{word}" for word in _KEYS]
        alike += [n for word in _KEYS for n in names if not start and n.endswith(f"_{word}")]
        if key := next((each for each in alike if each in names), None):
            return names[key], name
    return ()


_KEYS = ("key", "name", "attribute", "property")


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
