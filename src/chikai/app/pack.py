"""A proof pack's envelope: a ZIP file in which every byte is decided by what it holds.

Entries are stored uncompressed, sorted by name, without dates or attributes, so the same files
always give the same bytes, and a reader has only to pack again what it unpacked to know that
nothing was added, moved or changed. Nothing is ever inflated: a ZIP bomb finds no fuse.
(PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16.)
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from typing import Final

LIMIT: Final = 200_000_000
"""Bytes in a pack; far above any case without revealed papers."""

_NAME: Final = re.compile(rb"[A-Za-z0-9._/\-]{1,200}")
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_VERSION, _DAY = 20, 0x21  # ZIP 2.0; 1 January 1980, the first day ZIP knows


class NotAPack(ValueError):
    """These bytes are no pack: too large, malformed, or holding something we never put there."""


def encode(files: Mapping[str, bytes]) -> bytes:
    """The one pack that holds these files. Raises `NotAPack` above `LIMIT`."""
    body, directory = bytearray(), bytearray()
    for name, content in sorted(files.items()):
        raw = name.encode()
        if not _NAME.fullmatch(raw) or len(body) + len(content) > LIMIT:
            raise NotAPack
        crc, size = zlib.crc32(content), len(content)
        shared = (0, 0, 0, _DAY, crc, size, size, len(raw), 0)
        directory += _CENTRAL.pack(
            b"PK\x01\x02", _VERSION, _VERSION, *shared, 0, 0, 0, 0, len(body)
        )
        directory += raw
        body += _LOCAL.pack(b"PK\x03\x04", _VERSION, *shared) + raw + content
    count = len(files)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def decode(pack: bytes) -> dict[str, bytes]:
    """The files of a pack. Raises `NotAPack` unless packing them again gives the same bytes."""
    if len(pack) > LIMIT + 10_000_000:
        raise NotAPack
    files: dict[str, bytes] = {}
    at = 0
    while pack[at : at + 4] == b"PK\x03\x04":
        if at + _LOCAL.size > len(pack):
            raise NotAPack
        *_, size, name_size, _ = _LOCAL.unpack_from(pack, at)
        name_at = at + _LOCAL.size
        content_at = name_at + name_size
        at = content_at + size
        name = pack[name_at:content_at]
        if at > len(pack) or not _NAME.fullmatch(name):
            raise NotAPack
        files[name.decode()] = pack[content_at:at]
    if not files or encode(files) != pack:
        raise NotAPack
    return files
