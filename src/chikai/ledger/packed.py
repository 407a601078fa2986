"""Rows kept small: in blocks, all but the last compressed, so that 100,000 do not fill memory."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, Self, TypeAlias, overload

CHUNK: Final = 2_000
"""Rows of a block."""

Row: TypeAlias = tuple[str | None, ...]


class Packed(Sequence[Row]):
    """Rows in chunks, all but the last compressed. They are read in order, or one at a time."""

    __slots__ = ("_blocks", "_last", "_open")

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._last: list[Row] = []
        self._open: tuple[int, list[Row]] = (-1, [])

    def extend(self, rows: Sequence[Row]) -> None:
        self._last.extend(rows)
        while len(self._last) > CHUNK:
            block, self._last = self._last[:CHUNK], self._last[CHUNK:]
            self._blocks.append(_packed(block))

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Packed:
        """These rows, packed."""
        if isinstance(rows, Packed):
            return rows
        packed, left = cls(), iter(rows)
        while chunk := list(islice(left, CHUNK)):
            packed.extend(chunk)
        return packed

    @classmethod
    def from_blocks(cls, blocks: Sequence[bytes], count: int) -> Self:
        """What `blocks` gave. Raises `ValueError` where they hold another number of rows."""
        packed = cls()
        packed._blocks = list(blocks[:-1])
        packed._last = _unpacked(blocks[-1]) if blocks else []
        if len(packed) != count:
            raise ValueError("blocks of another table")
        return packed

    def blocks(self) -> Iterator[bytes]:
        """The rows in compressed blocks, to be kept elsewhere."""
        yield from self._blocks
        if self._last:
            yield _packed(self._last)

    def small(self) -> Sequence[Row]:
        """The rows themselves where they are few."""
        return self if self._blocks else tuple(self._last)

    def __len__(self) -> int:
        return len(self._blocks) * CHUNK + len(self._last)

    def __iter__(self) -> Iterator[Row]:
        for at in range(len(self._blocks)):
            yield from self._block(at)
        yield from self._last

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        at, within = divmod(range(len(self))[index], CHUNK)
        if at >= len(self._blocks):
            return self._last[within]
        if self._open[0] != at:
            self._open = (at, self._block(at))
        return self._open[1][within]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(other) != len(self):
            return False
        return all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def _block(self, at: int) -> list[Row]:
        return _unpacked(self._blocks[at])

    def __repr__(self) -> str:
        return f"Packed({len(self)} rows, <sealed>)"


def _packed(rows: Sequence[Row]) -> bytes:
    written = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(written.encode(), 1)


def _unpacked(block: bytes) -> list[Row]:
    return [tuple(row) for row in json.loads(zlib.decompress(block))]
