"""How old a person is on a day, and the ages from which a person may act alone.

Age is counted by the birthday: a person is 18 from the start of the 18th birthday, and one born
on 29 February from the start of 1 March in a common year (Civil Code Art. 143). The Act on the
Counting of Age (明治35年法律第50号) lets the age be reached as the day before ends, at midnight:
for a whole day on which a request is made, that comes to the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Answer = Literal["yes", "no", "unknown"]

MAJORITY_AT_18: Final = date(2022, 4, 1)
"""Civil Code Art. 4 says 18 from this day (平成30年法律第59号); it said 20 before."""


def age_on(birth_date: date, on: date) -> int:
    """Completed years of age on a day. Raises `ValueError` before the day of birth."""
    if on < birth_date:
        raise ValueError("age.before_birth")
    not_yet = (on.month, on.day) < (birth_date.month, birth_date.day)
    return on.year - birth_date.year - not_yet


def is_minor(birth_date: date, on: date) -> bool:
    """Whether the person is a minor under Civil Code Art. 4 on that day.

    Under 18 since 1 April 2022, under 20 before. That marriage made adults before 2022 is not
    looked at. Raises `ValueError` before the day of birth.
    """
    return age_on(birth_date, on) < (18 if on >= MAJORITY_AT_18 else 20)


@dataclass(frozen=True, slots=True)
class AgeProfile:
    """An age below which a source asks for the representative.

    `under` is in completed years: `under=16` is met up to the day before the 16th birthday.
    `since` is the first day the source applies; None where no date has been set yet.
    """

    id: str
    under: int
    source: str
    since: date | None = date.min


POLICY_002: Final = AgeProfile("policy_002", 15, "policy 002: 15歳未満")
CIVIL: Final = AgeProfile("civil", 18, "Civil Code Art. 4", MAJORITY_AT_18)
ACT56: Final = AgeProfile("act56", 16, "Act No. 56 of 2026: 16歳未満", None)
"""Promulgated on 17 July 2026; in force on a day a Cabinet Order has still to name."""


def ppc_practice(up_to: int = 15) -> AgeProfile:
    """PPC Q&A 1-62: the representative consents for children up to 12 to 15 years of age.

    `up_to` is the last such age, 15 unless the company chose another. Raises `ValueError`
    outside 12 to 15.
    """
    if not 12 <= up_to <= 15:
        raise ValueError("age.outside_practice")
    return AgeProfile("ppc_practice", up_to + 1, "PPC Q&A 1-62")


PROFILES: Final = {each.id: each for each in (POLICY_002, ppc_practice(), ACT56, CIVIL)}
"""Every profile by its id, as a policy names it."""


def needs_representative(profile: AgeProfile, *, birth_date: date | None, on: date) -> Answer:
    """Whether the profile asks for the representative of this person on this day.

    `unknown` without a birth date, and for a child below the age of a law without a date. Raises
    `ValueError` before the day of birth.
    """
    if profile.since is not None and on < profile.since:
        return "no"
    if birth_date is None:
        return "unknown"
    if age_on(birth_date, on) >= profile.under:
        return "no"
    return "yes" if profile.since is not None else "unknown"
