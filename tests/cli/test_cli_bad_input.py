"""Bad input: a message that names file, line and field, and a journal that stays as it was."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typist import HANAKO, Typist

from chikai.policies import shipped


def refused(desk: Typist, text: str) -> list[dict[str, Any]]:
    """The findings for an envelope; the journal must not have moved."""
    before = desk.events()
    file = desk.write("envelope.yaml", text)
    answer = desk.json("request", "receive", file, code=2)
    assert desk.events() == before
    assert answer["result"] is None
    findings = answer["findings"]
    assert isinstance(findings, list)
    assert all(each["file"] == str(file) for each in findings)
    assert all(each["ja"] and each["en"] for each in findings)
    return findings


def places(findings: list[dict[str, Any]]) -> list[tuple[str, int, str | None]]:
    return [(each["code"], each["line"], each["field"]) for each in findings]


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "field"),
    [
        ("channel: post", "channel: pigeon", "not_one_of", 2, "channel"),
        ("form: designated", "fom: designated", "unknown_key", 3, "fom"),
        ("  - name: 山田 花子\n", "  - \n", "missing", 7, "people[0].name"),
        ("name: 山田 花子", "name: ''", "empty", 6, "people[0].name"),
        ("name: 山田 花子", "name:", "empty", 6, "people[0].name"),
        ("kinds: [disclosure]", "kinds: []", "empty", 13, "people[0].kinds"),
        ("kinds: [disclosure]", "kinds: [everything]", "not_one_of", 13, "people[0].kinds[0]"),
        ("form_complete: yes", "form_complete: perhaps", "three_way", 4, "form_complete"),
        ("postal_code: 000-0001", "postal_code: 12-34", "postal_code", 9, "people[0].postal_code"),
        ("channel: post", "channel: post\nchannel: fax", "duplicate_key", 3, "channel"),
        ("channel: post", "channel: [post", "yaml", 3, None),
        ("channel: post", "channel:\tpost\n\tform: free", "tab", 2, None),
        ("channel: post", "channel: &c post", "alias", 2, None),
        ("channel: post", "channel: !!python/name:os.system post", "tag", 2, None),
        ("type: drivers_license", "type: library_card", "not_one_of", 15, "papers[0].type"),
    ],
)
def test_each_mistake_in_an_envelope_has_its_place(
    desk: Typist, old: str, new: str, code: str, line: int, field: str | None
) -> None:
    assert old in HANAKO
    found = places(refused(desk, HANAKO.replace(old, new)))
    assert (f"envelope.error.{code}", line, field) in found


def test_all_mistakes_are_named_at_once(desk: Typist) -> None:
    text = HANAKO.replace("channel: post", "channel: pigeon").replace(
        "昭和63年4月12日", "昭和70年4月12日"
    )
    text += "payments:\n  - {means: money_order, amount: 千円くらい}\n"
    found = places(refused(desk, text))
    assert [field for _, _, field in found] == [
        "channel",
        "people[0].birth_date",
        "payments[0].amount",
    ]
    assert found[1][:2] == ("date.outside_era", 8)


def test_no_finding_quotes_what_the_form_says(desk: Typist) -> None:
    text = HANAKO.replace("birth_date: 昭和63年4月12日", "birth_date: 昭和さん\n    山田花子: 本人")
    said = json.dumps(refused(desk, text), ensure_ascii=False)
    assert "昭和さん" not in said
    assert "山田" not in said


@pytest.mark.parametrize(
    "day", ["2026-11-02", "R8.11.2", "令和８年１１月２日", "令和八年十一月二日"]
)
@pytest.mark.parametrize("amount", ["1000", "１０００", "１，０００円", "¥1,000", "1000 円"])
def test_eras_and_full_width_digits_are_read_as_on_the_paper(
    desk: Typist, day: str, amount: str
) -> None:
    text = HANAKO.replace("arrived_on: 2026-11-02", f"arrived_on: {day}")
    case = desk.receive(f"{text}payments:\n  - means: money_order\n    amount: {amount}\n")
    shown = desk.json("request", "show", case)["result"]
    assert shown["arrived_on"] == "2026-11-02"
    assert shown["fee"]["paid"] == 1000


def test_days_that_contradict_one_another(desk: Typist) -> None:
    text = HANAKO.replace("昭和63年4月12日", "令和9年1月1日")
    text += "payments:\n  - {means: stamps, amount: 1000, issued_on: 2027-01-01}\n"
    codes = [(code.rsplit(".")[-1], field) for code, _, field in places(refused(desk, text))]
    assert codes == [
        ("later_than_arrival", "people[0].birth_date"),
        ("later_than_arrival", "payments[0].issued_on"),
    ]


def test_an_arrival_before_any_policy(desk: Typist) -> None:
    file = desk.write("old.yaml", HANAKO.replace("2026-11-02", "平成元年1月8日"))
    answer = desk.json("request", "receive", file, code=2)
    assert answer["findings"][0]["field"] == "arrived_on"
    assert desk.events() == 0


def test_html_in_a_name_is_a_name(desk: Typist) -> None:
    name = '<script>alert("x")</script> & [bold]花子[/bold]'
    case = desk.receive(HANAKO.replace("name: 山田 花子", f"name: '{name}'"))
    shown = desk.json("request", "show", case, "--file")["result"]
    assert shown["file"]["person"]["names"][0]["full"] == name
    assert name in desk.run("request", "show", case, "--file").out


def test_json_is_read_as_well_with_rare_characters_in_halves(desk: Typist) -> None:
    envelope = {
        "arrived_on": "R8.11.2",
        "channel": "post",
        "people": [{"name": "𠮷田 見本", "address": "見本町1", "kinds": ["complaint"]}],
    }
    case = desk.receive(json.dumps(envelope, indent="\t"))
    shown = desk.json("request", "show", case, "--file")["result"]
    assert shown["file"]["person"]["names"][0]["full"] == "𠮷田 見本"


def test_an_envelope_of_300_megabytes_is_not_read(desk: Typist) -> None:
    large = desk.root.parent / "large.yaml"
    with large.open("wb") as file:
        file.truncate(300_000_000)
    found = desk.json("request", "receive", large, code=2)["findings"]
    assert (found[0]["code"], found[0]["file"]) == ("cli.too_large", str(large))
    assert desk.events() == 0


def test_a_scan_of_300_megabytes_is_not_read(desk: Typist) -> None:
    with (desk.root.parent / "large.pdf").open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(300_000_000)
    found = refused(desk, HANAKO + "    scan: large.pdf\n")
    assert places(found) == [("intake.scan_too_large", 16, "papers[0].scan")]


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(50_000_000))


def test_a_zip_bomb_is_neither_an_envelope_nor_a_scan_nor_a_proof(desk: Typist) -> None:
    path = desk.root.parent / "bomb.zip"
    bomb(path)
    envelope = desk.json("request", "receive", path, code=2)["findings"][0]
    assert (envelope["code"], envelope["file"]) == ("cli.not_text", str(path))
    assert places(refused(desk, HANAKO + "    scan: bomb.zip\n")) == [
        ("envelope.error.scan_kind", 16, "papers[0].scan")
    ]
    assert desk.json("verify", path, code=5)["result"]["outcome"] == "broken"


def test_yaml_that_would_grow_is_refused(desk: Typist) -> None:
    laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert {code for code, _, _ in places(refused(desk, laughs))} == {"envelope.error.alias"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00", "wiring.not_utf8"),
        ("到達日: 令和8年".encode("cp932"), "wiring.not_utf8"),
        (b"", "envelope.error.type_mapping"),
        (b"- 1\n- 2\n", "envelope.error.type_mapping"),
        (b'a: "\\e[31m"\n', "envelope.error.unknown_key"),
    ],
)
def test_files_that_are_no_envelope(desk: Typist, content: bytes, code: str) -> None:
    path = desk.root.parent / "odd.yaml"
    path.write_bytes(content)
    found = desk.json("request", "receive", path, code=2)["findings"]
    assert code in [each["code"] for each in found]
    assert desk.events() == 0


@pytest.mark.parametrize("day", ["2126-11-02", "9999-12-31"])
def test_a_slip_in_the_year_is_not_recorded_even_in_a_demo(desk: Typist, day: str) -> None:
    case, before = desk.receive(), desk.events()
    at = f"{day}T10:00"
    for line, field in (
        (("request", "match", case, "--paper-name", "山田 花子", "--on", day), "--on"),
        (("request", "arrange-listening", case, "--at", at, "--place", "a", "--who", "b"), "at"),
    ):
        (found,) = desk.json(*line, code=2)["findings"]
        assert (found["code"], found["field"]) == ("fault.day_too_far", field)
    assert desk.events() == before


def test_an_address_that_is_not_this_machines_is_not_called_a_busy_port(desk: Typist) -> None:
    (found,) = desk.json("serve", "--host", "203.0.113.9", code=4)["findings"]
    assert (found["code"], found["field"]) == ("cli.no_such_address", "--host")


LONG = "長" * 4001


def test_a_text_that_no_form_would_take_is_refused_with_the_limit(desk: Typist) -> None:
    assert places(refused(desk, HANAKO.replace("山田 花子", LONG))) == [
        ("envelope.error.text_too_long", 6, "people[0].name")
    ]
    one_line = ("request", "new", "enigmo", "--kind", "complaint", "--arrived", "2026-11-02")
    named = ("--name", "山田 花子")
    for more, field, limit in (
        (("--name", "長" * 201), "--name", "200"),
        ((*named, "--phone", "03-0000-0001", "--phone", "0" * 51), "--phone", "50"),
        ((*named, "--member", "1" * 101), "--member", "100"),
        ((*named, "--statement", LONG), "--statement", "4,000"),
    ):
        (found,) = desk.json(*one_line, *more, code=2)["findings"]
        assert found["field"] == field and found["code"] == "envelope.error.text_too_long"
        assert f"{limit} " in found["en"] and limit in found["ja"] and LONG not in found["en"]
    assert desk.events() == 0


def test_a_postal_code_without_an_address_is_not_dropped(desk: Typist) -> None:
    lines = [line for line in HANAKO.splitlines() if not line.strip().startswith("address:")]
    assert any("postal_code" in line for line in lines), "the example has a postal code"
    found = places(refused(desk, "\n".join(lines)))
    assert ("envelope.error.missing", "people[0].address") in {(c, f) for c, _, f in found}


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "- 1\n", "policy\n"])
def test_a_policy_file_without_a_policy_is_said_to_be_that(desk: Typist, content: str) -> None:
    file = desk.write("empty.yaml", content)
    found = desk.json("policy", "check", file, code=2)["findings"]
    assert [each["code"] for each in found] == ["policy.error.no_policy"]
    assert not any("``" in each[lang] for each in found for lang in ("ja", "en"))


@pytest.mark.parametrize("name", ["missing.yaml", ".", "home"])
def test_a_file_that_is_not_there(desk: Typist, name: str) -> None:
    path = desk.root.parent / name
    found = desk.json("request", "receive", path, code=2)["findings"]
    assert found[0]["file"] == str(path)
    assert found[0]["code"] in ("cli.no_such_file", "cli.not_a_file")


ENIGMO = shipped("enigmo")[-1].text


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("schema: 1", "schema: 1\nsurprise: yes", "policy.error.unknown_key"),
        ("schema: 1", "schema: [1", "policy.error.yaml"),
        ("effective_from: 2025-04-01", "effective_from: 令和7年4月1日", "policy.error.era_date"),
        ("amount: 1000", "amount: １０００", "policy.error.full_width"),
        ("  fee:\n", "  fee: null\n  fee:\n", "policy.error.two_fees"),
    ],
)
def test_a_wrong_policy_file_stops_everything_and_says_where(
    desk: Typist, old: str, new: str, code: str
) -> None:
    before = desk.events()
    assert old in ENIGMO
    folder = desk.root / "enigmo" / "policies"
    folder.mkdir()
    file = folder / "2026-04-01.yaml"
    file.write_text(ENIGMO.replace(old, new, 1), "utf-8")
    envelope = desk.write("envelope.yaml", HANAKO)
    for line in (("policy", "check", file), ("request", "receive", envelope)):
        found = desk.json(*line, code=2)["findings"]
        assert code in [each["code"] for each in found]
        assert all(each["file"] == str(file) and each["line"] for each in found)
    file.unlink()
    assert desk.events() == before


def test_a_mapping_that_names_a_missing_column(desk: Typist) -> None:
    case, before = desk.receive(), desk.events()
    mapping = desk.root / "enigmo" / "sources" / "shop.yaml"
    text = mapping.read_text("utf-8")
    assert "birth_date: birth_date" in text
    mapping.write_text(
        text.replace("birth_date: {item", "born_on: {item").replace(
            "birth_date: birth_date", "birth_date: born_on"
        )
    )
    found = desk.json("request", "match", case, "--paper-name", "山田 花子", code=2)["findings"]
    assert any("born_on" in each["ja"] or "born_on" in (each["field"] or "") for each in found)
    assert desk.events() == before


def test_a_mapping_that_is_wrong_in_itself_names_its_line(desk: Typist) -> None:
    mapping = desk.root / "enigmo" / "sources" / "shop.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace("key: id", "kee: id", 1))
    found = desk.json("request", "inbox", code=2)["findings"]
    assert any(each["file"] == str(mapping) and each["line"] for each in found)


def test_a_source_whose_address_is_missing(desk: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    case, before = desk.receive(), desk.events()
    mapping = desk.root / "enigmo" / "sources" / "shop.yaml"
    text = mapping.read_text("utf-8").replace(
        "url: sqlite:///{home}/shop.db", "url_env: CHIKAI_TEST_SHOP"
    )
    mapping.write_text(text)
    monkeypatch.delenv("CHIKAI_TEST_SHOP", raising=False)
    found = desk.json("request", "match", case, "--paper-name", "山田 花子", code=4)["findings"]
    unset, missing = found
    assert missing["code"] == "away.holds" and missing["severity"] == "advice"
    assert unset["code"] == "fault.source.not_set"
    for said in (unset["ja"], unset["en"]):
        assert "`CHIKAI_TEST_SHOP`" in said and "url_env" in said and str(mapping) in said
    monkeypatch.setenv("CHIKAI_TEST_SHOP", "postgresql+psycopg://nobody@127.0.0.1:9/none")
    desk.json("request", "match", case, "--paper-name", "山田 花子", code=4)
    assert desk.events() == before


def test_a_full_disk_changes_nothing(desk: Typist) -> None:
    """Files may not grow beyond what the store already takes: as on a disk that is full."""
    case, before = desk.receive(), desk.events()
    largest = max(path.stat().st_size for path in desk.root.rglob("store.db*"))

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    chikai = Path(sys.executable).with_name("chikai")
    big = desk.write("reasons.txt", "理由" * 100_000)
    line = ["request", "flag", case, "--reasons", f"@{big}", "--json"]
    ran = subprocess.run([chikai, *line], preexec_fn=full, capture_output=True, check=False)
    assert ran.returncode == 4, ran.stdout
    answer = json.loads(ran.stdout)
    assert answer["findings"][0]["ja"]
    assert ran.stderr == b""
    assert desk.events() == before
    assert desk.json("audit")["ok"]


def test_a_letter_never_overwrites_a_file(desk: Typist) -> None:
    case = desk.receive()
    desk.json("request", "receipt", case)
    out = desk.write("mine.pdf", "mine")
    found = desk.json("request", "letter", case, "receipt", "--out", out, code=2)["findings"]
    assert found[0]["code"] == "cli.already_there"
    assert out.read_text() == "mine"


def test_a_letter_into_a_folder_that_is_not_there(desk: Typist) -> None:
    case = desk.receive()
    desk.json("request", "receipt", case)
    out = desk.root.parent / "nowhere" / "a.pdf"
    desk.json("request", "letter", case, "receipt", "--out", out, code=4)
