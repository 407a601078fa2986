"""Files a person hands over or asks for: sizes are looked at before anything is read."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from chikai.cli.answer import BAD_INPUT, Stop, stop
from chikai.kernel.message import say

_NOT_TEXT = {
    b"PK\x03\x04": "ZIP",
    b"\x1f\x8b": "GZIP",
    b"BZh": "BZIP2",
    b"\xfd7zXZ": "XZ",
    b"7z\xbc\xaf": "7-Zip",
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
}
MAX_ENVELOPE = 1_000_000
MAX_PACK = 220_000_000
STDIN = "-"


def read_bytes(path: Path, *, limit: int, field: str) -> bytes:
    """The content of a regular file of at most `limit` bytes. Raises `Stop`, before reading."""
    file = str(path)
    try:
        with path.open("rb") as opened:
            found = os.fstat(opened.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise stop(BAD_INPUT, say("cli.not_a_file"), field=field, file=file)
            if found.st_size > limit:
                raise _too_large(limit, field, file)
            return opened.read(limit)
    except IsADirectoryError:
        raise stop(BAD_INPUT, say("cli.not_a_file"), field=field, file=file) from None
    except FileNotFoundError:
        raise stop(BAD_INPUT, say("cli.no_such_file"), field=field, file=file) from None
    except PermissionError:
        raise stop(BAD_INPUT, say("cli.may_not_read"), field=field, file=file) from None


def read_text(path: Path, *, limit: int, field: str) -> str:
    """The text of a UTF-8 file, or of standard input for `-`. Raises `Stop`."""
    if str(path) == STDIN:
        raw = sys.stdin.buffer.read(limit + 1)
        if len(raw) > limit:
            raise _too_large(limit, field, "-")
    else:
        raw = read_bytes(path, limit=limit, field=field)
    for magic, kind in _NOT_TEXT.items():
        if raw.startswith(magic):
            raise stop(BAD_INPUT, say("cli.not_text", kind=kind), field=field, file=str(path))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise stop(BAD_INPUT, say("wiring.not_utf8"), field=field, file=str(path)) from None


def words_or_file(text: str | None, *, field: str) -> str | None:
    """The text, or for `@file` what the file says: reasons need not stand in a shell's history."""
    if text is None or not text.startswith("@"):
        return text
    return read_text(Path(text[1:]), limit=MAX_ENVELOPE, field=field).strip()


def write(path: Path, content: bytes) -> None:
    """Write a new file, readable by its owner alone, whole or not at all. Raises `Stop` when there
    is a file of that name, `OSError` when it cannot be written."""
    part = path.with_name(f".{path.name}.part")
    if path.exists():
        raise stop(BAD_INPUT, say("cli.already_there"), field="--out", file=str(path))
    try:
        with open(part, "wb", opener=lambda p, flags: os.open(p, flags, 0o600)) as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        part.rename(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _too_large(limit: int, field: str, file: str) -> Exception:
    megabytes = max(1, limit // 1_000_000)
    return stop(BAD_INPUT, say("cli.too_large", megabytes=megabytes), field=field, file=file)


_SCANS = (
    b"%PDF",
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"II*\x00",
    b"MM\x00*",
)


def read_scan(path: Path) -> bytes:
    """A scan, never opened as a picture: its size is looked at before it is read, and its kind by
    its first bytes. Raises `BadData`."""
    from chikai.app.intake import MAX_SCAN_BYTES
    from chikai.ports import BadData

    try:
        content = read_bytes(path, limit=MAX_SCAN_BYTES, field="scan")
    except Stop as stopped:
        code = stopped.findings[0].code
        if code == "cli.too_large":
            raise BadData("intake.scan_too_large", megabytes=MAX_SCAN_BYTES >> 20) from None
        raise BadData(code) from None
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    heic = content[4:8] == b"ftyp"
    if not (content.startswith(_SCANS) or webp or heic):
        raise BadData("envelope.error.scan_kind")
    return content
