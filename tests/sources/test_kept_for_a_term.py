"""What a law wants kept is kept to the day, and what its term has left behind goes in the same
plan: an order of 2019 and one of this year are not treated alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from erasing import MAPPING, Shop, make, seen
from test_changing_files import Lists
from test_changing_files import mapping as of_files

from chikai.ledger.load import BadMapping, load_mapping
from chikai.ports import Refused, Standing

TERM = (
    "keep: {{reason: {{ja: 帳簿書類の保存, en: Books of account}}, "
    "law: {{ja: 架空法第1条, en: Fictional Act Art. 1}}, "
    "until: {{after: {after}, years: 7}}{then}}}"
)


def kept(then: str = "", after: str = "ordered_on") -> str:
    return "{" + TERM.format(after=after, then=f", then: {then}" if then else "") + "}"


def of_rows(erase: str) -> str:
    """The shop's mapping with orders kept as whole rows."""
    start = MAPPING.index("    erase: columns\n", MAPPING.index("  orders:"))
    text = (
        f"{MAPPING[:start]}    erase: {erase}\n{MAPPING[start + len('    erase: columns') + 1 :]}"
    )
    before, orders, rest = text.partition("      recipient: {item: name,")
    end = rest.index("      total:")
    day = "      ordered_on: {item: order_history, label: {ja: 日, en: Day}, format: date}\n"
    return f"{before}{orders} label: {{ja: 受取人, en: To}}}}\n{day}{rest[end:]}"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    return Shop(url, make(url))


def test_rows_whose_term_is_over_go_and_the_others_stay_to_the_day(shop: Shop) -> None:
    shop = replace(shop, text=of_rows(kept("row")))
    before = shop.all()
    plan, contents, wanted = shop.plan()
    (source,) = plan.sources
    assert [(t.rows, t.deletes) for t in source.tables if t.table == "orders"] == [(1, True)]
    (stays,) = (k for k in source.kept if k.table == "orders")
    assert (stays.rows, stays.until) == (1, date(2033, 2, 3))
    assert stays.law is not None and stays.law.en == "Fictional Act Art. 1"
    assert shop.changes().apply(plan, contents, wanted).clean
    assert seen(shop.engine, "SELECT id FROM orders ORDER BY id") == [(11,), (12,)]
    shop.changes().undo(plan, contents)
    assert shop.all() == before


def test_cells_whose_term_is_over_are_emptied_and_the_others_stay(shop: Shop) -> None:
    empty = "recipient: {item: name, label: {ja: 受取人, en: Recipient}, erase: null}"
    assert empty in MAPPING
    shop = replace(shop, text=MAPPING.replace(empty, empty[:-5] + kept("null") + "}"))
    _, verified = shop.erase()
    assert verified.clean
    found = seen(shop.engine, "SELECT id, recipient FROM orders ORDER BY id")
    assert found == [(10, None), (11, "見本 花子様方"), (12, "例示 次郎")]


def test_without_a_word_on_what_comes_then_somebody_must_say_it(shop: Shop) -> None:
    with pytest.raises(Refused) as refused:
        replace(shop, text=of_rows(kept())).plan()
    assert [each.code for each in refused.value.problems] == ["plan.keeping_is_over"]


@pytest.mark.parametrize("then", ["null", "{replace: x}"])
def test_a_row_that_is_kept_goes_as_a_row(then: str) -> None:
    with pytest.raises(BadMapping):
        load_mapping(of_rows(kept(then)), file="shop.yaml")


def test_in_files_too(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text(
        "番号,氏名,電話,登録日\n1,見本 太郎,090-0000-2001,2019-05-06\n", "utf-8"
    )
    (tmp_path / "visits.csv").write_text(
        "回,会員,内容,来店日\n1,1,来店,2019-05-06\n2,1,返品,2026-02-03\n3,2,別人,2019-01-01\n",
        "utf-8",
    )
    text = of_files("members.csv", "visits.csv")
    start = text.rindex("    erase: row")
    text = text[:start] + text[start:].replace("erase: row", f"erase: {kept('row', '来店日')}")
    text += "      来店日: {item: order_history, label: {ja: 来店日, en: Day}, format: date}\n"
    lists = Lists(str(tmp_path), text, [])
    plan, contents, seen_ = lists.done()
    assert seen_.clean and [k.rows for k in plan.sources[0].kept] == [1]
    assert (tmp_path / "visits.csv").read_text("utf-8").splitlines()[1:] == [
        "2,1,返品,2026-02-03", "3,2,別人,2019-01-01",
    ]  # fmt: skip
    lists.changes().undo(plan, contents)
    assert lists.changes().standing(plan, contents) == {"lists": Standing.UNTOUCHED}
