"""PostgreSQL knows days that Python does not. One cell of them must keep nobody from the rest."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from erasing import HANA, MAPPING, Shop, make, run, seen

from chikai.adapters.sources.engines import open_engine
from chikai.adapters.sources.sql import SqlSources
from chikai.ledger.load import load_mapping

STAYS = "    columns:\n      id: {personal: false}\n      customer"
"""The rows of inquiries stay; only their cells go."""
ENDLESS = ("valid_until", "timestamptz", "infinity"), ("since", "date", "0044-03-15 BC")


@pytest.fixture
def shop(postgres_url: str) -> Iterator[Shop]:
    """A shop where a registration is valid without end, as many write it."""
    engine = make(postgres_url)
    text = MAPPING
    for name, kind, value in ENDLESS:
        run(engine, f"ALTER TABLE tickets ADD {name} {kind} DEFAULT '{value}'")
        said = f"{{item: inquiry_text, label: {{ja: {name}, en: {name}}}, format: datetime"
        text = text.rstrip("\n").replace(
            "      body: {item: inquiry_text",
            f"      {name}: {said}, erase: null}}\n      body: {{item: inquiry_text",
        )
    text = text.replace(
        "    erase: row\n    columns:\n      id: {personal: false}\n      customer", STAYS
    )
    yield Shop(postgres_url, engine, text.replace("en: Body}}", "en: Body}, erase: null}"))
    engine.dispose()


def kept(engine: sa.Engine) -> list[tuple[object, ...]]:
    return seen(engine, "SELECT valid_until::text, since::text, body FROM tickets ORDER BY id")


def test_they_are_disclosed_as_the_server_writes_them(shop: Shop) -> None:
    mapping = load_mapping(shop.text, file="shop.yaml")
    found = SqlSources([mapping], engines=lambda _: open_engine(shop.url)).find(HANA)
    (tickets,) = (table for table in found.tables if table.table == "tickets")
    assert {"infinity", "0044-03-15 BC"} <= set(tickets.rows[0])


def test_they_are_erased_and_come_back(shop: Shop) -> None:
    before = kept(shop.engine)
    plan, contents, wanted = shop.plan()
    changes = shop.changes()
    changes.apply(plan, contents, wanted)
    assert changes.verify(plan, contents).clean
    assert kept(shop.engine)[0] == (None, None, None)
    changes.undo(plan, contents)
    assert kept(shop.engine) == before
