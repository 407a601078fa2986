"""CSV, JSON lines and Parquet with some rows changed.

In CSV and JSON lines every byte that belongs to no changed cell stays: byte order mark, encoding,
ends of lines, quotes, spaces, the order of keys. Parquet is written anew with the same columns,
types, order and metadata; its pages are packed as the library packs them.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import IO, Any

from chikai.adapters.sources.storage import spool
from chikai.ledger.plan import Raw, Rows


class Unwritable(Exception):
    """The file cannot be changed and stay what it is. `code` says why in words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Edit:
    """What becomes of rows: by key the new cells of `columns`, or None where the row goes; and
    rows that are added. `met` are the keys that were met."""

    key: tuple[str, ...]
    columns: tuple[str, ...]
    rows: dict[Raw, Raw | None]
    added: list[dict[str, Any]] = field(default_factory=list)
    met: set[Raw] = field(default_factory=set)

    def of(self, row: Mapping[str, Any]) -> tuple[bool, Raw | None]:
        """Whether the row is meant, and its new cells."""
        key = tuple(_cell(row.get(name)) for name in self.key)
        if key not in self.rows:
            return False, None
        self.met.add(key)
        return True, self.rows[key]


def edit_of(rows: Rows) -> Edit:
    """Rows that come back have no cells before."""
    if rows.before:
        after: Sequence[Raw | None] = rows.after or [None] * len(rows.keys)
        return Edit(rows.key, rows.columns, dict(zip(rows.keys, after, strict=True)))
    added = [dict(zip(rows.columns, cells, strict=True)) for cells in rows.after]
    return Edit(rows.key, rows.columns, {}, added)


def _cell(value: Any) -> Any:
    return None if value == "" else value


def encoding(file: IO[bytes]) -> str:
    """UTF-8 where all of it is, else the Shift_JIS of Windows."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(1 << 20):
            decoder.decode(block)
        decoder.decode(b"", final=True)
        return "utf-8-sig"
    except UnicodeDecodeError:
        return "cp932"
    finally:
        file.seek(0)


# --- CSV ----------------------------------------------------------------------------------------

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


def tsv_with(file: IO[bytes], edit: Edit) -> IO[bytes]:
    return csv_with(file, edit, b"\t")


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
    for at, name in enumerate(head[: len(parts)]):
        if name in after:
            new = after[name]
            if _cell(_read(parts[at], spoken)) != new:
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


# --- JSON lines ---------------------------------------------------------------------------------

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
        if name in after and _cell(json.loads(text[start:stop])) != after[name]:
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


# --- Parquet ------------------------------------------------------------------------------------


def parquet_with(file: IO[bytes], edit: Edit) -> IO[bytes]:
    """Raises `Unwritable`."""
    import polars as pl

    kept = {k: v for k, v in pl.read_parquet_metadata(file).items() if k != "ARROW:schema"}
    file.seek(0)
    frame = pl.scan_parquet(file)
    schema = frame.collect_schema()
    order = schema.names()
    out = spool()
    try:
        if edit.rows:
            edit.met |= set(_met(frame, edit))
            frame = _parquet_rows(frame, edit, schema)
        if edit.added:
            more = {name: [row.get(name) for row in edit.added] for name in order}
            frame = pl.concat([frame, pl.DataFrame(more, schema=schema, strict=True).lazy()])
        frame.select(order).sink_parquet(out, metadata=kept)
    except (pl.exceptions.PolarsError, TypeError, ValueError, OverflowError):
        raise Unwritable("plan.wrong_type") from None
    out.seek(0)
    return out


def _met(frame: Any, edit: Edit) -> Iterator[Raw]:
    for row in frame.select(edit.key).collect().iter_rows():
        if row in edit.rows:
            yield row


def _parquet_rows(frame: Any, edit: Edit, schema: Any) -> Any:
    import polars as pl

    keys = {name: [key[at] for key in edit.rows] for at, name in enumerate(edit.key)}
    goes = [cells is None for cells in edit.rows.values()]
    new = {
        f"\0{name}": [cells and cells[at] for cells in edit.rows.values()]
        for at, name in enumerate(edit.columns)
    }
    types = {name: schema[name] for name in edit.key}
    types |= {f"\0{name}": schema[name] for name in edit.columns}
    types |= {"\0goes": pl.Boolean}
    if any(goes):
        new = {name: [None] * len(goes) for name in new}
    edits = pl.DataFrame(keys | new | {"\0goes": goes}, schema=types, strict=True).lazy()
    joined = frame.join(
        edits, on=list(edit.key), how="left", nulls_equal=True, maintain_order="left"
    )
    if any(goes):
        return joined.filter(pl.col("\0goes").is_null())
    hit = pl.col("\0goes").is_not_null()
    return joined.with_columns(
        pl.when(hit).then(pl.col(f"\0{name}")).otherwise(pl.col(name)).alias(name)
        for name in edit.columns
    )
