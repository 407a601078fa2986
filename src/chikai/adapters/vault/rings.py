"""Rings of keys: a data key is wrapped under its ring's key, and a ring's key under the master.

So a destruction wraps anew the keys of one ring, under a new key of that ring, and the rings' own
keys under the new master: not every key of the store.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from chikai.adapters.vault import seal
from chikai.adapters.vault.shelf import Ring, Wrapped
from chikai.ports import Purpose

RINGS: Final = 64
"""A store of 20,000 keys has some 300 in each. It never changes: a case's ring follows from it."""


def ring_of(case: str) -> int:
    """The ring of a case's keys: 1 to `RINGS`."""
    return zlib.crc32(case.encode()) % RINGS + 1


@dataclass(frozen=True, slots=True, repr=False)
class OpenRing:
    """A ring with its key, made in generation `since`: what wraps and unwraps data keys."""

    company: str
    number: int
    since: int
    key: bytes

    def wrap(self, key: bytes, case: str, purpose: Purpose) -> Wrapped:
        """A data key sealed under the ring's, bound to its case and purpose."""
        sealed = seal.seal(self.key, key, *self._place(case, purpose))
        return Wrapped(case, purpose, self.since, sealed, ring=self.number)

    def unwrap(self, wrapped: Wrapped) -> bytes:
        """The data key. Raises `WrongKey`."""
        place = self._place(wrapped.case, wrapped.purpose)
        return seal.unseal(self.key, wrapped.key or b"", *place)

    def under(self, master: bytes, generation: int) -> Ring:
        """The ring as it is stored: its key sealed under the master of that generation."""
        place = _ring_place(self.company, self.number, self.since, generation)
        return Ring(self.number, self.since, seal.seal(master, self.key, *place))

    def _place(self, case: str, purpose: Purpose) -> tuple[str, ...]:
        return (self.company, case, purpose, f"ring-{self.number}", f"since-{self.since}")


def new_ring(company: str, number: int, *, since: int) -> OpenRing:
    return OpenRing(company, number, since, seal.new_key())


def missing_rings(company: str, there: Iterable[int], *, since: int) -> dict[int, OpenRing]:
    """A new ring for every number that has none."""
    numbers = set(range(1, RINGS + 1)) - set(there)
    return {number: new_ring(company, number, since=since) for number in sorted(numbers)}


def open_ring(company: str, ring: Ring, master: bytes, generation: int) -> OpenRing:
    """Raises `WrongKey`."""
    place = _ring_place(company, ring.number, ring.since, generation)
    return OpenRing(company, ring.number, ring.since, seal.unseal(master, ring.key, *place))


def unwrap(
    company: str, wrapped: Wrapped, ring: Ring | None, master: bytes, generation: int
) -> bytes:
    """The data key, with its ring and the current master. Raises `WrongKey`."""
    if wrapped.ring is None:
        return unwrap_ringless(company, wrapped, master)
    if ring is None:
        raise seal.WrongKey
    return open_ring(company, ring, master, generation).unwrap(wrapped)


def unwrap_ringless(company: str, wrapped: Wrapped, master: bytes) -> bytes:
    """A data key of a store from before there were rings: right under the master, until the next
    destruction gives it a ring. Raises `WrongKey`."""
    place = (company, wrapped.case, wrapped.purpose, f"master-{wrapped.generation}")
    return seal.unseal(master, wrapped.key or b"", *place)


class SeenRings:
    """The rings as they were last seen, with the generation they were seen in: a guess, which is
    compared with the store's own before it counts."""

    def __init__(self) -> None:
        self._seen: tuple[int, Mapping[int, Ring]] = (0, {})

    def see(self, generation: int, rings: Iterable[Ring]) -> None:
        self._seen = generation, {ring.number: ring for ring in rings}

    def guess(self, number: int) -> tuple[int, Ring | None]:
        generation, rings = self._seen
        return generation, rings.get(number)


def _ring_place(company: str, number: int, since: int, generation: int) -> tuple[str, ...]:
    return (company, f"ring-{number}", f"since-{since}", f"master-{generation}")
