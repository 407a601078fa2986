"""A letter before it has words or paper: message ids, arguments, tables and an annex.

The press renders the same `Letter` in Japanese and in English.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from chikai.kernel.message import Message


class LetterKind(StrEnum):
    RECEIPT = "receipt"
    DEFECTS = "defects"
    FORMS_SENT = "forms_sent"
    FEE_ASKED = "fee_asked"
    FEE_REMINDER = "fee_reminder"
    FEE_RETURNED = "fee_returned"
    NO_MATCH = "no_match"
    IDENTITY_NOT_CONFIRMED = "identity_not_confirmed"
    PURPOSE_NOTICE = "purpose_notice"
    PURPOSE_NOT_NOTIFIED = "purpose_not_notified"
    DISCLOSURE = "disclosure"
    RECORDS_GIVEN = "records_given"
    RECORDS_NOT_GIVEN = "records_not_given"
    METHOD_DIFFICULT = "method_difficult"
    NONE_HELD = "none_held"
    REFUSAL = "refusal"
    CORRECTED = "corrected"
    NOT_CORRECTED = "not_corrected"
    CEASED = "ceased"
    ERASED = "erased"
    SUBSTITUTE_MEASURE = "substitute_measure"
    NOT_CEASED = "not_ceased"
    PROVISION_STOPPED = "provision_stopped"
    PROVISION_NOT_STOPPED = "provision_not_stopped"
    OPT_OUT_STOPPED = "opt_out_stopped"
    FOREIGN_MEASURES = "foreign_measures"
    FOREIGN_MEASURES_REFUSED = "foreign_measures_refused"
    WRONG_WINDOW = "wrong_window"
    COMPLAINT_RECEIVED = "complaint_received"
    OBJECTION_RECEIVED = "objection_received"
    RECIPIENT_NOTICE = "recipient_notice"
    WITHDRAWN = "withdrawn"
    CLOSED_UNPAID = "closed_unpaid"
    DESTRUCTION_CERTIFICATE = "destruction_certificate"


@dataclass(frozen=True, slots=True)
class Party:
    """A name and address as printed; `organisation`: of a company or an office, whose name is
    followed by 御中. Personal data: never in a log or a repr."""

    name: str
    address: str
    postal_code: str | None = None
    desk: str | None = None
    phone: str | None = None
    email: str | None = None
    organisation: bool = False

    def __repr__(self) -> str:
        return "Party(<sealed>)"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the body: `heading`, `paragraph`, `bullets` (each a message), or a `table`
    whose first row of `rows` is its head. A cell is a message (ours) or a string (data)."""

    shape: Literal["heading", "paragraph", "bullets", "table"]
    messages: tuple[Message, ...] = ()
    rows: tuple[tuple[Message | str, ...], ...] = ()

    def __repr__(self) -> str:
        return f"Block({self.shape})"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of one case (or of several cases of one envelope and person)."""

    kind: LetterKind
    id: str
    cases: tuple[str, ...]
    dated: date
    to: Party
    sender: Party
    subject: Message
    blocks: tuple[Block, ...]
    enclosures: tuple[Message, ...] = ()
    annex: tuple[Block, ...] = ()
    delivery: Literal["registered", "simple_registered", "ordinary", "electronic", "in_person"] = (
        "ordinary"
    )
    envelope: Literal["naga3"] = "naga3"

    @property
    def posted(self) -> bool:
        """Whether it goes by post, in a window envelope."""
        return self.delivery not in ("electronic", "in_person")
