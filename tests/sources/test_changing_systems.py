"""A system nobody can look into: what was approved is handed over signed, done once, and stated."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from chikai.adapters import caller
from chikai.adapters.sources.changes import SourceChanges
from chikai.adapters.sources.company import CompanySources
from chikai.adapters.sources.webhook import HEADER, sign, valid
from chikai.ledger.load import load_mapping
from chikai.ledger.plan import Plan, Wanted, Work
from chikai.people.model import Name, Person
from chikai.ports import Moved, Refused, Standing, Unavailable

TARO = Person(names=(Name("見本 太郎"),), phones=("090-0000-2001",))
MAPPING = """
schema: 1
source: crm
company: enigmo
label: {ja: 顧客管理, en: CRM}
kind: webhook
url_env: CRM_URL
secret_env: CRM_SECRET
tables:
  members:
    name: Members
    category: customers
    label: {ja: 会員, en: Members}
    key: id
    recognise: {name: name, phone: phone}
    erase: columns
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}, erase: {replace: 削除済み}}
      phone: {item: phone, label: {ja: 電話, en: Phone}, erase: null}
  visits:
    name: Visits
    category: customers
    label: {ja: 来店, en: Visits}
    key: id
    follows: {member: members.id}
    erase: row
    columns:
      id: {personal: false}
      member: {personal: false}
      what: {item: inquiry_text, label: {ja: 内容, en: What}}
"""


@dataclass
class Crm:
    """Another department's system, written by its guide: it does one id once."""

    tables: dict[str, dict[int, dict[str, Any]]]
    done: dict[str, dict[str, int]] = field(default_factory=dict)
    applied: int = 0
    status: int = 200
    lies: bool = False
    cut: bool = False

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        match asked["action"]:
            case "find":
                return {"tables": {t: list(rows.values()) for t, rows in self.tables.items()}}
            case "read":
                return {
                    "tables": {
                        name: [
                            {c: row[c] for c in each["columns"]}
                            for row in self.tables[name].values()
                            if [row[k] for k in each["key"]] in each["keys"]
                        ]
                        for name, each in asked["tables"].items()
                    }
                }
        if asked["id"] not in self.done:
            self.done[asked["id"]] = {t["table"]: self._change(t) for t in asked["tables"]}
            self.applied += 1
        return {"id": asked["id"], "done": {} if self.lies else self.done[asked["id"]]}

    def _change(self, asked: dict[str, Any]) -> int:
        rows = self.tables[asked["table"]]
        for each in asked["rows"]:
            (id,) = each["key"]
            if each["after"] is None:
                del rows[id]
            else:
                rows[id] = {**rows.get(id, {}), **each["after"]}
        return len(asked["rows"])


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        crm: Crm = self.server.crm  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        at = int(self.headers[HEADER].split(",")[0].removeprefix("t="))
        assert valid(body, "shared", self.headers[HEADER], now=at)
        asked = json.loads(body)
        assert asked.get("id") == self.headers["Idempotency-Key"]
        answer = json.dumps(crm.answer(asked) if crm.status == 200 else {}).encode()
        if crm.cut and asked["action"] == "apply":
            crm.cut = False
            self.connection.close()  # done, and the answer is lost
            return
        self.send_response(crm.status)
        self.send_header(HEADER, sign(answer, "shared", at=at))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def crm() -> Iterator[tuple[Crm, SourceChanges]]:
    made = Crm({
        "Members": {
            1: {"id": 1, "name": "見本 太郎", "phone": "09000002001"},
            2: {"id": 2, "name": "例示 次郎", "phone": "09000002002"},
        },
        "Visits": {
            7: {"id": 7, "member": 1, "what": "来店"},
            8: {"id": 8, "member": 2, "what": "別人"},
        },
    })  # fmt: skip
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.crm = made  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/chikai"
        environ = {"CRM_SECRET": "shared", "CHIKAI_WEBHOOK_PRIVATE": "yes"}
        mapping = load_mapping(MAPPING, file="crm.yaml")
        yield made, CompanySources([mapping], address=lambda _: url, environ=environ).changes()
        server.shutdown()
        thread.join()


def plan(changes: SourceChanges) -> tuple[Plan, bytes, Wanted]:
    wanted = Wanted(work=Work.ERASE, on=date(2026, 11, 22))
    salts = (f"salt-{n}" for n in itertools.count())
    made, contents = changes.plan(TARO, wanted, case="c", salt=lambda: next(salts))
    return made, contents, wanted


def test_the_system_does_it_and_what_it_says_is_a_statement(
    crm: tuple[Crm, SourceChanges],
) -> None:
    system, changes = crm
    made, contents, wanted = plan(changes)
    assert made.by_hand == () and made.rows == 2
    seen = changes.apply(made, contents, wanted)
    assert system.tables["Members"][1] == {"id": 1, "name": "削除済み", "phone": None}
    assert set(system.tables["Visits"]) == {8}
    assert [(r.code, r.count) for r in seen.attested] == [("plan.attested_by_system", 2)]
    assert seen.clean and changes.standing(made, contents) == {"crm": Standing.DONE}
    changes.undo(made, contents)
    assert system.tables["Visits"][7] == {"id": 7, "member": 1, "what": "来店"}
    assert system.tables["Members"][1]["phone"] == "09000002001"


def test_an_answer_that_is_lost_does_it_no_second_time(crm: tuple[Crm, SourceChanges]) -> None:
    system, changes = crm
    made, contents, wanted = plan(changes)
    system.cut = True
    with pytest.raises(Unavailable):
        changes.apply(made, contents, wanted)
    assert system.applied == 1
    assert changes.standing(made, contents) == {"crm": Standing.DONE}
    assert changes.apply(made, contents, wanted, skip=frozenset({"crm"})).clean
    assert system.applied == 1


def test_a_system_that_is_down_is_tried_again(crm: tuple[Crm, SourceChanges]) -> None:
    system, changes = crm
    made, contents, wanted = plan(changes)
    system.status = 503
    with pytest.raises(Unavailable) as caught:
        changes.apply(made, contents, wanted)
    assert str(caught.value) == "sources/crm", "the person is told which one it is"
    system.status = 200
    assert changes.apply(made, contents, wanted).clean


def test_a_system_that_never_comes_to_an_end_is_as_one_that_is_down(
    crm: tuple[Crm, SourceChanges], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, changes = crm
    made, contents, wanted = plan(changes)
    monkeypatch.setattr(caller, "_LONGEST", -1.0)
    with pytest.raises(Unavailable):
        changes.apply(made, contents, wanted)


def test_other_counts_and_other_rows_are_not_taken_for_done(
    crm: tuple[Crm, SourceChanges],
) -> None:
    system, changes = crm
    made, contents, wanted = plan(changes)
    system.tables["Members"][1]["phone"] = "0311110000"
    with pytest.raises(Moved):
        changes.apply(made, contents, wanted)
    assert system.applied == 0
    system.tables["Members"][1]["phone"] = "09000002001"
    system.lies = True
    with pytest.raises(Refused) as caught:
        changes.apply(made, contents, wanted)
    assert caught.value.problems[0].code == "plan.other_counts"


def test_a_statement_that_does_not_hold_is_seen(crm: tuple[Crm, SourceChanges]) -> None:
    system, changes = crm
    made, contents, wanted = plan(changes)
    changes.apply(made, contents, wanted)
    system.tables["Members"][1]["name"] = "見本 太郎"
    seen = changes.verify(made, contents)
    assert not seen.clean and seen.attested == ()
    assert [(r.code, r.table) for r in seen.differing] == [("plan.differs", "members")]
