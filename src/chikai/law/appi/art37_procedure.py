"""Article 37: procedures for requests (開示等の請求等に応じる手続).

What a business may ask of a person who makes a request. Whatever it has not settled beforehand it
may not demand (Guidelines 3-8-7), and nothing it settles may be an excessive burden.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chikai.kernel.rule import exempts, forbids
from chikai.kernel.truth import NO, YES, Judged, Truth
from chikai.law.kinds import APPI, MY_NUMBER, ORDER


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandForm:
    """Demanding that a request be made on a form. `form_published`: it was settled beforehand."""

    form_published: Truth


@forbids(APPI(37, 1), in_force="2022-04-01..")
def unpublished_form_demanded(d: DemandForm) -> Truth:
    """Demanding a form that was not settled beforehand: any letter will do."""
    return ~d.form_published


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandPaper:
    """Demanding one paper that proves who asks, or that somebody may ask for another.

    `published`: the paper was settled beforehand. `heavier_than_data_warrant`: somebody doubts
    that the data held justify it. `dead_paper`: it can no longer be produced (the old insurance
    card). `unmasked_domicile`: the registered domicile is to stay readable. `my_number_side`: the
    side of a card or the entry that bears the number. `no_means_published`: the business has
    settled no way of confirming who asks.
    """

    published: Truth
    heavier_than_data_warrant: Judged
    dead_paper: Truth
    unmasked_domicile: Truth
    my_number_side: Truth
    no_means_published: Truth = NO


@exempts(ORDER(12, None, "iii"), in_force="2022-04-01..")
def no_means_published(d: DemandPaper) -> Truth:
    """The business settled no way of confirming who asks; it may still ask for the lightest
    paper the data warrant."""
    return d.no_means_published.plain


@forbids(APPI(37, 1), in_force="2022-04-01..", unless=[no_means_published])
def unpublished_paper_demanded(d: DemandPaper) -> Truth:
    """Demanding a paper that was not settled beforehand."""
    return ~d.published


@forbids(APPI(37, 4), in_force="2022-04-01..")
def excessive_burden(d: DemandPaper) -> Truth:
    """Demanding a paper heavier than the data warrant, one that can no longer be produced, or one
    with the registered domicile readable."""
    return d.heavier_than_data_warrant | d.dead_paper | d.unmasked_domicile


@forbids(MY_NUMBER(15), in_force="2016-01-01..")
def my_number_demanded(d: DemandPaper) -> Truth:
    """Demanding the side of a card, or an entry, that bears the individual number."""
    return d.my_number_side.plain


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandSpecification:
    """Asking which data are meant. `narrows_scope`: the person is made to ask for less.
    `help_given`: the person is helped to identify the data."""

    narrows_scope: Truth
    help_given: Truth


@forbids(APPI(37, 2), in_force="2022-04-01..")
def scope_narrowed_or_no_help(d: DemandSpecification) -> Truth:
    """Asking which data are meant without helping to identify them, or in order to make the
    person ask for less."""
    return d.narrows_scope | ~d.help_given


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseRepresentative:
    """Turning somebody away because he or she asks for another. `may_represent`: see Cabinet
    Order Article 13."""

    may_represent: Truth


@exempts(ORDER(13), in_force="2022-04-01..")
def not_a_representative(r: RefuseRepresentative) -> Truth:
    """Whoever asks is neither a statutory nor a mandated representative of the person."""
    return ~r.may_represent


@forbids(APPI(37, 3), in_force="2022-04-01..", unless=[not_a_representative])
def representative_refused(r: RefuseRepresentative) -> Truth:
    """Turning away a representative who may make the request for the person."""
    return YES


class Defective(Protocol):
    """A request that lacks something the business may demand."""

    @property
    def procedure_published(self) -> Truth: ...
    @property
    def defect_told(self) -> Truth: ...
    @property
    def time_to_cure_given(self) -> Truth: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatAsNotMade:
    """Acting as if the request had not been made, since something it must have is missing.

    `procedure_published`: what is missing was settled beforehand. `defect_told`: the person was
    told of it. `time_to_cure_given`: and had time to cure it. `defect_is_fee`: what is missing is
    the fee. `kind_bears_fee`: a fee may be charged for this kind (Article 38).
    """

    procedure_published: Truth
    defect_told: Truth
    time_to_cure_given: Truth
    defect_is_fee: Truth = NO
    kind_bears_fee: Truth = NO


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseForDefect:
    """Refusing a request since something it must have is missing. Fields as `TreatAsNotMade`."""

    procedure_published: Truth
    defect_told: Truth
    time_to_cure_given: Truth


@exempts(APPI(37, 1), in_force="2022-04-01..")
def defect_left_uncured(d: Defective) -> Truth:
    """The request does not follow the procedure settled beforehand, and the person, told of it
    and given time, left it so."""
    # Telling and waiting are our reading of 37(2) and (4); paragraph 1 does not name them ⚖.
    return d.procedure_published & d.defect_told & d.time_to_cure_given


@forbids(APPI(37, 1), in_force="2022-04-01..", unless=[defect_left_uncured])
def request_treated_as_not_made(t: TreatAsNotMade) -> Truth:
    """Acting as if a request had not been made."""
    return YES


@forbids(APPI(37, 1), in_force="2022-04-01..", unless=[defect_left_uncured])
def request_refused_for_defect(r: RefuseForDefect) -> Truth:
    """Refusing a request because it is defective."""
    return YES
