"""Ports: what the use cases need from the world. Adapters implement these; `wiring` joins them."""

from chikai.ports.accounts import Accounts, Look, Provider, Views
from chikai.ports.changes import (
    Changes,
    Moved,
    Refused,
    RefusedInPart,
    Remains,
    Standing,
    Verified,
)
from chikai.ports.faults import (
    BadData,
    Conflict,
    Destroyed,
    Hindered,
    Hindrance,
    Missing,
    NotSet,
    Unavailable,
    Unprintable,
)
from chikai.ports.home import Home
from chikai.ports.journal import Batch, Checkpoint, InboxRow, Journal, Posting
from chikai.ports.mail import (
    Caller,
    Mailbox,
    OpenMailbox,
    Outbound,
    OutMail,
    Rejected,
    Waiting,
)
from chikai.ports.scans import Extract, Reader, ScannedPage, Scans
from chikai.ports.sources import Sources
from chikai.ports.vault import Archive, Destruction, Keys, Purpose, Sealed, Tray, Vault
from chikai.ports.world import Clock, Entropy, Locker, Pages, Press, Window, Windowed

__all__ = [
    "Accounts",
    "Archive",
    "BadData",
    "Batch",
    "Caller",
    "Changes",
    "Checkpoint",
    "Clock",
    "Conflict",
    "Destroyed",
    "Destruction",
    "Entropy",
    "Extract",
    "Hindered",
    "Hindrance",
    "Home",
    "InboxRow",
    "Journal",
    "Keys",
    "Locker",
    "Look",
    "Mailbox",
    "Missing",
    "Moved",
    "NotSet",
    "OpenMailbox",
    "OutMail",
    "Outbound",
    "Pages",
    "Posting",
    "Press",
    "Provider",
    "Purpose",
    "Reader",
    "Refused",
    "RefusedInPart",
    "Rejected",
    "Remains",
    "ScannedPage",
    "Scans",
    "Sealed",
    "Sources",
    "Standing",
    "Tray",
    "Unavailable",
    "Unprintable",
    "Vault",
    "Verified",
    "Views",
    "Waiting",
    "Window",
    "Windowed",
]
