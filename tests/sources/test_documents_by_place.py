"""A JSON document of which one place is kept by law, another goes, and the rest nobody named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from erasing import run, seen
from test_mysql_as_it_is import ON, Crm

from chikai.ledger.inside import only
from chikai.ledger.plan import Wanted, Work
from chikai.ports.changes import Refused

PAYMENTS = """\
  payments:
    category: customers
    label: {ja: 支払, en: Payments}
    key: id
    recognise: {name: name, phone: phone}
    erase: columns
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}, erase: null}
      phone: {item: phone, label: {ja: 電話, en: Phone}, erase: null}
      info:
        item: billing
        label: {ja: そのほか, en: Other}
        format: json
        erase: WHOLE
        json:
          $.payer.mail: {item: email, label: {ja: 支払者, en: Payer}}
          $.paid:
            item: billing
            label: {ja: 支払日, en: Paid}
            erase: {keep: {reason: {ja: 帳簿, en: Books}}}
          "$.items[*].code": {personal: false}
"""
INFO = {
    "payer": {"mail": "hana@example.jp", "ip": "203.0.113.5"},
    "paid": "2026-01-02",
    "items": [{"code": "A", "engraved": "見本"}],
}
WHOLE: list[Any] = [
    ("null", INFO, {"paid": "2026-01-02", "items": [{"code": "A"}]}),
    ("{replace: '{}'}", {"payer": {"mail": "hana@example.jp"}}, {}),
    ("null", {"payer": {}}, None),
]


def shop(tmp_path: Path, text: str, info: Any) -> Crm:
    crm = Crm(f"sqlite:///{tmp_path / 'shop.db'}", text)
    run(
        crm.engine,
        "CREATE TABLE payments (id INTEGER PRIMARY KEY, name TEXT, phone TEXT, info JSON)",
    )
    with crm.engine.begin() as connection:
        row = {"info": json.dumps(info, ensure_ascii=False)}
        put = "INSERT INTO payments VALUES (1, '見本 花子', '090-0000-1001', :info)"
        connection.execute(sa.text(put), row)
    return crm


@pytest.mark.parametrize(("whole", "info", "left"), WHOLE)
def test_what_is_kept_in_a_document_stays_whatever_becomes_of_the_rest(
    tmp_path: Path, whole: str, info: Any, left: Any
) -> None:
    crm = shop(tmp_path, PAYMENTS.replace("WHOLE", whole), info)
    plan, contents, told = crm.erased()
    assert told.clean
    ((now,),) = seen(crm.engine, "SELECT info FROM payments")
    assert (now if now is None else json.loads(str(now))) == left
    crm.changes.undo(plan, contents)
    ((now,),) = seen(crm.engine, "SELECT info FROM payments")
    assert json.loads(str(now)) == info


def test_of_a_document_only_the_granted_places_go(tmp_path: Path) -> None:
    crm = shop(tmp_path, PAYMENTS.replace("WHOLE", "null"), INFO)
    wanted = Wanted(work=Work.ERASE, on=ON, items=("email",))
    plan, contents = crm.plan(wanted)
    crm.changes.apply(plan, contents, wanted)
    ((now,),) = seen(crm.engine, "SELECT info FROM payments")
    assert json.loads(str(now)) == {**INFO, "payer": {"mail": None, "ip": "203.0.113.5"}}


@pytest.mark.parametrize(
    ("items", "code"), [((), "kept_in_a_row_that_goes"), (("email",), "row_holds_more")]
)
def test_a_row_does_not_take_along_what_its_document_keeps(
    tmp_path: Path, items: tuple[str, ...], code: str
) -> None:
    text = PAYMENTS.replace("erase: columns", "erase: row").replace("        erase: WHOLE\n", "")
    crm = shop(tmp_path, text.replace(", erase: null", ""), INFO)
    with pytest.raises(Refused) as refused:
        crm.plan(Wanted(work=Work.ERASE, on=ON, items=items))
    assert f"plan.{code}" in {problem.code for problem in refused.value.problems}


def test_only_these_places_are_left() -> None:
    assert only({"a": [{"b": 1, "c": 2}, {"c": 3}], "d": 4}, ["$.a[*].b"], "x") == {"a": [{"b": 1}]}
    assert only('{"a": 1}', ["$.b"], "x") == "x"
    assert only(None, ["$.b"], "x") is None
