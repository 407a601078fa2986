"""Each rule: one file, one page, words in both languages, an example that makes it speak."""

import re
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from laying import CLEAN, ON, example_report, laid

from chikai.kernel.citation import Interval
from chikai.law.kinds import APPI
from chikai.policies import COMPANIES
from chikai.policy.finding import BadPolicy
from chikai.policy.lint import RULES, lint_text
from chikai.policy.lint.frame.rule import lint
from chikai.words import LANGS, places, render, sentences

FOLDER = Path(str(resources.files("chikai"))) / "policy" / "lint"
PAGES = Path(__file__).parents[2] / "docs" / "reference" / "lint"


def test_a_rule_is_a_file_and_a_file_is_a_rule() -> None:
    assert {f.stem for f in FOLDER.glob("*.py")} - {"__init__"} == set(RULES)
    assert {id: rule.test.__module__.rpartition(".")[2] for id, rule in RULES.items()} == {
        id: id for id in RULES
    }


def test_no_rule_knows_a_company() -> None:
    named = [
        f"{file.name}: {company}"
        for file in FOLDER.rglob("*.py")
        for company in COMPANIES
        if re.search(rf"\b{company}\b", file.read_text("utf-8"), re.I)
    ]
    assert named == []


@pytest.mark.parametrize("id", RULES)
def test_its_example_makes_it_speak(id: str) -> None:
    said = [finding for finding in example_report(id).findings if finding.rule == id]
    assert said
    for finding in said:
        assert finding.line and finding.column and finding.cites
        for lang in LANGS:
            assert render(finding.message, lang=lang) and render(finding.remedy, lang=lang)


def test_a_policy_that_says_everything_hears_only_of_laws_to_come() -> None:
    report = lint_text(CLEAN, file="clean.yaml", on=ON)
    assert {f.rule for f in report.findings} == {id for id, rule in RULES.items() if rule.ahead}
    assert {f.severity for f in report.findings} == {"advice"}
    assert {cell.status.mark for cell in report.table} <= {"✔", "—"}


@pytest.mark.parametrize("id", RULES)
@pytest.mark.parametrize("lang", LANGS)
def test_it_has_its_page(id: str, lang: str) -> None:
    page = (PAGES / f"{id}.{lang}.md").read_text("utf-8")
    for key in ("title", "why", "remedy"):
        assert sentences(lang)[f"lint.{id}.{key}"] in page
    assert all(cite.say(lang) in page for cite in RULES[id].cites)
    assert RULES[id].example in page


def test_words_have_the_same_places_in_both_languages() -> None:
    ids = [id for id in sentences("ja") if id.startswith("lint.")]
    assert sorted(ids) == sorted(id for id in sentences("en") if id.startswith("lint."))
    assert [id for id in ids if places(id, lang="ja") != places(id, lang="en")] == []


def test_two_rules_cannot_share_an_id() -> None:
    with pytest.raises(ValueError, match="fee_amount"):
        lint("fee_amount", cites=APPI(38, 1), severity="advice", example="")(lambda p, on: ())


class TestAsOfADay:
    """A rule speaks only on days it is in force."""

    def rules_on(self, on: date, example: str = "{}") -> set[str]:
        return {f.rule for f in lint_text(laid(example), file="x.yaml", on=on).findings}

    def test_an_insurance_card_was_good_until_december_2025(self) -> None:
        example = RULES["dead_paper"].example
        assert "dead_paper" not in self.rules_on(date(2025, 12, 1), example)
        assert "dead_paper" in self.rules_on(date(2025, 12, 2), example)

    def test_the_renumbering_is_ahead_until_the_day_it_happens(self) -> None:
        assert "ahead_penal" not in self.rules_on(date(2026, 7, 16))
        assert "ahead_penal" in self.rules_on(date(2027, 1, 16))
        assert "ahead_penal" not in self.rules_on(date(2027, 1, 17))

    def test_a_clause_that_cites_a_penal_article_is_warned(self) -> None:
        say = "{ja: 個人情報保護法第178条により罰せられます。, en: 'APPI Art. 178 punishes it.'}"
        example = f"changes: {{notice: {{say: {say}}}}}"
        found = lint_text(laid(example), file="x.yaml", on=ON).findings
        assert [f.severity for f in found if f.rule == "ahead_penal"] == ["warning"]

    def test_the_rest_of_act_56_has_no_day_and_stays_ahead(self) -> None:
        assert RULES["ahead_act_56"].in_force == Interval(date(2026, 7, 17))
        assert "ahead_act_56" in self.rules_on(date(2029, 1, 1))

    def test_external_transmission_binds_since_june_2023(self) -> None:
        example = RULES["transmission_items"].example
        assert "transmission_items" not in self.rules_on(date(2023, 6, 15), example)
        assert "transmission_items" in self.rules_on(date(2023, 6, 16), example)


def test_a_file_that_is_no_policy_is_bad_input() -> None:
    with pytest.raises(BadPolicy):
        lint_text("schema: 1\ncompany: x\n", file="x.yaml", on=ON)
    with pytest.raises(BadPolicy) as bad:
        lint_text(laid("about: {desk: nowhere}"), file="x.yaml", on=ON)
    assert [f.code for f in bad.value.findings] == ["policy.error.no_such_contact"]
