"""What must not be readable: personal values outside the vault, and anything after its key."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from whole import Whole

from chikai.adapters.press.plain import PlainPress
from chikai.demo.journeys.a_child import a_parent_asks
from chikai.demo.stage import Stage, open_stage
from chikai.demo_data import build
from chikai.ports import Destroyed, Home, Purpose

PROCEDURE = (
    "010-0000",  # serials of money orders
    "戸籍に共同親権とあり",
    "支援措置",
    "採用の業務に影響する",
    "危害が及ぶ",
    "見せてください",
    "架空区転送",
)
"""What was written in the procedure itself: serials, reasons, statements, a reply address."""


@pytest.fixture(scope="module")
def values() -> list[str]:
    found = [value for value in build.personal_values() if len(value) > 2]
    assert len(found) > 500
    return [*found, *PROCEDURE]


def _found(values: list[str], where: str) -> list[str]:
    return [value for value in values if value in where]


def _homes(whole: Whole) -> Iterator[Home]:
    with open_stage(whole.root) as stage:
        yield from stage.homes.values()


def test_no_personal_value_in_any_journal(whole: Whole, values: list[str]) -> None:
    for home in _homes(whole):
        for event in home.journal.all():
            assert not _found(values, home.journal.leaf(event).decode()), event.type


def test_none_in_the_inbox_and_in_what_waits_for_the_post(whole: Whole, values: list[str]) -> None:
    for home in _homes(whole):
        shown = "\n".join(map(str, (*home.journal.inbox(), *home.journal.postings())))
        assert shown and not _found(values, shown)


def test_none_in_anything_that_was_logged(whole: Whole, values: list[str]) -> None:
    assert not _found(values, "\n".join(whole.logged))


def test_none_even_when_every_statement_is_logged(
    tmp_path: Path, values: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """An operator who turns on the log of SQL sees statements and no value."""
    with (
        caplog.at_level(logging.INFO, logger="sqlalchemy.engine"),
        open_stage(tmp_path, companies=["enigmo"], press=PlainPress()) as stage,
    ):
        stage.play(a_parent_asks)
    assert "INSERT INTO" in caplog.text
    assert not _found(values, caplog.text)


def test_none_in_any_id_or_file_name(whole: Whole, values: list[str]) -> None:
    names = [str(path.relative_to(whole.root)) for path in whole.root.rglob("*")]
    ids = [case for home in _homes(whole) for case in home.journal.cases()]
    assert len(ids) >= 40 and not _found(values, "\n".join(names + ids))


def test_none_in_the_files_of_the_store(whole: Whole, values: list[str]) -> None:
    """The database and its companions as they lie on the disk, keys and backups too."""
    own = {"store.db", "store.db-wal", "store.db-shm"}
    paths = [
        path
        for path in whole.root.rglob("*")
        if path.is_file() and (path.name in own or "key" in str(path.relative_to(whole.root)))
    ]
    assert len(paths) >= 5
    for path in paths:
        raw = path.read_bytes()
        found = [value for value in values if value.encode() in raw]
        assert not found, path.name


def test_after_the_keys_nothing_of_the_person_can_be_read(tmp_path: Path) -> None:
    with open_stage(tmp_path, companies=["enigmo"]) as stage:
        ((case,),) = stage.play(a_parent_asks)
        home = case.desk.home
        for purpose in (Purpose.ANSWER, Purpose.RECORD):
            home.keys.destroy(case.id, purpose)
        blobs = _blobs(stage, case.id)
        assert len(blobs) > 8
    with open_stage(tmp_path, companies=["enigmo"]) as stage:
        home = stage.homes["enigmo"]
        for blob in blobs:
            with pytest.raises(Destroyed):
                home.vault.get(blob)
        assert home.journal.read(case.id)[0].type == "received", "the journal stays whole"
    raw = b"".join(p.read_bytes() for p in (tmp_path / "enigmo").glob("store.db*"))
    for value in ("佐藤", "みらい", "2014-06-21", "mirai.sato"):
        assert value.encode() not in raw


def _blobs(stage: Stage, case: str) -> list[str]:
    data = [event.data for event in stage.homes["enigmo"].journal.read(case)]
    return [str(d["sealed"]) for d in data if d.get("sealed")]


def test_after_the_keys_the_desk_still_shows_the_case_without_its_file(tmp_path: Path) -> None:
    with open_stage(tmp_path, companies=["enigmo"]) as stage:
        ((case,),) = stage.play(a_parent_asks)
        assert case.view().file is not None
        case.desk.home.keys.destroy(case.id, Purpose.RECORD)
        assert case.view().file is None
        assert case.view().history[0].type == "received"
