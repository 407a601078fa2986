"""The tray: what is held for a while under a code. Whoever has the store without the signing key,
or both without the code, can neither read a thing nor tell what kind of thing it is."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Final, Protocol

from chikai.adapters.vault import seal
from chikai.kernel.event import check

_NAME: Final = 40


class TrayRows(Protocol):
    """The rows of the tray within one transaction."""

    def get(self, name: str) -> tuple[bytes, datetime | None] | None: ...

    def put(self, name: str, sealed: bytes, until: datetime | None) -> None:
        """Insert or replace."""
        ...

    def drop(self, name: str) -> None: ...

    def drop_before(self, moment: datetime) -> int: ...


class TrayShelf(Protocol):
    def reading(self) -> AbstractContextManager[TrayRows]: ...

    def writing(self) -> AbstractContextManager[TrayRows]: ...


class SealedTray:
    """Implements `chikai.ports.Tray` over any rows. `derived` gives the secret for a label."""

    def __init__(self, company: str, *, shelf: TrayShelf, derived: Callable[[str], bytes]) -> None:
        self._company, self._shelf, self._derived = company, shelf, derived

    def name(self, kind: str, code: str) -> str:
        return self._mac("tray-name", kind, code).hex()[:_NAME]

    def put(self, kind: str, code: str, content: bytes, *, until: datetime | None) -> str:
        check({"kind": kind})
        name = self.name(kind, code)
        key = self._mac("tray-key", kind, code)
        sealed = seal.seal(key, content, self._company, "tray", kind, name)
        with self._shelf.writing() as rows:
            rows.put(name, sealed, until)
        return name

    def get(self, kind: str, code: str, *, at: datetime) -> bytes | None:
        name = self.name(kind, code)
        key = self._mac("tray-key", kind, code)
        with self._shelf.reading() as rows:
            row = rows.get(name)
        if row is None or (row[1] is not None and at >= row[1]):
            return None
        try:
            return seal.unseal(key, row[0], self._company, "tray", kind, name)
        except seal.WrongKey:
            return None

    def drop(self, name: str) -> None:
        with self._shelf.writing() as rows:
            rows.drop(name)

    def sweep(self, *, at: datetime) -> int:
        with self._shelf.writing() as rows:
            return rows.drop_before(at)

    def _mac(self, label: str, kind: str, code: str) -> bytes:
        secret, place = self._derived(label), f"{self._company}|{kind}|{code}"
        return hmac.new(secret, place.encode(), hashlib.sha256).digest()
