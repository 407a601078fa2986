"""Cabinet Order Article 5: data whose very existence must not be revealed.

Such data are not retained personal data: the person is answered exactly as if nothing were held
(Guidelines, General, 2-7).
"""

from __future__ import annotations

from typing import Protocol

from chikai.kernel.rule import defines
from chikai.kernel.truth import Judged, Truth, any_of
from chikai.law.kinds import ORDER


class ExistenceHarm(Protocol):
    """What revealing that the data exist would do. Each is an open word: a person judges it."""

    @property
    def harms_life_body_or_property(self) -> Judged: ...
    @property
    def promotes_unlawful_acts(self) -> Judged: ...
    @property
    def harms_national_security(self) -> Judged: ...
    @property
    def hinders_crime_prevention(self) -> Judged: ...


def any_harm(d: ExistenceHarm) -> Truth:
    """One of the four harms, items (i) to (iv); Article 11 has the same four."""
    return any_of(
        [
            d.harms_life_body_or_property,
            d.promotes_unlawful_acts,
            d.harms_national_security,
            d.hinders_crime_prevention,
        ]
    )


@defines(ORDER(5), in_force="2022-04-01..")
def existence_harms(d: ExistenceHarm) -> Truth:
    """Data are not retained personal data if revealing that they exist harms somebody, promotes
    unlawful acts, or hinders national security or the prevention of crime."""
    return any_harm(d)
