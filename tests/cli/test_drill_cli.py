"""Drills at the command line: what programs read, what is refused, and what is left untouched."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from typist import HANAKO, Typist

DRILL = "enigmo-drill-1"


@pytest.fixture
def drill(desk: Typist) -> str:
    made = desk.json("drill", "new", "enigmo", "--seed", "48", "--envelopes", "2", "--on",
                     "2026-11-04")["result"]  # fmt: skip
    return str(made["drill"])


def test_a_drill_leaves_the_companys_store_and_sources_alone(
    desk: Typist, drill: str, tmp_path: Path
) -> None:
    before = _hashes(desk.root / "enigmo")
    envelope = tmp_path / "envelope.yaml"
    envelope.write_text(HANAKO, "utf-8")
    desk.json("request", "receive", envelope, "--company", drill)
    desk.json("drill", "score", drill)
    assert _hashes(desk.root / "enigmo") == before
    assert desk.json("request", "inbox", "enigmo")["result"] == []
    assert len(desk.json("request", "inbox", drill)["result"]) == 1


def _hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


def test_the_score_says_every_sentence_in_both_languages(desk: Typist, drill: str) -> None:
    score = desk.json("drill", "score", drill)["result"]
    assert (score["points"], score["trainees"], len(score["marked"])) == (0, [], 2)
    sentences = score["marked"][0]["sentences"]
    assert all(each["ja"] and each["en"] and not each["kept"] for each in sentences)


def test_nothing_is_recorded_before_the_end_or_of_nothing(desk: Typist, drill: str) -> None:
    early = desk.json("drill", "record", drill, code=2)
    assert early["findings"][0]["code"] == "drill.not_ended"
    desk.json("drill", "score", drill)
    empty = desk.json("drill", "record", drill, code=2)
    assert empty["findings"][0]["code"] == "drill.nothing_opened"


def test_what_comes_after_the_end_counts_for_nothing(
    desk: Typist, drill: str, tmp_path: Path
) -> None:
    desk.json("drill", "score", drill)
    shown = desk.json("drill", "show", drill, "1")["result"][0]["pages"][0]["lines"]
    name = next(each["en"] for each in shown if each["id"] == "drill.line.name")
    envelope = tmp_path / "envelope.yaml"
    text = HANAKO.replace("山田 花子", name.removeprefix("Name: ").split(" (")[0])
    envelope.write_text(text, "utf-8")
    desk.json("request", "receive", envelope, "--company", drill)
    assert desk.json("drill", "score", drill)["result"]["points"] == 0


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("drill", "show", "enigmo-drill-9"), 2),
        (("drill", "show", "enigmo"), 2),
        (("drill", "show", DRILL, "7"), 2),
        (("drill", "day", DRILL, "2026-11-01"), 2),
        (("drill", "day", DRILL, "someday"), 2),
        (("drill", "day", DRILL, "2126-11-05"), 2),
        (("drill", "day", DRILL, "9999-12-31"), 2),
        (("drill", "new", "enigmo", "--on", "9999-12-31"), 2),
        (("drill", "new", "enigmo", "--envelopes", "0"), 2),
        (("drill", "new", DRILL), 2),
        (("request", "inbox", "enigmo-drill-9"), 2),
    ],
)
def test_what_cant_be_is_refused(
    desk: Typist, drill: str, command: tuple[str, ...], code: int
) -> None:
    assert drill == DRILL
    answer = desk.json(*command, code=code)
    assert answer["findings"][0]["ja"] and answer["findings"][0]["en"]


def test_a_drill_keeps_its_own_store_whatever_the_company_uses(
    desk: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHIKAI_STORE_URL", "postgresql://nobody@127.0.0.1:9/none")
    desk.json("drill", "new", "enigmo")
    assert (desk.root / "drill" / "enigmo" / "1" / "store.db").is_file()


def test_no_number_comes_twice(desk: Typist, drill: str) -> None:
    import shutil

    shutil.rmtree(desk.root / "drill" / "enigmo" / "1")
    assert desk.json("drill", "new", "enigmo")["result"]["drill"] == "enigmo-drill-2"


def test_sheets_can_be_saved_as_pictures(desk: Typist, drill: str, tmp_path: Path) -> None:
    desk.json("drill", "show", drill, "1", "--scans", tmp_path / "scans")
    pictures = sorted((tmp_path / "scans").iterdir())
    assert [p.name for p in pictures] == ["1-1.png", "1-2.png", "1-3.png"]
    assert all(p.read_bytes().startswith(b"\x89PNG") for p in pictures)
