"""One company's store: what `wiring` gets from any adapter of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from chikai.ports import Accounts, Archive, Journal, Keys, Tray, Vault, Views


@dataclass(frozen=True, slots=True)
class Store:
    """The adapters of one store, sharing one connection to it. `close` lets go of it."""

    journal: Journal
    vault: Vault
    keys: Keys
    views: Views
    archive: Archive
    accounts: Accounts
    tray: Tray
    together: Callable[[], AbstractContextManager[None]]
    close: Callable[[], None]
