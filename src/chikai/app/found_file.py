"""What a search found, as it lies in the vault: a head that says what there is, then the rows in
compressed blocks, so that neither writing nor reading holds a whole table in memory.

Form 2: the line `found-2`, the head as one line of JSON, and the blocks one after the other; the
head says how long each is. What was sealed before is one JSON object.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from chikai.duties.requests.case import Case
from chikai.duties.requests.evidence import CHOICE_OF_MANNER
from chikai.duties.requests.recipients import Recorded
from chikai.ledger.found import FoundTable
from chikai.ledger.packed import Packed
from chikai.ledger.terms import Recorded as Record
from chikai.ports import Home

_MARK: Final = b"found-2\n"


def write(
    tables: Sequence[FoundTable],
    *,
    hidden: Collection[str] = (),
    outside_authority: Collection[str] = (),
    files: Mapping[tuple[str, str], Sequence[dict[str, Any]]] | None = None,
    recipients: Sequence[Recorded] = (),
) -> Iterator[bytes]:
    """The content to seal, piece by piece. It is personal data."""
    rows = [Packed.of(table.rows) for table in tables]
    blocks = [list(each.blocks()) for each in rows]
    head = {
        "tables": [
            _head(table)
            | {"count": len(packed), "blocks": [len(each) for each in theirs]}
            | _files(table, files or {})
            | _linked(table)
            for table, packed, theirs in zip(tables, rows, blocks, strict=True)
        ],
        "hidden": sorted(hidden),
        "outside_authority": sorted(outside_authority),
        "recipients": [{"name": each.name, "address": each.address} for each in recipients],
    }
    yield _MARK + json.dumps(head, ensure_ascii=False).encode() + b"\n"
    for theirs in blocks:
        yield from theirs


def _files(
    table: FoundTable, files: Mapping[tuple[str, str], Sequence[dict[str, Any]]]
) -> dict[str, Any]:
    here = files.get((table.source, table.table))
    return {"files": here} if here else {}


def _linked(table: FoundTable) -> dict[str, Any]:
    """Why rows are the person's that the request alone would not have led to."""
    if not table.linked_rows:
        return {}
    return {"linked": {"by": list(table.linked), "rows": table.linked_rows}}


def read(content: bytes) -> dict[str, Any]:
    """What `write` wrote, and what was sealed in the older form. `rows` of a table are unpacked
    as they are gone through."""
    found: dict[str, Any]
    if not content.startswith(_MARK):
        found = json.loads(content)
        return found
    end = content.index(b"\n", len(_MARK))
    found = json.loads(content[len(_MARK) : end])
    at = end + 1
    for table in found["tables"]:
        blocks = []
        for length in table.pop("blocks"):
            blocks.append(content[at : at + length])
            at += length
        table["rows"] = Packed.from_blocks(blocks, table.pop("count"))
    return found


def found_tables(home: Home, case: Case) -> list[dict[str, Any]]:
    """The tables the search sealed; empty before a search."""
    if case.search is None:
        return []
    tables = read(home.vault.get(case.search.sealed))["tables"]
    assert isinstance(tables, list)
    return tables


def found_recipients(home: Home, case: Case) -> tuple[Recorded, ...]:
    """The third parties that the records of provision of this person name, as the search found
    them; empty before a search, and for one sealed before they were noted."""
    if case.search is None:
        return ()
    noted = read(home.vault.get(case.search.sealed)).get("recipients", [])
    return tuple(Recorded(each["name"], each["address"]) for each in noted)


def recorded_in(tables: Iterable[FoundTable]) -> tuple[Recorded, ...]:
    """To whom records of provision say that data were given, each once: by the columns of which
    the mapping says that they hold it (`record`), whatever their labels."""
    found: dict[str, Recorded] = {}
    for table in tables:
        at = {column.record: n for n, column in enumerate(table.columns)}
        name, address = at.get(Record.RECIPIENT), at.get(Record.RECIPIENT_ADDRESS)
        if name is None:
            continue
        for row in table.rows:
            if said := (row[name] or "").strip():
                where = row[address] if address is not None else None
                found.setdefault(said, Recorded(said, where or ""))
    return tuple(found.values())


def hidden_grounds(home: Home, case: Case) -> list[str]:
    """The grounds of Order Art. 5 on which the search left tables out. Not for any letter."""
    if case.search is None:
        return []
    hidden = read(home.vault.get(case.search.sealed))["hidden"]
    assert isinstance(hidden, list)
    return hidden


def table_to_dict(table: FoundTable) -> dict[str, Any]:
    """A found table as `found_tables` gives it. It is personal data."""
    return _head(table) | {"rows": table.rows}


def _head(table: FoundTable) -> dict[str, Any]:
    return {
        "source": table.source,
        "table": table.table,
        "category": table.category,
        "label": {"ja": table.label.ja, "en": table.label.en},
        "columns": [
            {
                "item": c.item,
                "ja": c.label.ja,
                "en": c.label.en,
                "format": c.format.value,
                "values": [[v, label.ja, label.en] for v, label in c.values],
            }
            for c in table.columns
        ],
        "withheld": [
            {"ja": w.label.ja, "en": w.label.en, "why_ja": w.reason.ja, "why_en": w.reason.en}
            for w in table.withheld
        ],
    }


def shown_items(tables: Sequence[dict[str, Any]]) -> set[str]:
    """The items of the policy that stand in what was found and is shown."""
    return {str(c["item"]) for table in tables for c in table["columns"] if c["item"]}


def withheld_columns(case: Case, tables: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """The columns of what was found that the mapping does not show, each with an `id` that stays
    the same as long as its table and label do. Only where data are disclosed at all."""
    if case.kind not in CHOICE_OF_MANNER:
        return ()
    return tuple(
        {**column, "id": _column_id(table, column)}
        for table in tables
        for column in table.get("withheld", ())
    )


def _column_id(table: dict[str, Any], column: dict[str, Any]) -> str:
    place = "/".join((table["source"], table["table"], column["ja"], column["en"]))
    mark = hashlib.sha256(place.encode()).hexdigest()[:6]
    name = table["table"]
    return f"{name}-{mark}" if name.isascii() and name.isidentifier() else f"column-{mark}"
