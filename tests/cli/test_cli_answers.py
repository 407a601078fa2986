"""What every answer looks like: one JSON shape, six exit codes, two languages."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from typist import Typist

from chikai.cli.answer import WIDEST, Answer, Table, show
from chikai.demo.row import Row
from chikai.demo.servers import SERVERS
from chikai.kernel.message import Both, say

FINDING = {"code", "severity", "file", "line", "column", "field", "because", "ja", "en"}


@pytest.mark.parametrize(
    "line",
    [
        "law show 33",
        "law coverage",
        "law show 9999",
        "law",
        "policy show enigmo",
        "policy check bengo4",
        "policy list",
        "policy schema",
        "policy show nobody",
        "request inbox",
        "request show case-0000000000",
        "request accept",
        "request no-such-thing",
        "request inbox --no-such-option",
        "verify /nowhere",
        "audit",
    ],
)
def test_json_is_one_object_of_one_shape(desk: Typist, line: str) -> None:
    ran = desk.run(*line.split(), "--json")
    answer = json.loads(ran.out)
    assert set(answer) == {"ok", "result", "findings"}
    assert answer["ok"] is (ran.code == 0)
    assert all(set(finding) >= FINDING for finding in answer["findings"])
    assert ran.err == ""


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (0, "policy list"),
        (1, "request destroy CASE"),
        (2, "request show case-0000000000"),
        (2, "request show"),
        (2, "law show 33 --lang fr"),
        (3, "request accept CASE"),
        (5, "verify PACK"),
    ],
)
def test_exit_codes(desk: Typist, code: int, line: str) -> None:
    case = desk.receive()
    pack = desk.root.parent / "pack"
    desk.json("prove", case, "--out", pack)
    typed = line.replace("CASE", case).replace("PACK", str(pack))
    assert desk.run(*typed.split()).code == code


def test_a_source_that_is_down_exits_4_and_changes_nothing(desk: Typist) -> None:
    case, before = desk.receive(), desk.events()
    (desk.root / "enigmo" / "shop.db").unlink()
    down = desk.json("request", "match", case, "--paper-name", "山田 花子", code=4)
    assert down["findings"][0]["code"] == "fault.unavailable"
    assert desk.events() == before


@pytest.mark.parametrize(("lang", "word"), [("ja", "受信箱"), ("en", "inbox")])
def test_the_language_may_stand_anywhere_on_the_line(desk: Typist, lang: str, word: str) -> None:
    for line in (("rebuild", "--lang", lang), ("--lang", lang, "rebuild"), ("rebuild",)):
        if line == ("rebuild",) and lang == "en":
            continue
        assert word in desk.run(*line).out


def test_a_mistake_in_the_line_is_said_in_both_languages(desk: Typist) -> None:
    for lang, sentence in (
        ("ja", "`--kind`は次のいずれかにしてください"),
        ("en", "`--kind` must be one of"),
    ):
        ran = desk.run("request", "new", "enigmo", "--kind", "everything", "--lang", lang)
        assert ran.code == 2
        assert sentence in ran.err
        assert "everything" not in ran.err


def test_a_deed_of_tomorrow_is_for_fictional_data_only(desk: Typist) -> None:
    case = desk.receive()
    (desk.root / "enigmo" / "DEMO").unlink()
    refused = desk.json("request", "withdraw", case, "--on", "2999-01-01", code=2)
    assert refused["findings"][0]["field"] == "--on"


def test_nothing_is_made_where_no_company_was_set_up(desk: Typist, tmp_path: Path) -> None:
    empty = tmp_path / "elsewhere"
    missing = desk.json("request", "inbox", "enigmo", "--home", empty, code=2)
    assert missing["findings"][0]["code"] == "cli.not_set_up"
    assert not empty.exists()


def test_an_actor_is_an_id_and_no_name(desk: Typist) -> None:
    case = desk.receive()
    named = desk.json("request", "withdraw", case, "--by", "山田 太郎", code=2)
    assert named["findings"][0]["field"] == "--by"
    assert "山田" not in json.dumps(named, ensure_ascii=False)


def test_an_unforeseen_error_is_one_line_with_a_number(
    desk: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("山田 花子")

    monkeypatch.setattr("chikai.law.coverage.rows", fails)
    quiet = desk.run("law", "coverage")
    assert quiet.code == 1
    assert len(quiet.err.splitlines()) == 1
    monkeypatch.setenv("CHIKAI_DEBUG", "1")
    loud = desk.run("law", "coverage")
    assert "test_cli_answers.py" in loud.err
    assert "山田" not in quiet.err + loud.err


def test_no_control_character_of_a_name_reaches_the_terminal(desk: Typist) -> None:
    text = (
        "arrived_on: 2026-11-02\nchannel: post\npeople:\n"
        '  - {name: "<b>見本</b> \u202e太郎", address: 東京都架空区見本1-1, kinds: [disclosure]}\n'
    )
    case = desk.receive(text)
    shown = desk.run("request", "show", case, "--file")
    assert "<b>見本</b>" in shown.out
    assert "\u202e" not in shown.out


def test_the_command_itself(desk: Typist) -> None:
    """The console script in a process of its own, in a plain C locale."""
    chikai = Path(sys.executable).with_name("chikai")
    listed = subprocess.run(
        [chikai, "policy", "list", "--json"],
        env={"LC_ALL": "C", "PATH": "/usr/bin"},
        capture_output=True,
        check=True,
    )
    companies = [each["company"] for each in json.loads(listed.stdout)["result"]]
    assert companies == ["enigmo", "bengo4", "enhance", "en_japan", "actio"]


def test_a_reader_that_goes_away_leaves_no_traceback(desk: Typist) -> None:
    chikai = Path(sys.executable).with_name("chikai")
    piped = subprocess.run(
        f"{chikai} policy schema | head -1", shell=True, capture_output=True, check=True
    )
    assert piped.stderr == b""


def test_a_day_before_the_request_arrived_is_no_day_of_a_deed(desk: Typist) -> None:
    case = desk.receive()
    early = desk.json("request", "withdraw", case, "--on", "2026-11-01", code=2)
    assert early["findings"][0]["code"] == "cli.before_arrival"


@pytest.mark.parametrize("question", ["fee_wavied", "山田 花子", "authority_over_nothing"])
def test_a_misspelt_question_is_not_recorded(desk: Typist, question: str) -> None:
    case, before = desk.receive(), desk.events()
    line = ("request", "answer-question", case, question, "yes", "--reasons", "理由")
    assert desk.json(*line, code=2)["findings"][0]["code"] == "steps.no_such_question"
    assert desk.events() == before


def test_the_server_names_its_address_and_a_taken_port_is_said(desk: Typist) -> None:
    chikai = Path(sys.executable).with_name("chikai")
    env = {**os.environ, "CHIKAI_LANG": "en"}
    server = subprocess.Popen(
        [chikai, "serve", "--port", "0"], env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", server.stdout.readline())
        assert found
        with urllib.request.urlopen(found[0]) as page:
            assert "エニグモ" in page.read().decode()
        taken = desk.json("serve", "--port", found[1], code=4)
        assert taken["findings"][0]["field"] == "--port"
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait() in (0, 130)


def test_the_demo_prints_one_table(desk: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the journeys do is tested where they are; here is how their rows are shown."""
    row = Row(
        journey="a",
        company="enigmo",
        company_name=Both("株式会社エニグモ", "Enigmo Inc."),
        database="SQLite",
        request=say("kind.disclosure"),
        asker=say("asker.parent"),
        papers=(say("paper.family_register"),),
        fee=say("demo.fee.paid", amount=1000),
        days_by_clock=8,
        outcome=say("outcome.granted"),
        letter_file=Path("/letters/a.pdf"),
    )
    monkeypatch.setattr("chikai.demo.play.play_once", lambda root: [row])
    for each in SERVERS:
        monkeypatch.delenv(each.setting, raising=False)
    shown = desk.run("demo", "--once", "--lang", "en")
    assert shown.code == 0
    assert "Enigmo Inc." in shown.out
    assert "a.pdf" in shown.out
    assert "PostgreSQL is not there" in shown.out and "CHIKAI_DEMO_MARIADB_URL" in shown.out
    listed = desk.json("demo", "--once")["result"]
    assert listed[0]["days_by_clock"] == "8"


def test_a_table_in_a_pipe_folds_what_is_too_long_and_loses_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [["長" * 300, "short", "x" * 300]]
    show(Answer(shown=[Table(("one", "two", "three"), rows)]), lang="en", as_json=False)
    out = capsys.readouterr().out
    assert (out.count("長"), out.count("x")) == (300, 300) and "short" in out
    assert max(len(line) + line.count("長") for line in out.splitlines()) <= WIDEST
