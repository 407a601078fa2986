"""What a clerk sees when an envelope is opened: who asks, for what, with which papers and money.
None of it shows in a log line: each names itself by what it is about, never by what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chikai.duties.requests.events import FormUsed
from chikai.law.kinds import Asker, Channel, Manner, Means, Paper, RequestKind, Whose
from chikai.people.model import Address, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One paper of the envelope. `scan` is stored only after what must be covered is covered.
    `masked` names each entry once for every region of it that was covered."""

    type: Paper
    whose: Whose = Whose.PERSON
    issued_on: date | None = None
    expires_on: date | None = None
    domicile_shown: bool = False
    number_shown: bool = False
    masked: tuple[str, ...] = ()
    scan: bytes | None = None
    about: tuple[int, ...] = ()  # which of the envelope's people; empty: all of them

    def __repr__(self) -> str:
        return f"Sheet({self.type.value})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money or paper money as it lay in the envelope. Amount in yen."""

    means: Means
    amount: int
    serial: str | None = None
    issued_on: date | None = None

    def __repr__(self) -> str:
        return f"Payment({self.means.value})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked about one person: the person, the kinds, the words of the request."""

    person: Person
    kinds: tuple[RequestKind, ...]
    statement: str = ""
    manner: Manner | None = None
    specific: bool = False

    def __repr__(self) -> str:
        return f"Asked({', '.join(self.kinds)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTo:
    """Where the answer goes: a name, an address, perhaps an e-mail address."""

    name: str
    address: Address
    email: str | None = None

    def __repr__(self) -> str:
        return "ReplyTo(<sealed>)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Everything a clerk sees when an envelope is opened (or a call, a fax, an e-mail comes).
    `as_typed`: the fields of a form on a screen, in the requester's own writing."""

    arrived_on: date
    channel: Channel
    asker: Asker
    asked: tuple[Asked, ...]
    reply_to: ReplyTo
    representative: Person | None = None
    form: FormUsed = FormUsed.FREE
    form_complete: bool | None = None
    sheets: tuple[Sheet, ...] = ()
    payments: tuple[Payment, ...] = ()
    protected: str | None = None
    as_typed: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __repr__(self) -> str:
        return f"Envelope({self.channel.value})"
