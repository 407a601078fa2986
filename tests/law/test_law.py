"""What is true of the law as a whole: coverage, sentences, grounds, papers, representatives."""

from __future__ import annotations

import importlib
import subprocess
import sys
from datetime import date

import pytest

from chikai.kernel.citation import Interval
from chikai.kernel.rule import all_rules, rules
from chikai.kernel.truth import NO, YES, judged, to_judge, unknown
from chikai.law import coverage, representatives, terms
from chikai.law.appi import sanctions
from chikai.law.appi.art35_cessation import CessationGround, grounds_of
from chikai.law.appi.art38_fee import FEE_KINDS, bears_fee
from chikai.law.appi.art39_suit import SUIT_KINDS, suit_clock, suit_possible_from
from chikai.law.documents import (
    Proof,
    document,
    documents,
    expires,
    must_mask,
    proving,
    successors,
    usable,
)
from chikai.law.facts import blank
from chikai.law.grounds import NoSuchGround, NotJudged, ground, grounds, refusal
from chikai.law.kinds import APPI, BASIS, MY_NUMBER, Asker, Paper, RequestKind
from chikai.law.my_number.art30_replacement import applies, kind_exists, stop_grounds
from chikai.law.order.art13_representatives import STATUTORY, Standing, may_represent
from chikai.law.show import NoSuchArticle, show
from chikai.words import render, sentences

TODAY = date(2026, 11, 21)
YES_JUDGED = judged(True, by="clerk", on=TODAY, reasons="vault")
NO_JUDGED = judged(False, by="clerk", on=TODAY, reasons="vault")


# --- coverage and words ---------------------------------------------------------------------------


def test_every_paragraph_of_articles_16_to_46_has_a_status() -> None:
    paragraphs = {16: 8, 17: 2, 18: 3, 20: 2, 21: 4, 26: 2, 27: 6, 28: 3, 29: 2, 30: 4, 31: 3}
    paragraphs |= {32: 3, 33: 5, 34: 3, 35: 7, 37: 4, 38: 2, 39: 3, 40: 2, 41: 9, 42: 3, 43: 6}
    wanted = {
        f"appi:{article}.{n}" if last > 1 else f"appi:{article}"
        for article in range(16, 47)
        for last in [paragraphs.get(article, 1)]
        for n in range(1, last + 1)
    }
    codes = [row.cites.code for row in coverage.rows()]
    assert wanted <= set(codes)
    assert len(codes) == len(set(codes))
    assert set(codes) - wanted == {c for c in codes if not c.startswith("appi:")} | {"appi:35.10"}


def test_every_coded_row_names_something_that_exists() -> None:
    for row in coverage.rows():
        assert (row.status == "coded") == bool(row.code), row.cites.code
        for name in row.code:
            module, _, attribute = name.partition(":")
            found = importlib.import_module(f"chikai.law.{module}")
            assert hasattr(found, attribute), f"{row.cites.code}: no {name}"


def test_every_rule_is_named_by_the_row_of_its_paragraph() -> None:
    for rule in all_rules():
        name = f"{rule.where.removeprefix('chikai.law.')}:{rule.name}"
        named_by = [row.cites for row in coverage.rows() if name in row.code]
        assert named_by, f"no row names {name}"
        assert any(c.law == rule.cites.law and c.article == rule.cites.article for c in named_by)


def test_every_article_covered_has_a_heading_in_both_languages() -> None:
    for row in coverage.rows():
        heading = coverage.caption(row.cites)
        assert heading.ja and heading.en, row.cites.code


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_rule_has_a_sentence(lang: str) -> None:
    assert {f"law.{rule.name}" for rule in all_rules()} <= set(sentences(lang))


def test_the_english_sentence_is_the_docstring() -> None:
    for rule in all_rules():
        assert sentences("en")[f"law.{rule.name}"] == " ".join(rule.doc.split())


def test_no_sentence_stands_for_a_rule_that_is_gone() -> None:
    names = {f"law.{rule.name}" for rule in all_rules()} | {"law.no_such_ground"}
    names.add("law.no_ground_at_all")
    assert {id for id in sentences("en") if id.startswith("law.")} == names


def test_importing_one_article_registers_the_whole_act() -> None:
    code = (
        "import chikai.law.appi.art33_disclosure\n"
        "from chikai.kernel.rule import all_rules\n"
        "names = {r.name for r in all_rules()}\n"
        "assert {'opt_out_stop_refused', 'not_made_for_a_fee_not_owed'} <= names, names\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_nothing_but_the_undated_amendment_is_out_of_force_today() -> None:
    out = {r.name for r in all_rules()} - {r.name for r in rules(on=TODAY)}
    assert out == {"cessation_under_sixteen_refused"}


def test_show_prints_the_rules_under_an_article() -> None:
    shown = show("33", on=TODAY)
    assert (shown.cites.ja, shown.caption.ja) == ("個人情報保護法第33条", "開示")
    second = next(r for r in shown.rules if r.name == "seriously_hinders_business")
    assert (second.verb, second.cites.ja) == ("exempts", "個人情報保護法第33条第2項第2号")
    assert "著しい支障" in render(second.message, lang="ja")
    refused = next(r for r in shown.rules if r.name == "disclosure_refused")
    assert "seriously_hinders_business" in refused.unless


def test_show_says_which_rule_waits_for_its_day() -> None:
    waiting = [r for r in show("35", on=TODAY).rules if not r.now]
    assert [(r.name, r.day_set) for r in waiting] == [("cessation_under_sixteen_refused", False)]


@pytest.mark.parametrize("article", ["999", "gdpr:15", "", "33.x", "order"])
def test_show_knows_no_other_article(article: str) -> None:
    with pytest.raises(NoSuchArticle):
        show(article, on=TODAY)


# --- grounds of refusal ---------------------------------------------------------------------------


def offered(kind: RequestKind) -> list[str]:
    return [each.id for each in grounds(kind, on=TODAY)]


def test_the_grounds_of_each_kind_are_those_of_the_statute() -> None:
    assert offered(RequestKind.DISCLOSURE) == [
        "harms_life_body_property_or_rights",
        "seriously_hinders_business",
        "breaks_other_law",
        "other_law_gives_disclosure",
        "not_retained",
    ]
    assert offered(RequestKind.CORRECTION) == [
        "content_is_factual",
        "not_needed_for_purpose",
        "other_law_procedure",
        "not_retained",
    ]
    for kind in (
        RequestKind.CESSATION_VIOLATION,
        RequestKind.PROVISION_STOP_VIOLATION,
        RequestKind.CESSATION_NEED_ENDED,
    ):
        assert offered(kind) == ["ground_not_founded", "substitute_measure", "not_retained"]


@pytest.mark.parametrize("kind", [RequestKind.OPT_OUT_STOP, RequestKind.COMPLAINT])
def test_an_opt_out_stop_and_a_complaint_have_no_ground(kind: RequestKind) -> None:
    assert offered(kind) == []


def test_each_paragraph_of_article_35_is_cited_for_its_own_kind() -> None:
    cited = {kind: ground(kind, "ground_not_founded", on=TODAY).cites for kind in grounds_of_35()}
    assert [c[0].en for c in cited.values()] == [
        "APPI Art. 35(2)",
        "APPI Art. 35(4)",
        "APPI Art. 35(6)",
    ]


def grounds_of_35() -> tuple[RequestKind, ...]:
    return (
        RequestKind.CESSATION_VIOLATION,
        RequestKind.PROVISION_STOP_VIOLATION,
        RequestKind.CESSATION_NEED_ENDED,
    )


def test_records_are_refused_by_reference() -> None:
    hindrance = ground(RequestKind.RECORD_DISCLOSURE, "seriously_hinders_business", on=TODAY)
    assert [c.en for c in hindrance.cites] == ["APPI Art. 33(5)", "APPI Art. 33(2)(ii)"]


@pytest.mark.parametrize("kind", list(RequestKind))
def test_affects_our_operation_is_a_ground_for_nothing(kind: RequestKind) -> None:
    with pytest.raises(NoSuchGround) as refused:
        refusal(kind, "affects_our_operation", YES_JUDGED, on=TODAY)
    assert refused.value.kind is kind
    assert bool(refused.value.cites) == bool(grounds(kind, on=TODAY))
    assert render(refused.value.message, lang="ja") != render(refused.value.message, lang="en")


def test_serious_hindrance_excuses_disclosure_and_not_correction() -> None:
    decision = refusal(RequestKind.DISCLOSURE, "seriously_hinders_business", YES_JUDGED, on=TODAY)
    assert decision.verdict == "permitted"
    assert [r.cites.en for r in decision.because if r.cites] == ["APPI Art. 33(2)(ii)"]
    with pytest.raises(NoSuchGround) as refused:
        refusal(RequestKind.CORRECTION, "seriously_hinders_business", YES_JUDGED, on=TODAY)
    assert "APPI Art. 34(2)" in [c.en for c in refused.value.cites]


@pytest.mark.parametrize("kind", [k for k in RequestKind if grounds(k, on=TODAY)])
def test_a_ground_carries_alone_when_it_holds_and_not_when_it_does_not(kind: RequestKind) -> None:
    for each in grounds(kind, on=TODAY):
        also = dict.fromkeys(each.also, YES)
        held = refusal(kind, each.id, YES_JUDGED, on=TODAY, also=also)
        missed = refusal(kind, each.id, NO_JUDGED, on=TODAY, also=also)
        waiting = refusal(kind, each.id, to_judge("the_judgment"), on=TODAY, also=also)
        assert (held.verdict, missed.verdict, waiting.verdict) == ("permitted", "forbidden", "ask")


@pytest.mark.parametrize("bare", [YES, NO])
def test_an_open_word_without_its_judge_is_not_taken(bare: object) -> None:
    with pytest.raises(NotJudged):
        refusal(RequestKind.DISCLOSURE, "seriously_hinders_business", bare, on=TODAY)  # type: ignore[arg-type]


def test_a_substitute_measure_asks_whether_it_was_taken() -> None:
    kind = RequestKind.CESSATION_NEED_ENDED
    decision = refusal(kind, "substitute_measure", YES_JUDGED, on=TODAY)
    assert [q.key for q in decision.questions] == ["substitute_measure_taken"]
    undone = {"substitute_measure_taken": NO}
    decision = refusal(kind, "substitute_measure", YES_JUDGED, on=TODAY, also=undone)
    assert decision.verdict == "forbidden"


# --- fees, suit, sanctions, My Number ------------------------------------------------------------


def test_only_notice_of_purpose_and_disclosure_bear_a_fee() -> None:
    assert {k for k in RequestKind if bears_fee(k).is_yes} == FEE_KINDS
    assert {
        RequestKind.NOTICE_OF_PURPOSE,
        RequestKind.DISCLOSURE,
        RequestKind.RECORD_DISCLOSURE,
    } == FEE_KINDS


def test_a_request_of_1_april_opens_the_suit_on_16_april() -> None:
    assert suit_possible_from(date(2026, 4, 1)) == date(2026, 4, 16)


def test_a_refusal_opens_the_suit_at_once() -> None:
    arrived = date(2026, 4, 1)
    assert suit_possible_from(arrived, refused=date(2026, 4, 3)) == date(2026, 4, 3)
    assert suit_possible_from(arrived, refused=date(2026, 5, 1)) == date(2026, 4, 16)


def test_the_suit_clock_exists_for_articles_33_to_35_alone() -> None:
    with_clock = {k for k in RequestKind if suit_clock(k, arrived=TODAY) is not None}
    assert with_clock == SUIT_KINDS
    assert {BASIS[k].article for k in with_clock} == {"33", "34", "35"}


def test_penal_provisions_are_renumbered_on_17_january_2027() -> None:
    fine = sanctions.Sanction.ADMINISTRATIVE_FINE
    before, after = date(2027, 1, 16), date(2027, 1, 17)
    assert [str(sanctions.cite(fine, on=day)) for day in (before, after)] == [
        "APPI Art. 185",
        "APPI Art. 186",
    ]
    assert sanctions.cite(sanctions.Sanction.BREACH_OF_ORDER, on=after) is None
    for sanction in sanctions.Sanction:
        for day in (before, after):
            cited = sanctions.cite(sanction, on=day)
            assert cited is None or day in cited.in_force


def test_a_stop_for_specific_personal_information_is_tested_by_article_19() -> None:
    assert stop_grounds(YES) == (CessationGround.BREACH_OF_MY_NUMBER_19,)
    assert CessationGround.BREACH_OF_MY_NUMBER_19 not in stop_grounds(NO)
    assert len(stop_grounds(unknown("specific"))) == 3
    assert CessationGround.BREACH_OF_MY_NUMBER_19.cites == MY_NUMBER(19)


def test_articles_27_to_30_and_their_requests_are_off_for_specific_personal_information() -> None:
    assert not any(applies(APPI(article)) for article in (27, 28, 29, 30))
    assert all(applies(APPI(article)) for article in (31, 32, 33, 34, 35))
    off = {k for k in RequestKind if not kind_exists(k)}
    assert off == {RequestKind.OPT_OUT_STOP, RequestKind.FOREIGN_MEASURES_INFO}


def test_every_ground_of_cessation_belongs_to_one_kind() -> None:
    kinds = grounds_of_35()
    assert sorted(g for k in kinds for g in grounds_of(k)) == sorted(CessationGround)
    assert grounds_of(RequestKind.DISCLOSURE) == ()


# --- papers and representatives ------------------------------------------------------------------


def test_every_paper_is_in_the_table_once() -> None:
    assert sorted(d.paper for d in documents()) == sorted(Paper)


def test_the_old_insurance_card_died_on_2_december_2025() -> None:
    assert usable(Paper.INSURANCE_CARD, on=date(2025, 12, 1))
    assert not usable(Paper.INSURANCE_CARD, on=date(2025, 12, 2))
    assert successors(Paper.INSURANCE_CARD, on=TODAY) == (
        Paper.ELIGIBILITY_CERTIFICATE,
        Paper.MY_NUMBER_CARD,
        Paper.RESIDENT_RECORD,
    )


def test_a_pension_handbook_is_no_longer_issued_and_still_good() -> None:
    assert document(Paper.PENSION_HANDBOOK).issued_to == date(2022, 3, 31)
    assert usable(Paper.PENSION_HANDBOOK, on=TODAY)


def test_a_money_order_is_good_for_six_months() -> None:
    issued = date(2026, 8, 31)
    assert expires(Paper.MONEY_ORDER, issued=issued) == date(2027, 2, 28)
    assert usable(Paper.MONEY_ORDER, on=date(2027, 2, 28), issued=issued)
    assert not usable(Paper.MONEY_ORDER, on=date(2027, 3, 1), issued=issued)
    assert expires(Paper.PASSPORT, issued=issued) is None


def test_what_must_be_covered_on_a_copy() -> None:
    assert must_mask(Paper.FAMILY_REGISTER) == ("domicile",)
    assert "my_number" in must_mask(Paper.MY_NUMBER_CARD)
    assert "domicile" in must_mask(Paper.GUARDIANSHIP_CERTIFICATE)
    assert document(Paper.MY_NUMBER_CARD).never_ask == ("back",)


def test_what_proves_an_address_today() -> None:
    addresses = proving(Proof.ADDRESS, on=TODAY)
    assert Paper.RESIDENT_RECORD in addresses
    assert Paper.PASSPORT not in addresses and Paper.FAMILY_REGISTER not in addresses
    assert Paper.INSURANCE_CARD not in proving(Proof.IDENTITY, on=TODAY)


def test_every_asker_but_the_person_is_a_representative() -> None:
    for asker in set(Asker) - {Asker.PERSON}:
        row = representatives.representative(asker, on=TODAY)
        assert (row.standing == "statutory") == (asker in STATUTORY)
        assert all(usable(p, on=TODAY) for proof in row.proofs for p in proof)
    with pytest.raises(representatives.NoRepresentative):
        representatives.representative(Asker.PERSON, on=TODAY)


def test_the_person_needs_no_power() -> None:
    assert may_represent(blank(Standing, asker=Asker.PERSON)).is_yes


def test_a_curator_without_the_list_is_a_question_and_no_refusal() -> None:
    standing = blank(Standing, asker=Asker.CURATOR, power_proven=YES)
    assert [q.key for q in may_represent(standing).questions] == ["power_covers_request"]


def test_joint_parental_authority_is_one_question_to_a_person() -> None:
    standing = blank(Standing, asker=Asker.PARENT, power_proven=YES, person_is_minor=YES)
    (question,) = may_represent(standing).questions
    assert (question.key, question.kind) == ("joint_parental_authority", "judgment")


def test_each_term_has_one_code_word() -> None:
    codes = [t.code for t in terms.terms()]
    assert len(codes) == len(set(codes))
    assert terms.term("retained_personal_data").ja == "保有個人データ"
    with pytest.raises(KeyError):
        terms.term("data_subject")


def test_intervals_of_papers_are_ordered() -> None:
    for each in documents():
        start, end = each.valid.start, each.valid.end
        assert start is None or end is None or start <= end
    assert Interval.parse("unset") not in {d.valid for d in documents()}
