"""Cabinet Order Article 11: third-party records whose existence must not be revealed."""

from __future__ import annotations

from dataclasses import dataclass

from chikai.kernel.rule import defines
from chikai.kernel.truth import Judged, Truth
from chikai.law.kinds import ORDER
from chikai.law.order.art05_existence import any_harm


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdPartyRecord:
    """What revealing that the record of a provision or a receipt exists would do."""

    harms_life_body_or_property: Judged
    promotes_unlawful_acts: Judged
    harms_national_security: Judged
    hinders_crime_prevention: Judged


@defines(ORDER(11), in_force="2022-04-01..")
def record_existence_harms(d: ThirdPartyRecord) -> Truth:
    """A record of a provision or a receipt is not disclosed if revealing that it exists harms
    somebody, promotes unlawful acts, or hinders national security or the prevention of crime."""
    return any_harm(d)
