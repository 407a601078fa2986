"""A recording and a scan of the person: in the package or listened to, and erased for good."""

from __future__ import annotations

import hashlib
import io
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from pathlib import Path

import pytest

from chikai import places, wiring
from chikai.adapters.clock import FixedClock, SeededEntropy
from chikai.app import carry_out, cases, gather, held_files, intake, letters, search, steps, sweep
from chikai.app.carry_out import Scope
from chikai.app.carry_out.opened import opened_plan
from chikai.app.carry_out.undoing import end_part
from chikai.app.cases import Actor
from chikai.app.envelope import Asked, Envelope, ReplyTo, Sheet
from chikai.demo.papers import money_order
from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Action
from chikai.duties.requests.events import FormUsed
from chikai.duties.requests.outcomes import UnlawfulStep
from chikai.law.kinds import Asker, Channel, Manner, Paper, RequestKind
from chikai.people.model import Address, Name, Person
from chikai.people.staff import Role
from chikai.ports import BadData, Home, Purpose, Standing, Unavailable

MAPPING = """\
schema: 1
source: shop
company: enigmo
label: {ja: 通販, en: Shop}
url: sqlite:///{home}/crm.db
tables:
  customers:
    category: customers
    label: {ja: お客様, en: Customers}
    key: id
    recognise: {name: name, phone: phone, address: address}
    erase: columns
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}, erase: {replace: 削除済み}}
      phone: {item: phone, label: {ja: 電話, en: Telephone}, erase: null}
      address: {item: address, label: {ja: 住所, en: Address}, erase: null}
  calls:
    category: inquiries
    label: {ja: 通話, en: Calls}
    key: id
    follows: {customer: customers.id}
    erase: row
    columns:
      id: {personal: false}
      customer: {personal: false}
      sound:
        item: inquiry_text
        label: {ja: 録音, en: Recording}
        file: {location: "{value}.wav", root: "{home}/calls", media: audio}
"""
HANA = Person(
    names=(Name("見本 花子"),),
    phones=("090-0000-1001",),
    addresses=(Address("東京都架空区架空1-1-1"),),
)
SOUND = b"RIFF fictional sound" * 100
_numbers = count()


def by(who: str = "clerk-1", *roles: Role) -> Actor:
    return Actor(who, f"cmd-{next(_numbers)}", frozenset(roles) or None)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 2, 10))


@pytest.fixture
def home(tmp_path: Path, clock: FixedClock, nobody_looks_twice: None) -> Iterator[Home]:
    where = places.place(tmp_path, "enigmo", {})
    (where.folder / "sources").mkdir(parents=True)
    (where.folder / "sources" / "shop.yaml").write_text(MAPPING, "utf-8")
    (where.folder / "calls").mkdir()
    (where.folder / "calls" / "2026-x.wav").write_bytes(SOUND)
    with sqlite3.connect(where.folder / "crm.db") as connection:
        connection.executescript(
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, phone TEXT, address TEXT);"
            "CREATE TABLE calls (id INTEGER PRIMARY KEY, customer INTEGER, sound TEXT);"
            "INSERT INTO customers VALUES (1, '見本 花子', '090-0000-1001',"
            " '東京都架空区架空1-1-1'), (2, '例示 次郎', '090-0000-1002', '架空県架空市2-2');"
            "INSERT INTO calls VALUES (10, 1, '2026-x'), (11, 1, 'lost'), (12, 2, 'other');"
        )
    with wiring.open_home(where, clock=clock, entropy=SeededEntropy(7)) as opened:
        yield opened


def searched(home: Home, kind: RequestKind, manner: Manner | None) -> Case:
    paid = kind is RequestKind.DISCLOSURE
    envelope = Envelope(
        arrived_on=date(2026, 11, 2),
        channel=Channel.POST,
        asker=Asker.PERSON,
        form=FormUsed.DESIGNATED,
        form_complete=True,
        asked=(Asked(person=HANA, kinds=(kind,), manner=manner),),
        reply_to=ReplyTo(name="見本 花子", address=HANA.addresses[0]),
        sheets=(Sheet(type=Paper.DRIVERS_LICENSE, scan=b"x"),),
        payments=(money_order(issued=date(2026, 11, 1)),) if paid else (),
    )
    (case,) = intake.receive(home, envelope, by=by())
    reading = search.PaperReading(person=HANA, addresses=HANA.addresses)
    search.match(home, case.id, reading, by=by())
    accepted = steps.accept(home, case.id, by=by())
    assert isinstance(accepted, Case), accepted
    found = search.search(home, case.id, by=by())
    assert isinstance(found, Case), found
    return found


def test_a_recording_goes_with_the_electronic_answer(home: Home) -> None:
    import pikepdf

    case = searched(home, RequestKind.DISCLOSURE, Manner.ELECTRONIC)
    (event,) = [e for e in home.journal.read(case.id) if e.type == "files_found"]
    assert (event.data["here"], event.data["missing"], event.data["unopened"]) == (1, 1, 0)
    steps.grant(home, case.id, by=by())
    letter = gather.answer(
        home, cases.load(home, case.id), "L-1", date(2026, 11, 2), "ja", Manner.ELECTRONIC
    )
    files = letter.tables[-1]
    assert [row[-1].id for row in files.rows] == ["annex.file_attached", "annex.file_missing"]  # type: ignore[union-attr]
    sent = letters.send_answer(home, case.id, by=by())
    assert isinstance(sent, Case) and sent.answer is not None and sent.answer.attached
    data = home.vault.get(sent.answer.attached)
    package = gather.package_files(home, sent, data, "ja")
    assert package["file-01_2026-x.wav"] == SOUND
    assert hashlib.sha256(SOUND).hexdigest() in package["index.csv"].decode()
    assert home.locker is not None
    locked = home.locker.lock(home.vault.get(sent.answer.sealed), "secret", attached=package)
    with pikepdf.open(io.BytesIO(locked), password="secret") as opened:
        assert bytes(opened.attachments["file-01_2026-x.wav"].get_file().read_bytes()) == SOUND


def test_what_paper_cannot_hold_is_listened_to(home: Home) -> None:
    case = searched(home, RequestKind.DISCLOSURE, None)
    steps.grant(home, case.id, by=by())
    with pytest.raises(UnlawfulStep) as caught:
        letters.send_answer(home, case.id, by=by())
    assert caught.value.message.id == "unlawful.file_without_way"
    over = held_files.Listening(datetime(2026, 11, 1, 14), "本社 3階", "担当 架空")
    with pytest.raises(BadData):
        held_files.arrange(home, case.id, over, by=by())
    agreed = held_files.Listening(datetime(2026, 11, 20, 14, 30), "本社 3階", "担当 架空")
    held_files.arrange(home, case.id, agreed, by=by())
    letter = gather.answer(
        home, cases.load(home, case.id), "L-1", date(2026, 11, 2), "ja", Manner.PAPER
    )
    way = letter.tables[-1].rows[0][-1]
    assert not isinstance(way, str) and way.id == "annex.file_listening"
    assert (way.args["place"], way.args["day"]) == ("本社 3階", date(2026, 11, 20))
    assert isinstance(letters.send_answer(home, case.id, by=by()), Case)


def test_what_may_go_is_found_though_nobody_gets_at_its_files(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file of a request for erasure is copied, so none is looked at."""

    def down(found: object) -> None:
        raise Unavailable("sources/shop")

    monkeypatch.setattr(home.sources, "looked", down)
    assert searched(home, RequestKind.CESSATION_NEED_ENDED, None).search is not None
    with pytest.raises(Unavailable):
        searched(home, RequestKind.DISCLOSURE, None)


def test_a_recording_is_erased_when_it_cannot_be_put_back(
    home: Home, clock: FixedClock, tmp_path: Path
) -> None:
    file = tmp_path / "enigmo" / "calls" / "2026-x.wav"
    case = searched(home, RequestKind.CESSATION_NEED_ENDED, None)
    steps.order(home, case.id, Action.ERASE, "shop-team", {"task": "x"}, by=by())
    planned = carry_out.plan(home, case.id, Scope(undo_days=3), by=by())
    assert isinstance(planned, Case) and planned.change is not None and planned.change.files
    assert file.exists(), "a plan changes nothing"
    boss = by("boss", Role.APPROVER)
    carry_out.approve(home, case.id, planned.change.plan, by=boss, reasons="確認しました")
    applied = carry_out.apply(home, case.id, by=by())
    assert isinstance(applied, Case) and not file.exists()
    carry_out.undo(home, case.id, "取り違え", by=by())
    assert file.read_bytes() == SOUND

    again = carry_out.plan(home, case.id, Scope(undo_days=3), by=by())
    assert isinstance(again, Case) and again.change is not None
    boss = by("boss", Role.APPROVER)
    carry_out.approve(home, case.id, again.change.plan, by=boss, reasons="確認しました")
    carry_out.apply(home, case.id, by=by())
    clock.set(datetime(2026, 11, 6, 10))
    sweep.sweep(home, by=by("sweep"))
    assert not file.exists() and not home.keys.exists(case.id, Purpose.PRIOR)


def test_what_was_half_done_comes_to_its_end_before_another_plan(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are gone and no longer name the recording: a new plan would never find it."""
    file = tmp_path / "enigmo" / "calls" / "2026-x.wav"
    case = searched(home, RequestKind.CESSATION_NEED_ENDED, None)
    steps.order(home, case.id, Action.ERASE, "shop-team", {"task": "x"}, by=by())
    planned = carry_out.plan(home, case.id, Scope(), by=by())
    assert isinstance(planned, Case) and planned.change is not None
    boss = by("boss", Role.APPROVER)
    carry_out.approve(home, case.id, planned.change.plan, by=boss, reasons="確認しました")

    def power_fails(point: str) -> None:
        if point == "sources.apply.before_files":
            raise KeyboardInterrupt

    with monkeypatch.context() as then:
        then.setattr(home.changes, "_failpoint", power_fails)
        with pytest.raises(KeyboardInterrupt):
            carry_out.apply(home, case.id, by=by())
    assert file.exists()
    opened = opened_plan(home, planned.change)
    sources = (*opened.plan.sources, replace(opened.plan.sources[0], source="another"))
    more = replace(opened, plan=replace(opened.plan, sources=sources))
    halfway = {"shop": Standing.DONE, "another": Standing.UNTOUCHED}
    end_part(home, cases.load(home, case.id), more, halfway, by=by(), on=None)
    assert not file.exists()
    told = home.journal.read(case.id)[-1]
    assert (told.type, told.data["done"]) == ("apply_stopped", ("shop",))
