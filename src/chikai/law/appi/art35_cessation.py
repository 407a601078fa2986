"""Article 35: ceasing to use, erasing, and stopping provision (利用停止等)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chikai.kernel.citation import Citation
from chikai.kernel.rule import exempts, forbids, requires
from chikai.kernel.truth import NO, YES, Judged, Truth
from chikai.law.appi.art16_definitions import not_retained
from chikai.law.kinds import APPI, MY_NUMBER, RequestKind


class CessationGround(StrEnum):
    """Why a person may request that use or provision cease. Each is judged by a person."""

    BREACH_OF_18 = "breach_of_18"
    BREACH_OF_19 = "breach_of_19"
    BREACH_OF_20 = "breach_of_20"
    BREACH_OF_27_1 = "breach_of_27_1"
    BREACH_OF_28 = "breach_of_28"
    BREACH_OF_MY_NUMBER_19 = "breach_of_my_number_19"
    NO_LONGER_NEEDED = "no_longer_needed"
    LEAK_UNDER_26 = "leak_under_26"
    INTERESTS_LIKELY_HARMED = "interests_likely_harmed"

    @property
    def cites(self) -> Citation:
        """The provision that was broken, or that names the ground."""
        return _CITES[self]

    @property
    def kind(self) -> RequestKind:
        """The kind of request this ground belongs to."""
        return _KIND[self]


_CITES: Final = {
    CessationGround.BREACH_OF_18: APPI(18),
    CessationGround.BREACH_OF_19: APPI(19),
    CessationGround.BREACH_OF_20: APPI(20),
    CessationGround.BREACH_OF_27_1: APPI(27, 1),
    CessationGround.BREACH_OF_28: APPI(28),
    CessationGround.BREACH_OF_MY_NUMBER_19: MY_NUMBER(19),
    CessationGround.NO_LONGER_NEEDED: APPI(35, 5),
    CessationGround.LEAK_UNDER_26: APPI(26, 1),
    CessationGround.INTERESTS_LIKELY_HARMED: APPI(35, 5),
}
_KIND: Final = {
    CessationGround.BREACH_OF_18: RequestKind.CESSATION_VIOLATION,
    CessationGround.BREACH_OF_19: RequestKind.CESSATION_VIOLATION,
    CessationGround.BREACH_OF_20: RequestKind.CESSATION_VIOLATION,
    CessationGround.BREACH_OF_27_1: RequestKind.PROVISION_STOP_VIOLATION,
    CessationGround.BREACH_OF_28: RequestKind.PROVISION_STOP_VIOLATION,
    CessationGround.BREACH_OF_MY_NUMBER_19: RequestKind.PROVISION_STOP_VIOLATION,
    CessationGround.NO_LONGER_NEEDED: RequestKind.CESSATION_NEED_ENDED,
    CessationGround.LEAK_UNDER_26: RequestKind.CESSATION_NEED_ENDED,
    CessationGround.INTERESTS_LIKELY_HARMED: RequestKind.CESSATION_NEED_ENDED,
}


def grounds_of(kind: RequestKind) -> tuple[CessationGround, ...]:
    """The grounds a person may give for a kind of request; none for kinds outside Article 35."""
    return tuple(g for g in CessationGround if g.kind is kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseCessation:
    """Not ceasing to use, not erasing, or not stopping provision.

    `ground_founded`: the request has a reason, judged after weighing it (a `CessationGround`).
    `costly_or_difficult`: what is asked is. `substitute_measure_taken`: a measure that protects
    the person's rights is taken in its place. `asked_under`: the kind of request, which names the
    paragraph; without it all three are cited.
    """

    ground_founded: Judged
    costly_or_difficult: Judged
    substitute_measure_taken: Truth
    not_retained: Truth = NO
    asked_under: RequestKind | None = None


@exempts(APPI(35), in_force="2022-04-01..")
def ground_not_founded(r: RefuseCessation) -> Truth:
    """The request has no founded reason: no violation, no ended need, no likely harm."""
    return ~r.ground_founded


@exempts(APPI(35), in_force="2022-04-01..")
def substitute_measure(r: RefuseCessation) -> Truth:
    """Doing it is costly or otherwise difficult, and another measure that protects the person's
    rights and interests is taken in its place."""
    return r.costly_or_difficult & r.substitute_measure_taken


_EXCUSES: Final = (ground_not_founded, substitute_measure, not_retained)


def _asked_under(r: RefuseCessation, kind: RequestKind) -> Truth:
    return YES if r.asked_under in (kind, None) else NO


@forbids(APPI(35, 2), in_force="2022-04-01..", unless=_EXCUSES)
def cessation_refused_after_violation(r: RefuseCessation) -> Truth:
    """Refusing to cease use or to erase data handled against Articles 18 or 19 or acquired
    against Article 20, as far as the violation must be cured."""
    return _asked_under(r, RequestKind.CESSATION_VIOLATION)


@forbids(APPI(35, 4), in_force="2022-04-01..", unless=_EXCUSES)
def provision_stop_refused(r: RefuseCessation) -> Truth:
    """Refusing to stop a provision made against Articles 27(1) or 28, or, for specific personal
    information, against Article 19 of the My Number Act."""
    return _asked_under(r, RequestKind.PROVISION_STOP_VIOLATION)


@forbids(APPI(35, 6), in_force="2022-04-01..", unless=_EXCUSES)
def cessation_refused_though_need_ended(r: RefuseCessation) -> Truth:
    """Refusing to cease use, to erase or to stop provision when the data are no longer needed,
    have leaked, or are likely to harm the person's rights or legitimate interests."""
    return _asked_under(r, RequestKind.CESSATION_NEED_ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellCessationOutcome:
    """Telling the person what became of a request for cessation or a provision stop."""

    done: Truth
    decided_not_to: Truth


@requires(APPI(35, 7), in_force="2022-04-01..")
def tell_cessation_outcome(t: TellCessationOutcome) -> Truth:
    """Telling the person without delay that use or provision has ceased, or that it will not."""
    return t.done | t.decided_not_to


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseCessationUnderSixteen:
    """Not ceasing to use the data of somebody under sixteen, without any violation.

    Act 56/2026 adds this right; its day is not set and its exceptions have not been read.
    """

    person_under_sixteen: Truth


@forbids(APPI(35, 10, numbering="unset"), in_force="unset")
def cessation_under_sixteen_refused(r: RefuseCessationUnderSixteen) -> Truth:
    """Refusing to cease the use of data of a person under sixteen (enacted; day not set)."""
    return r.person_under_sixteen.plain
