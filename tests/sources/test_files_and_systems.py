"""Sources that are no databases: files here or in S3, systems that answer, people who look."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from chikai.adapters.sources.company import CompanySources
from chikai.adapters.sources.webhook import HEADER, sign, valid
from chikai.ledger.found import Found
from chikai.ledger.load import load_mapping
from chikai.ledger.terms import Identifier
from chikai.people.model import Name, Person
from chikai.ports import BadData, Unavailable

MEMBERS = [
    {"番号": "1", "氏名": "見本 太郎", "電話": "(090) 0000-2001", "生年月日": "1980/02/03"},
    {"番号": "2", "氏名": "見本 太郎", "電話": "090-0000-9999", "生年月日": "1991/01/01"},
    {"番号": "3", "氏名": "例示 次郎", "電話": "09000002003", "生年月日": ""},
]
VISITS = [
    {"会員": "1", "内容": "来店"},
    {"会員": "1", "内容": "返品"},
    {"会員": "3", "内容": "別人"},
]
TARO = Person(names=(Name("見本太郎"),), phones=("090-0000-2001",))


def mapping(kind: str, members: str, visits: str, extra: str = "") -> str:
    return f"""
schema: 1
source: files
company: enigmo
label: {{ja: 一覧表, en: Lists}}
kind: {kind}
{extra}
tables:
  members:
    name: {json.dumps(members, ensure_ascii=False)}
    category: customers
    label: {{ja: 会員, en: Members}}
    key: 番号
    recognise: {{name: 氏名, birth_date: 生年月日, phone: 電話}}
    columns:
      番号: {{personal: false}}
      氏名: {{item: name, label: {{ja: 氏名, en: Name}}}}
      電話: {{item: phone, label: {{ja: 電話, en: Phone}}}}
      生年月日: {{item: birth_date, label: {{ja: 生年月日, en: Born}}, format: date}}
  visits:
    name: {json.dumps(visits, ensure_ascii=False)}
    category: customers
    label: {{ja: 来店, en: Visits}}
    key: []
    follows: {{会員: members.番号}}
    columns:
      会員: {{personal: false}}
      内容: {{item: inquiry_text, label: {{ja: 内容, en: What}}}}
"""


def sources(text: str, url: str = "", **environ: str) -> CompanySources:
    read = load_mapping(text, file="files.yaml")
    return CompanySources([read], address=lambda _: url, environ=environ)


def check(found: Found) -> None:
    assert found.matched == 1
    rows = {t.table: [tuple(row) for row in t.rows] for t in found.tables}
    assert rows == {
        "members": [("見本 太郎", "(090) 0000-2001", "1980-02-03")],
        "visits": [("来店",), ("返品",)],
    }


def write(path: Path, rows: list[dict[str, str]]) -> None:
    match path.suffix:
        case ".csv":
            lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
            path.write_text("\r\n".join(lines) + "\r\n", "cp932")
        case ".jsonl":
            path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))
        case ".xlsx":
            from openpyxl import Workbook

            book = Workbook()
            book.active.title = "表"
            for row in (list(rows[0]), *(list(r.values()) for r in rows)):
                book.active.append(row)
            book.save(path)
        case ".parquet":
            import polars

            polars.DataFrame(rows).write_parquet(path)


FILES = [
    ("members.csv", "visits.jsonl"),
    ("members.xlsx#表", "visits.csv"),
    ("members.parquet", "visits-*.csv"),
]


@pytest.mark.parametrize(("members", "visits"), FILES)
def test_a_person_is_found_in_files_of_every_form(
    tmp_path: Path, members: str, visits: str
) -> None:
    write(tmp_path / members.partition("#")[0], MEMBERS)
    write(tmp_path / visits.replace("*", "2026"), VISITS)
    text = mapping("files", members, visits, f"url: {tmp_path}")
    check(sources(text, str(tmp_path)).find(TARO))


def test_a_file_nobody_mapped_and_a_heading_that_changed_stop_the_search(tmp_path: Path) -> None:
    write(tmp_path / "members.csv", MEMBERS)
    write(tmp_path / "visits.csv", VISITS)
    text = mapping("files", "members.csv", "visits.csv", f"url: {tmp_path}")
    write(tmp_path / "leaflets.csv", VISITS)
    with pytest.raises(BadData) as caught:
        sources(text, str(tmp_path)).find(TARO)
    assert (caught.value.code, caught.value.field) == (
        "sources.unmapped_table",
        "tables.leaflets.csv",
    )
    (tmp_path / "leaflets.csv").unlink()
    write(tmp_path / "members.csv", [{**row, "備考": "x"} for row in MEMBERS])
    with pytest.raises(BadData) as caught:
        sources(text, str(tmp_path)).find(TARO)
    assert caught.value.code == "sources.unmapped_column"
    with pytest.raises(Unavailable):
        sources(text, str(tmp_path / "gone")).find(TARO)


def test_a_person_is_found_in_s3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import boto3
    from moto import mock_aws

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-northeast-1")
    with mock_aws():
        store: Any = boto3.client("s3")
        where = {"LocationConstraint": "ap-northeast-1"}
        store.create_bucket(Bucket="lists", CreateBucketConfiguration=where)
        for name, rows in (("members.csv", MEMBERS), ("visits.parquet", VISITS)):
            write(tmp_path / name, rows)
            store.upload_file(str(tmp_path / name), "lists", f"crm/{name}")
        text = mapping("files", "members.csv", "visits.parquet", "url: s3://lists/crm")
        check(sources(text, "s3://lists/crm").find(TARO))


# --- a system that answers ----------------------------------------------------------------------


class System(BaseHTTPRequestHandler):
    """Another department's system: it checks who asks, and answers with its rows, signed."""

    asked: list[dict[str, Any]] = []  # noqa: RUF012
    answers_with = "shared"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        at = int(self.headers[HEADER].split(",")[0].removeprefix("t="))
        assert valid(body, "shared", self.headers[HEADER], now=at)
        self.asked.append(json.loads(body))
        answer = json.dumps({"tables": {"members": MEMBERS, "visits": VISITS}}).encode()
        self.send_response(200)
        self.send_header(HEADER, sign(answer, self.answers_with, at=at))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def system() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), System) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/find"
        server.shutdown()
        thread.join()


WEBHOOK = mapping("webhook", "members", "visits", "url_env: CRM_URL\nsecret_env: CRM_SECRET")


def test_a_system_is_asked_by_a_signed_request_and_its_answer_compared_here(system: str) -> None:
    check(sources(WEBHOOK, system, CRM_SECRET="shared", CHIKAI_WEBHOOK_PRIVATE="yes").find(TARO))
    assert System.asked[-1]["person"]["phone"] == ["090-0000-2001"]
    assert set(System.asked[-1]["tables"]) == {"members", "visits"}


def test_an_answer_that_is_not_signed_rightly_is_not_used(
    system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(System, "answers_with", "another secret")
    with pytest.raises(BadData) as caught:
        sources(WEBHOOK, system, CRM_SECRET="shared", CHIKAI_WEBHOOK_PRIVATE="yes").find(TARO)
    assert caught.value.code == "sources.bad_answer"


def test_nothing_is_sent_in_the_clear() -> None:
    with pytest.raises(BadData) as caught:
        sources(WEBHOOK, "http://crm.example.jp/find", CRM_SECRET="shared").find(TARO)
    assert caught.value.code == "sources.https_only"


def test_no_system_inside_is_called_unless_that_is_allowed(system: str) -> None:
    for url in ("https://127.0.0.1/find", "https://10.0.0.5/find", "https://[::1]/find"):
        with pytest.raises(BadData) as caught:
            sources(WEBHOOK, url, CRM_SECRET="shared").find(TARO)
        assert caught.value.code == "sources.inside"


def test_an_old_signature_is_void() -> None:
    made = sign(b"{}", "shared", at=1_000)
    assert valid(b"{}", "shared", made, now=1_200)
    assert not valid(b"{}", "shared", made, now=1_400)
    assert not valid(b"{} ", "shared", made, now=1_000)


# --- a person who looks -------------------------------------------------------------------------


def test_what_only_a_person_can_look_into_is_a_task_and_leaves_the_search_open(
    tmp_path: Path,
) -> None:
    write(tmp_path / "members.csv", MEMBERS)
    write(tmp_path / "visits.csv", VISITS)
    lists = load_mapping(
        mapping("files", "members.csv", "visits.csv", f"url: {tmp_path}"), file="a.yaml"
    )
    cabinet = load_mapping(
        mapping("manual", "members", "visits", "owner: {ja: 総務部 保管係, en: Archive clerk}"),
        file="b.yaml",
    )
    both = CompanySources([lists, cabinet], address=lambda _: str(tmp_path), environ={})
    found = both.find(TARO)
    assert found.matched == 1 and not found.complete
    assert [(task.owner.en, task.label.en) for task in found.tasks] == [("Archive clerk", "Lists")]
    assert Identifier.PHONE in found.agreed
