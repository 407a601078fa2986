"""What each company's portal says, decided by its policy and the law."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from web_visitor import Visitor, text_of

from chikai import places, policies, wiring
from chikai.demo_data.cast import HANAKO
from chikai.law.kinds import Asker, RequestKind


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("company", policies.COMPANIES)
def test_every_page_of_every_company_opens(visitor: Visitor, company: str, lang: str) -> None:
    visitor.lang = lang
    for path in ("", "/policy", "/start", "/ask", "/print", "/form", "/status", "/room"):
        assert visitor.get(f"/{company}{path}").status_code == 200
    if lang == "en":
        return
    for asker in Asker:
        for kind in RequestKind:
            query = f"kind={kind.value}&asker={asker.value}"
            assert visitor.get(f"/{company}/ask?{query}").status_code == 200


@pytest.mark.parametrize(
    ("company", "here"),
    [
        ("enigmo", False),
        ("bengo4", False),
        ("enhance", True),
        ("en_japan", True),
        ("actio", False),
    ],
)
def test_a_case_is_opened_only_where_the_policy_allows_it(
    visitor: Visitor, company: str, here: bool
) -> None:
    """Enhance and en Japan set no channel, so any way is accepted; the others list theirs."""
    assert ("ここから請求する" in text_of(visitor.get(f"/{company}/ask"))) is here
    answer = visitor.post(f"/{company}/request", {}, page="/enhance/request")
    assert answer.status_code == (422 if here else 404)


@pytest.mark.parametrize(
    ("company", "kind", "cost"),
    [
        ("enigmo", "disclosure", "1,000円"),
        ("enigmo", "correction", "無料"),
        ("actio", "disclosure", "2,500円"),
        ("enhance", "disclosure", "無料"),
    ],
)
def test_the_cost_is_said_before_the_start(
    visitor: Visitor, company: str, kind: str, cost: str
) -> None:
    said = text_of(visitor.get(f"/{company}/ask?kind={kind}"))
    assert f"手数料 {cost}" in said


def test_a_dead_card_is_never_asked_for(visitor: Visitor) -> None:
    said = text_of(visitor.get("/enigmo/ask?kind=disclosure"))
    asked = said[said.index("次のいずれか1点") :].split("特別永住者証明書")[0]
    assert "資格確認書" in asked and "保険" not in asked


def test_an_opt_out_stop_needs_nothing(visitor: Visitor) -> None:
    for company in policies.COMPANIES:
        said = text_of(visitor.get(f"/{company}/ask?kind=opt_out_stop"))
        assert "書類はいりません" in said and "無料" in said


def test_the_purpose_is_said_before_the_form(visitor: Visitor) -> None:
    html = visitor.get("/enhance/request").text
    assert html.index('id="purpose"') < html.index("<form")


FIELDS = {
    "kinds": ["disclosure", "correction"],
    "asker": "person",
    "person.name": HANAKO.names[0].full,
    "person.address": HANAKO.addresses[0].text,
}


def test_a_receipt_is_for_whoever_sent_the_request(visitor: Visitor) -> None:
    answer = visitor.post("/enhance/request", FIELDS, page="/enhance/request")
    assert answer.headers["location"] == "/enhance/received"
    said = text_of(visitor.get("/enhance/received"))
    assert re.search(r"[0-9]{3}-[0-9]{3}-[0-9]{4}", said)
    assert HANAKO.names[0].full not in said and HANAKO.addresses[0].text not in said
    visitor.client.cookies.clear()
    assert visitor.get("/enhance/received").headers["location"] == "/enhance/status"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kinds": []}, "kinds"),
        ({"person.name": ""}, "person.name"),
        ({"person.address": ""}, "person.address"),
        ({"asker": "parent"}, "representative.name"),
        ({"asker": "stranger"}, "asker"),
        ({"statement": "x" * 5000}, "statement"),
        ({"person.name": "見本\x00"}, "person.name"),
        ({"person.postal_code": "12"}, "person.postal_code"),
        ({"person.birth_date": "昭和70年1月1日"}, "person.birth_date"),
        ({"person.phone": "でんわ"}, "person.phone"),
        ({"person.email": "hanako"}, "person.email"),
        ({"secret": "short"}, "secret"),
    ],
)
def test_what_is_missing_is_named(
    visitor: Visitor, changed: dict[str, str | list[str]], field: str
) -> None:
    fields = {**FIELDS, **changed}
    answer = visitor.post("/enhance/request", fields, page="/enhance/request")
    assert answer.status_code == 422
    assert f'id="request-{field}-wrong"' in answer.text
    assert f'<a href="#request-{field}">' in answer.text
    assert f'id="request-{field}"' in answer.text


def test_every_mistake_is_told_at_once_and_every_value_stays(visitor: Visitor) -> None:
    fields = {
        **FIELDS,
        "person.name": "",
        "person.birth_date": "昨日",
        "person.postal_code": "１２",
        "statement": "注文の記録",
    }
    answer = visitor.post("/enhance/request", fields, page="/enhance/request")
    for field in ("person.name", "person.birth_date", "person.postal_code"):
        assert f'<a href="#request-{field}">' in answer.text
    assert 'value="昨日"' in answer.text and 'value="１２"' in answer.text
    assert "注文の記録</textarea>" in answer.text


@pytest.mark.parametrize("kinds", [["disclosure"], ["disclosure", "record_disclosure"]])
def test_an_email_address_is_enough_for_an_answer_as_electronic_data(
    visitor: Visitor, kinds: list[str]
) -> None:
    fields: dict[str, str | list[str]] = {
        "kinds": kinds,
        "asker": "person",
        "manner": "electronic",
        "person.name": "見本 花子",
        "person.email": "ｈａｎａｋｏ＠example.jp",
    }
    assert visitor.post("/enhance/request", fields, page="/enhance/request").status_code == 303


def test_the_postal_code_fills_the_address_without_scripts(visitor: Visitor) -> None:
    fields = {"person.postal_code": "〒１０７－００５２", "fill": "person"}
    answer = visitor.post("/enhance/request", fields, page="/enhance/request")
    assert answer.status_code == 200 and 'value="東京都港区赤坂"' in answer.text
    found = visitor.post("/enhance/postal", {"code": "1070052"}, page="/enhance/request")
    assert found.json() == {"address": "東京都港区赤坂"}
    unknown = {"person.postal_code": "999-9999", "fill": "person"}
    said = text_of(visitor.post("/enhance/request", unknown, page="/enhance/request"))
    assert "見つかりませんでした" in said


def test_a_form_is_made_for_exactly_this_case_and_nothing_is_kept(
    visitor: Visitor, root: Path
) -> None:
    fields = {
        **FIELDS,
        "asker": "mandatary",
        "representative.name": "代理 太郎",
        "print": "disclosure",
    }
    answer = visitor.post("/enigmo/form", fields, page="/enigmo/print?asker=mandatary")
    assert answer.headers["content-type"] == "application/pdf"
    pdf = pypdfium2.PdfDocument(answer.content)
    words = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert HANAKO.names[0].full in words and "代理 太郎" in words and "委任" in words
    with wiring.open_home(places.place(root, "enigmo")) as home:
        assert home.journal.size() == 0


def test_several_kinds_are_counted_together(visitor: Visitor) -> None:
    said = text_of(
        visitor.get("/enigmo/ask?kind=disclosure&kind=correction&kind=notice_of_purpose")
    )
    assert "手数料 2,000円" in said and "訂正・追加・削除: 無料" in said
