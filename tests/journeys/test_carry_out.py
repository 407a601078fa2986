"""An erasure, a correction and a stop in the company's own database, from the decision to the
letter: planned, approved by another, carried out, read again, and only then told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from itertools import count
from pathlib import Path

import pytest

from chikai import places, wiring, words
from chikai.adapters.clock import FixedClock, SeededEntropy
from chikai.app import carry_out, cases, found_file, intake, letters, search, steps, sweep
from chikai.app.carry_out import Scope
from chikai.app.cases import Actor
from chikai.app.envelope import Asked, Envelope, ReplyTo, Sheet
from chikai.app.faults import faults_of
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Action
from chikai.duties.requests.decide import NotNow, UnlawfulStep
from chikai.duties.requests.events import FormUsed
from chikai.duties.requests.next_step import next_step
from chikai.law.kinds import Asker, Channel, Paper, RequestKind
from chikai.ledger.plan import Correction
from chikai.people.model import Address, Name, Person
from chikai.people.staff import NotAllowed, Role
from chikai.ports import BadData, Home, Moved, Purpose, Refused, Unavailable

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
    recognise: {name: name, phone: phone, email: email, address: address}
    erase: columns
    cease:
      - {column: stopped, to: 1}
      - {column: no_feed, to: 1, stops: provision}
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}, erase: {replace: 削除済み}}
      phone: {item: phone, label: {ja: 電話, en: Telephone}, erase: null}
      email: {item: email, label: {ja: メール, en: E-mail}, erase: null}
      address: {item: address, label: {ja: 住所, en: Address}, erase: null}
      stopped: {personal: false}
      no_feed: {personal: false}
"""
HANA = Person(
    names=(Name("見本 花子"),),
    phones=("090-0000-1001",),
    emails=("hana@example.jp",),
    addresses=(Address("東京都架空区架空1-1-1"),),
)
_numbers = count()


def by(who: str = "clerk-1", *roles: Role) -> Actor:
    return Actor(who, f"cmd-{next(_numbers)}", frozenset(roles) or None)


class Desk:
    def __init__(self, home: Home, clock: FixedClock, file: Path) -> None:
        self.home, self.clock, self.file = home, clock, file

    def rows(self) -> list[tuple[object, ...]]:
        with sqlite3.connect(self.file) as connection:
            return connection.execute("SELECT * FROM customers ORDER BY id").fetchall()

    def searched(self, kind: RequestKind) -> Case:
        """A request that waits to be decided."""
        home = self.home
        envelope = Envelope(
            arrived_on=date(2026, 11, 2),
            channel=Channel.POST,
            asker=Asker.PERSON,
            form=FormUsed.DESIGNATED,
            form_complete=True,
            asked=(Asked(person=HANA, kinds=(kind,)),),
            reply_to=ReplyTo(name="見本 花子", address=HANA.addresses[0]),
            sheets=(Sheet(type=Paper.DRIVERS_LICENSE, scan=b"x"),),
        )
        (case,) = intake.receive(home, envelope, by=by())
        reading = search.PaperReading(person=HANA, addresses=HANA.addresses)
        search.match(home, case.id, reading, by=by())
        accepted = steps.accept(home, case.id, by=by())
        assert isinstance(accepted, Case), accepted
        if accepted.action is None:
            assert isinstance(search.search(home, case.id, by=by()), Case)
        return cases.load(home, case.id)

    def ordered(self, kind: RequestKind, action: Action) -> Case:
        """A request that was granted."""
        case = self.searched(kind)
        if case.action is None:
            task = {"task": "x"}
            done = steps.order(self.home, case.id, action, "shop-team", task, by=by())
            assert isinstance(done, Case)
        return cases.load(self.home, case.id)

    def next(self, case: Case) -> str:
        policy = cases.policy_of(self.home, case)
        return next_step(case, policy, on=cases.today(self.home)).id


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("CHIKAI_SECOND_CHECK", "off")
    monkeypatch.setenv("CHIKAI_APPROVAL", "off")
    where = places.place(tmp_path, "enigmo", {})
    (where.folder / "sources").mkdir(parents=True)
    (where.folder / "sources" / "shop.yaml").write_text(MAPPING, "utf-8")
    file = where.folder / "crm.db"
    with sqlite3.connect(file) as connection:
        connection.execute(
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL,"
            " phone VARCHAR(20), email VARCHAR(40), address VARCHAR(80),"
            " stopped INTEGER DEFAULT 0, no_feed INTEGER DEFAULT 0)"
        )
        connection.executemany(
            "INSERT INTO customers VALUES (?, ?, ?, ?, ?, 0, 0)",
            [
                (1, "見本 花子", "090-0000-1001", "hana@example.jp", "東京都架空区架空1-1-1"),
                (2, "例示 次郎", "090-0000-1002", "jiro@example.jp", "架空県架空市2-2"),
            ],
        )
    clock = FixedClock(datetime(2026, 11, 2, 10))
    with wiring.open_home(where, clock=clock, entropy=SeededEntropy(7)) as home:
        yield Desk(home, clock, file)


def test_what_is_met_by_doing_is_not_granted_and_the_refusal_says_how(desk: Desk) -> None:
    case = desk.searched(RequestKind.CESSATION_VIOLATION)
    with pytest.raises(UnlawfulStep) as stopped:
        steps.grant(desk.home, case.id, by=by())
    _, (fault,) = faults_of(stopped.value)
    assert "`request order`" in fault.say("en") and "`request order`" in fault.say("ja")
    assert desk.next(case) == "next.decide_doing"


def test_an_erasure_is_told_only_when_nobody_can_put_it_back(desk: Desk) -> None:
    home = desk.home
    case = desk.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
    planned = carry_out.plan(home, case.id, Scope(undo_days=7), by=by())
    assert isinstance(planned, Case) and planned.change is not None
    assert desk.next(planned) == "next.approve_plan"
    assert desk.rows()[0][1] == "見本 花子", "a plan changes nothing"

    digest = planned.change.plan
    with pytest.raises(NotAllowed):
        carry_out.approve(home, case.id, digest, by=by("clerk-1", Role.APPROVER))
    with pytest.raises(NotAllowed):
        carry_out.approve(home, case.id, digest, by=by("clerk-2", Role.CLERK))
    with pytest.raises(BadData):
        carry_out.approve(home, case.id, "0" * 64, by=by("boss", Role.APPROVER))
    with pytest.raises(BadData):
        carry_out.apply(home, case.id, by=by())
    carry_out.approve(home, case.id, digest, by=by("boss", Role.APPROVER))

    desk.clock.set(datetime(2026, 11, 5, 10))
    done = carry_out.apply(home, case.id, by=by())
    assert isinstance(done, Case)
    assert desk.rows()[0][1:5] == ("削除済み", None, None, None)
    assert desk.rows()[1][1] == "例示 次郎"
    assert desk.next(done) == "next.erasure_pending" and done.outcome is None
    with pytest.raises(BadData):
        steps.record_action(home, case.id, {}, by=by())
    with pytest.raises(NotNow):
        letters.send_answer(home, case.id, by=by())

    desk.clock.set(datetime(2026, 11, 13, 10))
    sweep.sweep(home, by=by("sweep"))
    told = cases.load(home, case.id)
    assert told.outcome is not None and told.change is not None and told.change.destroyed
    assert not home.keys.exists(case.id, Purpose.PRIOR)
    sent = letters.send_answer(home, case.id, by=by())
    assert isinstance(sent, Case) and sent.answer is not None
    types = [e.type for e in home.journal.read(case.id)]
    assert types.index("apply_started") < types.index("plan_applied")
    assert types.index("prior_destroyed") < types.index("action_done") < types.index("answer_sent")


def test_when_a_reason_to_keep_something_has_ended_the_sweep_says_so_for_a_month(
    desk: Desk,
) -> None:
    reason = "{reason: {ja: 保存, en: Kept}, law: {ja: 架空法, en: Fictional Act}, until: {on: %s}}"
    kept = "{keep: " + reason % "2027-03-10" + "}"
    text = MAPPING.replace("en: Telephone}, erase: null", f"en: Telephone}}, erase: {kept}")
    (desk.file.parent / "sources" / "shop.yaml").write_text(text, "utf-8")
    clock = desk.clock
    with wiring.open_home(places.place(desk.file.parents[1], "enigmo", {}), clock=clock) as home:
        again = Desk(home, clock, desk.file)
        case = again.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
        approved(again, case.id, Scope())
        assert isinstance(carry_out.apply(home, case.id, by=by()), Case)
        assert isinstance(letters.send_answer(home, case.id, by=by()), Case)

        def told(year: int, month: int, day: int) -> bool:
            clock.set(datetime(year, month, day, 10))
            due = sweep.sweep(home, by=by("sweep")).due
            return [d.case for d in due if d.clock == "kept"] == [case.id]

        assert not told(2027, 3, 31) and told(2027, 4, 1) and told(2027, 5, 1)
        assert not told(2027, 5, 3)
        (seen,) = [e for e in home.journal.read(case.id) if e.type == "plan_verified"]
        assert seen.data["kept_until"] == ("2027-04-01",), "the month, and no day of the person's"


def test_what_was_read_for_an_erasure_is_not_kept_by_us(desk: Desk) -> None:
    case = desk.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
    assert case.search is not None
    tables = found_file.found_tables(desk.home, case)
    assert tables and not any(t["rows"] for t in tables)
    carry_out.plan(desk.home, case.id, Scope(), by=by())
    letters.withdraw(desk.home, case.id, by=by())
    sweep.sweep(desk.home, by=by("sweep"))
    assert not desk.home.keys.exists(case.id, Purpose.PRIOR), "a plan nobody needs any more"


def test_undo_puts_back_what_was_erased_and_a_new_plan_may_follow(desk: Desk) -> None:
    home = desk.home
    case = desk.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
    before = desk.rows()
    approved(desk, case.id, Scope(undo_days=7))
    carry_out.apply(home, case.id, by=by())
    back = carry_out.undo(home, case.id, "取下げの申出があった", by=by())
    assert isinstance(back, Case) and desk.rows() == before
    assert desk.next(back) == "next.carry_out"
    assert isinstance(carry_out.plan(home, case.id, Scope(), by=by()), Case)


def approved(desk: Desk, case: str, scope: Scope) -> None:
    planned = carry_out.plan(desk.home, case, scope, by=by())
    assert isinstance(planned, Case) and planned.change is not None
    carry_out.approve(desk.home, case, planned.change.plan, by=by("boss", Role.PRIVACY_OFFICER))


def test_an_approval_is_of_the_plan_that_was_read(desk: Desk) -> None:
    """Another plan took its place at the same moment: that one is approved by nobody."""
    case = desk.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
    first = carry_out.plan(desk.home, case.id, Scope(items=("email",)), by=by())
    carry_out.plan(desk.home, case.id, Scope(), by=by())
    assert isinstance(first, Case) and first.change is not None
    said = ev.PlanApproved(plan=first.change.plan, sealed=None, commitment=None)
    with pytest.raises(NotNow):
        cases.act(desk.home, first, cmd.Note(happened=said), by=by("boss", Role.APPROVER))
    now = cases.load(desk.home, case.id).change
    assert now is not None and now.approved_by is None


def test_a_request_is_not_withdrawn_while_what_was_done_may_have_to_be_put_back(
    desk: Desk,
) -> None:
    """With the case the old values go: nobody could put them back after it."""
    case = desk.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
    before = desk.rows()
    approved(desk, case.id, Scope(undo_days=7))
    carry_out.apply(desk.home, case.id, by=by())
    with pytest.raises(NotNow) as stopped:
        letters.withdraw(desk.home, case.id, by=by())
    assert "request undo" in faults_of(stopped.value)[1][0].say("en")
    carry_out.undo(desk.home, case.id, "取下げの申出があった", by=by())
    assert desk.rows() == before
    assert isinstance(letters.withdraw(desk.home, case.id, by=by()), Case)


def test_a_new_plan_needs_a_new_approval(desk: Desk) -> None:
    case = desk.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
    approved(desk, case.id, Scope())
    carry_out.plan(desk.home, case.id, Scope(items=("email",)), by=by())
    with pytest.raises(BadData) as refused:
        carry_out.apply(desk.home, case.id, by=by())
    assert refused.value.code == "plan.not_approved"


@pytest.mark.parametrize(
    "point",
    [
        "app.plan_started", "sources.apply.guarded", "sources.apply.written",
        "sources.apply.before_commit", "sources.apply.after_commit", "app.plan_applied",
        "app.before_prior_destruction", "app.after_prior_destruction", "app.before_append",
    ],
)  # fmt: skip
def test_after_a_crash_anywhere_the_sweep_finishes_and_nothing_is_done_twice(
    desk: Desk, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = desk.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
    approved(desk, case.id, Scope())
    crashed: list[str] = []

    def crash(name: str) -> None:
        begun = "apply_started" in [e.type for e in desk.home.journal.read(case.id)]
        if name == point and begun and not crashed:
            crashed.append(name)
            raise KeyboardInterrupt

    object.__setattr__(desk.home, "failpoint", crash)
    monkeypatch.setattr(desk.home.changes, "_failpoint", crash)
    with pytest.raises(KeyboardInterrupt):
        carry_out.apply(desk.home, case.id, by=by())
    assert desk.rows()[0][1] in ("見本 花子", "削除済み")
    sweep.sweep(desk.home, by=by("sweep"))
    if cases.load(desk.home, case.id).outcome is None:
        carry_out.apply(desk.home, case.id, by=by())
    after = cases.load(desk.home, case.id)
    assert after.outcome is not None and desk.rows()[0][1:3] == ("削除済み", None)
    types = [e.type for e in desk.home.journal.read(case.id)]
    assert types.count("plan_applied") == types.count("action_done") == 1


def test_hazard_9_what_was_sealed_for_a_plan_that_never_came_to_be_goes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk was full when the plan was to be written down: what had been read for it is not
    kept by anybody's knowledge, and a sweep deletes it."""
    case = desk.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)

    def kept() -> int:
        with sqlite3.connect(desk.file.parent / "store.db") as store:
            return int(store.execute("SELECT count(*) FROM blobs").fetchone()[0])

    def full(point: str) -> None:
        if point == "app.before_append":
            raise Unavailable("OperationalError")

    before = kept()
    object.__setattr__(desk.home, "failpoint", full)
    with pytest.raises(Unavailable):
        carry_out.plan(desk.home, case.id, Scope(), by=by())
    object.__setattr__(desk.home, "failpoint", lambda point: None)
    assert kept() > before
    desk.clock.set(datetime(2026, 11, 5, 10))
    sweep.sweep(desk.home, by=by("sweep"))
    assert kept() <= before


def test_at_the_end_of_the_window_everything_is_read_once_more(desk: Desk) -> None:
    """A program put the old name back in the meantime: nobody is told that it was erased, and what
    was taken away is still there to compare with."""
    case = desk.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
    approved(desk, case.id, Scope(undo_days=7))
    carry_out.apply(desk.home, case.id, by=by())
    with sqlite3.connect(desk.file) as connection:
        connection.execute("UPDATE customers SET name = '見本 花子' WHERE id = 1")
    desk.clock.set(datetime(2026, 11, 13, 10))
    sweep.sweep(desk.home, by=by("sweep"))
    now = cases.load(desk.home, case.id)
    assert now.outcome is None and now.change is not None and now.change.complete is False
    assert desk.home.keys.exists(case.id, Purpose.PRIOR)
    with pytest.raises(BadData) as unsaid:
        steps.record_action(desk.home, case.id, {"measures": [" "]}, by=by())
    assert unsaid.value.code == "plan.left_over"
    with sqlite3.connect(desk.file) as connection:
        connection.execute("UPDATE customers SET name = '削除済み' WHERE id = 1")
    ended = carry_out.verify(desk.home, case.id, by=by())
    assert isinstance(ended, Case) and ended.outcome is not None


def test_a_row_somebody_changed_since_is_told_and_a_new_plan_is_made(desk: Desk) -> None:
    case = desk.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
    approved(desk, case.id, Scope())
    with sqlite3.connect(desk.file) as connection:
        connection.execute("UPDATE customers SET email = 'HANA@example.jp' WHERE id = 1")
    with pytest.raises(Moved) as moved:
        carry_out.apply(desk.home, case.id, by=by())
    code, (fault,) = faults_of(moved.value)
    assert code == 1 and "customers" in fault.say("en") and "hana" not in fault.say("en")
    assert desk.rows()[0][1] == "見本 花子"
    approved(desk, case.id, Scope())
    carry_out.apply(desk.home, case.id, by=by())
    assert desk.rows()[0][3] is None


def test_a_correction_is_told_with_what_was_there_and_what_is(desk: Desk) -> None:
    case = desk.ordered(RequestKind.CORRECTION, Action.CORRECT)
    wrong = Correction("phone", "09000009999", "090-0000-1009")
    with pytest.raises(Refused) as refused:
        carry_out.dry_run(desk.home, case.id, Scope(corrections=(wrong,)), by=by())
    _, (fault,) = faults_of(refused.value)
    assert "phone" in words.render(fault.message, lang="ja")
    right = Correction("phone", "090-0000-1001", "090-0000-1009")
    approved(desk, case.id, Scope(corrections=(right,)))
    done = carry_out.apply(desk.home, case.id, by=by())
    assert isinstance(done, Case) and done.outcome is not None
    assert desk.rows()[0][2] == "090-0000-1009"
    sent = letters.send_answer(desk.home, case.id, by=by())
    assert isinstance(sent, Case) and sent.answer is not None


def test_an_opt_out_stop_sets_the_flag_feeds_read_and_no_other(desk: Desk) -> None:
    case = desk.ordered(RequestKind.OPT_OUT_STOP, Action.STOP_PROVISION)
    approved(desk, case.id, Scope())
    done = carry_out.apply(desk.home, case.id, by=by())
    assert isinstance(done, Case) and done.outcome is not None
    assert [row[5:] for row in desk.rows()] == [(0, 1), (0, 0)]


def test_while_the_old_values_cannot_go_what_was_done_is_written_down_all_the_same(
    desk: Desk, tmp_path: Path
) -> None:
    """The disk of the key backup is not there: a copy of the key would outlive its destruction."""
    case = desk.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
    approved(desk, case.id, Scope())
    backups = places.place(tmp_path, "enigmo", {}).key_backups
    backups.rename(tmp_path / "not-mounted")
    with pytest.raises(Unavailable):
        carry_out.apply(desk.home, case.id, by=by())
    change = cases.load(desk.home, case.id).change
    assert change is not None and change.complete and not change.destroyed
    assert desk.home.keys.exists(case.id, Purpose.PRIOR)
    (tmp_path / "not-mounted").rename(backups)
    sweep.sweep(desk.home, by=by("sweep"))
    after = cases.load(desk.home, case.id)
    assert after.outcome is not None and after.change is not None and after.change.destroyed
