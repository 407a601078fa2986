"""Objections to a change: received, tested by the week, acknowledged; silence never consents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from edited import changed, policy

from chikai.adapters.press.plain import PlainPress
from chikai.app import objections
from chikai.app.cases import Actor, fold_row
from chikai.app.envelope import ReplyTo
from chikai.app.objections import Objecting
from chikai.app.upkeep import rebuild
from chikai.cli.main import main
from chikai.demo.stage import IN_MEMORY, open_stage
from chikai.duties.changes.decide import kept, standing
from chikai.duties.changes.events import Kept, Standing
from chikai.duties.changes.flow import FLOW, State
from chikai.kernel.flow import NoSuchStep
from chikai.law.kinds import Channel
from chikai.people.model import Address, Name, Person
from chikai.policies import shipped
from chikai.policy.change.plan import Window
from chikai.policy.model import Say
from chikai.ports import BadData, Home, Missing

NOTICED, EFFECTIVE = date(2026, 12, 1), date(2026, 12, 5)
NAME, WORDS = "見本 花子", "広告のための利用に同意しません。"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """En Japan on 20 December 2026, with a purpose that changed on 5 December."""
    with open_stage(
        tmp_path, store=IN_MEMORY, press=PlainPress(), companies=("en_japan",)
    ) as stage:
        found = next(iter(_homes(stage)))
        new = Say(ja="新しい利用目的", en="A new purpose")
        after = changed(changed(policy("en_japan"), "purposes.0.say", new), "effective_from",
                        EFFECTIVE)  # fmt: skip
        yield replace(
            found, policies=(policy("en_japan"), after), day=date(2026, 12, 20), press=PlainPress()
        )


def _homes(stage: Any) -> Iterator[Home]:
    yield from stage.homes.values()


def objecting(arrived: date, **more: Any) -> Objecting:
    address = Address("東京都架空区見本1-2-3", "000-0001")
    return Objecting(
        arrived_on=arrived,
        channel=Channel.POST,
        person=Person(names=(Name(NAME),), addresses=(address,)),
        reply_to=ReplyTo(name=NAME, address=address),
        after=EFFECTIVE,
        noticed_on=NOTICED,
        statement=WORDS,
        **more,
    )


def by(command: str = "c1") -> Actor:
    return Actor("clerk-1", command)


WEEK = Window(start=NOTICED, days=7, counted_from="notice")
DAYS = [
    # arrived → how it stands, what is kept
    (date(2026, 11, 30), WEEK, Standing.IN_TIME, Kept.WHOLE),
    (date(2026, 12, 1), WEEK, Standing.IN_TIME, Kept.WHOLE),
    (date(2026, 12, 8), WEEK, Standing.IN_TIME, Kept.WHOLE),
    (date(2026, 12, 9), WEEK, Standing.LATE, Kept.HELD_BACK),
    (date(2027, 12, 9), None, Standing.NO_PERIOD, Kept.WHOLE),
]


@pytest.mark.parametrize(("arrived", "window", "stands", "keeps"), DAYS)
def test_the_one_week(arrived: date, window: Window | None, stands: Standing, keeps: Kept) -> None:
    assert standing(arrived, window) is stands
    assert kept(stands) is keeps


def test_every_objection_keeps_something() -> None:
    """There is no way from an objection to the new version without the person."""
    assert {kept(each) for each in Standing} <= {Kept.WHOLE, Kept.HELD_BACK}
    assert FLOW.reachable(State.RECEIVED) == set(State)
    with pytest.raises(NoSuchStep):
        FLOW.next(State.RECEIVED, "objection_acknowledged")


def test_in_time_the_old_version_is_kept_for_the_person(home: Home) -> None:
    made = objections.receive(home, objecting(date(2026, 12, 8)), by=by())
    assert made.id.startswith("objection-")
    assert (made.standing, made.kept, made.version) == (
        Standing.IN_TIME, Kept.WHOLE, policy("en_japan").version,
    )  # fmt: skip
    assert made.until == date(2026, 12, 8)


def test_a_late_one_is_recorded_and_told_so(home: Home) -> None:
    made = objections.receive(home, objecting(date(2026, 12, 15)), by=by())
    told = objections.acknowledge(home, made.id, by=by("c2"))
    assert (told.standing, told.kept) == (Standing.LATE, Kept.HELD_BACK)
    assert told.letter_sealed is not None
    letter = home.vault.get(told.letter_sealed).decode()
    assert "期間の後" in letter and "同意とはみなしません" in letter and NAME in letter


def test_the_week_may_be_counted_from_the_revision(home: Home) -> None:
    made = objections.receive(home, objecting(date(2026, 12, 12), counted_from="revision"), by=by())
    assert (made.until, made.standing) == (date(2026, 12, 12), Standing.IN_TIME)


def test_an_acknowledgement_is_sent_once(home: Home) -> None:
    made = objections.receive(home, objecting(date(2026, 12, 8)), by=by())
    told = objections.acknowledge(home, made.id, by=by("c2"), lang="en")
    assert told.acknowledged_on == date(2026, 12, 20)
    assert objections.acknowledge(home, made.id, by=by("c2")) == told
    with pytest.raises(BadData):
        objections.acknowledge(home, made.id, by=by("c3"))
    assert len(home.journal.postings(made.id)) == 1


def test_a_repeated_command_does_nothing(home: Home) -> None:
    first = objections.receive(home, objecting(date(2026, 12, 8)), by=by())
    size = home.journal.size()
    assert objections.receive(home, objecting(date(2026, 12, 9)), by=by()) == first
    assert home.journal.size() == size
    assert objections.all_of(home) == (first,)


def test_the_journal_holds_nothing_of_the_person(home: Home) -> None:
    made = objections.receive(home, objecting(date(2026, 12, 8)), by=by())
    objections.acknowledge(home, made.id, by=by("c2"))
    written = "".join(home.journal.leaf(e).decode() for e in home.journal.read(made.id))
    assert [e.type for e in home.journal.read(made.id)] == [
        "objection_received", "old_version_kept", "objection_acknowledged",
    ]  # fmt: skip
    assert not any(each in written for each in (NAME, WORDS, "架空区"))
    assert objections.file(home, made.id, by=by("c3"))["statement"] == WORDS
    assert home.views.digest(home.clock.now().date().isoformat())[0] == 1


def test_an_objection_is_no_case_of_the_inbox(home: Home) -> None:
    before = len(home.journal.inbox())
    objections.receive(home, objecting(date(2026, 12, 8)), by=by())
    rebuild(home, lambda history: fold_row(home, history))
    assert len(home.journal.inbox()) == before


def test_there_must_be_such_a_change(home: Home) -> None:
    with pytest.raises(BadData):
        objections.receive(
            home, replace(objecting(date(2026, 12, 8)), after=date(2026, 12, 6)), by=by()
        )
    with pytest.raises(BadData):
        objections.receive(home, objecting(date(2026, 12, 21)), by=by())
    with pytest.raises(Missing):
        objections.load(home, "objection-NONE")


def test_the_desk_receives_shows_and_acknowledges(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "home"

    def run(*args: str, code: int = 0) -> Any:
        capsys.readouterr()
        assert main([*args, "--home", str(root), "--by", "clerk-1", "--json"]) == code
        return json.loads(capsys.readouterr().out)

    assert main(["setup", "en_japan", "--demo", "--home", str(root)]) == 0
    text = re.sub(
        "effective_from: 2020-03-09", "effective_from: 2026-12-05", shipped("en_japan")[-1].text
    ).replace("サービスを提供するため\n", "サービスを提供し、改善するため\n")
    (root / "en_japan" / "policies").mkdir()
    (root / "en_japan" / "policies" / "2026-12-05.yaml").write_text(text, "utf-8")
    received = run(
        "policy", "objection", "receive", "en_japan", "--change", "2026-12-05", "--noticed",
        "2026-12-01", "--arrived", "2026-12-08", "--name", NAME, "--address", "東京都架空区1-2-3",
        "--statement", WORDS, "--on", "2026-12-20",
    )["result"]  # fmt: skip
    assert received["standing"] == "in_time" and received["version"] == "2020-03-09"
    id = received["objection"]
    told = run("policy", "objection", "acknowledge", id, "--on", "2026-12-20")["result"]
    assert told["acknowledged_on"] == "2026-12-20"
    assert NAME not in json.dumps(run("policy", "objection", "show", id), ensure_ascii=False)
    seen = run("policy", "objection", "show", id, "--file")["result"]
    assert seen["file"]["statement"] == WORDS
