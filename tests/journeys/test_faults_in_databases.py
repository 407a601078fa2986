"""Whatever breaks while a plan is carried out in the company's database, all of it is done and
verified or none of it; the journal says which; and doing it again finishes it."""

from __future__ import annotations

import itertools
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from faulty import AtStatement, FaultyDesk, Line, desk_at, made, refused, reset
from test_carry_out import by

from chikai import places, wiring
from chikai.app import carry_out, carrying, cases, jobs
from chikai.app.faults import faults_of
from chikai.duties.requests.case import Case
from chikai.ports import Hindered, Hindrance, Moved, Unavailable
from chikai.ports.jobs import Standing

BRANDS = ("sqlite", "postgresql", "mariadb")
SERVERS = BRANDS[1:]
pytestmark = pytest.mark.usefixtures("nobody_looks_twice")


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'crm.db'}"
    name = "postgres_url" if request.param == "postgresql" else "mariadb_url"
    found = str(request.getfixturevalue(name))
    return found.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def engine(url: str) -> Iterator[sa.Engine]:
    engine = made(url)
    yield engine
    engine.dispose()


@pytest.fixture
def desk(url: str, engine: sa.Engine, tmp_path: Path) -> Iterator[FaultyDesk]:
    with desk_at(tmp_path, {"shop": url}, engine) as desk:
        yield desk
        desk.writing.dispose()


def every(brands: tuple[str, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("url", brands, indirect=True)


def finishes(desk: FaultyDesk, case: Case) -> None:
    carry_out.apply(desk.home, case.id, by=by())
    assert desk.all_or_nothing()
    desk.told(case)


def said(error: Unavailable) -> tuple[str, str]:
    code, (fault,) = faults_of(error)
    assert code == 4 and fault.code != fault.say("en")
    return fault.say("ja"), fault.say("en")


# --- the line is cut between any two statements --------------------------------------------------


@every(SERVERS)
@pytest.mark.parametrize("answer_lost", [False, True], ids=["before", "answer lost"])
def test_a_line_cut_at_any_statement(
    url: str, engine: sa.Engine, tmp_path: Path, answer_lost: bool
) -> None:
    """Each statement of it in turn, the commit included: cut before it is asked, and again when
    it was asked and its answer is lost."""
    there = sa.make_url(url)
    line = Line(there.host or "", there.port or 0)
    through = there.set(port=line.port).render_as_string(hide_password=False)
    with desk_at(tmp_path, {"shop": through}, engine) as desk:
        case = desk.approved()
        fault = AtStatement(desk.writing, line.swallow if answer_lost else line.cut)
        cut: list[str] = []
        for at in itertools.count(1):
            fault.set(at)
            try:
                carry_out.apply(desk.home, case.id, by=by())
                break
            except Unavailable as error:
                assert fault.fired is not None and "`shop`" in said(error)[1]
            line.cut()
            line.mend()
            cut.append(fault.fired)
            types = desk.journal(case)
            assert "apply_started" in types and "plan_applied" not in types
            if settled(desk):
                assert "COMMIT" in cut, "nothing is done before the commit"
                reset(engine)
        assert fault.fired is None, "it came through without a fault, and every fault was tried"
        finished(desk, case)
        assert cut.count("COMMIT") >= 1 and any(each.startswith("UPDATE") for each in cut)
        desk.writing.dispose()
    line.close()


def settled(desk: FaultyDesk) -> bool:
    """Whether it is done, once the server has noticed that nobody is there any more: a statement
    that arrived may still be at work, and its locks keep others out until it has ended."""
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("SELECT id FROM customers ORDER BY id FOR UPDATE").all()
        connection.exec_driver_sql("SELECT id FROM orders ORDER BY id FOR UPDATE").all()
    return desk.all_or_nothing()


def finished(desk: FaultyDesk, case: Case) -> None:
    assert desk.all_or_nothing()
    desk.told(case)


@every(("sqlite",))
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_process_killed_at_any_statement(desk: FaultyDesk, after: bool) -> None:
    """A file has no line to cut; so the process ends instead, before and after every statement."""
    case = desk.approved()
    killed = 0
    for at in itertools.count(1):
        ended = in_another_process(desk, case, at, after)
        if desk.all_or_nothing() and ended == signal.SIGKILL:
            assert "plan_applied" not in desk.journal(case)
            reset(desk.engine)
        if ended != signal.SIGKILL:
            break
        killed += 1
    assert ended == 0 and killed > 8
    finished(desk, case)


def in_another_process(desk: FaultyDesk, case: Case, at: int, after: bool) -> int:
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    try:
        with wiring.open_home(places.place(desk.root, "enigmo", {}), clock=desk.clock) as home:
            there = FaultyDesk(home, desk.clock, desk.engine, desk.root)
            kill = AtStatement(there.writing, lambda: os.kill(os.getpid(), signal.SIGKILL), at)
            if after:  # the statement after it is as far as it gets
                kill.at = at + 1
            carry_out.apply(home, case.id, by=by())
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def test_two_databases_and_the_line_is_cut_between_their_commits(
    postgres_url: str, mariadb_url: str, tmp_path: Path
) -> None:
    """One is done, the other is as it was: the journal says that it was begun and not ended, and
    doing it again does the other only."""
    first, second = made(postgres_url), made(mariadb_url)
    there = sa.make_url(mariadb_url)
    line = Line(there.host or "", there.port or 0)
    through = there.set(port=line.port).render_as_string(hide_password=False)
    with desk_at(tmp_path, {"a_crm": postgres_url, "b_shop": through}, first) as desk:
        case = desk.approved()
        commits: list[str] = []

        def at_commit(point: str) -> None:
            if point == "sources.apply.after_commit" and not commits:
                commits.append(point)
                line.cut()

        desk.home.changes._failpoint = at_commit  # type: ignore[union-attr]
        error = refused(desk, case)
        assert "`b_shop`" in said(error)[0]
        assert desk.all_or_nothing() and not desk.all_or_nothing(second)
        assert desk.journal(case)[-1] == "apply_started"
        line.mend()
        finishes(desk, case)
        assert desk.all_or_nothing(second)
    line.close()
    for each in (first, second):
        each.dispose()


# --- rows that another holds ---------------------------------------------------------------------


SHORT = {
    "postgresql": "SET SESSION lock_timeout = '300ms'",
    "mysql": "SET SESSION innodb_lock_wait_timeout = 1",
    "sqlite": "PRAGMA busy_timeout = 200",
}


def impatient(desk: FaultyDesk) -> None:
    statement = SHORT[desk.writing.dialect.name]

    def on_connect(connection: object, record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute(statement)
        cursor.close()

    desk.writing.dispose()
    sa.event.listen(desk.writing, "connect", on_connect)


@every(BRANDS)
def test_rows_another_program_holds_for_too_long(desk: FaultyDesk) -> None:
    case = desk.approved()
    impatient(desk)
    with desk.engine.connect() as other:
        if desk.engine.dialect.name == "sqlite":
            other.connection.driver_connection.execute("BEGIN IMMEDIATE")  # type: ignore[union-attr]
        else:
            other.exec_driver_sql("SELECT * FROM orders WHERE id = 11 FOR UPDATE").all()
        error = refused(desk, case)
        assert isinstance(error, Hindered) and error.why is Hindrance.LOCKED
        ja, en = said(error)
        assert "ほかのプログラム" in ja and "another program" in en
        assert not any(code in ja + en for code in ("55P03", "1205", "BUSY", "Error"))
        other.rollback()
    assert not desk.all_or_nothing() and desk.journal(case)[-1] == "apply_started"
    finishes(desk, case)


WAITS = {
    "postgresql": (
        "SELECT pg_backend_pid()",
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = {}",
    ),
    "mysql": (
        "SELECT connection_id()",
        "SELECT count(*) FROM information_schema.innodb_trx"
        " WHERE trx_state = 'LOCK WAIT' AND trx_mysql_thread_id = {}",
    ),
}
"""Which connection it is, and whether that one waits for a lock: others of the server may, too."""


@every(SERVERS)
def test_a_deadlock_takes_this_side_back(desk: FaultyDesk) -> None:
    """Another program holds an order and waits for the customer that this side holds."""
    case = desk.approved()
    watch = AtStatement(desk.writing, lambda: they_wait())
    first = statement_of_orders(desk, case, watch)
    other = desk.engine.connect()
    postgresql = desk.engine.dialect.name == "postgresql"
    who, waiting = WAITS["postgresql" if postgresql else "mysql"]
    line = other.exec_driver_sql(who).scalar_one()
    if postgresql:  # so that this side is the one that notices, and gives way
        other.exec_driver_sql("SET deadlock_timeout = '300s'")
    else:  # and here the one that has changed less
        more = ", ".join(f"({n}, 2, 'x')" for n in range(100, 400))
        other.exec_driver_sql(f"INSERT INTO orders VALUES {more}")
    other.exec_driver_sql("UPDATE orders SET recipient = recipient WHERE id = 11")
    waits = threading.Thread(
        target=lambda: other.exec_driver_sql("UPDATE customers SET phone = phone WHERE id = 1")
    )

    def they_wait() -> None:
        waits.start()
        with desk.engine.connect() as connection:
            while not connection.exec_driver_sql(waiting.format(line)).scalar_one():
                time.sleep(0.05)

    watch.set(first)
    error = refused(desk, case)
    assert isinstance(error, Hindered) and error.why is Hindrance.COLLIDED
    assert "互いに待ち" in said(error)[0]
    waits.join()
    other.rollback()
    other.close()
    assert not desk.all_or_nothing()
    finishes(desk, case)


def statement_of_orders(desk: FaultyDesk, case: Case, watch: AtStatement) -> int:
    """Which statement locks the orders; learnt from a try that is broken off before its commit."""

    def enough(point: str) -> None:
        if point == "sources.apply.written":
            raise Unavailable("sources/shop")

    desk.home.changes._failpoint = enough  # type: ignore[union-attr]
    watch.set(0)
    refused(desk, case)
    watch.set(0)
    refused(desk, case)  # as it will be the next time: the journal says that it was begun
    desk.home.changes._failpoint = lambda point: None  # type: ignore[union-attr]
    locking = [
        n
        for n, each in enumerate(watch.said, 1)
        if each.startswith("UPDATE orders") or ("FROM orders" in each and "FOR UPDATE" in each)
    ]
    return locking[0]


# --- somebody else was there; another clock ------------------------------------------------------


@every(BRANDS)
def test_a_row_changed_by_another_since_the_plan(desk: FaultyDesk) -> None:
    case = desk.approved()
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE orders SET recipient = '例示 太郎' WHERE id = 11")
    with pytest.raises(Moved) as moved:
        carry_out.apply(desk.home, case.id, by=by())
    (fault,) = faults_of(moved.value)[1]
    assert "orders" in fault.say("ja") and "計画を作り直して" in fault.say("ja")
    assert desk.names()[0] == "見本 花子"
    again = carry_out.plan(desk.home, case.id, carry_out.Scope(), by=by())
    assert isinstance(again, Case) and again.change is not None
    from chikai.people.staff import Role

    boss = by("boss", Role.APPROVER)
    carry_out.approve(desk.home, case.id, again.change.plan, by=boss, reasons="x")
    carry_out.apply(desk.home, case.id, by=by())
    assert desk.all_or_nothing()


# --- a long work is not a dead one ---------------------------------------------------------------


@every(BRANDS)
def test_hazard_6_however_long_it_takes_a_healthy_erasure_is_not_called_failed(
    desk: FaultyDesk,
) -> None:
    """A month passes in the middle of it, and the board is swept again and again: it is still
    running, at its first attempt; then it is done, once."""
    case = desk.approved()
    halfway, go_on = threading.Event(), threading.Event()

    def slow(point: str) -> None:
        if point == "sources.apply.written":
            halfway.set()
            go_on.wait()

    desk.home.changes._failpoint = slow  # type: ignore[union-attr]
    looks: list[tuple[Standing, int]] = []

    def look(seconds: float) -> bool:
        if halfway.is_set() and not go_on.is_set():
            (job,) = jobs.jobs_of(desk.home).all()
            looks.append((job.standing, job.attempt))
            desk.clock.advance(timedelta(days=4))
            if len(looks) == 8:
                go_on.set()
        time.sleep(0.02)
        return False

    try:
        left = jobs.work(
            desk.home,
            carrying.deed(desk.home),
            orders=carrying.Ordered(),
            wait=look,
            until_idle=True,
        )
    finally:
        go_on.set()
    assert left == jobs.Worked(done=1, waiting=0, halted=0)
    assert set(looks) == {(Standing.RUNNING, 1)}
    finished(desk, case)


@every(("sqlite",))
@pytest.mark.parametrize("days", [-400, 4000])
def test_a_clock_that_jumps_in_the_middle(desk: FaultyDesk, days: int) -> None:
    """Back or forth, between the change and its record: it is recorded once, never before what
    happened before it."""
    case = desk.approved()

    def jump(point: str) -> None:
        if point == "sources.apply.after_commit":
            desk.clock.advance(timedelta(days=days))

    desk.home.changes._failpoint = jump  # type: ignore[union-attr]
    left = jobs.work(
        desk.home,
        carrying.deed(desk.home),
        orders=carrying.Ordered(),
        wait=lambda _: time.sleep(0.02) is not None,
        until_idle=True,
    )
    assert left == jobs.Worked(done=1, waiting=0, halted=0)
    finished(desk, case)
    days_told = [event.occurred_on for event in desk.home.journal.read(case.id)]
    assert days_told == sorted(days_told)


@every(BRANDS)
@pytest.mark.parametrize("days", [-400, 4000])
def test_a_clock_that_jumps_while_a_clerk_waits(desk: FaultyDesk, days: int) -> None:
    """What was begun on one day is of that day to its end, and what can be put back can be put
    back for as long as was said."""
    case = desk.approved(undo_days=7)
    before = cases.today(desk.home)

    def jump(point: str) -> None:
        if point == "sources.apply.written":
            desk.clock.advance(timedelta(days=days))

    desk.home.changes._failpoint = jump  # type: ignore[union-attr]
    done = carry_out.apply(desk.home, case.id, by=by())
    assert isinstance(done, Case) and done.change is not None and desk.all_or_nothing()
    assert done.change.undo_until == before + timedelta(days=7)
    days_told = [event.occurred_on for event in desk.home.journal.read(case.id)]
    assert days_told == sorted(days_told)
    desk.clock.advance(timedelta(days=-days))
    carry_out.undo(desk.home, case.id, "取下げの申出があった", by=by())
    assert not desk.all_or_nothing()
