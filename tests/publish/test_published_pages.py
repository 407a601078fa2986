"""Every published page is whole, well formed, in reading order, and asks nobody for anything."""

from itertools import pairwise

import pytest
from page_reader import read
from published_house import policy_of, published

from chikai.policies import COMPANIES
from chikai.policy.model import Policy
from chikai.policy.publish.document import anchors
from chikai.policy.publish.page import page
from chikai.policy.walk import clauses
from chikai.words import LANGS


def pages(company: str) -> dict[str, bytes]:
    return {f.name: f.content for f in published(company).files if f.name.endswith(".html")}


@pytest.mark.parametrize("lang", LANGS)
def test_every_clause_of_the_policy_stands_on_the_page_once(policy: Policy, lang: str, day) -> None:
    found = anchors(page(policy, lang=lang, on=day))
    assert len(found) == len(set(found))
    assert {each.id for each in clauses(policy)} <= set(found)


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_is_made_of_the_sentences_of_the_clauses(policy: Policy, lang: str) -> None:
    text = read(pages(policy.company)[f"policy.{lang}.html"]).text
    missing = [each.id for each in clauses(policy) if each.say[lang] not in text]
    assert missing == []


@pytest.mark.parametrize("company", COMPANIES)
def test_every_file_is_well_formed_with_one_title_and_headings_in_order(company: str) -> None:
    for name, html in pages(company).items():
        found = read(html)
        levels = [level for level, _ in found.headings]
        assert levels.count(1) == 1 and levels[0] == 1, name
        assert all(later <= before + 1 for before, later in pairwise(levels))
        assert all(text.strip() for _, text in found.headings), name
        assert found.lang == name.split(".")[-2]
        assert found.title


@pytest.mark.parametrize("company", COMPANIES)
def test_anchors_are_unique_and_every_way_leads_somewhere(company: str) -> None:
    everything = {each.name for each in published(company).files}
    for name, html in pages(company).items():
        found = read(html)
        assert len(found.ids) == len(set(found.ids)), name
        assert set(found.labels) <= set(found.ids), name
        for address in found.addresses:
            if address.startswith("#"):
                assert address[1:] in found.ids, (name, address)
            else:
                assert address in everything, (name, address)


@pytest.mark.parametrize("company", COMPANIES)
def test_a_page_asks_no_other_place_and_runs_no_script(company: str) -> None:
    for name, html in pages(company).items():
        found = read(html)
        assert not {"script", "img", "iframe", "object", "embed", "form"} & set(found.tags), name
        assert "url(" not in found.style and "@import" not in found.style
        assert not [a for a in found.addresses if "//" in a], name


def test_what_a_text_does_not_say_is_said_to_be_unpublished() -> None:
    bengo4 = read(pages("bengo4")["joint-use.ja.html"]).text
    assert "共同して利用する情報の項目公表していません" in "".join(bengo4.split())
    enigmo = read(pages("enigmo")["policy.ja.html"]).text
    assert "代表者公表していません" in "".join(enigmo.split())


def test_a_paper_that_proves_nothing_any_more_is_not_among_those_accepted() -> None:
    text = read(pages("enigmo")["policy.en.html"]).text
    accepted = text.split("Any one of these")[1].split("If a paper shows")[0]
    assert "passport" in accepted.lower()
    assert "insurance card" not in accepted.lower()


def test_only_a_policy_that_speaks_of_a_matter_has_its_page() -> None:
    names = {company: set(pages(company)) for company in COMPANIES}
    assert "anonymized.ja.html" in names["actio"]
    assert not {"anonymized.ja.html", "joint-use.ja.html"} & names["enigmo"]
    assert {"external-transmission.en.html", "joint-use.en.html"} <= names["enhance"]


def test_what_a_policy_says_is_never_markup(day) -> None:
    from chikai.adapters.pages.html import html

    enigmo = policy_of("enigmo")
    evil = enigmo.about.model_copy(
        update={"say": enigmo.about.say.model_copy(update={"ja": "<script>alert(1)</script>&<b>"})}
    )
    made = html(page(enigmo.model_copy(update={"about": evil}), lang="ja", on=day))
    assert b"<script>" not in made
    assert "<script>alert(1)</script>&<b>" in read(made).text
