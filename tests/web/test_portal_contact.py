"""A request under its code: how it stands, messages, papers, the answer's file, withdrawal."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from web_visitor import Visitor, text_of

from chikai import places, wiring
from chikai.app import (
    cases,
    checking,
    contact,
    drafts,
    letters,
    package,
    search,
    steps,
    sweep,
    uploads,
)
from chikai.app.cases import Actor
from chikai.app.envelope import Sheet
from chikai.demo_data.cast import HANAKO
from chikai.duties.requests.case import Case
from chikai.duties.requests.flow import Exit
from chikai.kernel.codes import make_code
from chikai.law.kinds import Paper
from chikai.ports import Home, Missing
from chikai.web.homes import DemoClock
from chikai.web.portal.limits import WRONG_CODE, Limits, Rate, counted_address

NAME, ADDRESS = HANAKO.names[0].full, HANAKO.addresses[0].text
SECRET = "見本の合言葉 42"
FIELDS: dict[str, str | list[str]] = {
    "kinds": ["disclosure"],
    "asker": "person",
    "manner": "electronic",
    "person.name": NAME,
    "person.address": ADDRESS,
    "person.birth_date": HANAKO.birth_date.isoformat() if HANAKO.birth_date else "",
    "person.email": HANAKO.emails[0] if HANAKO.emails else "hanako@example.jp",
    "secret": SECRET,
}


def ask(visitor: Visitor, **more: str | list[str]) -> str:
    """Send a request to Enhance; the code on its receipt."""
    fields = {**FIELDS, **{k.replace("__", "."): v for k, v in more.items()}}
    sent = visitor.post("/enhance/request", fields, page="/enhance/request")
    assert sent.status_code == 303, text_of(sent)
    found = re.search(r"[0-9]{3}-[0-9]{3}-[0-9]{4}", visitor.get("/enhance/received").text)
    assert found
    return found[0]


def stranger(visitor: Visitor) -> Visitor:
    visitor.client.cookies.clear()
    return visitor


def enter(visitor: Visitor, code: str, secret: str = SECRET) -> None:
    said = visitor.post("/enhance/room", {"code": code, "secret": secret}, page="/enhance/room")
    assert said.status_code == 303, text_of(said)


def do(visitor: Visitor, what: str, **fields: str | list[str]) -> int:
    sent = visitor.post(f"/enhance/room/{what}", fields, page="/enhance/room")
    return sent.status_code


@contextmanager
def desk(root: Path, clock: DemoClock) -> Iterator[Home]:
    with wiring.open_home(places.place(root, "enhance"), clock=clock) as home:
        yield home


def by(name: str) -> Actor:
    return Actor("clerk-1", f"cmd-{name}")


def only_case(home: Home) -> Case:
    (row,) = home.journal.inbox()
    return cases.load(home, row.case)


def picture(colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, format="JPEG", exif=b"Exif\0\0secret place")
    return out.getvalue()


# --- how it stands ------------------------------------------------------------------------------


def test_a_code_shows_how_it_stands_and_nobody(visitor: Visitor) -> None:
    code = ask(visitor)
    stranger(visitor)
    sent = visitor.post("/enhance/status", {"code": code}, page="/enhance/status")
    assert sent.headers["location"] == "/enhance/status"
    said = text_of(visitor.get("/enhance/status"))
    assert (
        "2026年11月2日" in said
        and "2026年11月12日" in said
        and "届いた内容を確かめています" in said
    )
    for personal in (NAME, ADDRESS, "hanako", "case-"):
        assert personal not in said
    assert not any(code.replace("-", "") in address for address in visitor.addresses)


def test_an_unknown_code_and_a_mistyped_one_are_answered_alike(visitor: Visitor) -> None:
    ask(visitor)
    pages = []
    for code in (make_code(123456789, length=10), "1234567891", "abc"):
        stranger(visitor)
        answer = visitor.post("/enhance/status", {"code": code}, page="/enhance/status")
        assert answer.status_code == 404
        pages.append(re.sub(r'value="[^"]*"', "", answer.text))
    assert len(set(pages)) == 1


def test_codes_cannot_be_tried_one_after_the_other(visitor: Visitor) -> None:
    code = ask(visitor)
    stranger(visitor)
    answers = [
        visitor.post("/enhance/status", {"code": guess}, page="/enhance/status").status_code
        for guess in (make_code(n, length=10) for n in range(12))
    ]
    assert answers == [404] * 10 + [429] * 2
    right = visitor.post("/enhance/status", {"code": code}, page="/enhance/status")
    assert right.status_code == 429


def test_secrets_cannot_be_tried_one_after_the_other(visitor: Visitor) -> None:
    code = ask(visitor)
    stranger(visitor)
    wrong = {"code": code, "secret": "another secret"}
    answers = [
        visitor.post("/enhance/room", wrong, page="/enhance/room").status_code for _ in range(6)
    ]
    assert answers == [404] * 5 + [429]


def test_a_wrong_secret_and_an_unknown_code_are_answered_alike(visitor: Visitor) -> None:
    code = ask(visitor)
    pages = []
    for fields in ({"code": code, "secret": "x" * 9}, {"code": "1" * 10, "secret": SECRET}):
        stranger(visitor)
        answer = visitor.post("/enhance/room", fields, page="/enhance/room")
        assert answer.status_code == 404
        pages.append(re.sub(r'value="[^"]*"', "", answer.text))
    assert pages[0] == pages[1]


def test_nothing_behind_the_secret_is_reached_without_it(visitor: Visitor) -> None:
    code = ask(visitor)
    stranger(visitor)
    visitor.post("/enhance/status", {"code": code}, page="/enhance/status")
    assert "合言葉を入れてください" in text_of(visitor.get("/enhance/room"))
    for what in ("message", "upload", "withdraw", "package", "package/again"):
        sent = visitor.post(f"/enhance/room/{what}", {"text": "x"}, page="/enhance/room")
        assert sent.status_code == 404
    assert visitor.get("/enhance/room/letter/letter-1").status_code == 404


def test_the_store_tells_neither_code_nor_secret(visitor: Visitor, root: Path) -> None:
    code = ask(visitor).replace("-", "")
    stored = b"".join(p.read_bytes() for p in (root / "enhance").glob("store.db*"))
    for text in (code, SECRET, NAME, ADDRESS):
        assert text.encode() not in stored


# --- messages and papers ------------------------------------------------------------------------


def test_the_desk_asks_and_the_person_answers(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    code = ask(visitor)
    with desk(root, clock) as home:
        case = only_case(home)
        known = contact.find(home, case)
        assert known is not None and not contact.waiting(home)
        words = "免許証の表面をお送りください。"
        wants = [Paper.DRIVERS_LICENSE]
        contact.write(home, known.id, words, by=by("m1"), from_desk=True, wants=wants)
    stranger(visitor)
    enter(visitor, code)
    said = text_of(visitor.get("/enhance/room"))
    assert "免許証の表面をお送りください。" in said
    assert do(visitor, "message", text="<b>今週</b>送ります。") == 303
    page = visitor.get("/enhance/room").text
    assert "&lt;b&gt;今週&lt;/b&gt;送ります。" in page
    with desk(root, clock) as home:
        (waits,) = contact.waiting(home)
        assert waits.unanswered
        last = contact.messages(home, waits, actor="clerk-1")[-1]
        assert last.text == "<b>今週</b>送ります。" and not last.from_desk
        assert "今週" not in str([event.data for event in home.journal.all()])


def test_a_paper_waits_until_the_desk_has_covered_it(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    code = ask(visitor)
    stranger(visitor)
    enter(visitor, code)
    files = {"scan": ("licence.jpg", picture("red"), "image/jpeg")}
    undeclared = visitor.post(
        "/enhance/room/upload", {"paper": "drivers_license"}, page="/enhance/room", files=files
    )
    assert undeclared.status_code == 422 and "確かめて、印を付けて" in text_of(undeclared)
    fields = {"paper": "drivers_license", "covered": "yes"}
    sent = visitor.post("/enhance/room/upload", fields, page="/enhance/room", files=files)
    assert sent.status_code == 303
    with desk(root, clock) as home:
        case = only_case(home)
        assert case.papers == ()  # nothing is in the case before somebody looked
        (waits,) = uploads.waiting(home, case)
        seen = uploads.look(home, case, waits.id, actor="clerk-1")
        assert b"secret place" not in seen
        sheet = Sheet(type=Paper.OTHER, domicile_shown=True, masked=("domicile",), scan=b"covered")
        done = uploads.take(home, case.id, waits.id, sheet, by=by("take"))
        assert isinstance(done, Case)
        (paper,) = done.papers
        assert paper.type is Paper.DRIVERS_LICENSE and paper.to_mask() == ()
        assert paper.sealed and home.vault.get(paper.sealed) == b"covered"
        assert uploads.waiting(home, done) == ()
        with pytest.raises(Missing):
            uploads.look(home, done, waits.id, actor="clerk-1")


def test_a_paper_nobody_looked_at_is_deleted(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    enter(visitor, ask(visitor))
    files = {"scan": ("x.png", picture(), "image/png")}
    fields = {"paper": "drivers_license", "covered": "yes"}
    visitor.post("/enhance/room/upload", fields, page="/enhance/room", files=files)
    clock.move_to(date(2026, 11, 17))
    with desk(root, clock) as home:
        case = only_case(home)
        (waits,) = uploads.waiting(home, case)
        sweep.sweep(home, by=by("sweep"))
        with pytest.raises(Missing):
            uploads.look(home, case, waits.id, actor="clerk-1")
        uploads.throw_away(home, case.id, waits.id, by=by("away"))
        assert uploads.waiting(home, case) == ()


@pytest.mark.parametrize(
    "content", [b"GIF89a", b"%PDF-1.7 x", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\nbroken"]
)
def test_what_is_no_picture_is_refused(visitor: Visitor, content: bytes) -> None:
    enter(visitor, ask(visitor))
    fields = {"paper": "drivers_license", "covered": "yes"}
    files = {"scan": ("paper.png", content, "image/png")}
    sent = visitor.post("/enhance/room/upload", fields, page="/enhance/room", files=files)
    assert sent.status_code == 422 and 'id="upload-scan-wrong"' in sent.text


# --- the answer ---------------------------------------------------------------------------------


def answered(home: Home) -> Case:
    """The desk does its part: identity, match, search, decision, answer as electronic data."""
    case = only_case(home)
    sheet = Sheet(type=Paper.DRIVERS_LICENSE, scan=None)
    steps.add_paper(home, case.id, sheet, by=by("paper"))
    search.match(home, case.id, search.PaperReading(person=HANAKO), by=by("match"))
    assert isinstance(steps.accept(home, case.id, by=by("accept")), Case)
    search.search(home, case.id, by=by("search"))
    steps.grant(home, case.id, by=by("grant"))
    again = {
        name: fact.value for name, fact in checking._asked(home, cases.load(home, case.id)).items()
    }
    checking.second_check(home, case.id, again, by=Actor("checker-1", "cmd-check"))
    done = letters.send_answer(home, case.id, by=by("answer"))
    assert isinstance(done, Case)
    return done


def test_the_answer_is_a_file_that_only_the_secret_opens(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    code = ask(visitor)
    with desk(root, clock) as home:
        case = answered(home)
        assert case.is_open, "not delivered before it is fetched"
    clock.move_to(date(2026, 11, 5))
    stranger(visitor)
    enter(visitor, code)
    fields = {"case": case.id, "secret": "not the secret"}
    refused = visitor.post("/enhance/room/package", fields, page="/enhance/room")
    assert refused.status_code == 422 and "合言葉が違います" in text_of(refused)
    fields["secret"] = SECRET
    locked = visitor.post("/enhance/room/package", fields, page="/enhance/room")
    assert locked.headers["content-type"] == "application/pdf"
    for wrong in ("", "not the secret", SECRET + " "):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(locked.content), password=wrong)
    assert NAME.encode() not in locked.content
    with pikepdf.open(io.BytesIO(locked.content), password=SECRET) as opened:
        assert opened.encryption.R == 6 and opened.encryption.bits == 256
        assert not opened.owner_password_matched
        (name,) = [n for n in opened.attachments if n.endswith(".json") and "data" in n]
        data = json.loads(opened.attachments[name].get_file().read_bytes())
    assert data["case"] == case.id and data["tables"]
    with desk(root, clock) as home:
        known = contact.find(home, case)
        assert known is not None and known.package(case.id).taken_on == date(2026, 11, 5)
        assert cases.load(home, case.id).completed_on == date(2026, 11, 5)


def test_an_expired_package_says_so_and_is_made_again_free(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    code = ask(visitor)
    with desk(root, clock) as home:
        case = answered(home)
    clock.move_to(date(2026, 11, 2) + timedelta(days=15))
    stranger(visitor)
    enter(visitor, code)
    said = text_of(visitor.get("/enhance/room"))
    assert "受け取りの期限（2026年11月16日（令和8年））が過ぎました" in said and "無料" in said
    fields = {"case": case.id, "secret": SECRET}
    late = visitor.post("/enhance/room/package", fields, page="/enhance/room")
    assert late.status_code == 422 and "期限が過ぎました" in text_of(late)
    assert do(visitor, "package/again", case=case.id) == 303
    with desk(root, clock) as home:
        (waits,) = contact.waiting(home)
        assert waits.package(case.id).asked
        package.offer(home, case.id, by=by("again"))
        assert contact.waiting(home) == ()
    again = visitor.post("/enhance/room/package", fields, page="/enhance/room")
    assert again.headers["content-type"] == "application/pdf"


def test_withdrawing_asks_once_and_closes(visitor: Visitor, root: Path, clock: DemoClock) -> None:
    enter(visitor, ask(visitor))
    with desk(root, clock) as home:
        case = only_case(home)
    assert do(visitor, "withdraw", case=case.id) == 422
    assert do(visitor, "withdraw", case="case-0000000000", sure="yes") == 404
    assert do(visitor, "withdraw", case=case.id, sure="yes") == 303
    with desk(root, clock) as home:
        assert only_case(home).exit is Exit.WITHDRAWN
    assert "取り下げられました" in text_of(visitor.get("/enhance/status"))


def test_another_persons_case_is_out_of_reach(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    ask(visitor)
    with desk(root, clock) as home:
        other = only_case(home)
    stranger(visitor)
    enter(visitor, ask(visitor, secret="a secret of my own"), "a secret of my own")
    assert do(visitor, "withdraw", case=other.id, sure="yes") == 404
    fields = {"case": other.id, "secret": "a secret of my own"}
    fetched = visitor.post("/enhance/room/package", fields, page="/enhance/room")
    assert fetched.status_code == 404


def test_a_lost_secret_is_replaced_and_the_old_one_is_dead(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    code = ask(visitor)
    with desk(root, clock) as home:
        case = only_case(home)
        given = contact.give(home, cases.siblings(home, case), by=by("renew"))
        assert given.secret is not None
        assert contact.enter(home, code) is None and contact.enter(home, given.code)
        assert not contact.lock(home, code).opens(SECRET)
        assert contact.lock(home, given.code).opens(given.secret)
        assert not contact.lock(home, given.code).opens(SECRET)
    stranger(visitor)
    enter(visitor, given.code, given.secret)


def test_a_secret_we_made_is_shown_to_whoever_asked_and_opens(visitor: Visitor) -> None:
    code = ask(visitor, secret="")
    page = visitor.get("/enhance/received")
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page.text)
    assert found and page.headers["cache-control"] == "no-store"
    stranger(visitor)
    enter(visitor, code, found[0])


def test_sent_twice_it_is_one_request_with_one_receipt(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    page = visitor.get("/enhance/request").text
    command = re.search(r'name="command" value="([^"]+)"', page)
    assert command
    receipts = []
    for _ in range(2):
        fields = {**FIELDS, "secret": ""}
        sent = visitor.post("/enhance/request", fields, page="/enhance/request", command=command[1])
        assert sent.status_code == 303
        receipts.append(re.findall(r"(?:[0-9A-Z]{3,4}-){2}[0-9A-Z]{4}", receipt(visitor)))
    assert receipts[0] == receipts[1] and len(receipts[0]) == 2
    with desk(root, clock) as home:
        assert only_case(home)


def receipt(visitor: Visitor) -> str:
    return text_of(visitor.get("/enhance/received"))


# --- saved forms --------------------------------------------------------------------------------


def test_a_form_is_saved_and_goes_on_by_its_code(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    fields = {**FIELDS, "statement": "途中まで", "save": "yes"}
    saved = visitor.post("/enhance/request", fields, page="/enhance/request")
    code = re.search(r"([0-9]{4}-){3}[0-9]{4}", text_of(saved))
    assert code and "2026年11月16日" in text_of(saved)
    stored = b"".join(p.read_bytes() for p in (root / "enhance").glob("store.db*"))
    assert NAME.encode() not in stored
    stranger(visitor)
    again = visitor.post("/enhance/resume", {"code": code[0]}, page="/enhance/resume")
    assert f'value="{NAME}"' in again.text and "途中まで</textarea>" in again.text
    assert SECRET not in again.text
    wrong = visitor.post("/enhance/resume", {"code": "1" * 16}, page="/enhance/resume")
    assert wrong.status_code == 404
    clock.move_to(date(2026, 11, 17))
    late = visitor.post("/enhance/resume", {"code": code[0]}, page="/enhance/resume")
    assert late.status_code == 404
    with desk(root, clock) as home:
        sweep.sweep(home, by=by("sweep"))
    with sqlite3.connect(root / "enhance" / "store.db") as store:
        assert store.execute("SELECT count(*) FROM tray").fetchone() == (0,)


def test_a_saved_form_that_was_sent_is_gone(visitor: Visitor, root: Path, clock: DemoClock) -> None:
    with desk(root, clock) as home:
        code = drafts.save(home, {"statement": ("x",)}).code
    ask(visitor, draft=code)
    with desk(root, clock) as home:
        assert drafts.open_(home, code) is None


# --- what the data of a request are for ---------------------------------------------------------


def test_what_is_told_in_a_request_reaches_no_customer_table(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    """Art. 21(2), 18(1): a new address in a request is for its answer, not for the shop."""
    shop = root / "enhance" / "shop.db"
    before = dump(shop)
    moved = "東京都港区引越先一丁目9番9号"
    ask(visitor, person__address=moved, person__phone="03-0000-9999", statement="転居しました")
    with desk(root, clock) as home:
        file = cases.unseal(home, only_case(home).sealed)
        assert file["person"]["addresses"][0]["text"] == moved
        assert file["as_typed"]["person.address"] == [moved]
        search.match(home, only_case(home).id, search.PaperReading(person=HANAKO), by=by("match"))
        sweep.sweep(home, by=by("sweep"))
    assert dump(shop) == before
    assert moved not in before


def dump(database: Path) -> str:
    with sqlite3.connect(database) as connection:
        return "\n".join(connection.iterdump())


# --- counting -----------------------------------------------------------------------------------


def test_limits_forget_after_a_while_and_never_fill_the_memory() -> None:
    now = [0.0]
    limits = Limits(clock=lambda: now[0])
    rate = Rate(2, 60)
    assert [limits.count(rate, "code", "a") for _ in range(3)] == [True, True, False]
    assert limits.count(rate, "code", "b") and limits.full(rate, "code", "a")
    now[0] = 61
    assert not limits.full(rate, "code", "a") and limits.count(rate, "code", "a")
    for n in range(20_100):
        limits.count(rate, "code", str(n))
    assert len(limits) <= 20_000


def test_a_slip_of_the_finger_is_no_guess(visitor: Visitor) -> None:
    """Behind one address may stand many who mistype; who guesses works out the check digit."""
    code = ask(visitor)
    stranger(visitor)
    slip = code[:-1] + str((int(code[-1]) + 1) % 10)
    for _ in range(15):
        wrong = visitor.post("/enhance/status", {"code": slip}, page="/enhance/status")
        assert wrong.status_code == 404
    right = visitor.post("/enhance/status", {"code": code}, page="/enhance/status")
    assert right.status_code == 303


def test_addresses_are_counted_as_their_holders_have_them() -> None:
    first, second = (counted_address(f"2001:db8:1:1::{n}") for n in (1, 2))
    assert first == second != counted_address("2001:db8:1:2::1")
    assert counted_address("::ffff:192.0.2.1") == counted_address("192.0.2.1")
    here = counted_address("127.0.0.1")
    assert here.of_many and counted_address("::1").of_many
    assert WRONG_CODE.of(here).most > WRONG_CODE.of(first).most == WRONG_CODE.most


# --- the desk's side ----------------------------------------------------------------------------


def test_the_desk_covers_a_paper_that_came_and_answers(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    code = ask(visitor)
    enter(visitor, code)
    files = {"scan": ("licence.jpg", picture(), "image/jpeg")}
    fields = {"paper": "drivers_license", "covered": "yes"}
    visitor.post("/enhance/room/upload", fields, page="/enhance/room", files=files)
    do(visitor, "message", text="届きましたか")
    with desk(root, clock) as home:
        case = only_case(home)
        (waits,) = uploads.waiting(home, case)
    visitor.sit_down()
    at = f"/desk/enhance/cases/{case.id}/contact"
    assert at in visitor.get(at.removesuffix("/contact")).text
    said = text_of(visitor.get(at))
    assert "届きましたか" in said and "運転免許証" in said
    assert visitor.get(f"{at}/uploads/{waits.id}").headers["content-type"] == "image/jpeg"
    seen = {"sheet0.domicile": "shown", "sheet0.my_number": "hidden", "keep": "picture"}
    uncovered = visitor.post(f"{at}/uploads/{waits.id}", seen, page=at)
    assert uncovered.status_code == 422
    region = {f"sheet0.region0.{side}": "50" for side in ("x", "y", "w", "h")}
    booked = visitor.post(f"{at}/uploads/{waits.id}", {**seen, **region}, page=at)
    assert booked.status_code == 303, text_of(booked)
    with desk(root, clock) as home:
        (paper,) = only_case(home).papers
        assert paper.masked == {"domicile"} and paper.sealed
        stored = Image.open(io.BytesIO(home.vault.get(paper.sealed))).convert("L")
        assert stored.getpixel((50, 35)) < 30 < 200 < stored.getpixel((5, 5))
    wrote = {"text": "受け取りました", "wants": ["resident_record"]}
    assert visitor.post(f"{at}/write", wrote, page=at).status_code == 303
    assert "受け取りました" in text_of(visitor.get("/enhance/room"))


def test_a_new_code_goes_only_to_an_address_that_was_proven(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    ask(visitor)
    with desk(root, clock) as home:
        case = only_case(home)
    visitor.sit_down()
    at = f"/desk/enhance/cases/{case.id}/contact"
    early = visitor.post(f"{at}/give", {}, page=at)
    assert early.status_code == 422 and "住所が確かめられていない" in text_of(early)
    with desk(root, clock) as home:
        search.match(home, case.id, search.PaperReading(person=HANAKO), by=by("match"))
    slip = visitor.post(f"{at}/give", {}, page=at)
    said = text_of(slip)
    code = re.search(r"[0-9]{3}-[0-9]{3}-[0-9]{4}", said)
    secret = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", said)
    assert code and secret and slip.headers["cache-control"] == "no-store"
    enter(visitor, code[0], secret[0])
