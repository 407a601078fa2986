"""What can happen to one mail: ids, days, counts and commitments, no word of it.

The stream is `mail-<name>`, where the name is a keyed hash of the Message-ID that only this house
can work out; so is `sender`, which tells two mails of one sender apart from those of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chikai.kernel import happening


class Happening(happening.Happening):
    """What can happen to a mail."""


class Unfit(StrEnum):
    """Why a mail was not taken in. It stays in the mailbox, set aside for a person."""

    TOO_LARGE = "too_large"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_DEEP = "too_deep"
    NO_SENDER = "no_sender"
    UNREADABLE = "unreadable"


class NotOurs(StrEnum):
    """Why a mail is no request."""

    NOT_OURS = "not_ours"
    MAILBOT = "mailbot"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailReceived(Happening):
    """A mail arrived. `text` and `sender` are keyed hashes of its words and of its sender, for
    finding the same again; `files` counts attachments that wait in the tray. `guess` are the kinds
    of request it seems to make, `claims` what it says wrongly of the law."""

    arrived_on: date
    sender: str
    text: str
    files: int
    service: str | None
    guess: tuple[str, ...]
    claims: tuple[str, ...]
    cases: tuple[str, ...]
    sealed: str
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSetAside(Happening):
    """Nothing of it was stored; it lies in the mailbox."""

    reason: Unfit


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLinked(Happening):
    """It belongs to these cases, whose record keeps its words from now on."""

    cases: tuple[str, ...]
    sealed: str
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDismissed(Happening):
    """No request. Its words are destroyed after a while."""

    why: NotOurs


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyWritten(Happening):
    """An answer to the sender; it leaves as the posting of this id."""

    reply: str
    sealed: str
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailForgotten(Happening):
    """The key of its words is destroyed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTried(Happening):
    """Somebody is about to hand it to the server, for the time of this number. Whoever writes
    this first is the one who sends."""

    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSent(Happening):
    """The server took it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailGivenUp(Happening):
    """Nobody tries again. `code`: the server's reply, where it refused."""

    code: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBounced(Happening):
    """It came back. `code` is the status of RFC 3463, such as `5.1.1`."""

    code: str | None
