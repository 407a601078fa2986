"""Penal provisions (Chapter 8): only how they are numbered, and since when.

Act 56/2026 moves them on 17 January 2027. Article 178 is deleted there; where its conduct is
punished afterwards has not been read, so no number is given for it.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from chikai.kernel.citation import Citation
from chikai.law.kinds import APPI

MOVED_ON: Final = date(2027, 1, 17)
_BEFORE: Final = "2022-04-01..2027-01-16"
_AFTER: Final = "2027-01-17.."


class Sanction(StrEnum):
    """A penal provision, named by its number from 1 April 2022."""

    BREACH_OF_ORDER = "178"
    DATABASE_FOR_UNJUST_GAIN = "179"
    SECRECY_180 = "180"
    SECRECY_181 = "181"
    FALSE_REPORT = "182"
    ARTICLE_183 = "183"
    CORPORATE_LIABILITY = "184"
    ADMINISTRATIVE_FINE = "185"


_NEW_NUMBER: Final[dict[Sanction, int | None]] = {
    Sanction.BREACH_OF_ORDER: None,
    Sanction.DATABASE_FOR_UNJUST_GAIN: 178,
    Sanction.SECRECY_180: 179,
    Sanction.SECRECY_181: 182,
    Sanction.FALSE_REPORT: 183,
    Sanction.ARTICLE_183: 184,
    Sanction.CORPORATE_LIABILITY: 185,
    Sanction.ADMINISTRATIVE_FINE: 186,
}


def cite(sanction: Sanction, *, on: date) -> Citation | None:
    """The provision under the number it bears on that day; `None` when it bears none."""
    if on < MOVED_ON:
        return APPI(int(sanction.value), numbering=_BEFORE)
    number = _NEW_NUMBER[sanction]
    return None if number is None else APPI(number, numbering=_AFTER)
