"""Article 34: correction, addition or deletion (訂正等) of content that is not factual."""

from __future__ import annotations

from dataclasses import dataclass

from chikai.kernel.rule import exempts, forbids, requires
from chikai.kernel.truth import NO, YES, Judged, Truth
from chikai.law.appi.art16_definitions import not_retained
from chikai.law.kinds import APPI


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseCorrection:
    """Not correcting content after the investigation paragraph 2 asks for.

    `content_is_factual`: the investigation found it true. `not_needed_for_purpose`: the purpose
    of use needs no correction. `other_law_procedure`: another law has its own procedure for it.
    """

    content_is_factual: Judged
    not_needed_for_purpose: Judged
    other_law_procedure: Truth
    not_retained: Truth = NO


@exempts(APPI(34, 2), in_force="2022-04-01..")
def content_is_factual(r: RefuseCorrection) -> Truth:
    """The investigation found the content to be factual."""
    return r.content_is_factual.plain


@exempts(APPI(34, 2), in_force="2022-04-01..")
def not_needed_for_purpose(r: RefuseCorrection) -> Truth:
    """The purpose of use does not need the correction."""
    return r.not_needed_for_purpose.plain


@exempts(APPI(34, 2), in_force="2022-04-01..")
def other_law_procedure(r: RefuseCorrection) -> Truth:
    """Another law has its own procedure for correcting this content."""
    return r.other_law_procedure.plain


@forbids(
    APPI(34, 2),
    in_force="2022-04-01..",
    unless=[content_is_factual, not_needed_for_purpose, other_law_procedure, not_retained],
)
def correction_refused(r: RefuseCorrection) -> Truth:
    """Refusing to investigate and correct content that a person says is not factual."""
    return YES


@dataclass(frozen=True, slots=True, kw_only=True)
class TellCorrectionOutcome:
    """Telling the person what became of a request for correction."""

    corrected: Truth
    decided_not_to_correct: Truth


@requires(APPI(34, 3), in_force="2022-04-01..")
def tell_correction_outcome(t: TellCorrectionOutcome) -> Truth:
    """Telling the person without delay that the data were corrected, with the corrected content,
    or that they will not be."""
    return t.corrected | t.decided_not_to_correct
