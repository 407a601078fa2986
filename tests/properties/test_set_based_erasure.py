"""Carrying out a plan by whole sets of rows comes to the same as doing it cell by cell."""

from __future__ import annotations

import hashlib
from datetime import date

import rfc8785
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from chikai.adapters.sources import apply, as_planned, catalog, facts
from chikai.adapters.sources.fitting import BrandCells
from chikai.adapters.sources.stored import commitment, dump, load
from chikai.ledger.actions import Coarser, Empty, Erase, Generalise, Replace
from chikai.ledger.coarse import coarser
from chikai.ledger.contents import Contents
from chikai.ledger.held import Held
from chikai.ledger.load import load_mapping
from chikai.ledger.plan import Kept, Plan, SourceChange, Wanted, Why, Work
from chikai.ledger.planning import planned
from chikai.ledger.terms import Label

MAPPING = """\
schema: 1
source: shop
company: enigmo
label: {ja: 通販, en: Shop}
url_env: X
tables:
  people:
    category: customers
    label: {ja: 人, en: People}
    key: id
    recognise: {name: name, phone: phone}
    erase: columns
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}, erase: {replace: 消}}
      phone: {item: phone, label: {ja: 電話, en: Phone}, erase: null}
      born: {item: birth_date, label: {ja: 生, en: Born}, erase: {generalise: year}}
      paid: {item: billing, label: {ja: 額, en: Paid}, erase: {generalise: {round: 100}}}
      code: {item: address, label: {ja: 番号, en: Code}, erase: {generalise: {prefix: 2}}}
"""
DEEDS: dict[str, Erase] = {
    "name": Replace("消"),
    "phone": Empty(),
    "born": Generalise(Coarser.YEAR),
    "paid": Generalise(Coarser.ROUND, 100),
    "code": Generalise(Coarser.PREFIX, 2),
}
NAMES = ("id", *DEEDS)
A_ROW = st.tuples(
    st.text("見本例示太郎花", min_size=1, max_size=4),
    st.none() | st.text("0123456789-", max_size=8),
    st.none() | st.dates(date(1930, 1, 1), date(2020, 1, 1)).map(date.isoformat),
    st.none() | st.integers(0, 5_000),
    st.none() | st.text("0123456789", max_size=7),
)


def dull(row: tuple[object, ...]) -> tuple[object, ...]:
    """The obvious way: one cell after the other."""
    cells: list[object] = [row[0]]
    for name, value in zip(DEEDS, row[1:], strict=True):
        deed = DEEDS[name]
        match deed:
            case Replace(value=put):
                cells.append(put)
            case Generalise():
                cells.append(coarser(value, deed))
            case _:
                cells.append(None)
    return tuple(cells)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(A_ROW, min_size=1, max_size=40), data=st.data())
def test_by_sets_and_cell_by_cell_are_the_same(
    rows: list[tuple[object, ...]], data: st.DataObject
) -> None:
    mine = data.draw(st.sets(st.integers(0, len(rows) - 1), min_size=1))
    mapping = load_mapping(MAPPING, file="shop.yaml")
    (table,) = mapping.tables
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(20), phone VARCHAR(20),"
            " born TEXT, paid INTEGER, code VARCHAR(8))"
        )
        stored = [(n, *row) for n, row in enumerate(rows)]
        connection.exec_driver_sql("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?)", stored)
        there, known = catalog.read(connection, mapping), facts.facts(connection, mapping)
        held = Held(table, [stored[n] for n in sorted(mine)])
        wanted = Wanted(work=Work.ERASE, on=date(2026, 11, 22))
        cells = BrandCells("sqlite", known, there)
        _, planned_rows, problems = planned(
            mapping, [held], wanted, cells=cells, salt=lambda: "s", commitment=commitment
        )
        assert problems == ()
        sealed = load(dump(Contents((("shop", planned_rows),))))
        assert sealed.of("shop") == planned_rows, "what is sealed is what was planned"
        apply.write(connection, mapping, sealed.of("shop"), known)
        now = [tuple(r) for r in connection.exec_driver_sql("SELECT * FROM people ORDER BY id")]
        assert now == [dull(row) if row[0] in mine else row for row in stored]
        assert as_planned.differing(connection, mapping, planned_rows) == ()
        if planned_rows[0].before != planned_rows[0].after:
            apply.restore(connection, mapping, planned_rows, known)
            back = connection.exec_driver_sql("SELECT * FROM people ORDER BY id")
            assert [tuple(r) for r in back] == stored
    engine.dispose()


@given(label=st.text(), rows=st.integers(0, 2**53 - 1), until=st.none() | st.dates())
def test_the_hash_of_a_plan_is_that_of_its_canonical_json(
    label: str, rows: int, until: date | None
) -> None:
    kept = Kept("people", Label(label, label), rows, Why.MAPPING, until=until)
    change = SourceChange("shop", Label(label, label), (), (kept,))
    plan = Plan("case-1", Work.ERASE, date(2026, 1, 1), (), (), 0, (change,))
    canonical = rfc8785.dumps(plan.to_dict())
    assert plan.hash == hashlib.sha256(canonical).hexdigest()
