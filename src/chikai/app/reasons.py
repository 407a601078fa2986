"""A reason as it is built: it is looked at before it is kept, for what it would give away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chikai.app import cases
from chikai.app.found_file import found_tables
from chikai.duties.requests.case import Case
from chikai.duties.requests.telltale import telltale
from chikai.ports import Destroyed, Home


def gives_away(
    home: Home, case_id: str, reason: str, items: Sequence[str] | None, lang: str = "ja"
) -> tuple[str, ...]:
    """What the reason would tell of what is withheld: labels only. `items` None is everything
    that was found, as where the request is refused whole."""
    case = cases.load(home, case_id)
    try:
        return telltale(reason, _secrets(home, case, items, lang))
    except Destroyed:
        return ()


def _secrets(
    home: Home, case: Case, items: Sequence[str] | None, lang: str
) -> Iterator[tuple[str, str]]:
    for table in found_tables(home, case):
        for n, column in enumerate(table["columns"]):
            if items is None or column["item"] in items:
                said = {v: label for v, *label in column["values"]}
                for row in table["rows"]:
                    for value in (row[n], *said.get(row[n], ())):
                        if value:
                            yield column[lang], str(value)
    for name in home.sources.names():
        for hidden in home.sources.mapping(name).tables:
            if hidden.existence is not None:
                for label in (hidden.label.ja, hidden.label.en, hidden.name):
                    yield EXISTENCE, label


EXISTENCE = "existence"
"""Stands for every table of Cabinet Order Art. 5: its label is not said again."""
