"""CSV and TSV with some rows changed.

Every byte that belongs to no changed cell stays: byte order mark, encoding, ends of lines, quotes,
spaces.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import IO, Any

from chikai.adapters.sources.folder import spool
from chikai.adapters.sources.rewriting import Edit, Unwritable, encoding, filled

_BOM = codecs.BOM_UTF8
_ENDS = (b"\r\n", b"\n", b"\r")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(.*)', re.DOTALL)


def csv_with(file: IO[bytes], edit: Edit, sign: bytes = b",") -> IO[bytes]:
    """Raises `Unwritable`."""
    spoken = encoding(file).removesuffix("-sig")
    out = spool()
    head: list[str] | None = None
    end = b"\r\n"
    last = b"\n"
    for record in _records(file, sign):
        bare, end_here = _ended(record)
        lead = _BOM if head is None and bare.startswith(_BOM) else b""
        bare = bare[len(lead) :]
        spans = _spans(bare, sign)
        assert spans is not None
        cells = [_read(bare[a:b], spoken) for a, b in spans]
        if head is None:
            head, end = cells, end_here or end
            out.write(record)
            last = end_here
            continue
        meant, after = edit.of(dict(zip(head, cells, strict=False)))
        if meant and after is None:
            continue
        if meant:
            assert after is not None
            new = dict(zip(edit.columns, after, strict=True))
            bare = _changed(bare, spans, head, new, spoken, sign)
            record = lead + bare + end_here
        out.write(record)
        last = end_here
    for row in edit.added:
        out.write(b"" if last else end)
        fields = [_written(row.get(name), spoken, sign, quoted=False) for name in head or ()]
        out.write(sign.join(fields) + end)
        last = end
    out.seek(0)
    return out


def _records(file: IO[bytes], sign: bytes) -> Iterator[bytes]:
    """Raw records with their ends; a quoted field may hold ends of lines. A file that other
    programs would cut otherwise is not touched."""
    held = b""
    for line in file:
        held += line
        if b'"' in held and _spans(_ended(held)[0].removeprefix(_BOM), sign) is None:
            continue
        bare = _ended(held)[0]
        fields = _spans(bare, sign) if b"\r" in bare else None
        if any(b"\r" in bare[a:b] and bare[a : a + 1] != b'"' for a, b in fields or ()):
            raise Unwritable("plan.file_form")
        yield held
        held = b""
    if held:
        raise Unwritable("plan.file_form")


def _ended(record: bytes) -> tuple[bytes, bytes]:
    for end in _ENDS:
        if record.endswith(end):
            return record[: -len(end)], end
    return record, b""


def _spans(record: bytes, sign: bytes) -> list[tuple[int, int]] | None:
    """Where each field stands, with its quotes; None where a quoted field has not ended."""
    if b'"' not in record:
        found, at = [], 0
        for part in record.split(sign):
            found.append((at, at + len(part)))
            at += len(part) + 1
        return found
    spans, at = [], 0
    while True:
        start = at
        if record[at : at + 1] == b'"':
            at += 1
            while True:
                at = record.find(b'"', at)
                if at < 0:
                    return None
                if record[at + 1 : at + 2] != b'"':
                    break
                at += 2
        stop = record.find(sign, at)
        if stop < 0:
            spans.append((start, len(record)))
            return spans
        spans.append((start, stop))
        at = stop + 1


def _read(raw: bytes, spoken: str) -> str:
    text = raw.decode(spoken)
    quoted = _QUOTED.fullmatch(text)
    return quoted[1].replace('""', '"') + quoted[2] if quoted else text


def _changed(
    bare: bytes,
    spans: Sequence[tuple[int, int]],
    head: Sequence[str],
    after: Mapping[str, Any],
    spoken: str,
    sign: bytes,
) -> bytes:
    parts = [bare[a:b] for a, b in spans]
    parts += [b""] * (1 + max(map(head.index, after), default=0) - len(parts))
    for at, name in enumerate(head[: len(parts)]):
        if name in after:
            new = after[name]
            if filled(_read(parts[at], spoken)) != new:
                parts[at] = _written(new, spoken, sign, quoted=parts[at].startswith(b'"'))
    return sign.join(parts)


def _written(value: Any, spoken: str, sign: bytes, *, quoted: bool) -> bytes:
    if value is None:
        return b'""' if quoted else b""
    text = value.isoformat() if isinstance(value, date) else str(value)
    if quoted or any(mark in text for mark in ('"', "\r", "\n", sign.decode())):
        text = '"' + text.replace('"', '""') + '"'
    try:
        return text.encode(spoken)
    except UnicodeEncodeError:
        raise Unwritable("plan.not_encodable") from None
