"""Rows of which nobody knows whose they are: what is kept of them, masked, for who judges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chikai.app import cases
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.ledger.found import Candidate, Found, Undecided
from chikai.ledger.terms import Identifier
from chikai.ports import Home, Purpose


def noted(home: Home, case: Case, found: Found) -> ev.LeftInDoubt:
    """What a search left in doubt: the numbers for the journal, everything else sealed."""
    shown = {
        "candidates": [masked(each) for each in found.candidates],
        "more": found.more,
        "ask": _names(found.ask),
        "undecided": [masked_table(each) for each in found.undecided],
    }
    s = cases.seal(home, case.id, Purpose.RECORD, shown)
    return ev.LeftInDoubt(
        candidates=len(found.candidates) + found.more,
        undecided=len(found.undecided),
        sealed=s.sealed,
        commitment=s.commitment,
    )


def masked(row: Candidate) -> dict[str, Any]:
    """Who may be meant, with what agrees and differs: with the request, and with the records of
    the person that were found already. It is personal data."""
    return {
        "shown": {i.value: value for i, value in row.shown},
        "agrees": _names(row.agrees),
        "differs": _names(row.differs),
        "as_found": _names(row.as_found),
        "unlike_found": _names(row.unlike_found),
    }


def masked_table(table: Undecided) -> dict[str, Any]:
    """A table with such rows. It is personal data."""
    return {
        "ja": table.label.ja,
        "en": table.label.en,
        "needs": _names(table.needs),
        "rows": [masked(each) for each in table.rows],
        "more": table.more,
    }


def _names(identifiers: Sequence[Identifier]) -> list[str]:
    return [each.value for each in identifiers]
