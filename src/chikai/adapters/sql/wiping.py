"""The write-ahead log of a SQLite store, wiped of what was deleted."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, suppress
from typing import Final
from urllib.parse import quote

AFTER: Final = 1.0
"""Seconds: the destructions of a second share one wiping."""
_PATIENCE: Final = 0.5


class LogWiping:
    """Nothing in the log can be unsealed once its key is gone, so whoever destroyed the key does
    not wait: the log is wiped soon, beside the work, or when the store is closed. A busy reader
    may put it off until the next destruction or closing. After a crash the last to close wipes
    it, as SQLite does by itself."""

    def __init__(self, path: str) -> None:
        self._address = f"file:{quote(path)}?mode=rw"
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def soon(self) -> None:
        with self._lock:
            if self._timer is None:
                self._timer = threading.Timer(AFTER, self.finish)
                self._timer.daemon = True
                self._timer.start()

    def finish(self) -> None:
        """What was asked for and is not yet done, now."""
        with self._lock:
            timer, self._timer = self._timer, None
            if timer is not None:
                timer.cancel()
                self._wipe()

    def _wipe(self) -> None:
        """Writers wait while we wait for readers, so that is not for long. Where it cannot be done
        (a full disk, say) the keys are gone all the same, and the next wiping comes."""
        with (
            suppress(sqlite3.Error),
            closing(sqlite3.connect(self._address, uri=True, timeout=_PATIENCE)) as connection,
        ):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
