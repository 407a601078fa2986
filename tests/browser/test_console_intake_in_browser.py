"""The console from the envelope to acceptance, by keys alone, and how long an envelope takes.

The time is that of the keystroke-level model of Card, Moran and Newell (Communications of the ACM
23(7), 1980): K = 0.28 s for a key (a typist of 40 words a minute), P = 1.1 s to point, M = 1.35 s
to think before each unit of work; a click is P and a press of the button, 0.1 s. No clock is read.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from browser_house import OpenPage
from hands import Hands, follow
from playwright.sync_api import Locator, Page, expect

K, P, B, M = 0.28, 1.1, 0.1, 1.35
SECONDS = 90


@dataclass
class Fingers:
    """Somebody who works by keys and, where that is shorter, clicks; everything is counted."""

    page: Page
    keys: int = 0
    clicks: int = 0
    thoughts: int = 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.keys += times

    def to(self, field: Locator) -> None:
        """Go on with Tab until the field has the focus."""
        self.thoughts += 1
        for _ in range(60):
            if field.evaluate("each => each === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError("Tab does not lead there")

    def type(self, text: str) -> None:
        for each in text:
            self.press(each)

    def japanese(self, romaji: str, text: str) -> None:
        """By an input method: the reading in Latin letters, a space to convert, Enter to take it,
        for each word."""
        self.keys += len(romaji.replace(" ", "")) + 2 * len(romaji.split())
        self.page.keyboard.insert_text(text)

    def click(self, thing: Locator) -> None:
        thing.click()
        self.clicks += 1
        self.thoughts += 1

    @property
    def seconds(self) -> float:
        return self.keys * K + self.clicks * (P + B) + self.thoughts * M


def test_an_envelope_is_registered_in_ninety_seconds(
    visit: OpenPage, capsys: pytest.CaptureFixture[str]
) -> None:
    """A form, a licence and a money order, as Enigmo's policy asks for them, by somebody who has
    never seen the page: every step is counted from the list of cases to the recorded case."""
    page = visit()
    Hands(page, "enigmo")
    hand = Fingers(page)
    hand.thoughts += 1
    hand.press("n")
    page.wait_for_url("**/new")

    def field(name: str) -> Locator:
        return page.locator(f'[name="{name}"]').first

    hand.click(page.locator("label", has=page.locator("[name=form_complete][value=yes]")))
    hand.to(field("person0.name"))
    hand.japanese("mihon hanako", "見本 花子")
    hand.to(field("person0.postal_code"))
    hand.type("1500041")
    expect(field("person0.address")).to_have_value("東京都渋谷区神南")
    hand.to(field("person0.address"))
    hand.press("End")
    hand.type("1-2-3")
    hand.to(field("person0.birth_date"))
    hand.type("S60.4.1")
    hand.to(page.locator('[name="person0.kinds"][value=disclosure]'))
    hand.press("Space")
    hand.to(field("sheet0.type"))
    hand.press("1")
    hand.to(field("sheet0.clean"))
    hand.press("Space")
    hand.to(field("payment0.means"))
    hand.press("ArrowDown")
    hand.to(field("payment0.amount"))
    hand.type("1000")
    hand.to(field("payment0.issued_on"))
    hand.type("R8.10.30")
    hand.thoughts += 1
    hand.press("Enter")
    page.wait_for_url("**/cases/**")

    with capsys.disabled():
        print(
            f"\nan envelope: {hand.keys} keys, {hand.clicks} clicks, {hand.thoughts} thoughts: "
            f"{hand.seconds:.0f} s of {SECONDS} (keystroke-level model)"
        )
    assert hand.seconds <= SECONDS
    said = page.locator("main").inner_text()
    assert "見本 花子" in said and "東京都渋谷区神南1-2-3" in said
    assert "運転免許証" in page.locator("#papers").inner_text()
    assert "1,000円" in page.locator("#fees").inner_text()


def fill_in(page: Page, *, script: bool) -> None:
    """An envelope in which a parent asks, with two papers and nothing paid."""
    hands = Hands(page, "enigmo")
    hands.send(page.get_by_role("link", name="封筒を開ける").first)
    hands.tick(page.locator("[name=asker][value=parent]"))
    part = page.locator("#representative-part")
    if script:
        expect(part).to_have_attribute("open", "")
    else:
        hands.unfold(part)
    hands.tick(page.locator("[name=form_complete][value=yes]"))
    hands.type(page.locator('[name="representative.name"]'), "見本 父")
    hands.type(page.locator('[name="representative.address"]'), "東京都渋谷区神南1-2-3")
    hands.type(page.locator('[name="person0.name"]'), "見本 子")
    hands.type(page.locator('[name="person0.birth_date"]'), "H27.5.5")
    hands.tick(page.locator('[name="person0.kinds"][value=disclosure]'))
    page.locator('[name="sheet0.type"]').select_option("family_register")
    hands.tick(page.locator('[name="sheet0.clean"]'))
    hands.send(page.locator("form .button.large"))
    assert "/cases/" in page.url


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_envelope_to_the_plan_of_proof(visit: OpenPage, script: bool) -> None:
    page = visit(script=script)
    fill_in(page, script=script)
    case = page.url
    follow(page.get_by_role("link", name="本人確認の計画"))
    assert "代理する権限" in page.locator("main").inner_text()
    assert page.locator(".is-met").count() == 1
    follow(page.get_by_role("link", name="人と権限"))
    Hands.unfold(page.locator("#correct-particulars"))
    Hands.type(page.locator('[name="right.name"]'), "見本 子太郎")
    form = page.locator('form[data-deed="correct_particulars"]')
    Hands.type(form.locator("[name=reason]"), "写し間違い")
    follow(form.locator("button"))
    assert "見本 子太郎" in page.locator("main").inner_text()
    page.goto(case)
    assert page.locator("svg.timeline circle").count() >= 3


def test_keys_alone_move_through_the_list(visit: OpenPage) -> None:
    page = visit()
    fill_in(page, script=True)
    page.keyboard.press("i")
    page.wait_for_url("**/desk/enigmo")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")
    for key, where in (("d", "identity"), ("p", "people"), ("m", "fees"), ("?", "keys")):
        page.keyboard.press(key)
        page.wait_for_url(f"**/{where}")
    page.keyboard.press("b")
    page.wait_for_url("**/cabinet")
