"""How long a search takes, from an accepted request to its sealed result, beside the bare driver.

    .venv/bin/python benchmarks/disclosure.py                        # SQLite, made on the way
    .venv/bin/python benchmarks/disclosure.py --url postgresql+psycopg://u@host/empty_database
    … --scale 0.1 --heavy-orders 50000 --no-index --heavy-pdf --pg-log /path/to/server.log

Claims: typical at most 3 times the floor and 15 statements in all, heavy at most twice. The shop
is made when the database is empty; then the statements `chikai sources index` prints are run, as
the company's own people would (`--no-index`: not). Statements are counted by SQLAlchemy's hooks
and the driver's stream, own store and shop together, BEGIN and COMMIT aside; with `--pg-log`, a
server with `log_statement = all` counts those of the shop itself. The process is warm, and ours
and the floor take turns, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from shop import Size, fill, floor, mapping, person

from chikai import wiring
from chikai.app import gather, intake, search, steps
from chikai.app.cases import Actor, load
from chikai.app.letters import answering
from chikai.duties.requests.case import Case
from chikai.duties.requests.events import FormUsed
from chikai.duties.requests.letters.model import Letter
from chikai.law.kinds import Asker, Channel, Manner, Means, Paper, RequestKind
from chikai.people.model import Person
from chikai.ports import Home

SAID: list[str] = []


def main() -> int:
    given = _arguments()
    size = Size(given.scale, given.heavy_orders)
    with tempfile.TemporaryDirectory(prefix="chikai-bench-") as folder:
        url = given.url or f"sqlite:///{folder}/shop.db"
        os.environ["CHIKAI_BENCH_SHOP"] = url
        engine = sa.create_engine(url)
        start = time.perf_counter()
        made = fill(engine, size)
        print(f"shop: {size.customers:,} customers, {size.orders:,} orders ", end="")
        print(f"({'made in' if made else 'found after'} {time.perf_counter() - start:.0f} s)")
        where = wiring.place(Path(folder), "enigmo", {})
        file = where.folder / "sources" / "shop.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(mapping(), "utf-8")
        if not given.no_index:
            file.write_text(_indexed(engine, where), "utf-8")
        engine.dispose()
        with wiring.open_home(where) as home:
            return _measure(home, url, size, given.pg_log, given.heavy_pdf)


def _measure(home: Home, url: str, size: Size, log: Path | None, given_pdf: bool) -> int:
    _listen()
    typical = [1_000 * size.customers // 200_000 + n for n in range(22)]
    numbers = [*typical, size.customers]
    cases = {n: _accepted(home, person(n)) for n in numbers}
    for n in typical[:2]:  # warm: connections, plans, code
        _search(home, cases[n])
        floor(url, f"customer{n}@example.jp")
    said, ours, bare, counted = [], [], [], []
    for n in typical[2:]:
        SAID.clear()
        before = _logged(log)
        ours.append(_timed(lambda n=n: _search(home, cases[n])))
        said.append(len(SAID))
        counted.append(_logged(log) - before)
        bare.append(_timed(lambda n=n: floor(url, f"customer{n}@example.jp")))
    ok = _line("typical", statistics.median(ours), statistics.median(bare), 3, max(said))
    ok &= _line("20 in a row", sum(ours), sum(bare), 3, sum(said))
    last = size.customers
    rows, _ = floor(url, f"customer{last}@example.jp")
    ours_heavy, bare_heavy_all = [], []
    for case in [cases[last], _accepted(home, person(last)), _accepted(home, person(last))]:
        SAID.clear()
        before = _logged(log)
        ours_heavy.append(_timed(lambda case=case: _search(home, case)))
        bare_heavy_all.append(_timed(lambda: floor(url, f"customer{last}@example.jp")))
    heavy, bare_heavy = min(ours_heavy), min(bare_heavy_all)
    ok &= _line(f"heavy ({rows:,} rows)", heavy, bare_heavy, 2, len(SAID))
    found = _timed(lambda: home.sources.find(person(size.customers)))
    print(f"{'  of which finding':24}{found:10.4f} s  {found / bare_heavy:6.2f} ×")
    if log:
        print(f"counted by the server: typical {max(counted)}, heavy {_logged(log) - before}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    few = max(said) <= 15
    print(f"peak memory up to here: {peak} MB; at most 15 statements: {few}")
    _package(home, cases[typical[2]], "typical")
    if rows <= 2_000 or given_pdf:
        _package(home, cases[size.customers], "heavy")
    return 0 if ok and few else 1


def _package(home: Home, case: str, which: str) -> None:
    """What comes after the sealed result, on lines of its own."""
    steps.grant(home, case, by=_by())
    held = load(home, case)
    made: list[Any] = []

    def letter() -> None:
        made[:] = [_composed(home, held)]
        made.append(home.press.letter(made[0], "ja"))

    letter()  # the press is warm
    print(f"{f'letter as PDF, {which}':24}{_timed(letter):10.4f} s  {len(made[1]):,} bytes")
    data = b"".join(gather.electronic(home, held, made[0]))
    assert home.locker is not None
    lock, files = home.locker.lock, gather.package_files(home, held, data, "ja")
    lock(made[1], "fictional-secret", attached=files)
    took = _timed(
        lambda: lock(
            made[1], "fictional-secret", attached=gather.package_files(home, held, data, "ja")
        )
    )
    print(f"{f'package locked, {which}':24}{took:10.4f} s  {len(files)} files")


def _composed(home: Home, held: Case) -> Letter:
    return answering.compose_answer(
        home, held, lang="ja", letter_id="letter-1", day=TODAY, manner=Manner.ELECTRONIC
    )


def _line(what: str, ours: float, bare: float, at_most: float, statements: int) -> bool:
    ratio = ours / bare
    verdict = "met" if ratio <= at_most else "MISSED"
    print(
        f"{what:24}{ours:10.4f} s  {ratio:6.2f} × floor {bare:.4f} s (at most {at_most}: {verdict})"
        f"  {statements} statements"
    )
    return ratio <= at_most


def _timed(act: object) -> float:
    start = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - start


# --- a request ----------------------------------------------------------------------------------

_NUMBER = iter(range(1_000_000))
TODAY = date.today()


def _by() -> Actor:
    return Actor("clerk-1", f"cmd-{next(_NUMBER)}")


def _accepted(home: Home, who: Person) -> str:
    envelope = intake.Envelope(
        arrived_on=TODAY, channel=Channel.POST, asker=Asker.PERSON, form=FormUsed.DESIGNATED,
        form_complete=True,
        asked=(intake.Asked(person=who, kinds=(RequestKind.DISCLOSURE,)),),
        reply_to=intake.ReplyTo(name=who.names[0].full, address=who.addresses[0]),
        sheets=(intake.Sheet(type=Paper.DRIVERS_LICENSE, scan=b"x"),),
    )  # fmt: skip
    (case,) = intake.receive(home, envelope, by=_by())
    reading = search.PaperReading(person=who, addresses=who.addresses)
    search.match(home, case.id, reading, by=_by())
    fee = intake.Payment(means=Means.MONEY_ORDER, amount=1000, serial="A1", issued_on=TODAY)
    steps.take_fee(home, case.id, fee, by=_by())
    accepted = steps.accept(home, case.id, by=_by())
    if not hasattr(accepted, "state"):
        sys.exit(f"the request was not accepted: {[i.key for i in accepted.items]}")
    return case.id


def _search(home: Home, case: str) -> None:
    found = search.search(home, case, by=_by())
    if not hasattr(found, "state"):
        sys.exit(f"the search is not complete: {[i.key for i in found.items]}")


# --- counting and indexes -----------------------------------------------------------------------


def _listen() -> None:
    @sa.event.listens_for(sa.Engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):  # the driver's own BEGIN is not seen here either
            SAID.append(statement)

    try:
        import psycopg
    except ImportError:
        return
    stream = psycopg.Cursor.stream

    def counted(self: object, query: str, *args: object, **named: object) -> Iterator[object]:
        SAID.append(query)
        return stream(self, query, *args, **named)  # type: ignore[arg-type, call-overload]

    psycopg.Cursor.stream = counted  # type: ignore[method-assign, assignment]


def _logged(log: Path | None) -> int:
    if log is None:
        return 0
    text = log.read_text("utf-8", errors="replace")
    return sum(" LOG:  statement:" in x or " LOG:  execute" in x for x in text.splitlines())


def _indexed(engine: sa.Engine, where: wiring.Place) -> str:
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


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--url")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--heavy-orders", type=int, default=5_000)
    parser.add_argument("--no-index", action="store_true")
    parser.add_argument("--pg-log", type=Path)
    parser.add_argument("--heavy-pdf", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
