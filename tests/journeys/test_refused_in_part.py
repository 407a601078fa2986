"""A database that refuses only when the change is to be kept, beside one that has kept its own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import faulty
import pytest
from faulty import desk_at, made
from test_carry_out import by

from chikai.app import carry_out, cases, gather
from chikai.app.carry_out import Scope
from chikai.app.faults import faults_of
from chikai.duties.requests.case import Case
from chikai.law.kinds import Manner
from chikai.people.staff import Role
from chikai.ports import Refused, RefusedInPart
from chikai.words import render

pytestmark = pytest.mark.usefixtures("nobody_looks_twice")
LATE = (
    "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'not today'; END $$",
    "CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON orders DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION no()",
)
DANGLING = (
    "CREATE TABLE notes (customer_id INTEGER REFERENCES customers (id)"
    " DEFERRABLE INITIALLY DEFERRED)",
    "CREATE TRIGGER late AFTER UPDATE ON orders BEGIN INSERT INTO notes VALUES (99); END",
)


def test_what_postgresql_would_refuse_at_its_commit_it_refuses_before_any_commit(
    mariadb_url: str, postgres_url: str, tmp_path: Path
) -> None:
    """The other database would have been the first to commit: nothing is changed anywhere."""
    first, second = made(mariadb_url), made(postgres_url)
    with second.begin() as connection:
        for each in LATE:
            connection.exec_driver_sql(each)
    with desk_at(tmp_path, {"a_crm": mariadb_url, "b_shop": postgres_url}, first) as desk:
        case = desk.approved()
        with pytest.raises(Refused) as refused:
            carry_out.apply(desk.home, case.id, by=by())
        assert "どこも変更していません" in faults_of(refused.value)[1][0].say("ja")
        assert not desk.all_or_nothing() and not desk.all_or_nothing(second)
        assert desk.journal(case)[-1] == "apply_started"
        with second.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER late ON orders")
        # A trigger less is another schema than the one that was approved: a plan anew.
        with pytest.raises(Refused) as changed:
            carry_out.apply(desk.home, case.id, by=by())
        assert changed.value.problems[0].code == "plan.schema_changed"
        assert not desk.all_or_nothing() and not desk.all_or_nothing(second)
    for each in (first, second):
        each.dispose()


def test_where_one_has_kept_its_part_the_journal_and_the_words_say_so(tmp_path: Path) -> None:
    """SQLite looks at deferred references when it commits and no sooner."""
    urls = {name: f"sqlite:///{tmp_path / name}.db" for name in ("a_crm", "b_shop")}
    first, second = (made(url) for url in urls.values())
    with second.begin() as connection:
        for each in DANGLING:
            connection.exec_driver_sql(each)
    with desk_at(tmp_path, urls, first) as desk:
        case = desk.approved()
        with pytest.raises(RefusedInPart) as refused:
            carry_out.apply(desk.home, case.id, by=by())
        code, (fault,) = faults_of(refused.value)
        assert code and "どこも変更していません" not in fault.say("ja")
        assert "a_crm is changed and stays so, `b_shop` is as it was" in fault.say("en")
        assert desk.all_or_nothing() and not desk.all_or_nothing(second)
        last = desk.home.journal.read(case.id)[-1]
        assert last.type == "apply_stopped"
        half_done = cases.load(desk.home, case.id)
        assert not carry_out.finish(desk.home, half_done, by()), "the sweep leaves it to a person"
        assert desk.home.journal.read(case.id)[-1] == last, "and it is not said every day"
        with second.begin() as connection:  # the reason is gone: customer 99 is there
            connection.exec_driver_sql("INSERT INTO customers VALUES (99, 'x', '', '', '')")
        carry_out.apply(desk.home, case.id, by=by())
        assert desk.all_or_nothing() and desk.all_or_nothing(second)
        desk.told(case)
    for each in (first, second):
        each.dispose()


@pytest.mark.parametrize("undone", [False, True], ids=["told", "undone"])
def test_what_an_earlier_plan_had_done_is_told_and_put_back_with_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undone: bool
) -> None:
    named = faulty.MAPPING.replace("en: Customers", "en: Customers of {name}")
    monkeypatch.setattr(faulty, "MAPPING", named)
    urls = {name: f"sqlite:///{tmp_path / name}.db" for name in ("a_crm", "b_shop")}
    first, second = (made(url) for url in urls.values())
    with second.begin() as connection:
        for each in DANGLING:
            connection.exec_driver_sql(each)
    with desk_at(tmp_path, urls, first) as desk:
        case = desk.approved(undo_days=7)
        with pytest.raises(RefusedInPart):
            carry_out.apply(desk.home, case.id, by=by())
        with second.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER late")
        again = carry_out.plan(desk.home, case.id, Scope(undo_days=7), by=by())
        assert isinstance(again, Case) and again.change is not None
        assert [each.done for each in again.change.earlier] == [("a_crm",)]
        boss = by("boss", Role.APPROVER)
        carry_out.approve(desk.home, case.id, again.change.plan, by=boss, reasons="x")
        carry_out.apply(desk.home, case.id, by=by())
        assert desk.all_or_nothing() and desk.all_or_nothing(second)
        if undone:
            carry_out.undo(desk.home, case.id, "the wrong person", by=by())
            assert not desk.all_or_nothing() and not desk.all_or_nothing(second)
            now = cases.load(desk.home, case.id).change
            assert now is not None and now.undone and not now.earlier
        else:
            desk.clock.advance(timedelta(days=8))
            assert carry_out.finish(desk.home, cases.load(desk.home, case.id), by())
            done, day = cases.load(desk.home, case.id), cases.today(desk.home)
            for lang, customers in (("en", "Customers of a_crm"), ("ja", "お客様")):
                told = gather.answer(desk.home, done, "l", day, lang, Manner.PAPER).scope
                words = [e if isinstance(e, str) else render(e, lang=lang) for e in told]
                assert words[0] == customers and len(words) == 3, words
    for each in (first, second):
        each.dispose()
