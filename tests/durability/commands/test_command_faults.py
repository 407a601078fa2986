"""What is down, locked, full or done twice: one clear answer, nothing half-done, and it goes on."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from shell import HANAKO, PAPER, Shell

from chikai import places
from chikai.adapters.sql import database


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("furnished") / "home"
    assert Shell(root).process("setup", "enigmo", "--demo") == 0
    return root


@pytest.fixture
def shell(furnished: Path, tmp_path: Path) -> Shell:
    shutil.copytree(furnished, tmp_path / "home")
    where = places.Place(tmp_path / "home", "enigmo")
    places.read_mappings(where, places.read_policies(where)[-1])
    return Shell(tmp_path / "home")


@pytest.fixture(autouse=True)
def one_person_at_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a second person enters again is tried elsewhere."""
    monkeypatch.setenv("CHIKAI_SECOND_CHECK", "off")


# --- a company database that is down ------------------------------------------------------------


def test_a_database_that_is_down_changes_nothing_and_is_asked_again_when_it_is_back(shell):
    """That a search stopped there, and nothing else, is written down."""
    shop, away = shell.root / "enigmo" / "shop.db", shell.root / "away"
    case = shell.receive(HANAKO + "payments:\n  - {means: money_order, amount: 1000}\n")
    match = ("request", "match", case, "--file", shell.write("paper.yaml", PAPER))
    for verb, noted in ((match, []), (("request", "search", case), ["search_stopped"])):
        before = [*shell.log(case), *noted]
        command = (*verb, "--command-id", f"once-{verb[1]}")
        shop.rename(away)
        down = shell.run(*command)
        assert (down.code, down.codes) == (4, ["fault.unavailable", "away.holds"])
        assert "`shop`" in down.answer["findings"][0]["en"]
        assert shell.log(case) == before
        away.rename(shop)
        shell.ok(*command)
        assert len(shell.log(case)) == len(before) + 1
        shop.rename(away)
        shell.ok(*command)  # done already: nobody needs the database any more
        away.rename(shop)
        if verb is match:
            shell.ok("request", "accept", case)
    shell.sound()


def test_a_server_that_does_not_answer_is_named_by_its_source_and_never_by_its_address(shell):
    case = shell.receive()
    mapping = shell.root / "enigmo" / "sources" / "shop.yaml"
    text = mapping.read_text("utf-8")
    there = next(line for line in text.splitlines() if line.startswith("url:"))
    nowhere = 'url: "postgresql+psycopg://clerk:secret@127.0.0.1:1/shop"'
    mapping.write_text(text.replace(there, nowhere), "utf-8")
    match = ("request", "match", case, "--file", shell.write("paper.yaml", PAPER))
    down = shell.run(*match)
    assert (down.code, down.codes) == (4, ["fault.unavailable", "away.holds"])
    assert "secret" not in str(down.answer) and "127.0.0.1" not in str(down.answer)
    assert shell.log(case) == ["received", "fact_recorded", "paper_received"]
    mapping.write_text(text, "utf-8")
    shell.ok(*match)


# --- our own store, held by somebody else -------------------------------------------------------


def test_a_store_that_is_locked_can_be_read_but_not_written(shell, monkeypatch):
    case = shell.receive()
    with closing(sqlite3.connect(shell.root / "enigmo" / "store.db")) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        assert shell.ok("request", "inbox")
        assert shell.ok("request", "next", case)
        quick = (*database._PRAGMAS, "busy_timeout = 300")
        monkeypatch.setattr(database, "_PRAGMAS", quick)
        locked = shell.run("request", "withdraw", case, "--command-id", "once")
        assert (locked.code, locked.codes) == (4, ["fault.unavailable"])
        assert "SQLITE_BUSY" in locked.answer["findings"][0]["en"]
        look = shell.run("request", "show", case)
        assert look.code == 4, "a look that cannot be logged is not given"
        other.execute("ROLLBACK")
    assert shell.ok("request", "withdraw", case, "--command-id", "once")["exit"] == "withdrawn"
    assert shell.log(case).count("withdrawn") == 1
    shell.sound()


# --- a disk that is full ------------------------------------------------------------------------


@pytest.mark.parametrize("room", [0, 60_000, 75_000])
def test_a_case_through_a_disk_that_is_full_at_every_step(shell, room):
    """Each step is tried with little room first, and done, under the same command id, with room."""
    envelope = shell.write("envelope.yaml", HANAKO)
    case = tried(shell, room, "request", "receive", envelope)["cases"][0]["case"]
    tried(shell, room, "request", "match", case, "--file", shell.write("paper.yaml", PAPER))
    tried(shell, room, "request", "ask", case)
    tried(shell, room, "request", "fee", "take", case, "money_order", "1000")
    for step in ("accept", "search"):
        tried(shell, room, "request", step, case)
    (item,) = not_shown(shell, case)
    tried(shell, room, "request", "withhold", case, item, *HARM)
    for step in ("grant", "send"):
        tried(shell, room, "request", step, case)
    log = shell.log(case)
    assert log.count("received") == log.count("letter_sent") == log.count("fee_received") == 1
    assert log[-5:] == ["accepted", "search_done", "item_withheld", "granted", "answer_sent"]
    assert len(shell.ok("request", "inbox")) == 1
    shell.sound()


HARM = ("--ground", "harms_life_body_property_or_rights", "--reasons", "なりすましのおそれ。")


def not_shown(shell: Shell, case: str) -> list[str]:
    """What was found that the mapping does not show."""
    (line,) = (each for each in shell.ok("request", "inbox") if each["case"] == case)
    return [each.removeprefix("withhold_") for each in line["waits_for"]]


def tried(shell: Shell, room: int, *args: str | Path):
    command = (*args, "--command-id", "-".join(["once", *(Path(each).name for each in args[1:3])]))
    before = shell.events()
    full = shell.run(*command, room=room)
    assert full.code == 4 or (full.code == 0 and room), full.answer
    if full.code == 4:
        assert full.codes == ["fault.unavailable"]
        assert shell.events() == before
    return shell.ok(*command)


# --- twice, and two at once ---------------------------------------------------------------------


def test_one_command_in_two_processes_at_once_gives_one_result(shell):
    envelope = shell.write("envelope.yaml", HANAKO)
    command = ["request", "receive", envelope, "--command-id", "once"]
    one, other = shell.at_once(command, command)
    assert (one.code, other.code) == (0, 0)
    assert one.answer["result"] == other.answer["result"]
    assert len(shell.ok("request", "inbox")) == 1
    case = one.answer["result"]["cases"][0]["case"]
    assert shell.log(case) == ["received", "fact_recorded", "paper_received"]
    shell.sound()


def test_one_letter_asked_for_in_two_processes_at_once_leaves_once(shell):
    case = shell.receive()
    shell.ok("request", "match", case, "--file", shell.write("paper.yaml", PAPER))
    command = ["request", "ask", case, "--command-id", "once"]
    one, other = shell.at_once(command, command)
    assert (one.code, other.code) == (0, 0)
    assert one.answer["result"] == other.answer["result"]
    assert shell.log(case).count("letter_sent") == 1
    shell.sound()


def test_two_deeds_on_one_case_at_once_and_the_later_is_told_to_look_again(shell):
    case = shell.ready()
    before = shell.log(case)
    one, other = shell.at_once(["request", "accept", case], ["request", "withdraw", case])
    won, lost = sorted((one, other), key=lambda said: said.code)
    assert (won.code, lost.code) == (0, 1)
    assert lost.codes == ["fault.conflict"]
    assert shell.log(case)[len(before) :] in (["accepted"], ["withdrawn", "letter_sent"])
    shell.sound()


def test_two_clerks_answer_one_case_at_once_and_one_letter_leaves(shell):
    case = shell.ready()
    for step in ("accept", "search"):
        shell.ok("request", step, case)
    (item,) = not_shown(shell, case)
    shell.ok("request", "withhold", case, item, *HARM)
    shell.ok("request", "grant", case)
    send = ["request", "send", case]
    said = shell.at_once(send, send)
    assert sorted(each.code for each in said) == [0, 1]
    assert shell.log(case).count("answer_sent") == 1
    shell.sound()


def test_the_installed_command_killed_and_typed_once_more(shell):
    receive = ("request", "receive", shell.write("envelope.yaml", HANAKO), "--command-id", "once")
    for point in ("app.before_append", "app.before_append", "app.after_append"):
        assert shell.process(*receive, CHIKAI_FAILPOINT=point) == -signal.SIGKILL
    assert shell.process(*receive) == 0
    (line,) = shell.ok("request", "inbox")
    assert shell.log(line["case"]) == ["received", "fact_recorded", "paper_received"]
    shell.sound()
