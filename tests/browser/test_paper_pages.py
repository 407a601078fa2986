"""The paper loop in a browser: scans sorted and covered, a foreign page stopped, parts redacted."""

from __future__ import annotations

from pathlib import Path

import pytest
from barriers import barriers
from browser_house import House, OpenPage
from hands import Hands
from PIL import Image, ImageDraw

from chikai.app import cases, letters, search, steps
from chikai.app.cases import Actor
from chikai.app.envelope import Asked, Envelope, Payment, ReplyTo, Sheet
from chikai.app.intake import receive
from chikai.demo.looks import others_look
from chikai.demo_data.cast import HANAKO, KENICHI
from chikai.duties.requests.case import Case
from chikai.duties.requests.events import FormUsed
from chikai.kernel.sheet_code import SheetCode
from chikai.law.kinds import Asker, Channel, Means, Paper, RequestKind
from chikai.people.model import Person
from chikai.ports import Home
from chikai.web.homes import Homes


def answered(home: Home, person: Person, *, send: bool = True) -> Case:
    """A request for disclosure up to its decision, or to its printed answer."""
    count = iter(range(100))

    def by() -> Actor:
        return Actor("clerk-1", f"{person.names[0].kana}-{next(count)}-{send}".encode().hex())

    day = cases.today(home)
    envelope = Envelope(
        arrived_on=day,
        channel=Channel.POST,
        asker=Asker.PERSON,
        form=FormUsed.DESIGNATED,
        form_complete=True,
        asked=(Asked(person=person, kinds=(RequestKind.DISCLOSURE,)),),
        reply_to=ReplyTo(name=person.names[0].full, address=person.addresses[0]),
        sheets=(Sheet(type=Paper.DRIVERS_LICENSE),),
        payments=(Payment(means=Means.MONEY_ORDER, amount=1000, issued_on=day),),
    )
    (case,) = receive(home, envelope, by=by())
    search.match(home, case.id, search.PaperReading(person=person), by=by())
    steps.accept(home, case.id, by=by())
    found = search.search(home, case.id, by=by())
    assert isinstance(found, Case)
    for item in found.unjudged():
        steps.withhold(home, case.id, item, "seriously_hinders_business", "架空の理由", by=by())
    if send:
        steps.grant(home, case.id, by=by())
        others_look(home, case.id)
        letters.send_answer(home, case.id, by=by())
    return cases.load(home, case.id)


def home_of(house: House) -> Homes:
    return Homes(house.root, house.clock)


def picture(path: Path, *lines: str) -> Path:
    image = Image.new("RGB", (900, 600), "white")
    draw = ImageDraw.Draw(image)
    for n, line in enumerate(("SPECIMEN, NOT A REAL PAPER", *lines)):
        draw.text((60, 60 + 90 * n), line, fill="black", font_size=36)
    image.save(path)
    return path


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_scanner_to_the_sealed_envelope(
    visit: OpenPage, house: House, tmp_path: Path, script: bool
) -> None:
    homes = home_of(house)
    with homes.home("enigmo") as home:
        mine, theirs = answered(home, HANAKO), answered(home, KENICHI)
        open_ = answered(home, HANAKO, send=False)
        assert mine.answer and theirs.answer
        letter = home.vault.get(mine.answer.sealed)
    homes.close()
    page = visit(script=script)

    def faultless() -> None:
        """Axe itself is a script."""
        if script:
            assert barriers(page, fold=True) == []

    hands = Hands(page, "enigmo")

    # A returned letter and a card come back in one scan: the code finds the case.
    (tmp_path / "back.pdf").write_bytes(letter)
    page.goto("/desk/enigmo/scans")
    faultless()
    page.locator("[name=scan0]").set_input_files(tmp_path / "back.pdf")
    page.locator("[name=scan1]").set_input_files(picture(tmp_path / "card.png", "HANAKO MIHON"))
    hands.send(page.locator('form[data-deed="sort"] button'))
    assert page.locator("tbody tr", has_text=mine.id).count() >= 1
    assert "コードなし" in page.locator("tbody tr").last.inner_text()
    faultless()
    hands.send(page.locator("tbody tr").last.get_by_role("link"))
    hands.type(page.locator('[name="others"]'), mine.id)
    page.locator('[name="type"]').select_option("resident_record")
    hands.tick(page.locator('[name="domicile"][value=shown]'))
    hands.tick(page.locator('[name="my_number"][value=hidden]'))
    hands.tick(page.locator('[name="others_hidden"][value=yes]'))
    hands.send(page.locator('form[data-deed="keep"] button'))
    assert "写しを保存できません" in page.locator(".alert").inner_text()
    row = page.locator("[data-mark]").first
    row.locator("select").select_option("domicile")
    if script:
        box = page.locator("[data-canvas]").bounding_box()
        assert box
        page.mouse.move(box["x"] + 10, box["y"] + 10)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] - 10, box["y"] + 60)
        page.mouse.up()
        assert int(row.locator("[data-side=w]").input_value()) > 800
    else:
        for side, value in zip("xywh", ("10", "20", "900", "100"), strict=True):
            hands.type(row.locator(f"[data-side={side}]"), value)
    faultless()
    hands.send(page.locator('form[data-deed="keep"] button'))
    assert "保存済み" in page.locator("tbody tr").last.inner_text()

    # The gate: a reader types the codes; a page of another case stops it.
    page.goto(f"/desk/enigmo/cases/{mine.id}")
    hands.send(page.locator("#letters").get_by_role("link", name="封筒を確かめる").last)
    sheets = page.locator(".sheets li").count()
    codes = [str(SheetCode((mine.id,), mine.answer.id, n, sheets)) for n in range(1, sheets + 1)]
    foreign = str(SheetCode((theirs.id,), theirs.answer.id, 1, 2))
    hands.type(page.locator("#gate-codes"), "\n".join([*codes, foreign]))
    hands.send(page.locator('form[data-deed="gate"] button').first)
    assert "別の案件の紙" in page.locator(".verdict.stop").inner_text()
    faultless()
    hands.type(page.locator("#gate-codes"), "\n".join([*codes, codes[0]]))
    hands.send(page.locator('form[data-deed="gate"] button').first)
    assert "合格" in page.locator(".verdict.pass").inner_text()
    faultless()

    # A document is disclosed in part.
    page.goto(f"/desk/enigmo/cases/{open_.id}/redact")
    faultless()
    page.locator("[name=document]").set_input_files(picture(tmp_path / "doc.png", "SOMEBODY ELSE"))
    hands.send(page.locator('form[data-deed="document"] button'))
    part = page.locator("[data-mark]").first
    for side, value in zip("xywh", ("100", "300", "500", "80"), strict=True):
        hands.type(part.locator(f"[data-side={side}]"), value)
    part.locator("select").select_option("harms_life_body_property_or_rights")
    hands.send(page.locator('form[data-deed="redact"] button'))
    assert page.locator(".alert").count() == 1, "a part needs its reason"
    hands.type(part.locator('[name$=".reason"]'), "他の方の権利を害するおそれがあるため")
    faultless()
    hands.send(page.locator('form[data-deed="redact"] button'))
    proof = page.locator(".proof-card")
    assert "1か所" in proof.inner_text()
    assert proof.locator("dd").all_inner_texts() == ["0"] * 6
    faultless()
    answer = page.request.get(f"{page.url}/result")
    assert answer.body().startswith(b"%PDF-1.4")
