"""Rows of which nobody knows whose they are, at the command line."""

from typist import HANAKO, Typist


def test_rows_in_doubt_are_shown_masked_with_what_agrees_and_differs(desk: Typist) -> None:
    taro = (
        HANAKO.replace("山田 花子", "田中 太郎")
        .replace("ヤマダ ハナコ", "タナカ タロウ")
        .replace("昭和63年4月12日", "昭和33年1月5日")
        .replace("一丁目2番3号 見本ハイツ101", "五丁目12番13号")
        .replace("    phone: 090-0000-1001\n    email: hanako.yamada@example.jp\n", "")
    )
    case = desk.receive(taro + "payments:\n  - {means: money_order, amount: 1000}\n")
    paper = ("--paper-name", "田中 太郎", "--paper-birth", "S33.1.5", "--paper-address")
    desk.json("request", "match", case, *paper, "東京都架空区見本5-12-13")
    desk.json("request", "accept", case)
    held = desk.json("request", "search", case, code=3)
    assert [f["field"] for f in held["findings"]] == ["rest_is_not_theirs"]
    (table,) = desk.json("request", "found", case)["result"]["undecided"]
    (row,) = table["rows"]
    assert (row["agrees"], row["unlike_found"]) == (["name"], ["phone", "email"])
    shown = desk.run("request", "found", case).out
    assert "お問い合わせ" in shown and "taro.tanaka.1996" not in shown
