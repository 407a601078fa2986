"""The portal: mistakes, the form of a company that takes requests by post, the language."""

from __future__ import annotations

import pypdfium2
import pytest
from browser_house import House, OpenPage
from hands import follow
from playwright.sync_api import expect

from chikai import places, wiring
from chikai.demo_data.cast import HANAKO


def test_a_mistake_keeps_what_was_written(visit: OpenPage, house: House) -> None:
    page = visit(width=390)
    page.goto("/enhance/request")
    page.locator('[name="statement"]').fill("消去を求めます。")
    page.locator('[name="person.name"]').fill(HANAKO.names[0].full)
    page.locator('[name="person.birth_date"]').fill("昭和70年1月1日")
    follow(page.get_by_role("button", name="請求を送る"))
    expect(page.get_by_role("alert")).to_be_focused()
    wrong = page.locator('[name="person.birth_date"]')
    assert wrong.get_attribute("aria-invalid") == "true"
    assert page.locator('[name="statement"]').input_value() == "消去を求めます。"


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_enigmo_prints_its_form(visit: OpenPage, house: House, script: bool) -> None:
    """Enigmo takes requests by post: the portal gives the form, the label and the checklist, filled
    in on the screen, and keeps nothing of it."""
    page = visit(width=390, script=script)
    page.goto("/enigmo/ask?kind=disclosure&asker=parent")
    assert page.get_by_role("link", name="ここから請求する").count() == 0
    follow(page.get_by_role("link", name="画面で記入して印刷する"))
    expect(page.locator("#purpose")).to_be_visible()
    assert page.get_by_role("button", name="あとで続ける").count() == 0
    # Who asks was said in the interview: the representative's part stands open.
    page.locator('[name="representative.name"]').fill("見本 親子")
    page.locator('[name="person.name"]').fill(HANAKO.names[0].full)
    token = page.locator('[name="_csrf_token"]').first.input_value()
    fields = {
        "_csrf_token": token,
        "asker": "parent",
        "kinds": "disclosure",
        "representative.name": "見本 親子",
        "person.name": HANAKO.names[0].full,
        "print": page.locator('.actions [name="print"]').get_attribute("value") or "",
    }
    answer = page.request.post("/enigmo/form", form=fields)
    sheets = pypdfium2.PdfDocument(answer.body())
    said = "".join(sheet.get_textpage().get_text_range() for sheet in sheets)
    for each in ("個人情報開示等請求書", "見本 親子", HANAKO.names[0].full, "戸籍謄本", "107-0052"):
        assert each in said
    page.goto("/enigmo/request?kind=correction")
    assert page.url.endswith("/enigmo/print?kind=correction&asker=person")
    with wiring.open_home(places.place(house.root, "enigmo"), clock=house.clock) as home:
        assert home.journal.size() == 0


def test_who_asks_opens_the_part_of_the_representative(visit: OpenPage) -> None:
    """With a style rule alone: it works without scripts."""
    page = visit(width=390, script=False)
    page.goto("/enhance/request")
    part = page.locator('[name="representative.name"]')
    expect(part).to_be_hidden()
    page.locator('[name="asker"][value="parent"]').check()
    expect(part).to_be_visible()


def test_the_language_is_chosen_once_and_keeps_the_question(visit: OpenPage) -> None:
    page = visit(lang="ja")
    page.goto("/bengo4/ask?kind=correction&asker=curator")
    follow(page.get_by_role("link", name="English"))
    assert page.locator("h1").inner_text() == "What your case needs"
    assert "Correction, addition or deletion" in page.locator("main").inner_text()
    assert "urator" in page.locator("main dl").first.inner_text()
    page.goto("/actio")
    assert page.locator("html").get_attribute("lang") == "en"
