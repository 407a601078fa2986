"""Article 33: disclosure (開示) of retained personal data and of third-party records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chikai.kernel.rule import exempts, forbids, requires
from chikai.kernel.truth import NO, YES, Judged, Truth
from chikai.law.appi.art16_definitions import not_retained
from chikai.law.kinds import APPI, ORDER


class Disclosing(Protocol):
    """What disclosing would do. Each is an open word: a person judges it, item by item."""

    @property
    def harms_life_body_property_or_rights(self) -> Judged: ...
    @property
    def seriously_hinders_business(self) -> Judged: ...
    @property
    def breaks_other_law(self) -> Judged: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseDisclosure:
    """Not disclosing retained personal data, in whole or in part.

    `other_law_gives_disclosure`: another law gives the person the same in an equivalent manner.
    `not_retained`: nothing is held, or what is held is not retained personal data.
    """

    harms_life_body_property_or_rights: Judged
    seriously_hinders_business: Judged
    breaks_other_law: Judged
    other_law_gives_disclosure: Truth
    not_retained: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseRecordDisclosure:
    """Not disclosing the records of provision to, or receipt from, third parties.

    `harms_if_existence_known`: one of the four harms of Cabinet Order Article 11. `not_held`: no
    record had to be made, or none is left.
    """

    harms_life_body_property_or_rights: Judged
    seriously_hinders_business: Judged
    breaks_other_law: Judged
    harms_if_existence_known: Judged
    not_held: Truth


@exempts(APPI(33, 2, "i"), in_force="2022-04-01..")
def harms_life_body_property_or_rights(r: Disclosing) -> Truth:
    """Disclosing is likely to harm life, body, property or other rights of the person or of
    somebody else."""
    return r.harms_life_body_property_or_rights.plain


@exempts(APPI(33, 2, "ii"), in_force="2022-04-01..")
def seriously_hinders_business(r: Disclosing) -> Truth:
    """Disclosing is likely to hinder the proper conduct of business seriously; a large volume
    alone is not enough."""
    return r.seriously_hinders_business.plain


@exempts(APPI(33, 2, "iii"), in_force="2022-04-01..")
def breaks_other_law(r: Disclosing) -> Truth:
    """Disclosing would break another law, such as a duty of secrecy."""
    return r.breaks_other_law.plain


@exempts(APPI(33, 4), in_force="2022-04-01..")
def other_law_gives_disclosure(r: RefuseDisclosure) -> Truth:
    """Another law already gives the person disclosure in an equivalent manner."""
    return r.other_law_gives_disclosure.plain


@exempts(ORDER(11), in_force="2022-04-01..")
def harms_if_existence_known(r: RefuseRecordDisclosure) -> Truth:
    """Revealing that the record exists would harm somebody or a public interest; it is answered
    as if there were no record."""
    return r.harms_if_existence_known.plain


@exempts(APPI(33, 3), in_force="2022-04-01..")
def not_held(r: RefuseRecordDisclosure) -> Truth:
    """There is no record of a provision to, or a receipt from, a third party."""
    return r.not_held.plain


@forbids(
    APPI(33, 2),
    in_force="2022-04-01..",
    unless=[
        harms_life_body_property_or_rights,
        seriously_hinders_business,
        breaks_other_law,
        other_law_gives_disclosure,
        not_retained,
    ],
)
def disclosure_refused(r: RefuseDisclosure) -> Truth:
    """Refusing to disclose retained personal data to a person who requests it."""
    return YES


@forbids(
    APPI(33, 5),
    in_force="2022-04-01..",
    unless=[
        harms_life_body_property_or_rights,
        seriously_hinders_business,
        breaks_other_law,
        harms_if_existence_known,
        not_held,
    ],
)
def record_disclosure_refused(r: RefuseRecordDisclosure) -> Truth:
    """Refusing to disclose third-party records to a person who requests them."""
    return YES


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInManner:
    """Disclosing in a certain manner (Enforcement Rules Article 30).

    `chosen_by_person`: it is the manner the person chose. `is_paper`: it is paper.
    `chosen_is_costly_or_difficult`: the chosen manner is. `difficulty_told`: the person has been
    told so. `none_chosen`: the person named no manner and does not object to this one.
    """

    chosen_by_person: Truth
    is_paper: Truth
    chosen_is_costly_or_difficult: Judged
    difficulty_told: Truth
    none_chosen: Truth = NO


@exempts(APPI(33, 2), in_force="2022-04-01..")
def paper_since_chosen_is_difficult(a: AnswerInManner) -> Truth:
    """The manner the person chose is costly or otherwise difficult, the person has been told so,
    and the answer goes out on paper."""
    return a.is_paper & a.chosen_is_costly_or_difficult & a.difficulty_told


@exempts(APPI(33, 1), in_force="2022-04-01..")
def no_manner_chosen(a: AnswerInManner) -> Truth:
    """The person chose no manner and does not object to the one offered."""
    return a.none_chosen.plain


@forbids(
    APPI(33, 2),
    in_force="2022-04-01..",
    unless=[paper_since_chosen_is_difficult, no_manner_chosen],
)
def manner_not_chosen(a: AnswerInManner) -> Truth:
    """Disclosing in another manner than the one the person chose."""
    return ~a.chosen_by_person


@dataclass(frozen=True, slots=True, kw_only=True)
class TellDisclosureOutcome:
    """Telling the person what became of a request for disclosure.

    `nothing_exists` covers data whose existence must not be revealed: the words are the same.
    """

    decided_not_to_disclose: Truth
    nothing_exists: Truth
    chosen_manner_difficult: Truth


@requires(APPI(33, 3), in_force="2022-04-01..")
def tell_disclosure_outcome(t: TellDisclosureOutcome) -> Truth:
    """Telling the person without delay that data are not disclosed, that there are none, or that
    the chosen manner is difficult."""
    return t.decided_not_to_disclose | t.nothing_exists | t.chosen_manner_difficult
