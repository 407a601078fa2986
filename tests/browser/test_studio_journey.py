"""The policy studio in a browser: a fee goes from a draft to the portal, with scripts and without;
and nobody is kept out of any of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from barriers import barriers
from browser_house import House, OpenPage, serve
from hands import Hands, follow
from playwright.sync_api import Page, expect

from chikai import places, wiring
from chikai.app import accounts
from chikai.people.accounts import Account
from chikai.people.staff import Role

KINDS = "kinds: [notice_of_purpose, disclosure"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """One company and its officer; no databases are needed here."""
    (tmp_path / "enigmo").mkdir()
    (tmp_path / "enigmo" / places.DEMO_MARK).touch()
    with wiring.open_home(places.place(tmp_path, "enigmo")) as home:
        officer = Account("clerk-1", frozenset({Role.PRIVACY_OFFICER}), home.clock.now())
        accounts.of(home).put(officer)
    with serve(tmp_path, date(2026, 11, 2)) as served:
        yield served


def begin(page: Page) -> None:
    page.goto("/studio/enigmo")
    page.get_by_label("適用する日").fill("2026-12-15")
    page.get_by_label("下書きの名前").fill("fee")
    follow(page.get_by_role("button", name="下書きを作る"))
    page.wait_for_url("**/fee/edit")


def put(page: Page, text: str) -> None:
    """Set the text as if it had been written: typing 650 lines would take a minute."""
    page.locator("#text").evaluate(
        "(area, text) => { area.value = text; area.dispatchEvent(new Event('input')); }", text
    )


def judge_and_publish(page: Page) -> None:
    follow(page.get_by_role("link", name="公表", exact=True))
    follow(page.get_by_role("link", name="判断を記録する"))
    page.get_by_label("はい").check()
    page.get_by_label("判断の理由").fill("郵送と確認の実費は1,190円です。")
    follow(page.get_by_role("button", name="判断を記録する"))
    expect(page.locator(".judge")).to_contain_text("「はい」と判断しました")
    page.goto("/studio/enigmo/fee/publish")
    page.get_by_label("残ることを承知しています").check()
    follow(page.get_by_role("button", name="公表する"))
    expect(page.locator("h1")).to_have_text("公表しました")


def test_a_fee_goes_from_the_editor_to_the_portal(visit: OpenPage, house: House) -> None:
    page = visit(width=1280)
    Hands(page, "enigmo")
    begin(page)
    area, findings = page.locator("#text"), page.locator("#findings")
    expect(page.locator(".gutter")).to_be_visible()
    draft = area.input_value()

    # The finding comes while it is written, leads to its line, and its fix is one button.
    put(page, draft.replace("amount: 1000", "amount: 1200").replace(KINDS, f"{KINDS}, correction"))
    fix = findings.locator('button[value^="fix:lint.fee_on_free_kind"]')
    expect(fix).to_be_visible()
    button = page.locator('button[value^="fix:lint.fee_on_free_kind"]')
    wrong = findings.locator(".finding", has=button)
    wrong.locator(".to-line").click()
    expect(area).to_be_focused()
    line = area.evaluate("a => a.value.slice(0, a.selectionStart).split('\\n').length")
    assert str(line) in wrong.locator(".to-line").inner_text()
    follow(fix)
    expect(page.get_by_role("status").first).to_contain_text("まだ保存していません")
    assert area.input_value() == draft.replace("amount: 1000", "amount: 1200")

    # Suggestions come from the schema, by keyboard.
    at = "requests:\n"
    area.evaluate(
        "(a, at) => { const i = a.value.indexOf(at) + at.length;"
        " a.setRangeText('  cha\\n', i, i); a.focus(); a.setSelectionRange(i + 2, i + 5);"
        " a.setRangeText('', i + 2, i + 5); a.setSelectionRange(i + 2, i + 2); }",
        at,
    )
    area.press("Control+Space")
    options = page.get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert "kinds" not in options.all_inner_texts()  # it stands there already
    area.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    area.press("Control+Space")
    area.press("ArrowDown")
    chosen = page.locator('[role="option"][aria-selected="true"]').inner_text()
    area.press("Enter")
    assert f"\n  {chosen} \n" in area.input_value() or f"\n  {chosen}\n" in area.input_value()

    put(page, draft.replace("amount: 1000", "amount: 1200"))
    follow(page.get_by_role("button", name="保存する", exact=True))
    page.wait_for_url("**done=saved")
    follow(page.get_by_role("link", name="見え方"))
    follow(page.get_by_role("link", name="株式会社エニグモ 個人情報の取扱い").first)
    expect(page.locator(".preview-banner")).to_contain_text("有効な版ではありません")
    expect(page.locator("main")).to_contain_text("1,200円")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    follow(page.get_by_role("link", name="作業台に戻る"))

    judge_and_publish(page)
    follow(page.get_by_role("link", name="公開されている頁を見る"))
    expect(page.locator("#changed")).to_contain_text("1,000円 → 1,200円")
    house.clock.move_to(date(2026, 12, 15))
    page.goto("/enigmo/policy")
    expect(page.locator("main")).to_contain_text("1,200円")


def test_the_same_without_scripts(visit: OpenPage) -> None:
    page = visit(width=390, script=False)
    Hands(page, "enigmo")
    begin(page)
    draft = page.locator("#text").input_value()
    changed = draft.replace("amount: 1000", "amount: 1200")
    page.locator("#text").fill(changed.replace(KINDS, f"{KINDS}, correction"))
    follow(page.get_by_role("button", name="照合する"))
    follow(page.locator('button[value^="fix:lint.fee_on_free_kind"]'))
    assert page.locator("#text").input_value() == changed
    follow(page.get_by_role("button", name="保存する", exact=True))
    expect(page.get_by_role("status").first).to_have_text("保存しました。")
    judge_and_publish(page)


def test_unsaved_text_is_offered_again(visit: OpenPage) -> None:
    page = visit()
    Hands(page, "enigmo")
    begin(page)
    page.on("dialog", lambda dialog: dialog.accept())
    draft = page.locator("#text").input_value()
    put(page, f"{draft}# not finished\n")
    page.goto("/studio/enigmo")
    page.goto("/studio/enigmo/fee/edit")
    assert page.locator("#text").input_value() == draft
    page.get_by_role("button", name="保存されなかった文面を戻す").click()
    assert page.locator("#text").input_value().endswith("# not finished\n")


# --- open to all ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "width"), [("ja", 390), ("en", 1280)])
def test_what_goes_wrong_in_the_studio_is_open_to_all(
    visit: OpenPage, lang: str, width: int
) -> None:
    """A refused form and a conflict of two writers; test_access.py looks at the pages."""
    page = visit(lang=lang, width=width)
    Hands(page, "enigmo")
    found: list[str] = []
    name = f"fee-{lang}"
    page.goto("/studio/enigmo")
    page.locator("#begin-effective_from").fill("2026-12-15")
    page.locator("#begin-name").fill("Not A Name")
    follow(page.locator("form:has(#begin-name) button"))
    found += barriers(page)
    page.locator("#begin-name").fill(name)
    follow(page.locator("form:has(#begin-name) button"))
    page.wait_for_url("**/edit")
    put(page, page.locator("#text").input_value().replace("amount: 1000", "amount: 1200"))
    follow(page.locator('button[value="save"]'))
    page.wait_for_url("**done=saved")
    page.locator('[name="opened"]').first.evaluate("e => { e.value = 'older'; }")
    put(page, page.locator("#text").input_value() + "# mine\n")
    follow(page.locator('button[value="save"]'))
    expect(page.locator(".theirs")).to_be_visible()
    found += barriers(page)
    follow(page.locator('button[value="save_as"]'))
    page.wait_for_url("**done=saved")
    assert found == []
