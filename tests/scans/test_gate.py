"""The envelope gate: a page of another case stops it, and so does a page that is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_desk import Desk, jpeg, pdf, printed, scanned
from PIL import Image

from chikai.app import cases, gate
from chikai.duties.requests.case import Case
from chikai.duties.requests.gate import Rule, Why, judge, said
from chikai.duties.requests.outcomes import UnlawfulStep
from chikai.kernel.sheet_code import SheetCode
from chikai.ports import BadData, Missing
from chikai.words import render

MINE = tuple(SheetCode(("case-A",), "letter-A", n, 3) for n in (1, 2, 3))
SHARED = SheetCode(("case-B", "case-A"), "letter-A", 1, 3)
THEIRS = SheetCode(("case-B",), "letter-B", 2, 3)
LETTER_BEFORE = SheetCode(("case-A",), "letter-BEFORE", 1, 1)
FORM = SheetCode((), "form-X", 1, 2)


def codes(*sheets: SheetCode) -> list[str]:
    return [str(each) for each in sheets]


# --- the rule by itself -------------------------------------------------------------------------


def test_all_sheets_and_nothing_else_pass_in_any_order() -> None:
    assert judge("case-A", MINE, codes(MINE[2], MINE[0], MINE[1])).passed
    assert judge("case-A", MINE, codes(SHARED, MINE[1], MINE[2])).passed, "a letter to two cases"


@pytest.mark.parametrize(
    ("sheet", "why"),
    [(THEIRS, Why.OTHER_CASE), (LETTER_BEFORE, Why.OTHER_LETTER), (FORM, Why.FORM)],
)
def test_a_sheet_that_does_not_belong_stops_it_and_is_named(sheet: SheetCode, why: Why) -> None:
    verdict = judge("case-A", MINE, codes(*MINE, sheet))
    assert not verdict.passed
    assert [(f.why, f.sheet) for f in verdict.foreign] == [(why, sheet)]
    told = [render(each, lang="en") for each in said(verdict)]
    assert told[0].startswith("STOP") and sheet.sheet in told[1]


def test_a_swapped_page_of_the_same_number_is_foreign_and_mine_is_missing() -> None:
    verdict = judge("case-A", MINE, codes(MINE[0], THEIRS, MINE[2]))
    assert verdict.missing == (MINE[1],) and verdict.foreign[0].why is Why.OTHER_CASE


@pytest.mark.parametrize("text", ["", "https://shop.example/", str(MINE[0])[:-1]])
def test_a_code_that_does_not_read_stops_it(text: str) -> None:
    verdict = judge("case-A", MINE, [*codes(*MINE), text])
    assert not verdict.passed and verdict.foreign[0].why is Why.DAMAGED


def test_the_same_sheet_twice_and_a_sheet_without_a_code_stop_it() -> None:
    assert judge("case-A", MINE, codes(*MINE, MINE[1])).twice == (MINE[1],)
    assert not judge("case-A", MINE, codes(*MINE), unread=1).passed


@given(st.lists(st.sampled_from([*MINE, THEIRS, LETTER_BEFORE, FORM]), max_size=6))
def test_it_passes_only_for_exactly_the_letter(sheets: list[SheetCode]) -> None:
    verdict = judge("case-A", MINE, codes(*sheets))
    assert verdict.passed == (sorted(map(str, sheets)) == sorted(codes(*MINE)))
    assert len(verdict.there) + len(verdict.missing) == len(MINE)


# --- at the desk --------------------------------------------------------------------------------


def letter(case: Case) -> str:
    assert case.answer is not None
    return case.answer.id


def test_a_scan_of_the_whole_envelope_passes_and_is_recorded_as_counts(
    desk: Desk, answered: Case
) -> None:
    sheets = [scanned(page, turned=1) for page in printed(desk.pdf(answered))]
    blank_back = Image.new("RGB", sheets[0].size, "white")
    bundle = pdf([*sheets, blank_back])
    verdict = gate.check_scan(desk.home, answered.id, letter(answered), bundle, by=desk.by())
    assert verdict.passed, [render(m, lang="en") for m in said(verdict)]
    event = desk.home.journal.read(answered.id)[-1]
    assert event.type == "envelope_checked"
    assert event.data["passed"] is True and event.data["read"] == len(sheets)
    assert gate.rule(desk.home) is Rule.ANNEXES
    gate.may_leave(desk.home, cases.load(desk.home, answered.id), letter(answered))


def test_a_page_of_another_case_stops_the_envelope(
    desk: Desk, answered: Case, another: Case
) -> None:
    mine, theirs = printed(desk.pdf(answered)), printed(desk.pdf(another))
    bundle = pdf([*mine[:-1], theirs[-1]])
    verdict = gate.check_scan(desk.home, answered.id, letter(answered), bundle, by=desk.by())
    assert not verdict.passed
    (foreign,) = verdict.foreign
    assert foreign.why is Why.OTHER_CASE and foreign.sheet is not None
    assert foreign.sheet.cases == (another.id,)
    assert len(verdict.missing) == 1
    case = cases.load(desk.home, answered.id)
    assert not case.checks[-1].passed and case.checks[-1].foreign == 1
    with pytest.raises(UnlawfulStep) as refused:
        gate.may_leave(desk.home, case, letter(answered))
    assert "Art. 23" in refused.value.cites[0].en


def test_a_sheet_without_a_code_is_no_sheet_of_ours(desk: Desk, answered: Case) -> None:
    mine = printed(desk.pdf(answered))
    note = Image.new("RGB", mine[0].size, "white")
    note.paste("black", (200, 200, 900, 260))
    bundle = pdf([*mine, note])
    verdict = gate.check_scan(desk.home, answered.id, letter(answered), bundle, by=desk.by())
    assert verdict.unread == 1 and not verdict.passed


def test_by_hand_somebody_counts_and_is_named(desk: Desk, answered: Case) -> None:
    sheets = len(printed(desk.pdf(answered)))
    with pytest.raises(BadData) as refused:
        gate.check_by_hand(desk.home, answered.id, letter(answered), sheets + 1, by=desk.by())
    assert refused.value.code == "gate.other_count"
    by = desk.by("checker-7")
    case = gate.check_by_hand(desk.home, answered.id, letter(answered), sheets, by=by)
    assert case.checks[-1].by_hand and case.checks[-1].passed
    event = desk.home.journal.read(answered.id)[-1]
    assert event.actor_id == "checker-7"


def test_a_letter_of_another_case_has_no_gate_here(
    desk: Desk, answered: Case, another: Case
) -> None:
    with pytest.raises(Missing):
        gate.check(desk.home, answered.id, letter(another), [], by=desk.by())


def test_a_photograph_of_one_sheet_is_enough_to_stop(
    desk: Desk, answered: Case, another: Case
) -> None:
    photo = jpeg(scanned(printed(desk.pdf(another), dpi=200)[0], turned=-4, noise=0.15), 45)
    verdict = gate.check_scan(desk.home, answered.id, letter(answered), photo, by=desk.by())
    assert [f.why for f in verdict.foreign] == [Why.OTHER_CASE]
