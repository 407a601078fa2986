"""Mail in and out, and calls to other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail that lies in the mailbox. `key` is good until the mailbox is closed; `size` in bytes
    as the server says; `arrived` is when the server took it."""

    key: str
    size: int
    arrived: datetime


class OpenMailbox(Protocol):
    def waiting(self) -> Iterator[Waiting]:
        """What nobody has taken or set aside yet, oldest first."""
        ...

    def read(self, key: str, *, most: int) -> bytes:
        """The first `most` bytes of the mail as it came."""
        ...

    def taken(self, key: str) -> None:
        """It is in the journal now: mark it, or delete it, as the mailbox is set."""
        ...

    def set_aside(self, key: str) -> None:
        """Leave it where it is, marked, for somebody to look at with a mail program."""
        ...


class Mailbox(Protocol):
    """The mailbox of the desk. Opening raises `Unavailable`, without a password in its words."""

    def open(self) -> AbstractContextManager[OpenMailbox]: ...


class Rejected(Exception):
    """The server will never take this mail. `code` is its SMTP reply code; its words are not kept,
    because they may name an address."""

    def __init__(self, code: int) -> None:
        super().__init__(f"SMTP {code}")
        self.code = code


@dataclass(frozen=True, slots=True, repr=False)
class OutMail:
    """A mail to send: `id` makes its Message-ID, the same one however often it is tried."""

    id: str
    to: str
    subject: str
    text: str
    at: datetime
    in_reply_to: str | None = None

    def __repr__(self) -> str:
        return "OutMail(<sealed>)"


class Outbound(Protocol):
    @property
    def address(self) -> str:
        """The address it sends from."""
        ...

    def send(self, mail: OutMail) -> None:
        """Raises `Unavailable` when it may be tried again, `Rejected` when it need not be."""
        ...


class Caller(Protocol):
    """Calls to other programs by HTTP."""

    def check(self, url: str) -> None:
        """Raises `BadData` for an address that must not be called from here."""
        ...

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status of the answer. Raises `BadData` as `check` does, and `Unavailable`."""
        ...
