"""A database is down while a case is searched: its page says what is missing and what to do, at
the press of the button and whenever somebody looks again."""

from cases_at_desk import accepted, sits
from web_visitor import Visitor, text_of

from chikai.web.homes import DemoClock


def test_the_page_says_what_is_missing_and_what_to_do(visitor: Visitor, clock: DemoClock) -> None:
    page = f"/desk/enigmo/cases/{accepted(visitor, clock)}"
    sits(visitor, "clerk-1")
    assert visitor.web is not None
    (file,) = (visitor.web.homes.root / "enigmo").glob("shop*.db")
    away = file.rename(file.with_suffix(".away"))
    try:
        stopped = visitor.post(f"{page}/do/search", {}, page=page, deed="search")
        assert stopped.status_code == 503
        assert "shop にしかなく、それまで欠けるもの：お客様の登録情報" in text_of(stopped)
        seen = visitor.get(page)
    finally:
        away.rename(file)
    box = text_of(seen)[text_of(seen).index("接続できない所在があります") :]
    assert "もう一度調査してください" in box and "kind: manual" in box
    assert "接続できない所在の扱い" in box, "among the days that count"
    assert visitor.post(f"{page}/do/search", {}, page=page, deed="search").status_code == 303
    assert 'id="away"' not in visitor.get(page).text
