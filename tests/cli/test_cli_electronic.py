"""An electronic answer to a request on paper, command by command: who gets it, and when it has."""

from typist import HANAKO, Typist

ON = ("--on", "2026-11-02")
PAID = """\
payments:
  - {means: money_order, amount: 1000, issued_on: 2026-11-02}
"""
READ = (
    "--paper-name",
    "山田　花子",
    "--paper-birth",
    "S63.4.12",
    "--paper-address",
    "東京都架空区見本1-2-3 見本ハイツ101",
)
AS_ON_PAPER = {
    "reply_email": "hanako.yamada@example.jp",
    "reply_postal_code": "000-0001",
    "reply_address_numbers": "123101",
    "birth_date": "S63.4.12",
    "person_name": "山田　花子",
}


def test_no_code_no_delivery_and_each_wrong_look_says_how_many_are_left(desk: Typist) -> None:
    case = desk.receive(HANAKO + PAID)
    desk.json("request", "manner", case, "electronic", *ON)
    desk.json("request", "match", case, *READ, *ON)
    desk.json("request", "accept", case, *ON)
    waits = desk.json("request", "search", case, *ON)["result"]["waits_for"]
    why = ("--ground", "harms_life_body_property_or_rights", "--reasons", "なりすましのおそれ。")
    for each in waits:
        desk.json("request", "withhold", case, each.removeprefix("withhold_"), *why, *ON)
    desk.json("request", "grant", case, *ON)

    asked = desk.json("request", "check", case)["result"]["facts"]
    wrong = [f"--fact={name}=000" for name in asked]
    by = (*ON, "--by", "checker-1")
    for left in ("2", "1"):
        stopped = desk.json("request", "check", case, *wrong, *by, code=1)
        assert stopped["findings"][0]["code"] == "check.differs"
        assert f"あと{left}回" in stopped["findings"][0]["ja"]
    last = desk.json("request", "check", case, *wrong, *by, code=1)
    assert last["findings"][0]["code"] == "check.differs_last"
    named = desk.json("request", "next", case)["result"]["next_step"]
    assert named["id"] == "open.second_check_another" and "checker-1" in named["en"]
    right = [f"--fact={name}={AS_ON_PAPER[name]}" for name in asked]
    desk.json("request", "check", case, *right, *by, code=1)  # what is right comes too late
    desk.json("request", "check", case, *right, *ON, "--by", "checker-2")

    sent = desk.json("request", "send", case, *ON)["result"]
    assert (sent["state"], sent["next_step"]["id"]) == ("answering", "next.give_code")
    assert desk.json("request", "show", case)["result"]["command"].endswith(f"give-code {case}")
    unsaid = desk.json("request", "delivered", case, *ON, code=2)
    assert unsaid["findings"][0]["code"] == "post.say_how"
    ours = desk.json("request", "delivered", case, "--how", "fetched", *ON, code=2)
    assert ours["findings"][0]["field"] == "--how", "that it was fetched records itself"
    given = desk.json("request", "give-code", case, *ON)["result"]
    assert given["code"] and given["secret"]
    waits = desk.json("request", "next", case)["result"]["next_step"]
    assert waits["id"] == "next.wait_for_fetch"
    done = desk.json("request", "delivered", case, "--how", "by_post", "--on", "2026-11-05")
    assert (done["result"]["state"], done["result"]["exit"]) == ("closed", "answered")
