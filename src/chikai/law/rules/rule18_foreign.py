"""Enforcement Rules Article 18: what a person abroad-provided data concern may be told.

It belongs to APPI Art. 28(3): provision to a recipient whose own system stands in for consent.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chikai.kernel.citation import Citation
from chikai.kernel.rule import requires
from chikai.kernel.truth import Truth
from chikai.law.kinds import RULES


class ForeignMeasure(StrEnum):
    """The seven things to be told on request, items (i) to (vii) of paragraph 3."""

    HOW_SYSTEM_WAS_SET_UP = "how_system_was_set_up"
    OUTLINE_OF_MEASURES = "outline_of_measures"
    FREQUENCY_AND_METHOD_OF_CHECKS = "frequency_and_method_of_checks"
    COUNTRY = "country"
    FOREIGN_SYSTEMS = "foreign_systems"
    PROBLEMS = "problems"
    ACTION_ON_PROBLEMS = "action_on_problems"


_ITEMS = ("i", "ii", "iii", "iv", "v", "vi", "vii")
TO_TELL: Final[dict[ForeignMeasure, Citation]] = {
    measure: RULES(18, 3, item) for measure, item in zip(ForeignMeasure, _ITEMS, strict=True)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TellForeignMeasuresOutcome:
    """Telling the person that the information on foreign measures is not given, and why."""

    decided_not_to_give: Truth


@requires(RULES(18, 4), in_force="2022-04-01..")
def tell_foreign_refusal(t: TellForeignMeasuresOutcome) -> Truth:
    """Telling the person without delay that the information on foreign measures, or part of it,
    is not given."""
    return t.decided_not_to_give.plain


@requires(RULES(18, 5), in_force="2022-04-01..", effort=True)
def explain_foreign_refusal(t: TellForeignMeasuresOutcome) -> Truth:
    """Trying to explain why the information on foreign measures is not given."""
    return t.decided_not_to_give.plain
