"""In which order rows go that point at one another."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from erasing import MAPPING

from chikai.adapters.sources.facts import ColumnFact, Facts, Reference
from chikai.adapters.sources.ordering import ordered
from chikai.ledger.contents import Rows
from chikai.ledger.load import load_mapping

COLUMNS = {"customers": ("id", "home"), "homes": ("id", "customer_id")}


@pytest.mark.parametrize("first", ["home", "customer_id"])
def test_of_two_references_the_one_that_may_be_empty_opens_the_circle(first: str) -> None:
    """A customer points at the address that is theirs by default; each address at its customer,
    and must. Which of the two the database names first does not matter."""
    known = {
        table: {c: ColumnFact(c, sa.Integer(), c == "home", False) for c in columns}
        for table, columns in COLUMNS.items()
    }
    home = Reference("customers", ("home",), "homes", ("id",), "SET NULL")
    customer = Reference("homes", ("customer_id",), "customers", ("id",), "CASCADE")
    links = (home, customer) if first == "home" else (customer, home)
    rows = [Rows(table, ("id",), ("id",), ((1,),), ((1,),)) for table in COLUMNS]
    mapping = load_mapping(MAPPING.replace("  orders:", "  homes:", 1), file="shop.yaml")
    order = ordered(mapping, rows, Facts(known, {}, links, ()))
    assert not order.problems
    assert (order.loosen, order.deletes) == (((0, ("home",)),), (1, 0))
