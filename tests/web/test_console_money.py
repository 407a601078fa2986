"""The fee book, and cases and papers that were in the cabinet before."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

import httpx
from web_visitor import Visitor, text_of

from chikai import places, wiring
from chikai.app.cases import Actor
from chikai.app.sweep import sweep
from chikai.web.homes import DemoClock

PERSON = {
    "person0__name": "見本 花子",
    "person0__address": "東京都渋谷区神南1-2-3",
    "person0__kinds": "disclosure",
}
ORDER = {
    "payment0__means": "money_order",
    "payment0__serial": "12345-678901",
    "payment0__issued_on": "2026-05-20",
}


def test_the_book_says_what_is_in_hand_short_and_over(visitor: Visitor) -> None:
    visitor.sit_down()
    visitor.open("enigmo", **PERSON, **ORDER, payment0__amount="450")
    visitor.open("enigmo", **PERSON, **ORDER, payment0__amount="1500")
    page = visitor.get("/desk/enigmo/fees")
    said = text_of(page)
    assert "550円不足" in said and "500円超過" in said
    balances = re.findall(r'<td class="yen">([\d,]+)円</td></tr>', page.text)
    assert balances[-1] == "1,950" and "12345-678901" not in said


def test_serial_numbers_are_shown_to_whoever_asks_and_that_is_logged(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    visitor.sit_down("clerk-1")
    case = visitor.open("enigmo", **PERSON, **ORDER, payment0__amount="1000").rpartition("/")[2]
    assert "12345-678901" in text_of(visitor.get("/desk/enigmo/fees?serials=yes"))
    with wiring.open_home(places.place(root, "enigmo"), clock=clock) as home:
        looks = home.views.looks(clock.now().date().isoformat())
    assert [(x.actor_id, x.case) for x in looks if x.what == "fee"] == [("clerk-1", case)]


def test_the_file_has_every_line_and_no_serial_number(visitor: Visitor) -> None:
    visitor.sit_down()
    visitor.open("enigmo", **PERSON, **ORDER, payment0__amount="1000")
    content = visitor.get("/desk/enigmo/fees.csv").content.decode("utf-8-sig")
    heading, line = csv.reader(io.StringIO(content))
    assert heading[:2] == ["日付", "案件"]
    assert line[2:8] == ["定額小為替証書", "1000", "", "1000", "2026-05-20", "2026-11-20"]
    assert "12345" not in content and "花子" not in content


def test_the_sweep_tells_of_a_money_order_before_it_can_be_cashed_no_more(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    """Six months from its issue; two weeks before."""
    visitor.sit_down()
    case = visitor.open("enigmo", **PERSON, **ORDER, payment0__amount="1000").rpartition("/")[2]

    def told(day: date) -> bool:
        clock.move_to(day)
        with wiring.open_home(places.place(root, "enigmo"), clock=clock) as home:
            due = sweep(home, by=Actor("sweep", f"cmd-{day}")).due
        return (case, "money_order") in [(each.case, each.clock) for each in due]

    assert not told(date(2026, 11, 5))
    assert told(date(2026, 11, 6)) and told(date(2026, 11, 20)) and told(date(2026, 11, 21))


# --- the cabinet --------------------------------------------------------------------------------

HEAD = "請求の種類,届き方,到達日,氏名,住所,書類,終わり方,終了日,廃棄日\n"
ENDED = (
    "開示,郵送,R7.4.10,見本 花子,東京都渋谷区神南1-2-3,運転免許証;passport,"
    "回答済,2025-05-01,{day}\n"
)
OPEN = "訂正・追加・削除,電話,2026-10-20,見本 太郎,東京都港区芝1-2-3,,,,\n"


def bring(visitor: Visitor, text: bytes, do: str = "take") -> httpx.Response:
    page = "/desk/enigmo/cabinet"
    files = {"file": ("cabinet.csv", text, "text/csv")}
    return visitor.post(page, {"do": do}, page=page, files=files)


def rows(root: Path, clock: DemoClock) -> list[tuple[str, str, str | None]]:
    with wiring.open_home(places.place(root, "enigmo"), clock=clock) as home:
        return sorted((r.kind, r.state, r.nearest_due) for r in home.journal.inbox())


def ended(day: str = "2026-11-20") -> str:
    return ENDED.format(day=day)


def test_cases_and_papers_from_before_run_on_from_their_own_days(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    visitor.sit_down()
    taken = bring(visitor, (HEAD + ended() + OPEN).encode("cp932"))
    assert taken.status_code == 303
    found = rows(root, clock)
    assert found[0][:2] == ("correction", "preparing") and found[0][2] < "2026-11-20"  # type: ignore[operator]
    assert found[1] == ("disclosure", "closed", "2026-11-20")
    clock.move_to(date(2026, 11, 20))
    with wiring.open_home(places.place(root, "enigmo"), clock=clock) as home:
        due = {each.clock for each in sweep(home, by=Actor("sweep", "cmd-1")).due}
        history = [e.type for r in home.journal.inbox() for e in home.journal.read(r.case)]
    assert "destruction" in due and history.count("paper_received") == 2


def test_without_a_day_of_destruction_the_policy_counts(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    """Enigmo: two years from the completion of the response."""
    visitor.sit_down()
    bring(visitor, (HEAD + ended("")).encode())
    assert rows(root, clock) == [("disclosure", "closed", "2027-05-01")]


def test_one_wrong_line_and_nothing_is_taken_over(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    visitor.sit_down()
    wrong = "開示,鳩,昨日,,東京都,ラブレター,,2025-05-01,\n"
    said = text_of(bring(visitor, (HEAD + ended() + wrong).encode()))
    for place in ("3行目2列目", "3行目3列目", "3行目4列目", "3行目6列目", "3行目7列目"):
        assert place in said
    assert "鳩" not in said and "ラブレター" not in said
    assert rows(root, clock) == []


def test_nothing_in_the_file_of_the_cabinet_is_dropped_or_too_long(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    visitor.sit_down()
    head = "請求の種類,到達日,氏名,郵便番号,住所,手数料の額,\n"
    lines = (
        "開示,2026-10-20,見本 太郎,150-0041,,,\n",
        "開示,2026-10-20,見本 太郎,,東京都港区芝1-2-3,1000,\n",
        f"開示,2026-10-20,{'長' * 201},,東京都港区芝1-2-3,,\n",
        "開示,2026-10-20,見本 太郎,,東京都港区芝1-2-3,,見出しのない欄\n",
    )
    said = text_of(bring(visitor, (head + "".join(lines)).encode()))
    for place in (
        "2行目5列目： 「住所」が空です",
        "3行目： 「手数料の納め方」が空です",
        "4行目3列目： 「氏名」が長すぎます。200字",
        "5行目7列目： この見出しは知りません",
    ):
        assert place in said, (place, said)
    assert rows(root, clock) == []


def test_a_file_is_tried_before_it_is_taken_over(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    visitor.sit_down()
    said = text_of(bring(visitor, (HEAD + ended() + OPEN).encode(), "try"))
    assert "進行中 1件、終了 1件、書類 2点" in said
    assert rows(root, clock) == []


def test_the_example_can_be_taken_over_in_either_language(visitor: Visitor) -> None:
    visitor.sit_down()
    for lang in ("ja", "en"):
        example = visitor.get(f"/desk/enigmo/cabinet.csv?lang={lang}").content
        assert "1" in text_of(bring(visitor, example, "try"))
        assert bring(visitor, example, "try").status_code == 200
