"""Under which values of a row it points at somebody is read alike wherever it is read."""

from __future__ import annotations

import pytest

from chikai.ledger.belonging import Follow
from chikai.ledger.held import Held, pointing
from chikai.ledger.model import Column, Table
from chikai.ledger.terms import Label


@pytest.mark.parametrize(
    ("written", "cell", "points"),
    [
        ("true", True, True),
        ("true", False, False),
        ("User", "User", True),
        ("User", "User  ", True),
        ("User", "Company", False),
        (1, 1, True),
        (1, "1", True),
    ],
)
def test_a_row_points_where_the_mapping_says_it_does(
    written: str | int, cell: object, points: bool
) -> None:
    label = Label("列", "column")
    names = ("id", "owner_id", "kind")
    columns = tuple(Column(name=name, personal=False) for name in names)
    table = Table(name="notes", category="customers", label=label, key=("id",), columns=columns)
    follow = Follow(("owner_id",), "users", ("id",), where=(("kind", (written,)),))
    assert pointing(Held(table, [(1, 7, cell)]), follow) == [points]
