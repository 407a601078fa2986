"""Judgments of a planned change are deeds of a named person; the file of an objection ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from edited import changed, policy

from chikai.adapters.pages import FilePages
from chikai.adapters.press.plain import PlainPress
from chikai.app import judgments, objections
from chikai.app.cases import Actor
from chikai.app.envelope import ReplyTo
from chikai.app.objections import Objecting
from chikai.app.publishing import publish
from chikai.app.sweep import sweep
from chikai.demo.stage import IN_MEMORY, open_stage
from chikai.kernel.truth import NO, YES
from chikai.law.kinds import Channel
from chikai.people.model import Address, Name, Person
from chikai.policy.change.plan import plan
from chikai.policy.model import Say
from chikai.ports import BadData, Destroyed, Home

EFFECTIVE, TODAY = date(2026, 12, 5), date(2026, 12, 20)
KEY, AFTER = "purposes[0].say", "2026-12-05"
WHY = "求人情報の提供という同じ事業の中での利用であり、通常予期できる。"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """En Japan on 20 December 2026, with a purpose that changed on 5 December."""
    with open_stage(
        tmp_path, store=IN_MEMORY, press=PlainPress(), companies=("en_japan",)
    ) as stage:
        stage.clock.set(datetime(2026, 12, 20, 10, tzinfo=ZoneInfo("Asia/Tokyo")))
        new = Say(ja="新しい利用目的", en="A new purpose")
        after = changed(changed(policy("en_japan"), "purposes.0.say", new), "effective_from",
                        EFFECTIVE)  # fmt: skip
        found = stage.homes["en_japan"]
        yield replace(
            found,
            policies=(policy("en_japan"), after),
            day=TODAY,
            press=PlainPress(),
            pages=FilePages(),
        )


def by(command: str) -> Actor:
    return Actor("suzuki", command)


def objecting(**more: object) -> Objecting:
    address = Address("東京都架空区見本1-2-3", "000-0001")
    given: dict[str, object] = {
        "arrived_on": date(2026, 12, 7),
        "channel": Channel.POST,
        "person": Person(names=(Name("見本 花子"),), addresses=(address,)),
        "reply_to": ReplyTo(name="見本 花子", address=address),
        "after": EFFECTIVE,
        "noticed_on": date(2026, 12, 1),
    }
    return Objecting(**{**given, **more})  # type: ignore[arg-type]


class TestAJudgment:
    def test_it_names_who_judged_and_on_which_day(self, home: Home) -> None:
        made = judgments.judge(home, AFTER, KEY, answer=True, reasons=WHY, by=by("j1"))
        assert (made.by, made.on, made.answer) == ("suzuki", TODAY, True)
        assert judgments.reasons(home, made) == WHY

    def test_its_reasons_are_sealed(self, home: Home) -> None:
        judgments.judge(home, AFTER, KEY, answer=True, reasons=WHY, by=by("j1"))
        assert WHY not in str([event.data for event in home.journal.all()])

    def test_the_plan_follows_it_and_the_latest_counts(self, home: Home) -> None:
        before, after = home.policies
        assert [c.key for c in plan(before, after, publish=TODAY).open] == [KEY]
        for command, answer, truth in (("j1", True, YES), ("j2", False, NO)):
            judgments.judge(home, AFTER, KEY, answer=answer, reasons=WHY, by=by(command))
            given = judgments.answers(home, before, after)
            assert given == {KEY: truth}
            assert plan(before, after, publish=TODAY, judgments=given).open == ()

    def test_the_same_command_judges_once(self, home: Home) -> None:
        for _ in range(2):
            judgments.judge(home, AFTER, KEY, answer=True, reasons=WHY, by=by("j1"))
        assert len(judgments.of_version(home, AFTER)) == 1

    @pytest.mark.parametrize(
        ("after", "key", "reasons", "because"),
        [
            (AFTER, KEY, "  ", "judgment.reasons"),
            (AFTER, "effective_from", WHY, "judgment.nothing_there"),
            ("2027-01-01", KEY, WHY, "objection.no_such_change"),
        ],
    )
    def test_what_cannot_be_judged_is_not_journalled(
        self, home: Home, after: str, key: str, reasons: str, because: str
    ) -> None:
        size = home.journal.size()
        with pytest.raises(BadData) as bad:
            judgments.judge(home, after, key, answer=True, reasons=reasons, by=by("j1"))
        assert bad.value.code == because
        assert home.journal.size() == size


class TestTheDayOfNotice:
    def test_it_is_the_day_the_journal_saw_the_version_shown(
        self, home: Home, tmp_path: Path
    ) -> None:
        publish(home, tmp_path / "page", by=by("p1"))
        received = objections.receive(home, objecting(noticed_on=None), by=by("o1"))
        assert received.noticed_on == home.clock.now().date()

    def test_another_day_than_the_journals_is_refused(self, home: Home, tmp_path: Path) -> None:
        publish(home, tmp_path / "page", by=by("p1"))
        with pytest.raises(BadData) as bad:
            objections.receive(home, objecting(), by=by("o1"))
        assert bad.value.code == "objection.published_on"

    def test_where_nothing_was_published_from_here_it_must_be_said(self, home: Home) -> None:
        with pytest.raises(BadData) as bad:
            objections.receive(home, objecting(noticed_on=None), by=by("o1"))
        assert bad.value.code == "objection.not_published"


class TestThePersonAndTheFile:
    def test_the_version_kept_is_found_by_the_persons_id(self, home: Home) -> None:
        first = objections.receive(home, objecting(), by=by("o1"))
        again = objections.receive(home, objecting(known=first.person), by=by("o2"))
        other = objections.receive(home, objecting(), by=by("o3"))
        assert objections.kept_for(home, first.person) == (first, again)
        assert other.person != first.person
        with pytest.raises(BadData):
            objections.receive(home, objecting(known="person-NOBODY"), by=by("o4"))

    def test_the_file_ends_with_the_period_for_papers_and_the_version_stays(
        self, home: Home
    ) -> None:
        received = objections.receive(home, objecting(), by=by("o1"))
        with pytest.raises(BadData) as early:
            objections.destroy_file(home, received.id, by=by("d1"))
        assert early.value.code == "objection.not_acknowledged"
        told = objections.acknowledge(home, received.id, by=by("a1"))
        due = objections.file_due(home, told)
        papers = home.policies[0].requests.papers
        assert due is not None and (papers.years, papers.months) != (0, 0)
        assert due.year * 12 + due.month == 2026 * 12 + 12 + papers.years * 12 + papers.months
        with pytest.raises(BadData) as early:
            objections.destroy_file(home, received.id, by=by("d2"))
        assert early.value.code == "objection.kept_until"

        later = replace(home, day=due)
        assert [d.case for d in sweep(later, by=by("s1")).due if d.clock == "objection_file"] == [
            received.id
        ]
        for command in ("d3", "d4"):
            gone = objections.destroy_file(later, received.id, by=by(command))
            assert (gone.destroyed_on, gone.kept, gone.version) == (due, told.kept, told.version)
        with pytest.raises(Destroyed):
            objections.file(later, received.id, by=by("f1"))
        assert not [d for d in sweep(later, by=by("s2")).due if d.clock == "objection_file"]
