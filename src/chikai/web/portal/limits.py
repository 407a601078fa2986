"""How often a stranger may try. Counted in memory, for a while, under hashes; bounded, so that
nobody can fill the memory by trying."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

_MOST: Final = 20_000
_MANY: Final = 20
"""How many times as much is allowed to visitors of whom nobody says where they come from."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in so many seconds."""

    most: int
    seconds: float

    def of(self, address: Address) -> Rate:
        return Rate(self.most * _MANY, self.seconds) if address.of_many else self


WRONG_CODE: Final = Rate(10, 900)
"""Codes that open nothing, from one address. A slip of the finger, which the check digit finds,
is none: nobody who guesses would make it, and many who don't may stand behind one address."""
WRONG_SECRET: Final = Rate(5, 900)
"""Wrong secrets for one code, from anywhere."""
SENT: Final = Rate(300, 600)
"""Requests and saved forms from one address: an office, or a carrier's customers."""
WRITTEN: Final = Rate(60, 600)
"""Messages, papers and the like under one code, from anywhere."""


class Limits:
    """Counts by kind and key; a key is kept as a keyed hash, the key of which is this process's."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._pepper = clock, secrets.token_bytes(16)
        self._counts: OrderedDict[bytes, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def full(self, rate: Rate, kind: str, key: str) -> bool:
        """Whether no further one is allowed now."""
        with self._lock:
            return len(self._recent(rate, self._hash(kind, key))) >= rate.most

    def count(self, rate: Rate, kind: str, key: str) -> bool:
        """Count one more; False, uncounted, when the measure is full."""
        with self._lock:
            name = self._hash(kind, key)
            recent = self._recent(rate, name)
            if len(recent) >= rate.most:
                return False
            self._counts[name] = [*recent, self._clock()]
            self._counts.move_to_end(name)
            while len(self._counts) > _MOST:
                self._counts.popitem(last=False)
            return True

    def forget(self, kind: str, key: str) -> None:
        """What was tried was right."""
        with self._lock:
            self._counts.pop(self._hash(kind, key), None)

    def __len__(self) -> int:
        return len(self._counts)

    def _recent(self, rate: Rate, name: bytes) -> list[float]:
        since = self._clock() - rate.seconds
        return [at for at in self._counts.get(name, ()) if at > since]

    def _hash(self, kind: str, key: str) -> bytes:
        return hashlib.blake2b(f"{kind}|{key}".encode(), key=self._pepper, digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Address:
    """Where visitors come from, as they are counted. `of_many`: this machine itself, as when a
    proxy names nobody and makes all visitors one."""

    name: str
    of_many: bool = False


def counted_address(host: str | None) -> Address:
    """An IPv6 address counts by its network of 64 bits, all of which one customer has."""
    try:
        found = ip_address(host or "::1")
    except ValueError:
        return Address(str(host))
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is None and not found.is_loopback:
            return Address(str(ip_network((found, 64), strict=False)))
        found = found.ipv4_mapped or found
    return Address(str(found), of_many=found.is_loopback)
