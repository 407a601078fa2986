"""What each company's portal says, decided by its policy and the law."""

from __future__ import annotations

import pytest
from web_visitor import Visitor, text_of

from chikai import wiring
from chikai.demo_data.cast import HANAKO
from chikai.law.kinds import Asker, RequestKind


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("company", wiring.COMPANIES)
def test_every_page_of_every_company_opens(visitor: Visitor, company: str, lang: str) -> None:
    visitor.lang = lang
    for path in ("", "/policy", "/ask", "/print"):
        assert visitor.get(f"/{company}{path}").status_code == 200
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
    for company in wiring.COMPANIES:
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
    assert said.count("case-") == 2
    visitor.client.cookies.clear()
    assert visitor.get("/enhance/received").status_code == 303


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kinds": []}, "kinds"),
        ({"person.name": ""}, "person.name"),
        ({"person.address": ""}, "reply.address"),
        ({"asker": "parent"}, "representative.name"),
        ({"asker": "stranger"}, "asker"),
        ({"statement": "x" * 5000}, "statement"),
        ({"person.name": "見本\x00"}, "person.name"),
    ],
)
def test_what_is_missing_is_named(
    visitor: Visitor, changed: dict[str, str | list[str]], field: str
) -> None:
    fields = {**FIELDS, **changed}
    answer = visitor.post("/enhance/request", fields, page="/enhance/request")
    assert answer.status_code == 422
    assert f'id="request-{field}-wrong"' in answer.text
