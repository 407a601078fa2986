"""Whoever judges whose rows these are sees them: masked, with what agrees and what differs, beside
the request and beside the record that was found; and reads what has been done and what comes."""

from dataclasses import replace

from cases_at_desk import accepted, load, sits
from web_visitor import Visitor, text_of

from chikai.demo_data import cast
from chikai.web.homes import DemoClock

ON_PAPER = replace(cast.TARO_ELDER, phones=(), emails=(), member_numbers=())
"""Name, birth date and address alone. A namesake has written an inquiry."""


def test_the_judge_sees_what_agrees_and_differs_and_what_comes_next(
    visitor: Visitor, clock: DemoClock
) -> None:
    page = f"/desk/enigmo/cases/{accepted(visitor, clock, ON_PAPER)}"
    sits(visitor, "clerk-1")
    stopped = visitor.post(f"{page}/do/search", {}, page=page, deed="search")
    assert stopped.status_code == 409
    assert "会社の記録を探しました" in text_of(stopped)
    for answer in (stopped, visitor.get(page)):
        assert answer.text.count('id="doubt"') == 1
        before, rest = answer.text.split('id="doubt"')
        box = rest.split("</section>")[0]
        assert 'data-deed="answer"' in rest and 'data-deed="answer"' not in before
        assert "お問い合わせ 1" in box and "もう一度探す" in box
        rows = [row.split("</tr>")[0] for row in box.split("<tr>")]
        mail = next(row for row in rows if "t●●●●@example.com" in row)
        assert "比べるものがない" in mail and "相違" in mail, (
            "the request has none; the record does"
        )
        assert not [v for v in (*cast.TARO_YOUNGER.emails, *cast.TARO_YOUNGER.phones) if v in box]
    said = {"question": "rest_is_not_theirs", "value": "yes", "reasons": "電話もメールも違う。"}
    assert visitor.post(f"{page}/do/answer", said, page=page, deed="answer").status_code == 303
    assert visitor.post(f"{page}/do/search", {}, page=page, deed="search").status_code == 303
    assert load(visitor, page.rpartition("/")[2]).state == "deciding"
    assert 'id="doubt"' not in visitor.get(page).text


def test_what_the_record_found_led_to_is_said_where_it_is_shown(
    visitor: Visitor, clock: DemoClock
) -> None:
    hers = replace(cast.HANAKO, phones=(), emails=(), member_numbers=())
    page = f"/desk/enigmo/cases/{accepted(visitor, clock, hers)}"
    sits(visitor, "clerk-1")
    assert visitor.post(f"{page}/do/search", {}, page=page, deed="search").status_code == 303
    assert "請求書の記載だけでは決まらなかった1件も" in text_of(visitor.get(page))
