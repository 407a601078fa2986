"""Languages, errors, and names printed as they were written."""

from __future__ import annotations

import pytest
from web_visitor import Visitor, text_of

from chikai.kernel.message import Message
from chikai.web.pages import Speech

AT_TEN = "2024-04-02T10:00:00+09:00"
HOSTILE = '<img src=x onerror="alert(1)">{{ 7*7 }}'


@pytest.mark.parametrize(
    ("query", "accepted", "lang"),
    [
        ("", "ja,en;q=0.5", "ja"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "de", "ja"),
        ("?lang=en", "ja", "en"),
        ("?lang=ja", "en", "ja"),
        ("?lang=xx", "en", "en"),
    ],
)
def test_the_language_is_the_readers(
    visitor: Visitor, query: str, accepted: str, lang: str
) -> None:
    visitor.lang = accepted
    assert f'<html lang="{lang}">' in visitor.get(f"/enigmo{query}").text


def test_a_language_that_was_clicked_is_kept(visitor: Visitor) -> None:
    visitor.get("/enigmo?lang=en")
    assert '<html lang="en">' in visitor.get("/enigmo").text


@pytest.mark.parametrize(
    "path",
    [
        "/nobody",
        "/nobody/policy",
        "/enigmo/no",
        "/enigmo/ask?kind=no",
        "/desk/nobody",
        "/desk/enigmo/cases/case-0000000000",
        "/desk/enigmo/cases/case-0000000000/file/blob-1",
    ],
)
def test_what_is_not_there_is_said_to_be_missing(visitor: Visitor, path: str) -> None:
    visitor.sit_down()
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert "はじめの画面へ" in text_of(answer)


def test_a_name_of_markup_is_a_name(visitor: Visitor) -> None:
    visitor.sit_down()
    case = visitor.open(
        "enigmo",
        person0__name=HOSTILE,
        person0__address="東京都架空区見本一丁目1番1号",
        person0__kinds=["disclosure"],
        person0__statement="</textarea><script>alert(1)</script>",
    )
    answer = visitor.get(case)
    assert HOSTILE in text_of(answer)
    assert "<img src=x" not in answer.text and "<script>alert" not in answer.text


def test_a_mistake_names_its_field_and_keeps_what_was_typed(visitor: Visitor) -> None:
    visitor.sit_down()
    page = "/desk/enigmo/new"
    fields = {
        "channel": "post",
        "form": "free",
        "asker": "person",
        "person0.name": "見本 太郎",
        "person0.birth_date": "令和99年1月1日",
        "person0.kinds": "disclosure",
    }
    answer = visitor.post(page, fields, page=page)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert 'value="見本 太郎"' in answer.text and 'value="令和99年1月1日"' in answer.text
    assert "案件はまだありません" in text_of(visitor.get("/desk/enigmo"))


def test_a_refusal_cites_the_law(visitor: Visitor) -> None:
    """What the law forbids is refused with its article, and the case stays as it was."""
    visitor.sit_down()
    case = visitor.open(
        "enigmo",
        person0__name="見本 太郎",
        person0__address="東京都架空区見本一丁目1番1号",
        person0__kinds=["disclosure"],
    )
    answer = visitor.post(f"{case}/do/close_unpaid", {}, page=case)
    assert answer.status_code == 409
    assert "お願い" in text_of(answer) or "知らせて" in text_of(answer)
    assert "第37条第4項" in text_of(answer) or "第37条" in text_of(answer)


def test_nobody_sees_a_desk_before_signing_in(visitor: Visitor) -> None:
    for path in ("/desk/enigmo", "/desk/enigmo/new", "/desk/enigmo/cases/case-0000000000"):
        answer = visitor.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/desk/enigmo/sign-in?next={path}"


def test_names_of_keys_are_set_off_by_type_or_not_at_all() -> None:
    clause = Message("drill.score.policy_clause", {"clause": "requests.fee"})
    speech = Speech("en")
    assert speech.say(clause) == "Policy requests.fee"
    assert speech.marked(clause) == "Policy `requests.fee`"


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (AT_TEN, "datetime", "2024年4月2日（令和6年）　10時00分（日本時間）"),
        (
            "2024-12-18T05:00:00+00:00",
            "datetime",
            "2024年12月18日（令和6年）　05時00分（協定世界時）",
        ),
        ("12800", "amount", "12,800円"),
        ("1988-04-12", "date", "1988年4月12日（昭和63年）"),
        ("", "text", ""),
        (None, "date", ""),
    ],
)
def test_what_was_found_reads_as_in_the_letter(value: str | None, form: str, said: str) -> None:
    assert Speech("ja").cell(value, {"format": form, "values": []}) == said
