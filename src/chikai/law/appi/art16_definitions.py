"""Article 16: definitions (定義). Here paragraph 4, retained personal data (保有個人データ)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chikai.kernel.rule import defines, exempts
from chikai.kernel.truth import Judged, Truth, all_of
from chikai.law.kinds import APPI
from chikai.law.order.art05_existence import existence_harms


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldData:
    """Personal data a business holds: its power over each of the six acts, and the four harms of
    Cabinet Order Article 5. An entrusted party normally lacks the power (Guidelines 2-7)."""

    may_disclose: Truth
    may_correct: Truth
    may_add_or_delete: Truth
    may_stop_use: Truth
    may_erase: Truth
    may_stop_provision: Truth
    harms_life_body_or_property: Judged
    promotes_unlawful_acts: Judged
    harms_national_security: Judged
    hinders_crime_prevention: Judged


class AboutRetainedData(Protocol):
    """An act about data of the person; `not_retained` when none of them are retained data."""

    @property
    def not_retained(self) -> Truth: ...


@defines(APPI(16, 4), in_force="2022-04-01..")
def retained_personal_data(d: HeldData) -> Truth:
    """Retained personal data are those over which the business has authority for all six acts,
    from disclosure to stopping provision, unless their very existence must not be revealed."""
    authority = all_of(
        [
            d.may_disclose,
            d.may_correct,
            d.may_add_or_delete,
            d.may_stop_use,
            d.may_erase,
            d.may_stop_provision,
        ]
    )
    return authority & ~existence_harms(d)


@exempts(APPI(16, 4), in_force="2022-04-01..")
def not_retained(r: AboutRetainedData) -> Truth:
    """The business holds no retained personal data of the person; data whose existence must not
    be revealed are answered in the same words."""
    return r.not_retained.plain
