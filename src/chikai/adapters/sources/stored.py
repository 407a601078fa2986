"""Cells as JSON and back, exactly: what was there must be comparable, and restorable."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
    ip_address,
    ip_interface,
    ip_network,
)
from typing import Any
from uuid import UUID

from chikai.ledger.contents import Contents, Raw, Rows
from chikai.ledger.held import Cells, Held
from chikai.ledger.model import SourceMapping
from chikai.ledger.named import NamedFile
from chikai.ledger.plan import SourceChange, Wanted
from chikai.ledger.planning import planned
from chikai.ledger.problem import Problem

_PLAIN = frozenset({str, int, bool, type(None)})


class Unstorable(TypeError):
    """A type that cannot be written down exactly; a plan must not touch it."""


def _encoded(value: Any) -> Any:
    match value:
        case str() | int() | None:
            return value
        case float():
            return {"f": repr(value)}
        case Decimal():
            return {"n": str(value)}
        case datetime():
            return {"t": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case time():
            return {"o": value.isoformat()}
        case timedelta():
            return {"s": [value.days, value.seconds, value.microseconds]}
        case bytes() | bytearray() | memoryview():
            return {"b": bytes(value).hex()}
        case UUID():
            return {"u": str(value)}
        case list() if not all(map(_as_json, value)):
            return {"a": list(map(_encoded, value))}
        case dict() | list():
            return {"j": value}
        case IPv4Address() | IPv6Address() | IPv4Interface() | IPv6Interface():
            return {"i": str(value)}
        case IPv4Network() | IPv6Network():
            return {"w": str(value)}
    match type(value).__name__:
        case "Range":
            ends = [_encoded(value.lower), _encoded(value.upper)]
            return {"r": None if value.isempty else [*ends, value.bounds]}
        case "Multirange":
            return {"m": list(map(_encoded, value))}
    raise Unstorable(type(value).__name__)


def _decoded(value: Any) -> Any:
    if type(value) is not dict:
        return value
    ((kind, said),) = value.items()
    match kind:
        case "f":
            return float(said)
        case "n":
            return Decimal(said)
        case "t":
            return datetime.fromisoformat(said)
        case "d":
            return date.fromisoformat(said)
        case "o":
            return time.fromisoformat(said)
        case "s":
            return timedelta(*said)
        case "b":
            return bytes.fromhex(said)
        case "u":
            return UUID(said)
        case "i":
            return ip_interface(said) if "/" in said else ip_address(said)
        case "w":
            return ip_network(said)
        case "a":
            return list(map(_decoded, said))
        case "r":
            return _range(said)
        case "m":
            from psycopg.types.multirange import Multirange

            return Multirange(map(_decoded, said))
    return said


def _as_json(value: Any) -> bool:
    """Whether JSON writes it as it is."""
    if isinstance(value, list):
        return all(map(_as_json, value))
    return isinstance(value, dict) or type(value) in _PLAIN


def _range(said: list[Any] | None) -> Any:
    """A span of values, as psycopg gives it."""
    from psycopg.types.range import Range

    if said is None:
        return Range(empty=True)
    lower, upper, bounds = said
    return Range(_decoded(lower), _decoded(upper), bounds)


def _out(rows: Iterable[Raw]) -> list[list[Any]]:
    plain = _PLAIN
    return [[v if type(v) in plain else _encoded(v) for v in row] for row in rows]


def _in(rows: Iterable[list[Any]]) -> tuple[Raw, ...]:
    return tuple([tuple(r if dict not in map(type, r) else map(_decoded, r)) for r in rows])


def planned_to_keep(
    mapping: SourceMapping,
    held: Sequence[Held],
    wanted: Wanted,
    *,
    cells: Cells,
    salt: Callable[[], str],
) -> tuple[SourceChange, tuple[Rows, ...], tuple[Problem, ...]]:
    """`planned`, where everything can be kept for undo; a value that cannot be is a problem."""
    try:
        return planned(mapping, held, wanted, cells=cells, salt=salt, commitment=commitment)
    except Unstorable:
        problem = Problem("plan.cannot_be_kept", "tables", {"source": mapping.source})
        return SourceChange(mapping.source, mapping.label, (), ()), (), (problem,)


def commitment(rows: Rows) -> str:
    """Hex SHA-256 of the salt and everything in the rows. Raises `Unstorable`."""
    return hashlib.sha256(_written(rows).encode()).hexdigest()


def _written(rows: Rows) -> str:
    written: dict[str, Any] = {
        "salt": rows.salt,
        "table": rows.table,
        "key": rows.key,
        "columns": rows.columns,
        "keys": _out(rows.keys),
        "before": _out(rows.before),
        "after": _out(rows.after),
    }
    if rows.files:
        written["files"] = [astuple(each) for each in rows.files]
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def dump(contents: Contents) -> bytes:
    """For the vault. Raises `Unstorable`."""
    roots = {s: {t: _out(keys) for t, keys in tables} for s, tables in contents.roots}
    rows = {source: list(map(_packed, tables)) for source, tables in contents.rows}
    written = json.dumps({"roots": roots, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(written.encode(), 1)


def load(content: bytes) -> Contents:
    """What `dump` wrote, in every form it ever had."""
    plain = content.startswith(b"{")  # as it was written before it was packed
    written = json.loads(content if plain else zlib.decompress(content))
    return Contents(
        tuple((s, tuple(map(_rows, tables))) for s, tables in written["rows"].items()),
        tuple(
            (s, tuple((t, _in(keys)) for t, keys in tables.items()))
            for s, tables in written["roots"].items()
        ),
    )


def _packed(rows: Rows) -> dict[str, Any]:
    """Column by column: a third of the time to read back, and of the room."""
    return {
        "table": rows.table,
        "key": rows.key,
        "columns": rows.columns,
        "many": len(rows.keys),
        "keys": _by_column(rows.keys),
        "before": _by_column(rows.before),
        "after": None if rows.deletes else _by_column(rows.after),
        "salt": rows.salt,
        "files": [astuple(each) for each in rows.files],
    }


def _by_column(rows: Sequence[Raw]) -> list[Any]:
    """Each column's cells; where all are alike, one of them."""
    found: list[Any] = []
    for cells in zip(*rows, strict=True):
        first, kinds = cells[0], set(map(type, cells))
        if len(kinds) == 1 and kinds <= _PLAIN and cells.count(first) == len(cells):
            found.append({"all": first})
        else:
            plain = kinds <= _PLAIN
            found.append(cells if plain else [_encoded(value) for value in cells])
    return found


def _by_row(columns: Sequence[Any], many: int) -> tuple[Raw, ...]:
    if all(type(cells) is dict for cells in columns):
        return (tuple(cells["all"] for cells in columns),) * many
    whole = (
        [cells["all"]] * many
        if type(cells) is dict
        else (map(_decoded, cells) if dict in map(type, cells) else cells)
        for cells in columns
    )
    return tuple(zip(*whole, strict=True))


def _rows(r: dict[str, Any]) -> Rows:
    if "many" in r:
        many = r["many"]
        keys, before = _by_row(r["keys"], many), _by_row(r["before"], many)
        after = () if r["after"] is None else _by_row(r["after"], many)
    else:
        keys, before, after = _in(r["keys"]), _in(r["before"]), _in(r["after"])
    files = tuple(NamedFile(*each) for each in r.get("files", ()))
    names = tuple(r["key"]), tuple(r["columns"])
    return Rows(r["table"], *names, keys, before, after, r["salt"], files)
