"""A system that answers signed requests: it is asked for rows, and what it sends is checked.

The request is `POST` with JSON `{"v": 1, "action": "find", "source", "tables", "person"}`; the
answer `{"tables": {NAME: [{COLUMN: VALUE}]}}`, every row that may be the person's and every row
that leads to one. Both bear `Chikai-Signature: t=SECONDS,v1=HEX`, the HMAC-SHA256 of
`SECONDS.BODY` under the shared secret. No personal data stands in the address.
"""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from chikai.adapters.caller import HttpCaller
from chikai.adapters.sources.reader import Given
from chikai.adapters.sources.streamed import StoredRow, StreamReader
from chikai.ledger.model import SourceMapping, Table
from chikai.ports import BadData, Unavailable

_LARGEST = 64_000_000
_FRESH = 300
HEADER = "Chikai-Signature"


@dataclass(frozen=True, slots=True)
class System:
    """Where one system is asked, and with what secret. `caller` guards whom this machine calls."""

    mapping: SourceMapping
    url: str
    secret: str = field(repr=False)
    caller: HttpCaller

    def ask(self, action: str, **asked: Any) -> dict[str, Any]:
        """Its answer. Raises `Unavailable`, and `BadData` for an address that must not be called
        or an answer that is not its own."""
        mapping = self.mapping
        said = {"v": 1, "action": action, "source": mapping.source, **asked}
        body = json.dumps(said, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            HEADER: sign(body, self.secret, at=int(time.time())),
        }
        if "id" in asked:
            headers["Idempotency-Key"] = asked["id"]
        try:
            status, found, signed = self.caller.ask(
                self.url, body, headers, signature=HEADER, most=_LARGEST
            )
        except Unavailable:
            raise Unavailable(f"sources/{mapping.source}") from None
        except BadData as error:
            code = {"hooks.needs_tls": "sources.https_only", "hooks.private": "sources.inside"}
            raise BadData(
                code.get(error.code, error.code), file=mapping.file, field="url"
            ) from None
        if status >= 500 or status in (408, 425, 429):
            raise Unavailable(f"sources/{mapping.source}")
        good = 200 <= status < 300 and len(found) <= _LARGEST
        if not good or not valid(found, self.secret, signed, now=int(time.time())):
            raise self.unusable()
        try:
            answer = json.loads(found)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise self.unusable()
        return answer

    def unusable(self) -> BadData:
        mapping = self.mapping
        return BadData("sources.bad_answer", file=mapping.file, source=mapping.source)


@contextmanager
def open_webhook(mapping: SourceMapping, system: System, given: Given) -> Iterator[StreamReader]:
    """What the system answers about the person. Raises `Unavailable` and `BadData`."""
    person = {identifier.value: list(values) for identifier, values in given.items()}
    tables = {t.stored: [c.name for c in t.columns] for t in mapping.tables}
    yield reader_of(mapping, system.ask("find", tables=tables, person=person))


def reader_of(mapping: SourceMapping, answer: dict[str, Any]) -> StreamReader:
    """The rows of an answer. Raises `BadData` where it is none."""
    tables = _tables(answer, mapping)

    def rows(table: Table) -> Iterator[StoredRow]:
        return iter(tables.get(table.stored, ()))

    structure = {
        table.place: frozenset(name for row in tables.get(table.stored, ()) for name in row)
        or frozenset(column.name for column in table.columns)
        for table in mapping.tables
    }
    structure |= {name: frozenset() for name in tables if name not in structure}
    return StreamReader(mapping, rows, structure, whole=False)


def sign(body: bytes, secret: str, *, at: int) -> str:
    """The signature of a request or an answer."""
    made = hmac.new(secret.encode(), f"{at}.".encode() + body, "sha256").hexdigest()
    return f"t={at},v1={made}"


def valid(body: bytes, secret: str, signature: str, *, now: int) -> bool:
    """Whether a signature is this secret's and at most five minutes old."""
    parts = dict(each.partition("=")[::2] for each in signature.split(","))
    at = parts.get("t", "")
    if not at.isdecimal() or abs(now - int(at)) > _FRESH:
        return False
    return hmac.compare_digest(sign(body, secret, at=int(at)), signature)


def _tables(answer: dict[str, Any], mapping: SourceMapping) -> dict[str, list[dict[str, Any]]]:
    try:
        tables = answer["tables"]
        good = all(
            isinstance(row, dict) and all(isinstance(name, str) for name in row)
            for rows in tables.values()
            for row in rows
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        good = False
    if not good:
        raise BadData("sources.bad_answer", file=mapping.file, source=mapping.source)
    found: dict[str, list[dict[str, Any]]] = tables
    return found
