"""A parent asks Enigmo for a child's data: from the envelope to the destruction certificate."""

from __future__ import annotations

from datetime import date

import pytest
from browser_house import House, OpenPage
from hands import Hands
from playwright.sync_api import expect

from chikai.demo_data.cast import KENICHI, MIRAI


def open_the_envelope(hands: Hands) -> None:
    """An old insurance card, a register whose domicile shows, and no money order."""
    page = hands.page
    hands.send(page.locator("#main").get_by_role("link", name="封筒を開ける"))
    hands.tick(page.locator("[name=asker][value=parent]"))
    hands.tick(page.locator("[name=form_complete][value=yes]"))
    representative = page.locator("details", has=page.locator('[name="representative.name"]'))
    hands.unfold(representative)
    hands.person(page, "representative", KENICHI)
    hands.person(page, "person0", MIRAI)
    hands.tick(page.locator('[name="person0.kinds"][value=disclosure]'))
    hands.sheet(0, "insurance_card")
    hands.sheet(1, "family_register", domicile="shown")
    hands.send(page.get_by_role("button", name="封筒を記録する"))


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_parent_is_answered_and_the_papers_are_destroyed(
    visit: OpenPage, house: House, script: bool
) -> None:
    page = visit(script=script)
    hands = Hands(page, "enigmo")
    open_the_envelope(hands)

    # The domicile is covered on receipt: it is no defect.
    assert "本籍が見えています" in hands.next_step
    hands.do("mask")
    # Joint parental authority is one question to a human, who must give reasons.
    assert "親権者" in hands.next_step
    hands.settle("yes")
    assert "判断には理由が必要です" in page.locator(".alert").inner_text()
    hands.settle("yes", reasons="戸籍の記載により、単独の親権者である")
    # What the form says is compared with the paper and the file.
    hands.person(hands.deed("match"), "paper", MIRAI)
    hands.do("match")
    assert page.locator("#matched .verdict-yes").count() == 3

    # One letter asks for both: the dead card is no proof, and the fee is missing.
    assert "一通の手紙で" in hands.next_step
    checklist = page.locator("#checklist").inner_text()
    assert "健康保険" in checklist and "1,000円" in checklist
    hands.do("ask")
    assert page.locator("#letters li").count() == 1
    assert page.locator("#pauses li").count() == 2

    # Both arrive.
    house.clock.move_to(date(2026, 11, 9))
    page.reload()
    paper = hands.deed("paper")
    hands.sheet(0, "eligibility_certificate")
    hands.send(paper.locator("button").last)
    fee = hands.deed("fee")
    fee.locator('[name="payment0.means"]').select_option("money_order")
    hands.type(fee.locator('[name="payment0.amount"]'), "１，０００円")
    hands.type(fee.locator('[name="payment0.issued_on"]'), "令和8年11月6日")
    hands.do("fee")

    hands.do("accept")
    hands.do("search")
    assert MIRAI.names[0].full in page.locator("#found").inner_text()
    # The mapping does not show the check value of the password: its ground is judged by itself.
    withhold = hands.deed("withhold")
    hands.tick(withhold.locator("[name=ground]").first)
    hands.type(withhold.locator("[name=reason]"), "なりすましのおそれがあるため。")
    hands.do("withhold")
    hands.do("grant")
    # Whoever decided cannot check; the second checker enters two facts from the papers.
    checker = Hands(visit(script=script), "enigmo", who="checker-1")
    checker.page.goto(page.url)
    form = checker.deed("second_check")
    checker.type(form.locator("[name^='fact.reply']"), KENICHI.addresses[0].text)
    checker.type(form.locator("[name='fact.birth_date']"), "H26.6.21")
    checker.do("second_check")
    page.reload()
    hands.do("send")
    assert "書留郵便" in page.locator("#letters").inner_text()
    house.clock.move_to(date(2026, 11, 12))
    page.reload()
    hands.seal()
    hands.do("posted")
    hands.do("delivered")
    assert "2028年11月12日" in hands.next_step

    # Two years after completion; the originals first, then the key, then the certificate.
    house.clock.move_to(date(2028, 11, 12))
    page.reload()
    dispose = hands.deed("dispose")
    hands.tick(dispose.locator("[name=how][value=shredded]"))
    hands.type(dispose.locator("[name=sheets]"), "3")
    hands.do("dispose")
    hands.do("destroy")
    hands.do("certificate")
    assert "2029年11月12日" in hands.next_step  # our answer and the record: three years
    assert "廃棄証明書" in page.locator("#letters").inner_text()
    for step in ("受付", "塗りつぶしの記録", "手紙の送付", "応じる決定", "書類の鍵の破棄"):
        assert step in hands.log()
    assert "clerk-1" in hands.log()


def test_a_double_click_sends_one_letter(visit: OpenPage, house: House) -> None:
    page = visit()
    hands = Hands(page, "enigmo")
    open_the_envelope(hands)
    hands.deed("receipt").locator("button").last.dblclick()
    expect(page.locator("#letters li")).to_have_count(1)
    expect(page.get_by_text("受付の手紙を送る")).to_have_count(0)


def test_the_clock_of_the_demo_moves_forward_only(visit: OpenPage, house: House) -> None:
    page = visit()
    hands = Hands(page, "enigmo")
    for day, shown in (("2026-11-20", "2026年11月20日"), ("2026-11-03", "前の日には戻せません")):
        hands.unfold(page.locator(".clock-tool"))
        hands.type(page.locator("#clock-day"), day)
        hands.send(page.locator(".clock-tool button"))
        assert shown in page.locator("body").inner_text()
    assert house.clock.now().date() == date(2026, 11, 20)
