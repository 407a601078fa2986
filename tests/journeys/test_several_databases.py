"""One plan in two databases of different brands, and the second is killed, down, or no longer as
it was: what is done stays done and is said, what is not is said too, and doing it again does the
rest and nothing twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from faulty import FaultyDesk, Line, desk_at, made, refused
from test_carry_out import by

from chikai import places, wiring
from chikai.app import carry_out, cases, steps
from chikai.app.carry_out import Scope
from chikai.app.faults import faults_of
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import NotNow
from chikai.people.staff import Role
from chikai.ports import BadData, Moved, Purpose, Refused, RefusedInPart

pytestmark = pytest.mark.usefixtures("nobody_looks_twice")
BRANDS = ("sqlite", "postgresql", "mariadb")


@pytest.fixture
def url_of(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    def url(brand: str) -> str:
        if brand == "sqlite":
            return f"sqlite:///{tmp_path / 'shop.db'}"
        name = "postgres_url" if brand == "postgresql" else "mariadb_url"
        found = str(request.getfixturevalue(name))
        return found.replace("postgresql://", "postgresql+psycopg://")

    return url


class Away:
    """A database that can be taken away: a file by another name, a server behind a line."""

    def __init__(self, url: str) -> None:
        there = sa.make_url(url)
        self._file = Path(there.database or "") if there.drivername == "sqlite" else None
        self._line = None if self._file else Line(there.host or "", there.port or 0)
        through = there.set(port=self._line.port) if self._line else there
        self.url = through.render_as_string(hide_password=False)

    def go(self) -> None:
        if self._line:
            self._line.cut()
        elif self._file:
            self._file.rename(self._file.with_suffix(".away"))

    def come(self) -> None:
        if self._line:
            self._line.mend()
        elif self._file:
            self._file.with_suffix(".away").rename(self._file)

    def close(self) -> None:
        if self._line:
            self._line.close()


@contextmanager
def two(
    url_of: Callable[[str], str], tmp_path: Path, brands: tuple[str, str]
) -> Iterator[tuple[FaultyDesk, sa.Engine, Away]]:
    """`a_crm` commits first; `b_shop` may go away."""
    first, there = url_of(brands[0]), url_of(brands[1])
    engines, away = (made(first), made(there)), Away(there)
    with desk_at(tmp_path, {"a_crm": first, "b_shop": away.url}, engines[0]) as desk:
        yield desk, engines[1], away
        for each in desk.home.changes._databases._opened.values():  # type: ignore[union-attr]
            each.dispose()
    away.close()
    for engine in engines:
        engine.dispose()


def killed_after_the_first(desk: FaultyDesk, case: Case) -> None:
    """In a process of its own, when the first has kept its part."""
    child = os.fork()
    if not child:
        try:
            os.environ["CHIKAI_FAILPOINT"] = "sources.apply.after_commit"
            with wiring.open_home(places.place(desk.root, "enigmo", {}), clock=desk.clock) as home:
                carry_out.apply(home, case.id, by=by("killed"))
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def half_done(desk: FaultyDesk, second: sa.Engine) -> bool:
    return desk.all_or_nothing() and not desk.all_or_nothing(second)


@pytest.mark.parametrize(
    ("brands", "anew"),
    [
        (("sqlite", "postgresql"), False),
        (("postgresql", "mariadb"), True),
        (("mariadb", "postgresql"), False),
        (("sqlite", "mariadb"), True),
    ],
    ids=lambda each: "-".join(each) if isinstance(each, tuple) else "anew" if each else "again",
)
def test_the_first_is_done_and_the_second_is_killed_then_down_then_another(
    url_of: Callable[[str], str], tmp_path: Path, brands: tuple[str, str], anew: bool
) -> None:
    with two(url_of, tmp_path, brands) as (desk, second, away):
        case = desk.approved()
        killed_after_the_first(desk, case)
        assert half_done(desk, second) and desk.journal(case)[-1] == "apply_started"

        away.go()
        assert "`b_shop`" in faults_of(refused(desk, case))[1][0].say("en")
        away.come()

        was = "UPDATE orders SET recipient = '{}' WHERE id = 11"
        with second.begin() as connection:
            connection.exec_driver_sql(was.format("例示 太郎"))
        for _ in range(2):
            with pytest.raises(RefusedInPart) as stopped:
                carry_out.apply(desk.home, case.id, by=by())
        (fault,) = faults_of(stopped.value)[1]
        assert "a_crm is changed and stays so" in fault.say("en")
        assert "`b_shop` is neither" in fault.say("en") and "作り直して" in fault.say("ja")
        assert "nothing was changed" not in fault.say("en")
        told = desk.home.journal.read(case.id)[-1]
        assert (told.type, told.data["source"]) == ("apply_stopped", "b_shop")
        assert told.data["done"] == ("a_crm",)
        assert desk.journal(case).count("apply_stopped") == 1
        assert half_done(desk, second)
        with pytest.raises(BadData) as begun:
            steps.record_action(desk.home, case.id, {}, by=by())
        assert begun.value.code == "plan.begun"

        if anew:
            planned_anew(desk, case)
        else:
            with second.begin() as connection:
                connection.exec_driver_sql(was.format("見本 花子様方"))
        carry_out.apply(desk.home, case.id, by=by())
        assert desk.all_or_nothing() and desk.all_or_nothing(second)
        ended = cases.load(desk.home, case.id)
        assert ended.change is not None and ended.change.destroyed and ended.outcome is not None
        assert desk.journal(case).count("plan_applied") == 1


def planned_anew(desk: FaultyDesk, case: Case) -> None:
    """What is left, and only that."""
    again = carry_out.plan(desk.home, case.id, Scope(), by=by())
    assert isinstance(again, Case) and again.change is not None
    made = carry_out.shown(desk.home, case.id, actor="clerk-1").plan
    assert [source.source for source in made.sources] == ["b_shop"]
    approve(desk, case)


def approve(desk: FaultyDesk, case: Case) -> None:
    change = cases.load(desk.home, case.id).change
    assert change is not None
    boss = by("boss", Role.APPROVER)
    carry_out.approve(desk.home, case.id, change.plan, by=boss, reasons="x")


# --- two at once ---------------------------------------------------------------------------------


@pytest.fixture
def desk(
    request: pytest.FixtureRequest, url_of: Callable[[str], str], tmp_path: Path
) -> Iterator[FaultyDesk]:
    url = url_of(request.param)
    engine = made(url)
    with desk_at(tmp_path, {"shop": url}, engine) as desk:
        yield desk
        desk.writing.dispose()
    engine.dispose()


@contextmanager
def another(desk: FaultyDesk) -> Iterator[FaultyDesk]:
    """The same desk from another process's side: the CLI beside the web, or a second worker."""
    with wiring.open_home(places.place(desk.root, "enigmo", {}), clock=desk.clock) as home:
        other = FaultyDesk(home, desk.clock, desk.engine, desk.root)
        yield other
        other.writing.dispose()


every_brand = pytest.mark.parametrize("desk", BRANDS, indirect=True)


def at(desk: FaultyDesk, point: str, do: Callable[[], object]) -> None:
    """Do it once, when this point is reached."""
    left = [do]

    def reached(name: str) -> None:
        if name == point and left:
            left.pop()()

    object.__setattr__(desk.home, "failpoint", reached)
    desk.home.changes._failpoint = reached  # type: ignore[union-attr]


@every_brand
@pytest.mark.parametrize(
    "point", ["app.plan_started", "sources.apply.after_commit", "app.plan_applied"]
)
def test_two_who_carry_out_the_same_plan_at_once_do_it_once(desk: FaultyDesk, point: str) -> None:
    """Somebody else does all of it while the first is at this point. Neither is told that it went
    wrong, and the journal says it once."""
    case = desk.approved()
    with another(desk) as other:
        at(desk, point, lambda: carry_out.apply(other.home, case.id, by=by("clerk-2")))
        done = carry_out.apply(desk.home, case.id, by=by())
    assert isinstance(done, Case) and done.outcome is not None
    assert desk.all_or_nothing()
    types = desk.journal(case)
    for each in ("plan_applied", "prior_destroyed", "action_done"):
        assert types.count(each) == 1, (each, types)


@every_brand
def test_a_plan_that_took_the_place_of_one_at_work_is_never_called_done(desk: FaultyDesk) -> None:
    """A clerk plans less or more while a worker is about to keep the old plan: what the worker did
    is not taken for the new plan, which nobody has approved."""
    case = desk.approved(items=("email",))
    with another(desk) as other:
        at(
            desk,
            "app.plan_started",
            lambda: carry_out.plan(other.home, case.id, Scope(), by=by("clerk-2")),
        )
        with pytest.raises(NotNow):
            carry_out.apply(desk.home, case.id, by=by())
    now = cases.load(desk.home, case.id)
    assert now.outcome is None and now.change is not None
    assert now.change.applied_on is None and now.change.approved_by is None
    assert not desk.all_or_nothing(), "the name is still there"
    approve(desk, case)
    with pytest.raises(Moved):
        carry_out.apply(desk.home, case.id, by=by())
    carry_out.plan(desk.home, case.id, Scope(), by=by())
    approve(desk, case)
    carry_out.apply(desk.home, case.id, by=by())
    assert desk.all_or_nothing() and cases.load(desk.home, case.id).outcome is not None


def test_a_database_that_is_no_longer_mapped_is_no_dead_end(tmp_path: Path) -> None:
    """It was switched off while a plan had begun: the plan cannot be carried out any more, another
    one can be made without it, and the journal says what had been done."""
    urls = {name: f"sqlite:///{tmp_path / name}.db" for name in ("a_crm", "b_shop")}
    first, second = (made(url) for url in urls.values())
    with desk_at(tmp_path, urls, first) as desk:
        case = desk.approved()
        killed_after_the_first(desk, case)
    (tmp_path / "enigmo" / "sources" / "b_shop.yaml").unlink()
    with wiring.open_home(places.place(tmp_path, "enigmo", {}), clock=desk.clock) as home:
        left = FaultyDesk(home, desk.clock, first, tmp_path)
        with pytest.raises(Refused) as gone:
            carry_out.apply(home, case.id, by=by())
        assert gone.value.problems[0].code == "plan.source_gone"
        with pytest.raises(BadData) as nobody:  # all of it was done in the other
            carry_out.plan(home, case.id, Scope(), by=by())
        assert nobody.value.code == "plan.not_one_person"
        told = home.journal.read(case.id)[-1]
        assert (told.type, told.data["done"]) == ("apply_stopped", ("a_crm",))
        assert left.all_or_nothing() and not left.all_or_nothing(second)
        by_hand = steps.record_action(home, case.id, {}, by=by())
        assert isinstance(by_hand, Case) and by_hand.outcome is not None
        assert not home.keys.exists(case.id, Purpose.PRIOR)
    for engine in (first, second):
        engine.dispose()
