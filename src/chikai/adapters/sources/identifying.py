"""Which columns of a table hold an identifier, as a draft proposes it."""

from __future__ import annotations

from collections.abc import Sequence

from chikai.adapters.sources.explaining import country, how_near
from chikai.adapters.sources.leading import Drafted
from chikai.adapters.sources.naming import of_column, plain, unnumbered
from chikai.ledger.terms import Identifier


def columns_of(identifier: Identifier, each: Drafted) -> tuple[list[str], list[str]]:
    """The columns that hold an identifier, and others that could."""
    led = {name for link in each.leads for name in link.columns}  # they say whose, not who
    columns = [
        field.name
        for field in each.of.fields
        if (guess := each.guesses.get(field.name))
        and guess.identifier is identifier
        and not (field.derived or field.document)
        and field.name not in led
    ]
    if identifier is Identifier.ADDRESS:
        kept = sorted((c for c in columns if not country(c)), key=how_near)
        return kept or columns, []
    whole = [c for c in columns if each.guesses[c].kind == identifier.value]
    parts = [c for c in columns if c not in whole]
    if whole and parts and not any(map(_given, parts)):
        parts = [whole[0], *parts]  # `name` and `last_name`
    kept = parts if len(parts) > 1 else _joined(whole, each, identifier) if whole else parts
    return kept, [c for c in columns if c not in kept]


def _given(column: str) -> bool:
    """Whether it is a given name as people bear one, no middle one."""
    guess = of_column(column)
    first = guess is not None and guess.kind.startswith("given")
    return first and "middle" not in plain(column)


def _joined(columns: Sequence[str], each: Drafted, identifier: Identifier) -> list[str]:
    """The first one, with the others that only its number tells apart: 電話番号1, 電話番号2.
    Long ones are whole numbers or addresses of their own."""
    alike = [c for c in columns if unnumbered(c) == unnumbered(columns[0])]
    short = all((each.of.field(c).length or _LONG) < _LONG for c in alike)
    together = identifier.names or (identifier is Identifier.PHONE and short)
    return list(alike if together else columns[:1])


_LONG = 9
"""A column this long can hold a telephone number."""
