"""Cabinet Order Article 10: what else must be accessible to the person (APPI Art. 32(1)(iv))."""

from __future__ import annotations

from dataclasses import dataclass

from chikai.kernel.rule import defines
from chikai.kernel.truth import Truth
from chikai.law.kinds import ORDER


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherMatters:
    """What a business makes accessible beyond name, purposes and procedures.

    `security_measures` are the measures it has taken, without those whose disclosure would weaken
    them; pointing at the Guidelines alone is not enough.
    """

    security_measures: Truth
    complaint_contact: Truth
    covered_by_accredited_organization: Truth
    accredited_organization_and_its_contact: Truth


@defines(ORDER(10), in_force="2022-04-01..")
def further_matters_accessible(m: FurtherMatters) -> Truth:
    """Security measures and the complaint contact are accessible, and for a covered business
    also its accredited organization with that organization's contact."""
    organization = m.accredited_organization_and_its_contact | ~m.covered_by_accredited_organization
    return m.security_measures & m.complaint_contact & organization
