"""Money that came with a request, and went back. Amounts in yen; serial numbers are sealed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from chikai.duties.requests.events_letter import Delivery
from chikai.duties.requests.happening import Happening, event
from chikai.law.kinds import Means


class ReturnReason(StrEnum):
    NOT_CHARGEABLE = "not_chargeable"
    OVERPAID = "overpaid"
    EXPIRED = "expired"
    REFUSED = "refused"
    NONE_HELD = "none_held"
    WITHDRAWN = "withdrawn"
    NOT_MADE = "not_made"


@event
class FeeReceived(Happening):
    """Money or paper money. Serial number and face are sealed; `amount` is in yen."""

    fee: str
    means: Means
    amount: int
    issued_on: date | None
    sealed: str
    commitment: str


@event
class FeeReturned(Happening):
    """A fee went back; `part` in yen where only what was too much of it did."""

    fee: str
    reason: ReturnReason
    delivery: Delivery
    part: int | None = None


@event
class FeeMeansSet(Happening):
    """The owner of the policy said how the fee may be paid."""

    means: tuple[Means, ...]
