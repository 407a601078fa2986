"""Article 38: fees (手数料), only for notice of purpose and for disclosure, records included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from chikai.kernel.rule import forbids
from chikai.kernel.truth import NO, YES, Judged, Truth
from chikai.law.appi.art37_procedure import TreatAsNotMade
from chikai.law.facts import NOT_RAISED
from chikai.law.kinds import APPI, RequestKind

FEE_KINDS: Final = frozenset(
    {RequestKind.NOTICE_OF_PURPOSE, RequestKind.DISCLOSURE, RequestKind.RECORD_DISCLOSURE}
)


def bears_fee(kind: RequestKind) -> Truth:
    """Whether the law lets a business charge a fee for this kind of request at all."""
    return YES if kind in FEE_KINDS else NO


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """Charging a fee for a request.

    `published`: the amount was made accessible beforehand. `beyond_reason`: somebody doubts that
    the amount stays within reason on actual cost. The amount is set once, for every request; so
    the doubt is raised against the policy and does not hold up each charge until it is raised.
    """

    kind_bears_fee: Truth
    published: Truth
    beyond_reason: Judged = NOT_RAISED


@forbids(APPI(38, 1), in_force="2022-04-01..")
def fee_for_a_free_kind(c: Charge) -> Truth:
    """Charging for anything but notice of purpose and disclosure: correction, cessation and
    provision stops are free."""
    return ~c.kind_bears_fee


@forbids(APPI(32, 1, "iii"), in_force="2022-04-01..")
def unpublished_fee(c: Charge) -> Truth:
    """Charging a fee whose amount was not made accessible beforehand."""
    return ~c.published


@forbids(APPI(38, 2), in_force="2022-04-01..")
def fee_beyond_reason(c: Charge) -> Truth:
    """Charging more than is reasonable in view of the actual cost."""
    return c.beyond_reason.plain


@forbids(APPI(38, 1), in_force="2022-04-01..")
def not_made_for_a_fee_not_owed(t: TreatAsNotMade) -> Truth:
    """Acting as if a request had not been made because a fee the law does not allow is unpaid."""
    return t.defect_is_fee & ~t.kind_bears_fee
