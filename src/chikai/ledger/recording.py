"""What a mapping says of records of provision: whom they name (APPI Arts. 29 and 30)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chikai.ledger.model import Table
from chikai.ledger.problem import Problem
from chikai.ledger.terms import Recorded, Role

_THIRD_PARTY: Final = frozenset({Recorded.RECIPIENT, Recorded.PROVIDER})


def problems(table: Table, at: str) -> Iterator[Problem]:
    """Records of provision name a third party, in one column; nothing else does."""
    said = [column for column in table.columns if column.record is not None]
    if table.role is not Role.PROVISION_RECORDS:
        for column in said:
            field = f"{at}.columns.{column.name}.record"
            yield Problem("sources.record_in_records", field, {"name": column.name})
        return
    if not any(column.record in _THIRD_PARTY for column in said):
        yield Problem("sources.third_party_needed", f"{at}.role", {"table": table.name})
    for each in said:
        if [column.record for column in said].count(each.record) > 1 or not each.shown:
            field = f"{at}.columns.{each.name}.record"
            yield Problem("sources.record_once", field, {"name": each.name})
