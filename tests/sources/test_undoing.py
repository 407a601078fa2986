"""Putting back what lies in several places: what was cut short is finished, and nothing is put
back twice."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import sqlalchemy as sa
from erasing import HANA, MAPPING, ON, Shop, make, run

from chikai.adapters.sources.changes import SourceChanges
from chikai.adapters.sources.engines import open_engine
from chikai.adapters.sources.sql import SqlSources
from chikai.adapters.sources.writing import open_writer
from chikai.app.faults import faults_of
from chikai.ledger.load import load_mapping
from chikai.ledger.model import SourceMapping
from chikai.ledger.plan import Wanted, Work
from chikai.ports import RefusedInPart, Standing


def power_fails(_: sa.Connection) -> None:
    raise KeyboardInterrupt


def test_an_undo_that_ended_between_two_databases_is_finished(tmp_path: Path) -> None:
    shops = {}
    for name in ("east", "west"):
        url = f"sqlite:///{tmp_path / name}.db"
        shops[name] = Shop(url, make(url), MAPPING.replace("source: shop", f"source: {name}"))
    mappings = [load_mapping(each.text, file="shop.yaml") for each in shops.values()]
    reading = SqlSources(mappings, engines=lambda m: open_engine(shops[m.source].url))

    def changes(*, cut: str = "") -> SourceChanges:
        def engine(mapping: SourceMapping) -> sa.Engine:
            made = open_writer(shops[mapping.source].url)
            if mapping.source == cut:
                sa.event.listen(made, "commit", power_fails)
            return made

        return SourceChanges(mappings, engines=engine, reading=reading.open)

    before = {name: each.all() for name, each in shops.items()}
    wanted = Wanted(work=Work.ERASE, on=ON, undo_days=7)
    salts = (f"salt-{n}" for n in itertools.count())
    plan, contents = changes().plan(HANA, wanted, case="case-1", salt=lambda: next(salts))
    changes().apply(plan, contents, wanted)
    with pytest.raises(KeyboardInterrupt):
        changes(cut="west").undo(plan, contents)
    assert changes().standing(plan, contents) == {
        "east": Standing.UNTOUCHED,
        "west": Standing.DONE,
    }
    run(shops["west"].engine, "UPDATE orders SET recipient = 'x' WHERE id = 10")
    with pytest.raises(RefusedInPart) as stopped:
        changes().undo(plan, contents)
    (fault,) = faults_of(stopped.value)[1]
    assert "east is put back and stays so" in fault.say("en") and "`west`" in fault.say("ja")
    run(shops["west"].engine, "UPDATE orders SET recipient = NULL WHERE id = 10")
    changes().undo(plan, contents)
    assert {name: each.all() for name, each in shops.items()} == before
