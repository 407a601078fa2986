"""The company's own store fails while a plan is carried out: at every one of its statements the
process ends, or the disk is full, or the line to the server is cut. The database of the company is
done or as it was; the journal never says more than what is so; and doing it again finishes it."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from faulty import FaultyDesk, Line, desk_at, made, reset
from test_carry_out import by

from chikai import places, wiring
from chikai.app import carry_out, cases
from chikai.ports import Purpose, Unavailable

pytestmark = pytest.mark.usefixtures("nobody_looks_twice")


class AtOwn:
    """Does something before the `at`-th statement that this thread asks of the own store."""

    def __init__(self, engine: sa.Engine, do: Callable[[], None], at: int) -> None:
        self._do, self._at, self._thread = do, at, threading.get_ident()
        self.said: list[str] = []
        sa.event.listen(engine, "before_cursor_execute", self._statement)
        sa.event.listen(engine, "commit", lambda connection: self._next("COMMIT"))

    def _statement(self, connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        self._next(statement)

    def _next(self, statement: str) -> None:
        if threading.get_ident() == self._thread:
            self.said.append(statement)
            if len(self.said) == self._at:
                self._do()


def store_of(desk: FaultyDesk) -> sa.Engine:
    return desk.home.journal._database.engine  # type: ignore[attr-defined,no-any-return]


def ends() -> None:
    raise KeyboardInterrupt


def full() -> None:
    raise sqlite3.OperationalError("database or disk is full")


@contextmanager
def opened(root: Path, engine: sa.Engine, template: FaultyDesk) -> Iterator[FaultyDesk]:
    where = places.place(root, "enigmo", {})
    with wiring.open_home(where, clock=template.clock, policies=template.home.policies) as home:
        desk = FaultyDesk(home, template.clock, engine, root)
        yield desk
        desk.writing.dispose()


@pytest.mark.parametrize("fault", [ends, full])
def test_a_file_that_fails_at_any_statement(fault: Callable[[], None], tmp_path: Path) -> None:
    """A process may end anywhere; a disk is full when something is to be kept."""
    file = tmp_path / "crm.db"
    engine = made(f"sqlite:///{file}")
    at_first, now = tmp_path / "first", tmp_path / "now"
    with desk_at(at_first, {"shop": f"sqlite:///{file}"}, engine) as desk:
        case = desk.approved()

    @contextmanager
    def failing_at(at: int) -> Iterator[tuple[FaultyDesk, list[str]]]:
        shutil.rmtree(now, ignore_errors=True)
        shutil.copytree(at_first, now)
        reset(engine)
        with opened(now, engine, desk) as today:
            watch = AtOwn(store_of(today), fault, at)
            with suppress(KeyboardInterrupt, Unavailable):
                carry_out.apply(today.home, case.id, by=by())
            yield today, watch.said

    with failing_at(0) as (_, every):
        places = [n for n, said in enumerate(every, 1) if fault is ends or said == "COMMIT"]
    assert len(places) > 2 and places[-1] == len(every)
    silent = 0
    for at in places:
        with failing_at(at) as (today, said):
            assert said[at - 1] == every[at - 1]
            never_more_than_is_so(today, case.id)
            types = today.journal(case)
            silent += today.all_or_nothing() and "plan_applied" not in types
            if "action_done" not in types:
                carry_out.apply(today.home, case.id, by=by())
            assert today.all_or_nothing()
            today.told(case)
    assert silent or fault is full, "in between the databases alone know that it is done"
    engine.dispose()


def never_more_than_is_so(desk: FaultyDesk, case: str) -> None:
    types = [event.type for event in desk.home.journal.read(case)]
    if "plan_applied" in types:
        assert desk.all_or_nothing()
    if "action_done" in types:
        assert not desk.home.keys.exists(case, Purpose.PRIOR)
    assert (cases.load(desk.home, case).outcome is not None) is ("action_done" in types)


@pytest.mark.parametrize("answer_lost", [False, True], ids=["before", "answer lost"])
def test_a_line_to_the_own_server_cut_at_any_commit(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer_lost: bool
) -> None:
    there = sa.make_url(postgres_url)
    line = Line(there.host or "", there.port or 0)
    through = there.set(port=line.port).render_as_string(hide_password=False)
    file = tmp_path / "crm.db"
    engine = made(f"sqlite:///{file}")
    fail = line.swallow if answer_lost else line.cut
    with desk_at(tmp_path, {"shop": f"sqlite:///{file}"}, engine, store=through) as desk:
        nth = Nth(store_of(desk), fail)
        while nth.seen >= nth.at:
            reset(engine)
            case = desk.approved()
            nth.at, nth.seen = nth.at + 1, 0
            try:
                carry_out.apply(desk.home, case.id, by=by())
            except Unavailable:
                line.cut()
                line.mend()
            seen, nth.seen = nth.seen, nth.at
            never_more_than_is_so(desk, case.id)
            if "action_done" not in desk.journal(case):
                carry_out.apply(desk.home, case.id, by=by())
            assert desk.all_or_nothing()
            desk.told(case)
            nth.seen = seen
        assert nth.at > 3
    line.close()
    engine.dispose()


class Nth:
    """Does something before the `at`-th commit."""

    def __init__(self, engine: sa.Engine, do: Callable[[], None]) -> None:
        self._do, self.at, self.seen = do, 0, 0
        sa.event.listen(engine, "commit", self._commit)

    def _commit(self, connection: sa.Connection) -> None:
        self.seen += 1
        if self.seen == self.at:
            self._do()
