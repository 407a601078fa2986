"""Clocks and entropy: the real ones, and ones that tests can steer."""

from __future__ import annotations

import hashlib
import os
import threading
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from chikai.ports import Entropy

TOKYO: Final = ZoneInfo("Asia/Tokyo")

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so an id survives being read out over the telephone."""

_ID_LENGTH: Final = 10  # 50 bits


class SystemClock:
    """The machine's clock, read as Asia/Tokyo."""

    def now(self) -> datetime:
        return datetime.now(TOKYO)


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.set(now)

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        """Stand at this moment. A moment without a zone is Tokyo time."""
        self._now = now.replace(tzinfo=TOKYO) if now.tzinfo is None else now.astimezone(TOKYO)

    def advance(self, by: timedelta) -> None:
        self._now += by


class OsEntropy:
    """Randomness of the operating system."""

    def bytes(self, n: int) -> bytes:
        return os.urandom(n)

    def id(self, prefix: str) -> str:
        return make_id(self, prefix)


class SeededEntropy:
    """The same numbers for the same seed, so that a test can name the ids it will meet.

    Ids and salts come from here. Keys and nonces never do: they are always the machine's own.
    """

    def __init__(self, seed: int | str = 0) -> None:
        self._seed = str(seed).encode()
        self._drawn = 0
        self._lock = threading.Lock()

    def bytes(self, n: int) -> bytes:
        with self._lock:
            self._drawn += 1
            return hashlib.shake_256(self._seed + b"/%d" % self._drawn).digest(n)

    def id(self, prefix: str) -> str:
        return make_id(self, prefix)


def make_id(entropy: Entropy, prefix: str) -> str:
    """A new id such as `case-7Q2K9M4T1C`."""
    number = int.from_bytes(entropy.bytes(8), "big")
    digits = []
    for _ in range(_ID_LENGTH):
        number, digit = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return f"{prefix}-{''.join(digits)}"
