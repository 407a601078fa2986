"""The portal: asking Enhance by telephone screen, and printing Enigmo's form."""

from __future__ import annotations

import pytest
from browser_house import House, OpenPage
from playwright.sync_api import expect

from chikai import wiring
from chikai.app import cases
from chikai.demo_data.cast import HANAKO
from chikai.law.kinds import Channel


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_free_request_to_enhance_from_a_phone(
    visit: OpenPage, house: House, script: bool
) -> None:
    """No channel is set, so any way is accepted: no form, no fee, and it has arrived today."""
    page = visit(width=390, script=script)
    page.goto("/enhance")
    page.get_by_label("開示に必要なものを見る", exact=True).click()
    page.get_by_role("link", name="ここから請求する").click()
    # What the details are used for is said before anything is sent.
    expect(page.locator("#purpose")).to_contain_text("その手続のためにだけ")
    page.locator('[name="person.name"]').fill(HANAKO.names[0].full)
    page.locator('[name="person.address"]').fill(HANAKO.addresses[0].text)
    page.locator('[name="statement"]').fill("注文の記録を見せてください。")
    page.get_by_role("button", name="請求を送る").click()

    expect(page.locator("h1")).to_have_text("請求を受け取りました")
    number = page.locator(".number").inner_text()
    assert page.url == f"{house.url}/enhance/received"
    shown = page.locator("main").inner_text()
    assert HANAKO.names[0].full not in shown
    assert HANAKO.addresses[0].text not in shown
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 if script else True
    with wiring.open_home(wiring.place(house.root, "enhance"), clock=house.clock) as home:
        opened = cases.load(home, number)
        assert opened.channel is Channel.PORTAL
        assert opened.basis.arrived_on == house.clock.now().date()


def test_a_mistake_keeps_what_was_written(visit: OpenPage, house: House) -> None:
    page = visit(width=390)
    page.goto("/enhance/request")
    page.locator('[name="statement"]').fill("消去を求めます。")
    page.locator('[name="person.name"]').fill(HANAKO.names[0].full)
    page.locator('[name="person.birth_date"]').fill("昭和70年1月1日")
    page.get_by_role("button", name="請求を送る").click()
    expect(page.get_by_role("alert")).to_be_focused()
    wrong = page.locator('[name="person.birth_date"]')
    assert wrong.get_attribute("aria-invalid") == "true"
    assert page.locator('[name="statement"]').input_value() == "消去を求めます。"


def test_enigmo_prints_its_form(visit: OpenPage) -> None:
    """Enigmo takes requests by post: the portal gives the form, the label and the checklist."""
    page = visit()
    page.goto("/enigmo/ask?kind=disclosure&asker=parent")
    assert page.get_by_role("link", name="ここから請求する").count() == 0
    page.get_by_role("link", name="用紙を印刷する").click()
    sheets = page.locator(".sheet")
    assert sheets.count() == 2
    assert "個人情報開示等請求書" in sheets.first.inner_text()
    assert "■ 親権者" in sheets.first.inner_text()
    second = sheets.last.inner_text()
    assert "戸籍謄本" in second and "1,000円" in second and "〒107-0052" in second
    page.emulate_media(media="print")
    assert page.locator("header.top").is_hidden()
    page.goto("/enigmo/request?kind=correction")
    assert page.url.endswith("/enigmo/print?kind=correction&asker=person")


def test_the_language_is_chosen_once_and_keeps_the_question(visit: OpenPage) -> None:
    page = visit(lang="ja")
    page.goto("/bengo4/ask?kind=correction&asker=curator")
    page.get_by_role("link", name="English").click()
    assert page.locator("h1").inner_text() == "Correction, addition or deletion"
    assert page.locator("select").input_value() == "curator"
    page.goto("/actio")
    assert page.locator("html").get_attribute("lang") == "en"
