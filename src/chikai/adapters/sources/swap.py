"""Several files take new contents together: all of them, or none, whenever the power fails.

The new contents lie beside, whole, before a record says that they count; from then on each takes
its place, and after a crash the rest follow. Where somebody else has changed one of the files in
the meantime, those that took their place already are put back.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import IO, Final

from chikai.adapters.failpoints import Failpoint
from chikai.adapters.sources.folder import STAGED, Changed, Folder, sha256

_RECORD: Final = "record.json"


class Swap:
    """`token` names the deed: the same deed finds what it left behind."""

    def __init__(self, folder: Folder, token: str, failpoint: Failpoint) -> None:
        self._folder, self._failpoint = folder, failpoint
        self._start = f"{STAGED}{token}/"
        self._after: dict[str, str] = {}

    def put(self, name: str, content: IO[bytes]) -> None:
        """Lay a new content beside."""
        content.seek(0)
        self._after[name] = sha256(content)
        content.seek(0)
        self._folder.write(self._start + name, content)
        self._failpoint("sources.files.staged")

    def commit(self, expected: Mapping[str, str]) -> None:
        """Everything that was put takes its place. Raises `Changed` unless every file is still
        the version `expected`; then none has changed."""
        record = {name: [expected[name], after] for name, after in self._after.items()}
        self._folder.write(self._start + _RECORD, io.BytesIO(json.dumps(record).encode()))
        self._failpoint("sources.files.recorded")
        self._finish(record)

    def settle(self) -> None:
        """What a crash left behind is finished where it counted, and goes where it did not.
        Raises `Changed`."""
        if self._folder.version(self._start + _RECORD) is None:
            self.drop()
            return
        with self._folder.open(self._start + _RECORD) as file:
            self._finish(json.load(file))

    def drop(self) -> None:
        self._folder.remove_all(self._start)
        self._folder.remove_all(self._start.rstrip("/"))
        self._after.clear()

    def _finish(self, record: Mapping[str, list[str]]) -> None:
        folder = self._folder
        done = {name for name, each in record.items() if self._is(name, each[1])}
        todo = [name for name in record if name not in done]
        try:
            if any(folder.version(name) != record[name][0] for name in todo):
                raise Changed
            for name in todo:
                folder.copy(name, self._old(name))
                folder.replace(name, self._start + name, expected=record[name][0])
                done.add(name)
                self._failpoint("sources.files.replaced")
        except Changed:
            for name in done:
                now = folder.version(name)
                if now is not None and folder.version(self._old(name)) is not None:
                    folder.replace(name, self._old(name), expected=now)
            self.drop()
            raise
        self._failpoint("sources.files.before_sweep")
        self.drop()

    def _is(self, name: str, after: str) -> bool:
        if self._folder.version(name) is None:
            return False
        with self._folder.open(name) as file:
            return sha256(file) == after

    def _old(self, name: str) -> str:
        return f"{self._start}{name}.old"
