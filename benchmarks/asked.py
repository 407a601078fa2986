"""Requests of the shop's customers, brought to where a measurement begins."""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from measured import listen
from shop import Size, erasing, fill, mapping, person, restored

from chikai import places, wiring
from chikai.app import carry_out, intake, search, steps
from chikai.app.carry_out import Scope
from chikai.app.cases import Actor
from chikai.app.envelope import Asked, Envelope, Payment, ReplyTo, Sheet
from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Action
from chikai.duties.requests.events import FormUsed
from chikai.law.kinds import Asker, Channel, Means, Paper, RequestKind
from chikai.ports import Home

TODAY = date.today()
_NUMBER = itertools.count()


def by(who: str = "clerk-1") -> Actor:
    return Actor(who, f"cmd-{next(_NUMBER)}")


@contextmanager
def home_of(
    url: str | None,
    size: Size,
    *,
    erases: bool = False,
    index: bool = True,
    store: str | None = None,
    root: Path | None = None,
) -> Iterator[tuple[Home, str, sa.Engine]]:
    """A fresh home over the shop at `url`, made where it is empty; SQLite where none is named.
    Whoever an earlier run erased is put back first. With `index`, what `chikai sources index`
    prints has been run. `store` is the URL of the own store, else a SQLite file; `root` where the
    home is to lie."""
    with tempfile.TemporaryDirectory(prefix="chikai-bench-") as folder:
        listen()
        url = url or f"sqlite:///{folder}/shop.db"
        os.environ["CHIKAI_BENCH_SHOP"] = url
        engine = sa.create_engine(url)
        start = time.perf_counter()
        made = fill(engine, size)
        if not made:
            restored(engine, size)
        took = f"{'made in' if made else 'found after'} {time.perf_counter() - start:.0f} s"
        print(f"shop: {size.customers:,} customers, {size.orders:,} orders ({took})", flush=True)
        kept = {"CHIKAI_STORE_URL": store} if store else {}
        where = places.place(root or Path(folder), "enigmo", kept)
        file = where.folder / "sources" / "shop.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(mapping(), "utf-8")
        if index:
            file.write_text(_indexed(engine, where), "utf-8")
        if erases:
            file.write_text(erasing(file.read_text("utf-8")), "utf-8")
        with wiring.open_home(where) as home:
            yield home, url, engine
        engine.dispose()


def _indexed(engine: sa.Engine, where: places.Place) -> str:
    """The mapping after the statements of `sources index` have been run."""
    sources, found, _ = wiring.one_source(where, "shop")
    ways: dict[str, str] = {}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement, change in sources.indexes(found.source):
            connection.exec_driver_sql(statement.replace("%", "%%"))
            if change is not None:
                identifier, _, way = change.partition(": ")
                ways[identifier] = way
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE customers")
        held = sa.inspect(connection).get_columns("customers")
    derived = [each["name"] for each in held if each["name"].startswith("chikai_")]
    for name in derived:  # from an earlier run
        identifier = name.split("_")[1]
        ways.setdefault(identifier, f"{{columns: [{identifier}], normal: {name}}}")
    return mapping(ways, derived)


def disclosure_of(home: Home, number: int) -> str:
    """An accepted request for disclosure, papers checked and fee taken."""
    case = _matched(home, number, RequestKind.DISCLOSURE)
    fee = Payment(means=Means.MONEY_ORDER, amount=1000, serial="A1", issued_on=TODAY)
    steps.take_fee(home, case, fee, by=by())
    _done(steps.accept(home, case, by=by()))
    return case


def erasure_of(home: Home, number: int) -> str:
    """A request to erase that was accepted and granted; the plan comes next."""
    case = _matched(home, number, RequestKind.CESSATION_NEED_ENDED)
    _done(steps.accept(home, case, by=by()))
    _done(search.search(home, case, by=by()))
    _done(steps.order(home, case, Action.ERASE, "shop-team", {"task": "x"}, by=by()))
    return case


def planned(home: Home, case: str) -> None:
    _done(carry_out.plan(home, case, Scope(), by=by()))


def _matched(home: Home, number: int, kind: RequestKind) -> str:
    who = person(number)
    envelope = Envelope(
        arrived_on=TODAY, channel=Channel.POST, asker=Asker.PERSON, form=FormUsed.DESIGNATED,
        form_complete=True,
        asked=(Asked(person=who, kinds=(kind,)),),
        reply_to=ReplyTo(name=who.names[0].full, address=who.addresses[0]),
        sheets=(Sheet(type=Paper.DRIVERS_LICENSE, scan=b"x"),),
    )  # fmt: skip
    (case,) = intake.receive(home, envelope, by=by())
    reading = search.PaperReading(person=who, addresses=who.addresses)
    search.match(home, case.id, reading, by=by())
    return case.id


def _done(result: object) -> None:
    if not isinstance(result, Case):
        sys.exit(f"still open: {[each.key for each in getattr(result, 'items', ())]}")
