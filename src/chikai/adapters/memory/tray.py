"""The rows of the tray in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from chikai.adapters.vault.tray import TrayRows


class MemoryTray:
    """Rows and shelf in one: implements both protocols of `chikai.adapters.vault.tray`."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[bytes, datetime | None]] = {}
        self._lock = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[TrayRows]:
        with self._lock:
            yield self

    writing = reading

    def get(self, name: str) -> tuple[bytes, datetime | None] | None:
        return self._rows.get(name)

    def put(self, name: str, sealed: bytes, until: datetime | None) -> None:
        self._rows[name] = sealed, until

    def drop(self, name: str) -> None:
        self._rows.pop(name, None)

    def drop_before(self, moment: datetime) -> int:
        old = [n for n, (_, until) in self._rows.items() if until is not None and until <= moment]
        for name in old:
            del self._rows[name]
        return len(old)
