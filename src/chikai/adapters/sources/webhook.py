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
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from chikai.adapters.sources.reader import Given, Reader
from chikai.adapters.sources.streamed import Raw, StreamReader
from chikai.ledger.model import SourceMapping, Table
from chikai.ports import BadData, Unavailable

_LARGEST = 64_000_000
_PATIENCE = 60
_FRESH = 300
HEADER = "Chikai-Signature"


@contextmanager
def open_webhook(mapping: SourceMapping, url: str, secret: str, given: Given) -> Iterator[Reader]:
    """What the system answers about the person. Raises `Unavailable` and `BadData`."""
    if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in ("127.0.0.1", "localhost"):
        raise BadData("sources.https_only", file=mapping.file, field="url")
    asked = {
        "v": 1,
        "action": "find",
        "source": mapping.source,
        "tables": {t.stored: [c.name for c in t.columns] for t in mapping.tables},
        "person": {identifier.value: list(values) for identifier, values in given.items()},
    }
    tables = _tables(_ask(mapping, url, secret, asked), mapping)

    def rows(table: Table) -> Iterator[Raw]:
        return iter(tables.get(table.stored, ()))

    structure = {
        table.place: frozenset(name for row in tables.get(table.stored, ()) for name in row)
        or frozenset(column.name for column in table.columns)
        for table in mapping.tables
    }
    structure |= {name: frozenset() for name in tables if name not in structure}
    yield StreamReader(mapping, rows, structure)


def _ask(mapping: SourceMapping, url: str, secret: str, asked: dict[str, Any]) -> bytes:
    body = json.dumps(asked, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", HEADER: sign(body, secret, at=int(time.time()))}
    try:
        request = Request(url, data=body, headers=headers, method="POST")
        with urlopen(request, timeout=_PATIENCE) as answer:
            found: bytes = answer.read(_LARGEST + 1)
            signed = answer.headers.get(HEADER, "")
    except (URLError, OSError, ValueError):
        raise Unavailable(f"sources/{mapping.source}") from None
    if len(found) > _LARGEST or not valid(found, secret, signed, now=int(time.time())):
        raise BadData("sources.bad_answer", file=mapping.file, source=mapping.source)
    return found


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


def _tables(answer: bytes, mapping: SourceMapping) -> dict[str, list[dict[str, Any]]]:
    try:
        tables = json.loads(answer)["tables"]
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
