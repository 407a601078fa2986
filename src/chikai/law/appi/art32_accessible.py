"""Article 32: matters on retained personal data to keep accessible
(保有個人データに関する事項の公表等)."""

from __future__ import annotations

from dataclasses import dataclass

from chikai.kernel.rule import defines, exempts, forbids, requires
from chikai.kernel.truth import NO, YES, Judged, Truth
from chikai.law.appi.art16_definitions import not_retained
from chikai.law.appi.art21_purpose_notice import harms_anyone, harms_business, hinders_state
from chikai.law.kinds import APPI


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAccessible:
    """Keeping the matters of paragraph 1 where a person can learn them, or answering at once.

    `further_matters`: those of Cabinet Order Article 10. `fee_if_set`: the amount of the fee is
    among them, or no fee is set.
    """

    holds_retained_data: Truth
    name_address_representative: Truth
    purposes_of_all_data: Truth
    procedures: Truth
    fee_if_set: Truth
    further_matters: Truth


@requires(APPI(32, 1), in_force="2022-04-01..")
def keeping_matters_accessible(k: KeepAccessible) -> Truth:
    """Keeping accessible, always in their present state: name, address and representative, all
    purposes of use, the procedures with the fee, security measures and the complaint contact."""
    return k.holds_retained_data.plain


@defines(APPI(32, 1), in_force="2022-04-01..")
def matters_accessible(k: KeepAccessible) -> Truth:
    """The duty is met when every one of these matters is accessible."""
    return (
        k.name_address_representative
        & k.purposes_of_all_data
        & k.procedures
        & k.fee_if_set
        & k.further_matters
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseNoticeOfPurpose:
    """Refusing to tell the person the purpose of use of the retained data about him or her."""

    purpose_already_clear: Truth
    harms_anyone: Judged
    harms_business: Judged
    hinders_state: Judged
    not_retained: Truth = NO


@exempts(APPI(32, 2, "i"), in_force="2022-04-01..")
def purpose_already_clear(r: RefuseNoticeOfPurpose) -> Truth:
    """The matters kept accessible already make the purpose of use plain."""
    return r.purpose_already_clear.plain


@forbids(
    APPI(32, 2),
    in_force="2022-04-01..",
    unless=[purpose_already_clear, harms_anyone, harms_business, hinders_state, not_retained],
)
def notice_of_purpose_refused(r: RefuseNoticeOfPurpose) -> Truth:
    """Refusing to tell a person who asks for what purpose the retained data are used."""
    return YES


@dataclass(frozen=True, slots=True, kw_only=True)
class TellNoticeOutcome:
    """Telling the person that the purpose of use will not be notified."""

    decided_not_to_notify: Truth


@requires(APPI(32, 3), in_force="2022-04-01..")
def tell_notice_refused(t: TellNoticeOutcome) -> Truth:
    """Telling the person without delay that the purpose of use will not be notified."""
    return t.decided_not_to_notify.plain
