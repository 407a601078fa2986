"""Enigmo's main job, from the envelope to the destruction certificate, command by command."""

from typist import HANAKO, Typist

AS_ON_PAPER = {
    "reply_postal_code": "000-0001",
    "reply_address_numbers": "123101",
    "birth_date": "S63.4.12",
    "person_name": "山田　花子",
}
READ = (
    "--paper-name",
    "山田　花子",
    "--paper-birth",
    "S63.4.12",
    "--paper-address",
    "東京都架空区見本1-2-3 見本ハイツ101",
)


def test_disclosure_by_post_from_arrival_to_certificate(desk: Typist) -> None:
    case = desk.receive()
    held = desk.json("request", "accept", case, "--on", "2026-11-02", code=3)
    assert {f["field"] for f in held["findings"]} == {"match", "fee"}
    assert all(f["severity"] == "question" for f in held["findings"])

    desk.json("request", "match", case, *READ, "--on", "2026-11-02")
    asked = desk.json("request", "ask", case, "--on", "令和8年11月2日")
    assert asked["result"]["cases"][0]["next_step"]["id"] == "next.wait_for_fee"

    order = ("money_order", "１，０００円", "--issued", "R8.11.5", "--serial", "01234-567890")
    paid = desk.json("request", "fee", "take", case, *order, "--on", "2026-11-09")
    assert paid["result"]["next_step"]["id"] == "next.accept"

    later = ("--on", "２０２６－１１－０９")
    desk.json("request", "accept", case, *later)
    waits = desk.json("request", "search", case, *later)["result"]["waits_for"]
    (item,) = (each.removeprefix("withhold_") for each in waits)
    held = desk.json("request", "grant", case, *later, code=3)
    assert [f["field"] for f in held["findings"]] == waits
    why = ("--ground", "harms_life_body_property_or_rights", "--reasons", "なりすましのおそれ。")
    desk.json("request", "withhold", case, item, *why, *later)
    desk.json("request", "grant", case, *later)
    held = desk.json("request", "send", case, *later, code=3)
    assert [f["field"] for f in held["findings"]] == ["second_check"]
    asked = desk.json("request", "check", case)["result"]["facts"]
    again = [f"--fact={name}={AS_ON_PAPER[name]}" for name in asked]
    stopped = desk.json("request", "check", case, *again, *later, code=1)
    assert stopped["findings"][0]["code"] == "staff.same_person"
    desk.json("request", "check", case, *again, *later, "--by", "checker-1")
    desk.json("request", "send", case, *later)
    found = desk.json("request", "found", case)["result"]
    assert any("お客様" in table["label"]["ja"] for table in found)

    letter = desk.root.parent / "answer.pdf"
    desk.json("request", "letter", case, "answer", "--out", letter)
    assert letter.read_bytes().startswith(b"%PDF-")
    assert letter.stat().st_mode & 0o077 == 0

    done = desk.json("request", "delivered", case, "--on", "2026-11-12")["result"]
    assert (done["state"], done["exit"]) == ("closed", "answered")

    early = desk.json("request", "destroy", case, "--on", "2028-11-11", code=1)
    assert early["findings"][0]["code"] == "unlawful.destroy_too_early"
    day = ("--on", "2028-11-13")
    undisposed = desk.json("request", "destroy", case, *day, code=1)
    assert undisposed["findings"][0]["code"] == "unlawful.destroy_originals_first"
    desk.json("request", "dispose", case, "shredded", "--sheets", "2", *day)
    gone = desk.json("request", "destroy", case, *day)["result"]
    assert gone["state"] == "papers_destroyed"
    desk.json("request", "certificate", case, *day)
    log = [e["type"] for e in desk.json("request", "show", case)["result"]["log"]]
    assert log[0] == "received"
    assert log[-3:] == ["destruction_begun", "papers_destroyed", "letter_sent"]


def test_show_gives_the_words_of_the_request_and_the_command_to_copy(desk: Typist) -> None:
    case = desk.receive()
    seen = desk.json("request", "show", case)["result"]
    assert seen["command"].startswith(f"chikai request match {case}")
    shown = desk.run("request", "show", case)
    assert f"$ chikai request match {case}" in shown.out


def test_a_plan_before_the_order_says_what_comes_first(desk: Typist) -> None:
    case = desk.receive(HANAKO.replace("[disclosure]", "[cessation_need_ended]"))
    told = desk.json("request", "plan", case, "--dry-run", code=1)["findings"][0]
    assert told["code"] == "not_now.step_first" and "`request order`" in told["en"]


def test_the_next_step_names_its_command(desk: Typist) -> None:
    case = desk.receive()
    assert f"$ chikai request match {case}" in desk.run("request", "next", case).out
    seen = desk.json("request", "next", case)["result"]
    assert seen["command"].startswith(f"chikai request match {case}")


def test_a_company_that_is_not_here_is_said_first(desk: Typist) -> None:
    asks = ("--kind", "disclosure", "--name", "山田 花子", "--arrived", "2026-11-02")
    (found,) = desk.json("request", "new", "nosuchco", *asks, code=2)["findings"]
    assert found["code"] == "wiring.no_such_company"


def test_the_case_is_proved_and_verified_and_a_changed_byte_is_found(desk: Typist) -> None:
    case = desk.receive()
    pack, key = desk.root.parent / "case.pack", desk.root.parent / "enigmo.pem"
    desk.json("prove", case, "--out", pack)
    desk.json("key", "export", "--out", key)
    assert desk.json("verify", pack, "--key", key)["result"]["outcome"] == "valid"

    unknown = desk.run("verify", pack, "--lang", "en")
    assert unknown.code == 5
    assert "intact, signer unknown" in unknown.out

    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 1
    pack.write_bytes(content)
    broken = desk.json("verify", pack, "--key", key, code=5)
    assert broken["result"]["outcome"] == "broken"
    assert broken["findings"]


def test_another_signers_key_proves_nothing(desk: Typist) -> None:
    case = desk.receive()
    pack, key = desk.root.parent / "case.pack", desk.root.parent / "other.key"
    desk.json("prove", case, "--out", pack)
    key.write_text("00" * 32)
    assert desk.json("verify", pack, "--key", key, code=5)["result"]["outcome"] == "broken"


def test_a_parent_asks_and_what_is_open_is_named_with_law_and_clause(desk: Typist) -> None:
    text = HANAKO.replace("people:", "asker: parent\npeople:")
    text = text.replace("山田 花子", "佐藤 みらい").replace("昭和63年4月12日", "平成26年6月21日")
    text += "representative:\n  name: 佐藤 健一\n  address: 東京都架空区見本二丁目4番5号\n"
    case = desk.receive(text)
    shown = desk.json("request", "show", case)["result"]
    items = {item["key"]: item for item in shown["items"]}
    assert items["authority"]["because"] == ["APPI Art. 37(3)", "APPI Cabinet Order Art. 13"]
    assert items["authority"]["clauses"][0]["ja"]
    assert [way for way in items["authority"]["alternatives"] if way["en"]]


def test_a_judgment_without_reasons_is_refused_and_with_reasons_recorded(desk: Typist) -> None:
    case = desk.receive()
    question = ("request", "answer-question", case, "fee_waived", "yes")
    bare = desk.json(*question, code=2)
    assert bare["findings"][0]["code"] == "steps.judgment_needs_reasons"
    reasons = desk.write("reasons.txt", "災害により小為替を購入できないため")
    desk.json(*question, "--reasons", f"@{reasons}")
    assert "fee" not in desk.json("request", "next", case)["result"]["waits_for"]


def test_a_scan_of_a_booked_paper_is_stored_once_it_is_covered(desk: Typist) -> None:
    case = desk.receive()
    picture = desk.root.parent / "record.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    add = ("request", "paper", "add", case, "resident_record", "--domicile-shown")
    desk.json(*add, "--scan", picture)
    record = desk.json("request", "show", case)["result"]["papers"][-1]
    scan = ("request", "paper", "scan", case, record["id"], "--scan", picture)
    before = desk.events()
    assert desk.json(*scan, code=2)["findings"][0]["code"] == "intake.cover_first"
    assert desk.events() == before
    desk.json("request", "paper", "mask", case, record["id"], "domicile")
    desk.json(*scan)
    assert desk.events() == before + 2
    assert desk.json(*scan, code=2)["findings"][0]["code"] == "intake.scan_stored_already"


def test_a_paper_that_went_back_has_no_scan(desk: Typist) -> None:
    case = desk.receive()
    picture = desk.root.parent / "licence.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    (licence,) = desk.json("request", "show", case)["result"]["papers"]
    desk.json("request", "paper", "return", case, licence["id"])
    scan = ("request", "paper", "scan", case, licence["id"], "--scan", picture)
    assert desk.json(*scan, code=2)["findings"][0]["code"] == "fault.missing"


def test_withdrawn_flagged_and_held(desk: Typist) -> None:
    case = desk.receive()
    desk.json("request", "flag", case, "--reasons", "支援措置")
    assert desk.json("request", "show", case)["result"]["protected"]
    desk.json("request", "unflag", case, "--reasons", "解除の連絡")
    closed = desk.json("request", "withdraw", case)["result"]
    assert closed["exit"] == "withdrawn"
    desk.json("request", "hold", case, "--reasons", "紛争")
    assert desk.json("request", "show", case)["result"]["hold"]


def test_repeating_a_command_id_changes_nothing(desk: Typist) -> None:
    envelope = desk.write("envelope.yaml", HANAKO)
    command = ("request", "receive", envelope, "--command-id", "post-2026-11-02-1")
    first, events = desk.json(*command), desk.events()
    again = desk.json(*command)
    assert again["result"]["cases"][0]["case"] == first["result"]["cases"][0]["case"]
    assert desk.events() == events


def test_a_request_in_one_line(desk: Typist) -> None:
    person = ("--name", "山田 花子", "--kana", "ヤマダ ハナコ", "--birth", "1988/4/12")
    place = ("--postal", "000-0001", "--address", "東京都架空区見本一丁目2番3号 見本ハイツ101")
    form = ("--form", "designated", "--form-complete", "--paper", "drivers_license")
    money = ("--money-order", "１０００:R8.11.1:00012-3456")
    line = ("request", "new", "enigmo", "--kind", "disclosure", *person, *place, *form, *money)
    case = desk.json(*line, "--arrived", "令和8年11月2日")["result"]["cases"][0]
    assert case["waits_for"] == ["match"]


def test_what_was_found_is_masked_unless_all_is_asked_for_and_every_look_is_logged(
    desk: Typist,
) -> None:
    case = desk.receive(HANAKO + "payments:\n  - {means: money_order, amount: 1000}\n")
    desk.json("request", "match", case, *READ)
    for step in ("accept", "search"):
        desk.json("request", step, case)
    masked = desk.run("request", "found", case)
    assert "hanako.yamada" not in masked.out
    whole = desk.run("request", "found", case, "--complete")
    assert "hanako.yamada@example.jp" in whole.out


def test_upkeep_finds_nothing_wrong(desk: Typist) -> None:
    desk.receive()
    assert desk.json("rebuild")["result"] == {"rows": 1, "differed": []}
    assert desk.json("sweep")["result"]["finished"] == []
    copies = desk.json("backup", desk.root.parent / "copies")["result"]
    assert copies["data"].endswith(".sqlite")
    assert desk.json("audit")["result"]["events"] == desk.events()


def test_a_restored_home_says_the_same_and_nothing_is_overwritten(desk: Typist) -> None:
    case, events = desk.receive(), desk.events()
    made = desk.json("backup", desk.root.parent / "copies")["result"]
    new = desk.root.parent / "restored"
    restore = ("restore", made["data"], made["keys"], "enigmo", "--home")
    assert desk.json(*restore, new)["result"]["events"] == events
    assert desk.json("request", "show", case, "--home", new)["result"]["case"] == case
    again = desk.json(*restore, new, code=2)
    assert again["findings"][0]["code"].startswith("restore.")
    assert desk.json(*restore, desk.root, code=2)["findings"][0]["code"].startswith("restore.")
    other = ("restore", made["data"], made["keys"], "actio", "--home", desk.root.parent / "new")
    assert desk.json(*other, code=2)["findings"][0]["code"] == "store.other_company"
