"""What a plan takes away is kept small, and comes back exactly as it was."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from chikai.adapters.sources.stored import dump, load
from chikai.ledger.contents import Contents, Rows


def kept(rows: Rows) -> Rows:
    (back,) = load(dump(Contents((("shop", (rows,)),)))).of("shop")
    return back


def exactly(rows: Rows) -> str:
    return repr((rows.keys, rows.before, rows.after))


def test_what_is_nearly_alike_stays_apart() -> None:
    before = [
        (1, True, Decimal("1.0")),
        (True, True, Decimal("1.00")),
        (1.0, True, date(2026, 1, 2)),
    ]
    rows = Rows(
        "t", ("id",), ("a", "b", "c"), ((1,), (2,), (3,)), tuple(before), ((None,) * 3,) * 3
    )
    assert exactly(kept(rows)) == exactly(rows)


def test_rows_that_go_and_rows_without_a_cell_come_back() -> None:
    gone = Rows("t", ("id", "n"), ("id", "n"), ((1, "a"), (1, "b")), ((1, "a"), (1, "b")))
    bare = Rows("t", ("id",), (), ((1,), (2,)), ((), ()), ((), ()))
    assert kept(gone).deletes and exactly(kept(gone)) == exactly(gone)
    assert not kept(bare).deletes and exactly(kept(bare)) == exactly(bare)


def test_thousands_of_cells_that_become_the_same_take_no_room() -> None:
    many = tuple((n,) for n in range(10_000))
    rows = Rows("t", ("id",), ("name",), many, (("見本 花子",),) * 10_000, ((None,),) * 10_000)
    assert len(dump(Contents((("shop", (rows,)),)))) < 40_000
    assert exactly(kept(rows)) == exactly(rows)


def test_contents_sealed_by_an_older_program_open() -> None:
    """A plan approved before an update is carried out after it."""
    written = {
        "roots": {"shop": {"customers": [[1]]}},
        "rows": {
            "shop": [
                {
                    "salt": "s",
                    "table": "customers",
                    "key": ["id"],
                    "columns": ["name", "born"],
                    "keys": [[1]],
                    "before": [["見本 花子", {"d": "1980-01-02"}]],
                    "after": [[None, None]],
                }
            ]
        },
    }
    opened = load(json.dumps(written, ensure_ascii=False).encode())
    (rows,) = opened.of("shop")
    assert rows.before == (("見本 花子", date(1980, 1, 2)),) and rows.after == ((None, None),)
    assert opened.root("shop") == {"customers": [(1,)]}
