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
from typing import Final

_MOST: Final = 20_000
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in so many seconds."""

    most: int
    seconds: float


WRONG_CODE: Final = Rate(10, 900)
"""Codes that open nothing, from one address."""
WRONG_SECRET: Final = Rate(5, 900)
"""Wrong secrets for one code, from anywhere."""
SENT: Final = Rate(60, 600)
"""Requests, saved forms and papers from one address."""


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


def counted_address(host: str | None) -> str | None:
    """The address a visitor comes from; None for this machine itself, where a proxy that names
    nobody would make all visitors one."""
    return None if host is None or host in _LOOPBACK else host
