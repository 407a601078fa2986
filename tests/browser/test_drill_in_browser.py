"""A drill in a real browser, by keys alone: an envelope opened, all scored and recorded."""

from __future__ import annotations

from barriers import barriers
from browser_house import House, OpenPage
from hands import Hands

from chikai import drills, places, wiring
from chikai.app import drill as drilling


def test_a_drill_from_its_start_to_the_record(house: House, visit: OpenPage) -> None:
    page = visit(width=390)
    hands = Hands(page, "enigmo")
    page.goto("/desk/enigmo/drills")
    hands.type(page.locator("[name=envelopes]"), "2")
    hands.type(page.locator("[name=seed]"), "48")
    hands.send(page.locator("form[data-deed=drill_start] button"))
    drill = drills.the(house.root, page.url.split("/")[-2])
    with wiring.open_home(places.place(house.root, drill.id)) as home:
        person = drilling.dealt(home, drill)[0].person

    hands.send(page.locator("#tray a").first)
    assert page.locator(".paper").count() == 3, "form, insurance card, money order"
    hands.send(page.locator(".actions a").first)
    hands.tick(page.locator("[name=asker][value=person]"))
    hands.person(page, "person0", person)
    hands.tick(page.locator('[name="person0.kinds"][value=disclosure]'))
    hands.tick(page.locator("[name=form_complete][value=yes]"))
    hands.sheet(0, "insurance_card")
    hands.send(page.locator("form .button.large"))
    assert f"/desk/{drill.id}/cases/" in page.url, page.locator("main").inner_text()
    assert page.locator(".drill-banner").is_visible()

    hands.send(page.locator(".drill-banner a").first)
    hands.send(page.locator("form[data-deed=drill_end] button"))
    lost = page.locator(".marks .lost").all_inner_texts()
    assert any("1,000円" in each for each in lost), "the money order was not booked"
    assert barriers(page, "main") == []
    hands.send(page.locator("form[data-deed=drill_record] button"))
    page.goto("/desk/enigmo/drills")
    assert drill.id in page.locator("#training").inner_text()
    assert barriers(page, "main") == []
