"""A desk whose company's database lies on any brand of server, and faults that really happen: a
line that is cut at any statement, rows another holds, a disk that is full, a server that ends."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from test_carry_out import Desk, by

from chikai import places, wiring
from chikai.adapters.clock import FixedClock, SeededEntropy
from chikai.app import carry_out, cases
from chikai.app.carry_out import Scope
from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Action
from chikai.law.kinds import RequestKind
from chikai.people.staff import Role
from chikai.ports import Home, Unavailable

MAPPING = """\
schema: 1
source: {name}
company: enigmo
label: {{ja: 通販, en: Shop}}
url: {url}
tables:
  customers:
    category: customers
    label: {{ja: お客様, en: Customers}}
    key: id
    recognise: {{name: name, phone: phone, email: email, address: address}}
    erase: columns
    columns:
      id: {{personal: false}}
      name: {{item: name, label: {{ja: 氏名, en: Name}}, erase: {{replace: {erased}}}}}
      phone: {{item: phone, label: {{ja: 電話, en: Telephone}}, erase: null}}
      email: {{item: email, label: {{ja: メール, en: E-mail}}, erase: null}}
      address: {{item: address, label: {{ja: 住所, en: Address}}, erase: null}}
  orders:
    category: customers
    label: {{ja: 注文, en: Orders}}
    key: id
    follows: {{customer_id: customers.id}}
    erase: columns
    columns:
      id: {{personal: false}}
      customer_id: {{personal: false}}
      recipient: {{item: name, label: {{ja: 受取人, en: Recipient}}, erase: {{replace: {erased}}}}}
elsewhere: [filler, notes]
"""
TABLES = (
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(2000) NOT NULL,"
    " phone VARCHAR(20), email VARCHAR(40), address VARCHAR(80))",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, recipient VARCHAR(2000))",
    "CREATE TABLE filler (id INTEGER PRIMARY KEY, customer_id INTEGER, body VARCHAR(2000))",
)
ROWS = (
    "INSERT INTO customers VALUES"
    " (1, '見本 花子', '090-0000-1001', 'hana@example.jp', '東京都架空区架空1-1-1'),"
    " (2, '例示 次郎', '090-0000-1002', 'jiro@example.jp', '架空県架空市2-2')",
    "INSERT INTO orders VALUES (10, 1, '見本 花子様方'), (11, 1, '見本 花子様方'),"
    " (12, 2, '例示 次郎')",
)
ERASED = "削除済み"


def reset(engine: sa.Engine) -> None:
    """The rows as they were at first."""
    with engine.begin() as connection:
        for table in ("orders", "customers"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        for each in ROWS:
            connection.exec_driver_sql(each)


def made(url: str) -> sa.Engine:
    engine = sa.create_engine(url)
    charset = " ENGINE=InnoDB CHARSET utf8mb4" if "mysql" in url else ""
    with engine.begin() as connection:
        for each in TABLES:
            connection.exec_driver_sql(each + charset)
    reset(engine)
    return engine


@dataclass
class FaultyDesk(Desk):
    """The desk of `test_carry_out`, with its database anywhere. `engine` is the test's own way in,
    past whatever fault."""

    home: Home
    clock: FixedClock
    engine: sa.Engine
    root: Path

    def approved(self, **scope: Any) -> Case:
        """A plan of erasure that another person approved."""
        case = self.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
        planned = carry_out.plan(self.home, case.id, Scope(**scope), by=by())
        assert isinstance(planned, Case) and planned.change is not None
        boss = by("boss", Role.APPROVER)
        found = carry_out.approve(self.home, case.id, planned.change.plan, by=boss, reasons="x")
        assert isinstance(found, Case)
        return found

    def names(self, engine: sa.Engine | None = None) -> list[str]:
        """Every name that the plan changes, in one order."""
        with (engine or self.engine).connect() as connection:
            found = [
                *connection.exec_driver_sql("SELECT name FROM customers WHERE id = 1"),
                *connection.exec_driver_sql("SELECT recipient FROM orders WHERE customer_id = 1"),
            ]
        return [str(row[0]) for row in found]

    def all_or_nothing(self, engine: sa.Engine | None = None) -> bool:
        """Whether it is done; half of it must never be seen."""
        names = self.names(engine)
        done = [name.startswith(ERASED) for name in names]
        assert all(done) or not any(done), names
        return all(done)

    def journal(self, case: Case) -> list[str]:
        return [event.type for event in self.home.journal.read(case.id)]

    def told(self, case: Case) -> None:
        """The journal says that it was begun, done and verified, once each."""
        types = self.journal(case)
        for each in ("apply_started", "plan_applied", "prior_destroyed", "action_done"):
            assert types.count(each) == 1, (each, types)
        change = cases.load(self.home, case.id).change
        assert change is not None and change.complete and change.destroyed

    @property
    def writing(self) -> sa.Engine:
        """The engine by which Chikai writes."""
        (mapping, *_) = self.home.changes._mappings  # type: ignore[union-attr]
        return self.home.changes._databases.engine(mapping)  # type: ignore[union-attr,no-any-return]


@contextmanager
def desk_at(
    root: Path,
    urls: dict[str, str],
    engine: sa.Engine,
    *,
    erased: str = ERASED,
    store: str | None = None,
) -> Iterator[FaultyDesk]:
    """A desk before these databases, by the names of their sources; `store` is its own."""
    where = places.place(root, "enigmo", {"CHIKAI_STORE_URL": store} if store else {})
    (where.folder / "sources").mkdir(parents=True, exist_ok=True)
    for name, url in urls.items():
        text = MAPPING.format(name=name, url=url, erased=erased)
        (where.folder / "sources" / f"{name}.yaml").write_text(text, "utf-8")
    clock = FixedClock(datetime(2026, 11, 2, 10))
    with wiring.open_home(where, clock=clock, entropy=SeededEntropy(7)) as home:
        yield FaultyDesk(home, clock, engine, root)


def refused(desk: FaultyDesk, case: Case) -> Unavailable:
    """How the database hinders the plan."""
    with pytest.raises(Unavailable) as caught:
        carry_out.apply(desk.home, case.id, by=by())
    return caught.value


# --- a line that is cut --------------------------------------------------------------------------


class Line:
    """A line to a server. `cut` ends it at once; after `swallow` what is asked still arrives, and
    the line ends before the answer comes back. Nobody gets through again before `mend`."""

    def __init__(self, host: str, port: int) -> None:
        self._server = host, port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._swallow = self._down = False
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._down:
                    _end(near)
                    continue
                far = socket.create_connection(self._server)
                for each in (near, far):
                    each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                pair = near, far
                self._pairs.append(pair)
                for one, other in (pair, pair[::-1]):
                    args = one, other, one is far
                    threading.Thread(target=self._carry, args=args, daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, answers: bool) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                if answers and self._swallow:
                    break
                other.sendall(data)
        for each in (one, other):
            _end(each)

    def cut(self) -> None:
        self._down = True
        for pair in self._pairs:
            for each in pair:
                _end(each)
        self._pairs.clear()

    def swallow(self) -> None:
        self._swallow = True

    def mend(self) -> None:
        self._swallow = self._down = False

    def close(self) -> None:
        self._listener.close()
        self.cut()


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        end.close()


@dataclass
class AtStatement:
    """Does something before the `at`-th statement of an engine; a COMMIT counts as one."""

    engine: sa.Engine
    do: Any
    at: int = 0
    seen: int = 0
    fired: str | None = None
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        sa.event.listen(self.engine, "before_cursor_execute", self._statement)
        sa.event.listen(self.engine, "commit", lambda connection: self._next("COMMIT"))

    def _statement(self, connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        self._next(statement)

    def _next(self, statement: str) -> None:
        self.seen += 1
        self.said.append(statement)
        if self.seen == self.at:
            self.fired = statement
            self.do()

    def set(self, at: int) -> None:
        self.at, self.seen, self.fired = at, 0, None
        self.said.clear()
