"""Everything the use cases of one company need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from chikai.ports.accounts import Accounts, Views
from chikai.ports.changes import Changes
from chikai.ports.jobs import Jobs
from chikai.ports.journal import Journal
from chikai.ports.mail import Caller, Mailbox, Outbound
from chikai.ports.scans import Scans
from chikai.ports.sources import Sources
from chikai.ports.vault import Archive, Keys, Tray, Vault
from chikai.ports.world import Clock, Entropy, Locker, Pages, Press

if TYPE_CHECKING:
    from chikai.policy.model import Policy


@dataclass(frozen=True, slots=True)
class Home:
    """Everything one company's use cases need. One company, one store."""

    company: str
    policies: tuple[Policy, ...]
    journal: Journal
    vault: Vault
    keys: Keys
    views: Views
    press: Press
    sources: Sources
    clock: Clock
    entropy: Entropy
    failpoint: Callable[[str], None] = field(default=lambda name: None)
    settings: Mapping[str, str] = field(default_factory=dict)
    archive: Archive | None = None
    day: date | None = None  # the day of the deed where it is not today; recording is always now
    pages: Pages | None = None
    scans: Scans | None = None
    accounts: Accounts | None = None
    tray: Tray | None = None
    locker: Locker | None = None
    changes: Changes | None = None
    mailbox: Mailbox | None = None
    outbound: Outbound | None = None
    caller: Caller | None = None
    jobs: Jobs | None = None
    together: Callable[[], AbstractContextManager[None]] = nullcontext
    """What is written to the store within it is kept all at once, or not at all; what a destroyed
    key leaves behind goes when it is kept. For steps that need no reader in between, and short:
    other writers wait. A store in memory keeps each part at once."""
