"""The four journeys, each from its first page to the certificate of destruction.

A journey knows a company by its policy file alone. `CHIKAI_TEST_POLICY=FILE` sends all four to the
company of another file. Each goes in both languages, in one of them without scripts; the first
time, the second checker types a wrong fact and is stopped.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from browser_house import House, OpenPage, furnish_own, serve
from hands import follow
from office import GROUND, Office
from PIL import Image

from chikai.demo_data.cast import HANAKO, KENICHI, MIRAI
from chikai.people.model import Person
from chikai.policies import shipped

START = date(2026, 11, 2)
OWN = "mihon_shoji"
"""A company of nothing but a policy file, made for these tests."""


def journey(ja: str, en: str, *, scripts_in: str) -> pytest.MarkDecorator:
    """Each language at a company of its own."""
    named = [
        pytest.param(company, lang, lang == scripts_in, id=f"{company} in {lang}")
        for lang, company in (("ja", ja), ("en", en))
    ]
    return pytest.mark.parametrize(("company", "lang", "script"), named)


def policy_of_its_own() -> str:
    """Actio's promises under another name."""
    (*_, newest) = shipped("actio")
    return newest.text.replace("company: actio", f"company: {OWN}")


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    """A house of its own for each journey, from the first day."""
    root = shutil.copytree(furnished, tmp_path / "house")
    with serve(root, START) as served:
        yield served


@pytest.fixture
def office(house: House, visit: OpenPage) -> Callable[..., Office]:
    def opened(
        company: str, lang: str, script: bool, person: Person, by: Person | None = None
    ) -> Office:
        if file := os.environ.get("CHIKAI_TEST_POLICY"):
            company = furnish_own(house.root, Path(file).read_text("utf-8"))
        elif company == OWN:
            furnish_own(house.root, policy_of_its_own())
        return Office(visit, house, company, lang, script, person, by)

    return opened


Opened = Callable[..., Office]


@journey(ja="enhance", en="en_japan", scripts_in="en")
def test_the_requester_alone_on_a_phone(
    office: Opened, visit: OpenPage, company: str, lang: str, script: bool
) -> None:
    at = office(company, lang, script, HANAKO)
    phone = visit(lang=lang, script=script, width=390)
    phone.goto(f"/{at.company}/request?kind=disclosure&asker=person")
    assert HANAKO.birth_date is not None
    phone.locator('[name="kinds"][value="disclosure"]').check()
    for name, value in (
        ("person.name", HANAKO.names[0].full),
        ("person.postal_code", HANAKO.addresses[0].postal_code or ""),
        ("person.address", HANAKO.addresses[0].text),
        ("person.birth_date", HANAKO.birth_date.isoformat()),
        ("person.email", HANAKO.emails[0]),
    ):
        phone.locator(f'[name="{name}"]').fill(value)
    follow(phone.locator("main form .actions button.large:not(.second)"))
    assert phone.url.endswith(f"/{at.company}/received")
    at.page.goto(f"/desk/{at.company}")
    at.case = str(at.page.locator(".inbox > li > a").get_attribute("href")).rsplit("/", 1)[1]
    at.carry()
    assert at.look().exit is not None
    assert at.case in at.destroyed()


@journey(ja="enigmo", en="bengo4", scripts_in="ja")
def test_a_parent_by_post(office: Opened, company: str, lang: str, script: bool) -> None:
    """The register is not in the envelope; one letter asks for it, and it comes."""
    at = office(company, lang, script, MIRAI, KENICHI)
    papers = at.checklist("parent")
    at.open_envelope("parent", papers[:-1], electronic=False)
    at.carry()
    assert at.steps.count("ask") == 1 and "paper" in at.steps
    case = at.look()
    assert case.answer is not None and case.answer.posted_on is not None
    assert case.search is not None and case.completed_on is not None
    assert at.case in at.destroyed()


@journey(ja="enigmo", en="bengo4", scripts_in="en")
def test_a_mandated_lawyer_with_an_electronic_answer(
    office: Opened, company: str, lang: str, script: bool
) -> None:
    at = office(company, lang, script, HANAKO, KENICHI)
    at.open_envelope("mandatary", at.checklist("mandatary"), electronic=True)
    at.carry()
    case = at.look()
    assert case.answer is not None and case.answer.attached is not None
    assert at.case in at.destroyed()


@journey(ja="actio", en=OWN, scripts_in="ja")
def test_a_refusal_in_part_with_a_redacted_document(
    office: Opened, tmp_path: Path, company: str, lang: str, script: bool
) -> None:
    at = office(company, lang, script, HANAKO)
    at.open_envelope("person", at.checklist("person"), electronic=False)
    at.carry(until="grant")
    hands, page = at.hands, at.page

    page.goto(f"{at.address}/redact")
    Image.new("RGB", (600, 800), "white").save(tmp_path / "document.png")
    page.locator("[name=document]").set_input_files(tmp_path / "document.png")
    hands.send(page.locator('form[data-deed="document"] button'))
    part = page.locator("[data-mark]").first
    for side, value in zip("xywh", ("100", "300", "500", "80"), strict=True):
        hands.type(part.locator(f"[data-side={side}]"), value)
    part.locator("select").select_option(GROUND)
    hands.type(part.locator('[name$=".reason"]'), "他の方の権利を害するおそれがあるため")
    hands.send(page.locator('form[data-deed="redact"] button'))
    assert page.locator(".proof-card dd").all_inner_texts() == ["0"] * 6

    page.goto(at.address)
    grant = page.locator('.next form[data-deed="grant"]')
    hands.unfold(grant.locator("details").first)
    hands.tick(grant.locator("[name=withheld]").first)
    hands.tick(grant.locator(f"[name=ground][value={GROUND}]"))
    hands.type(grant.locator("[name=reason]"), "ご本人の安全を害するおそれがあるため。")
    at.press(hands, "grant")
    at.carry()
    case = at.look()
    assert case.documents[0].redacted is not None and case.outcome is not None
    assert at.case in at.destroyed()
