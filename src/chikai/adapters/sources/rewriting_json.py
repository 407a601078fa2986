"""JSON lines with some rows changed. Every character that belongs to no changed value stays, the
order of keys too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import IO, Any

from chikai.adapters.sources.folder import spool
from chikai.adapters.sources.rewriting import Edit, Unwritable, filled

_SPACE = re.compile(r"[ \t\r\n]*")


def json_with(file: IO[bytes], edit: Edit) -> IO[bytes]:
    """Raises `Unwritable`."""
    out = spool()
    ended = True
    for line in file:
        if line.strip():
            meant, after = edit.of(json.loads(line))
            if meant and after is None:
                continue
            if meant:
                assert after is not None
                line = _line_with(line, dict(zip(edit.columns, after, strict=True)))
        out.write(line)
        ended = line.endswith(b"\n")
    for row in edit.added:
        out.write(b"" if ended else b"\n")
        out.write(_as_json(row, ascii_only=False).encode() + b"\n")
        ended = True
    out.seek(0)
    return out


def _line_with(line: bytes, after: Mapping[str, Any]) -> bytes:
    """The object with some of its values replaced; every other character stays."""
    text = line.decode()
    parts: list[str] = []
    done = 0
    missing = {name: value for name, value in after.items() if value is not None}
    for name, start, stop in _members(text):
        missing.pop(name, None)
        if name in after and filled(json.loads(text[start:stop])) != after[name]:
            parts += [text[done:start], _as_json(after[name], ascii_only=text.isascii())]
            done = stop
    text = "".join([*parts, text[done:]])
    if missing:
        close = text.rindex("}")
        more = ", ".join(
            f"{_as_json(n, ascii_only=False)}: {_as_json(v, ascii_only=False)}"
            for n, v in missing.items()
        )
        comma = "" if text[:close].rstrip().endswith("{") else ", "
        text = text[:close] + comma + more + text[close:]
    return text.encode()


def _members(text: str) -> Iterator[tuple[str, int, int]]:
    """The names of an object, and where their values stand."""
    decode = json.JSONDecoder().raw_decode

    def after_space(at: int) -> int:
        found = _SPACE.match(text, at)
        assert found is not None
        return found.end()

    at = after_space(text.index("{") + 1)
    while text[at] != "}":
        name, at = decode(text, at)
        at = after_space(after_space(at) + 1)
        _, stop = decode(text, at)
        yield name, at, stop
        at = after_space(stop)
        if text[at] == ",":
            at = after_space(at + 1)


def _as_json(value: Any, *, ascii_only: bool) -> str:
    return json.dumps(value, ensure_ascii=ascii_only, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise Unwritable("plan.wrong_type")
