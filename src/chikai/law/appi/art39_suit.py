"""Article 39: requests in advance (事前の請求). When a person may sue over a request.

A clock of the person, not an act of the business: it is shown, and it blocks nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from chikai.law.kinds import RequestKind

SUIT_KINDS: Final = frozenset(
    {
        RequestKind.DISCLOSURE,
        RequestKind.RECORD_DISCLOSURE,
        RequestKind.CORRECTION,
        RequestKind.CESSATION_VIOLATION,
        RequestKind.PROVISION_STOP_VIOLATION,
        RequestKind.CESSATION_NEED_ENDED,
    }
)
"""Requests under Articles 33, 34 and 35. For the others no such clock exists."""

_WAIT: Final = timedelta(days=15)


def suit_possible_from(arrived: date, *, refused: date | None = None) -> date:
    """The first day on which a suit or a provisional disposition is open to the person.

    Two weeks must have passed since the day of arrival, which is not counted: a request that
    arrived on 1 April opens the suit on 16 April (Guidelines 3-8-9 ※6). Arrival is when it would
    normally have arrived (39(2)). A refusal, reasoned or not, opens it at once.
    """
    open_anyway = arrived + _WAIT
    return open_anyway if refused is None else min(open_anyway, refused)


def suit_clock(kind: RequestKind, *, arrived: date, refused: date | None = None) -> date | None:
    """As `suit_possible_from`; `None` for a kind of request that has no such clock."""
    return suit_possible_from(arrived, refused=refused) if kind in SUIT_KINDS else None
