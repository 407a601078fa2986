"""Cabinet Order Article 12: what a business may settle about how requests are made.

The list is closed: where to apply, the form, how identity and authority are confirmed, how the
fee is collected (APPI Art. 37(1)).
"""

from __future__ import annotations

from enum import StrEnum

from chikai.kernel.citation import Citation
from chikai.law.kinds import ORDER


class Settled(StrEnum):
    """One of the four matters a business may settle beforehand."""

    WHERE = "where"
    FORM = "form"
    CONFIRMATION = "confirmation"
    FEE_COLLECTION = "fee_collection"


MATTERS: dict[Settled, Citation] = {
    Settled.WHERE: ORDER(12, None, "i"),
    Settled.FORM: ORDER(12, None, "ii"),
    Settled.CONFIRMATION: ORDER(12, None, "iii"),
    Settled.FEE_COLLECTION: ORDER(12, None, "iv"),
}
