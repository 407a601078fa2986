"""The requester alone on a phone: from the first page of Enhance to the answer's file.

Both languages, with and without scripts. What the desk does in between is done at once, by the
functions its pages call. On the way axe looks at every page, and no address says who asks.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from barriers import barriers
from browser_house import House, OpenPage, serve
from hands import follow
from PIL import Image
from playwright.sync_api import Page, expect

from chikai import places, wiring
from chikai.app import cases, checking, contact, letters, package, search, steps, uploads
from chikai.app.cases import Actor
from chikai.app.envelope import Sheet
from chikai.demo_data import build
from chikai.demo_data.cast import HANAKO
from chikai.duties.requests.case import Case
from chikai.law.kinds import Channel, Paper
from chikai.ports import Home
from chikai.words import sentences

NAME, ADDRESS, MAIL = HANAKO.names[0].full, HANAKO.addresses[0].text, HANAKO.emails[0]
JOURNEYS = [
    pytest.param("ja", True, id="ja with scripts"),
    pytest.param("ja", False, id="ja without scripts"),
    pytest.param("en", True, id="en with scripts"),
    pytest.param("en", False, id="en without scripts"),
]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Enhance alone: nobody else is visited."""
    folder = tmp_path / "house" / "enhance"
    (folder / "sources").mkdir(parents=True)
    for mapping in build.mappings("enhance"):
        (folder / "sources" / mapping.name).write_text(mapping.text, encoding="utf-8")
    build.build("enhance", folder / "shop.db")
    with serve(tmp_path / "house", date(2026, 11, 2)) as served:
        yield served


@pytest.mark.parametrize(("lang", "script"), JOURNEYS)
def test_the_requester_alone_on_a_phone(
    visit: OpenPage, house: House, tmp_path: Path, lang: str, script: bool
) -> None:
    phone = Phone(visit(lang=lang, script=script, width=390), lang, script)
    page = phone.page

    # What may be asked, and what exactly this case needs, before a name is asked for.
    page.goto("/enhance")
    phone.look()
    follow(page.get_by_role("link", name=phone.says("portal.start.title")))
    page.locator('[name="kind"][value="disclosure"]').check()
    page.locator('[name="data"][value="customers"]').check()
    page.locator('[name="manner"][value="electronic"]').check()
    phone.look()
    phone.press("portal.start.next")
    expect(page.locator(".cost")).to_contain_text(phone.says("web.portal.free"))
    phone.look()
    follow(page.get_by_role("link", name=phone.says("web.portal.ask_here")))

    # Halfway through, saved, and gone on with by the code alone.
    expect(page.locator("#purpose")).to_be_visible()
    expect(page.locator('[name="kinds"][value="disclosure"]')).to_be_checked()
    page.locator('[name="person.name"]').fill(NAME)
    page.locator('[name="person.postal_code"]').fill("１０７－００５２")
    if script:
        expect(page.locator('[name="person.address"]')).to_have_value("東京都港区赤坂")
    else:
        follow(page.locator('[name="fill"][value="person"]'))
        expect(page.locator('[name="person.address"]')).to_have_value("東京都港区赤坂")
    phone.press("portal.form.save")
    draft = page.locator(".code").inner_text()
    phone.look()
    page.goto("/enhance/resume")
    page.locator('[name="code"]').fill(draft)
    phone.press("portal.resume.open")
    expect(page.locator('[name="person.name"]')).to_have_value(NAME)

    # A slip is named and leads to its field; nothing written is lost.
    page.locator('[name="person.address"]').fill(ADDRESS)
    page.locator('[name="person.birth_date"]').fill("昭和70年1月1日")
    phone.press("web.portal.send")
    page.get_by_role("alert").get_by_role("link").click()
    page.wait_for_url("**#request-person.birth_date")
    phone.look()
    born = HANAKO.birth_date
    assert born is not None
    page.locator('[name="person.birth_date"]').fill(born.isoformat())
    page.locator('[name="person.email"]').fill(MAIL)
    phone.press("web.portal.send")

    # The receipt: a code, a secret, a picture code that tells no server the code.
    assert page.url == f"{house.url}/enhance/received"
    code = page.locator(".code").inner_text()
    secret = page.locator(".secret").inner_text()
    expect(page.locator(".qr-box svg")).to_be_visible()
    phone.shows_nobody()
    phone.look()

    # How it stands, on another day and another phone.
    other = Phone(visit(lang=lang, script=script, width=390), lang, script)
    if script:
        other.page.goto(f"/enhance/status#{code.replace('-', '')}")
        expect(other.page.locator("#status-code")).to_have_value(code.replace("-", ""))
        expect(other.page).to_have_url(f"{house.url}/enhance/status")
    else:
        other.page.goto("/enhance/status")
        other.page.locator("#status-code").fill(code)
    other.press("portal.status.see")
    expect(other.page.locator(".stages [aria-current]")).to_have_count(1)
    other.shows_nobody()
    other.look()

    # The desk asks; the person answers and sends a picture with its number covered.
    with desk(house) as home:
        case = only_case(home)
        assert case.channel is Channel.PORTAL
        known = contact.find(home, case)
        assert known is not None
        words = "免許証の表面の写真をお送りください。"
        wants = [Paper.DRIVERS_LICENSE]
        contact.write(home, known.id, words, by=by("ask"), from_desk=True, wants=wants)
    follow(other.page.get_by_role("link", name=phone.says("portal.room.title")))
    other.page.locator('[name="secret"]').fill(secret)
    other.look()
    other.press("portal.room.enter")
    expect(other.page.locator("#messages")).to_contain_text(words)
    other.page.locator('[name="paper"]').select_option("drivers_license")
    other.page.locator('[name="scan"]').set_input_files(white(tmp_path))
    if script:
        paint(other.page)
    other.page.locator('[name="covered"]').check()
    other.look()
    other.press("portal.upload.send")
    other.page.locator('[name="text"]').fill("写真を送りました。")
    other.press("portal.room.send")
    with desk(house) as home:
        (waits,) = uploads.waiting(home, only_case(home))
        seen = Image.open(io.BytesIO(uploads.look(home, case, waits.id, actor="clerk-1")))
        assert (seen.convert("L").getpixel((150, 100)) < 40) == script  # burnt in before it came
        sheet = Sheet(type=Paper.DRIVERS_LICENSE)
        assert isinstance(uploads.take(home, case.id, waits.id, sheet, by=by("take")), Case)
        answer(home, case.id)

    # The answer: a file that opens with the secret and with nothing else; late, it says so.
    other.page.reload()
    other.look()
    expect(other.page.locator(".package")).to_be_visible()
    assert opens(fetch(other.page, secret), secret)
    house.clock.move_to(date(2026, 11, 2) + timedelta(days=20))
    other.page.reload()
    expect(other.page.locator(".package .notice")).to_be_visible()
    other.press("portal.package.again")
    with desk(house) as home:
        package.offer(home, case.id, by=by("offer"))
    other.page.reload()
    assert opens(fetch(other.page, secret), secret)
    other.look()
    assert "complaints" in (other.page.content())


class Phone:
    """A page, and what is said on it in its language."""

    def __init__(self, page: Page, lang: str, script: bool) -> None:
        self.page, self.lang, self.script = page, lang, script

    def says(self, id: str) -> str:
        return sentences(self.lang)[id]  # type: ignore[index]

    def press(self, id: str) -> None:
        follow(self.page.get_by_role("button", name=self.says(id)).last)

    def look(self) -> None:
        """Nothing is wider than the phone; axe finds nothing. The pages of both languages
        are built alike, so axe looks at one of them; it is a script and needs scripts."""
        if self.script and self.lang == "ja":
            assert barriers(self.page, fold=True) == []
        assert not re.search(r"[0-9]{10}|%E|@", self.page.url)

    def shows_nobody(self) -> None:
        shown = self.page.locator("main").inner_text()
        assert NAME not in shown and ADDRESS not in shown and MAIL not in shown


def white(folder: Path) -> Path:
    path = folder / "licence.jpg"
    Image.new("RGB", (300, 200), "white").save(path)
    return path


def paint(page: Page) -> None:
    """Draw a box over the middle of the photo."""
    canvas = page.locator(".painter canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.7)
    page.mouse.up()
    expect(page.locator(".painter canvas[data-boxes='1']")).to_be_visible()


def fetch(page: Page, secret: str) -> bytes:
    page.locator("#package-secret").fill(secret)
    with page.expect_download() as download:
        page.locator(".package form button").click()
    return Path(download.value.path()).read_bytes()


def opens(locked: bytes, secret: str) -> bool:
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(locked), password="something else")
    with pikepdf.open(io.BytesIO(locked), password=secret) as pdf:
        return len(pdf.pages) > 0


@contextmanager
def desk(house: House) -> Iterator[Home]:
    place = places.place(house.root, "enhance")
    with wiring.open_home(place, clock=house.clock) as home:
        yield home


def by(name: str) -> Actor:
    return Actor("clerk-1", f"cmd-{name}")


def only_case(home: Home) -> Case:
    (row,) = home.journal.inbox()
    return cases.load(home, row.case)


def answer(home: Home, case_id: str) -> None:
    search.match(home, case_id, search.PaperReading(person=HANAKO), by=by("match"))
    assert isinstance(steps.accept(home, case_id, by=by("accept")), Case)
    search.search(home, case_id, by=by("search"))
    steps.grant(home, case_id, by=by("grant"))
    again = {
        name: fact.value for name, fact in checking._asked(home, cases.load(home, case_id)).items()
    }
    checking.second_check(home, case_id, again, by=Actor("checker-1", "cmd-check"))
    assert isinstance(letters.send_answer(home, case_id, by=by("answer")), Case)
