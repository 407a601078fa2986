"""One company's store in memory."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from chikai.adapters import views
from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.memory.accounts import MemoryAccounts
from chikai.adapters.memory.journal import MemoryJournal
from chikai.adapters.memory.shelf import MemoryShelves
from chikai.adapters.memory.tray import MemoryTray
from chikai.adapters.store import Store
from chikai.adapters.vault.keys import WrappedKeys
from chikai.adapters.vault.masters import MemoryMasters
from chikai.adapters.vault.rings import SeenRings
from chikai.adapters.vault.tray import SealedTray
from chikai.adapters.vault.vault import SealedVault
from chikai.ports import Clock, Entropy, Look, Unavailable


class MemoryViews:
    """Implements `chikai.ports.Views`."""

    def __init__(self) -> None:
        self._views: list[views.View] = []

    def log(self, *, actor_id: str, case: str, what: str, at: datetime) -> None:
        self._views.append(views.View.checked(actor_id=actor_id, case=case, what=what, at=at))

    def digest(self, day: str) -> tuple[int, str]:
        return views.digest(view for view in self._views if view.day == day)

    def looks(self, day: str) -> Sequence[Look]:
        return [view.look() for view in self._views if view.day == day]


class NoArchive:
    """Implements `chikai.ports.Archive` for a store that nothing outlives."""

    def copy_data(self, target: Path) -> None:
        raise Unavailable("NoArchive")

    def copy_keys(self) -> Path | None:
        return None


def open_store(
    *, company: str, clock: Clock, entropy: Entropy, failpoint: Failpoint = no_failpoint
) -> Store:
    """A new, empty store."""
    shelves, masters, seen = MemoryShelves(), MemoryMasters(), SeenRings()
    keys = WrappedKeys(
        company, shelves=shelves, masters=masters, clock=clock, seen=seen, failpoint=failpoint
    )
    return Store(
        journal=MemoryJournal(company, failpoint=failpoint),
        vault=SealedVault(
            company,
            shelves=shelves,
            masters=masters,
            clock=clock,
            entropy=entropy,
            seen=seen,
            failpoint=failpoint,
        ),
        keys=keys,
        views=MemoryViews(),
        archive=NoArchive(),
        accounts=MemoryAccounts(),
        tray=SealedTray(company, shelf=MemoryTray(), derived=keys.derived),
        together=nullcontext,
        close=lambda: None,
    )
