"""(r) A member who left has everything erased; the answer waits until nobody can put it back."""

import sqlite3
from pathlib import Path

import pytest
from told import event, kinds, says

from chikai.adapters.press.plain import PlainPress
from chikai.demo.journeys import r_erased
from chikai.demo.stage import IN_MEMORY, Stage, open_stage
from chikai.demo_data import build
from chikai.demo_data.people import members
from chikai.duties.requests.decide import NotNow
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.ledger.actions import ByColumn
from chikai.ledger.load import load_mapping
from chikai.ledger.plan import Wanted, Work
from chikai.ledger.terms import Role
from chikai.ports import Purpose


def _rows(file: Path, table: str, owner: str = "customer_id") -> list[tuple[object, ...]]:
    connection = sqlite3.connect(file)
    try:
        here = (r_erased.ROW,)
        return connection.execute(f"SELECT * FROM {table} WHERE {owner} = ?", here).fetchall()
    finally:
        connection.close()


def test_erased_is_told_only_when_nobody_can_put_it_back(tmp_path: Path) -> None:
    file = tmp_path / "enigmo" / "shop.db"
    with open_stage(tmp_path, store=IN_MEMORY, press=PlainPress(), companies=("enigmo",)) as stage:
        (disclosure,), (case,) = stage.play(r_erased.disclosed, r_erased.erased)
        assert kinds(disclosure) == [L.DISCLOSURE]
        assert kinds(case) == [L.ERASED, L.DESTRUCTION_CERTIFICATE]
        assert says(
            case.letter(L.ERASED),
            ja=["お客様の登録情報", "ご注文：帳簿書類の保存（法人税法施行規則第59条）"],
            en=["What stays, and why", "Orders: Books of account"],
        )
        (early,) = case.stops
        assert isinstance(early, NotNow), "no answer while it could be put back"
        assert case.after("apply").next_step.id == "next.erasure_pending"
        waited = (
            event(case, "prior_destroyed").occurred_on - event(case, "plan_applied").occurred_on
        )
        assert waited.days > r_erased.UNDO_DAYS
        order = [case.happened.index(each) for each in ("prior_destroyed", "action_done")]
        assert order == sorted(order) and order[-1] < case.happened.index("answer_sent")
        home = stage.homes["enigmo"]
        assert not home.keys.exists(case.id, Purpose.PRIOR)
        assert "papers_destroyed" in case.happened

    (left,) = _rows(file, "customers", "id")
    assert {each for each in left if isinstance(each, str)} == {
        "削除済み", "2024-01-01 00:00:00.000000",
    }  # fmt: skip
    assert not _rows(file, "addresses") and len(_rows(file, "orders")) == 2
    every = file.read_bytes()
    for value in (*r_erased.PERSON.phones, *r_erased.PERSON.emails, r_erased.PERSON.names[0].full):
        assert value.encode() not in every, "not even in a free place of the file"


@pytest.mark.parametrize("company", build.COMPANIES)
def test_every_personal_column_of_the_demo_says_what_erasure_does(company: str) -> None:
    (file,) = build.mappings(company)
    for table in load_mapping(file.text, file=file.name).tables:
        if table.existence or table.role is Role.PROVISION_RECORDS:
            continue  # no retained personal data, or kept for a term of its own
        if table.name == "entrusted_people":
            continue  # held for a client, who decides about it
        assert table.erase is not None, table.name
        if isinstance(table.erase, ByColumn):
            assert all(c.erase for c in table.columns if c.personal), table.name
        if table.kept:
            assert table.kept.law, "what the demo keeps, a law demands"


def test_a_term_that_has_not_begun_keeps(enigmo: Stage) -> None:
    """Employment records stay for years after somebody leaves; she has not left."""
    changes = enigmo.homes["enigmo"].changes
    assert changes is not None
    wanted = Wanted(work=Work.ERASE, on=enigmo.today)
    made, _ = changes.plan(members()[56], wanted, case="case-1", salt=lambda: "00")
    (kept,) = (each for each in made.sources[0].kept if each.table == "employees")
    assert kept.law is not None and kept.until is None
