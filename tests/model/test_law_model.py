"""Articles 33, 34, 35 and 38 rewritten dully, as nested ifs, and compared with the rules.

The model reads a fact as True, False or None and answers like a clerk going down a list.
"""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from chikai.kernel.decision import decide
from chikai.kernel.truth import NO, YES, Judged, Truth, judged, to_judge, unknown
from chikai.law.appi.art33_disclosure import (
    AnswerInManner,
    RefuseDisclosure,
    RefuseRecordDisclosure,
)
from chikai.law.appi.art34_correction import RefuseCorrection
from chikai.law.appi.art35_cessation import RefuseCessation
from chikai.law.appi.art37_procedure import TreatAsNotMade
from chikai.law.appi.art38_fee import Charge
from chikai.law.facts import facts_of, hints

TODAY = date(2026, 11, 21)
Known = bool | None


def refuse_on_a_list(*grounds: Known) -> str:
    """Forbidden unless one ground holds; asked while one might."""
    for each in grounds:
        if each is True:
            return "permitted"
    for each in grounds:
        if each is None:
            return "ask"
    return "forbidden"


def refuse_disclosure(f: dict[str, Known]) -> str:
    return refuse_on_a_list(
        f["harms_life_body_property_or_rights"],
        f["seriously_hinders_business"],
        f["breaks_other_law"],
        f["other_law_gives_disclosure"],
        f["not_retained"],
    )


def refuse_record_disclosure(f: dict[str, Known]) -> str:
    return refuse_on_a_list(
        f["harms_life_body_property_or_rights"],
        f["seriously_hinders_business"],
        f["breaks_other_law"],
        f["harms_if_existence_known"],
        f["not_held"],
    )


def refuse_correction(f: dict[str, Known]) -> str:
    return refuse_on_a_list(
        f["content_is_factual"],
        f["not_needed_for_purpose"],
        f["other_law_procedure"],
        f["not_retained"],
    )


def refuse_cessation(f: dict[str, Known]) -> str:
    if f["not_retained"] is True:
        return "permitted"
    if f["ground_founded"] is False:
        return "permitted"
    if f["costly_or_difficult"] is True and f["substitute_measure_taken"] is True:
        return "permitted"
    if f["not_retained"] is None or f["ground_founded"] is None:
        return "ask"
    if f["costly_or_difficult"] is False or f["substitute_measure_taken"] is False:
        return "forbidden"
    return "ask"


def answer_in_manner(f: dict[str, Known]) -> str:
    if f["chosen_by_person"] is True or f["none_chosen"] is True:
        return "permitted"
    three = [f["is_paper"], f["chosen_is_costly_or_difficult"], f["difficulty_told"]]
    if three == [True, True, True]:
        return "permitted"
    if f["chosen_by_person"] is None or f["none_chosen"] is None:
        return "ask"
    if False in three:
        return "forbidden"
    return "ask"


def charge(f: dict[str, Known]) -> str:
    if f["kind_bears_fee"] is False:
        return "forbidden"
    if f["published"] is False:
        return "forbidden"
    if f["beyond_reason"] is True:
        return "forbidden"
    if f["kind_bears_fee"] is None or f["published"] is None or f["beyond_reason"] is None:
        return "ask"
    return "permitted"


def treat_as_not_made(f: dict[str, Known]) -> str:
    if f["procedure_published"] is False:
        return "forbidden"
    if f["defect_told"] is False or f["time_to_cure_given"] is False:
        return "forbidden"
    if f["defect_is_fee"] is True and f["kind_bears_fee"] is False:
        return "forbidden"
    if None in (f["procedure_published"], f["defect_told"], f["time_to_cure_given"]):
        return "ask"
    if f["defect_is_fee"] is False or f["kind_bears_fee"] is True:
        return "permitted"
    return "ask"


def truth(act: type[Any], name: str, value: Known) -> Truth:
    if hints(act)[name] is Judged:
        if value is None:
            return to_judge(name)
        return judged(value, by="x", on=TODAY, reasons="in the vault")
    return unknown(name) if value is None else (YES if value else NO)


@pytest.mark.parametrize(
    ("act", "model"),
    [
        (RefuseDisclosure, refuse_disclosure),
        (RefuseRecordDisclosure, refuse_record_disclosure),
        (AnswerInManner, answer_in_manner),
        (RefuseCorrection, refuse_correction),
        (RefuseCessation, refuse_cessation),
        (Charge, charge),
        (TreatAsNotMade, treat_as_not_made),
    ],
    ids=lambda each: getattr(each, "__name__", str(each)),
)
def test_the_rules_agree_with_the_dull_model_on_every_combination(act: Any, model: Any) -> None:
    names = [f.name for f in facts_of(act)]
    for values in product((True, False, None), repeat=len(names)):
        known = dict(zip(names, values, strict=True))
        facts = act(**{name: truth(act, name, value) for name, value in known.items()})
        assert decide(facts, on=TODAY).verdict == model(known), known
