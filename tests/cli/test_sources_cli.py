"""`chikai sources …` told wrong things: what is missing, where it is named, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from typist import Typist

URL = "url: sqlite:///{home}/shop.db"


def mapping(desk: Typist) -> Path:
    return desk.root / "enigmo" / "sources" / "shop.yaml"


@pytest.mark.parametrize("name", ["../x", "a/b", "/tmp/x", ".", "", "Shop", "1shop", "x" * 65])
def test_a_source_has_a_plain_name(desk: Typist, name: str) -> None:
    url = f"sqlite:///{desk.root}/enigmo/shop.db"
    (found,) = desk.json("sources", "inspect", url, "--name", name, code=2)["findings"]
    assert (found["code"], found["field"]) == ("sources.bad_name", "--name")


@pytest.mark.parametrize(
    "written", ["CHIKAI_TEST_SHOP", "$CHIKAI_TEST_SHOP", "${CHIKAI_TEST_SHOP}"]
)
def test_an_address_in_a_variable_is_read_or_the_variable_is_named(
    desk: Typist, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.delenv("CHIKAI_TEST_SHOP", raising=False)
    (found,) = desk.json("sources", "inspect", written, code=2)["findings"]
    assert found["code"] == "sources.variable_not_set" and "`CHIKAI_TEST_SHOP`" in found["en"]
    monkeypatch.setenv("CHIKAI_TEST_SHOP", f"sqlite:///{desk.root}/enigmo/shop.db")
    assert (
        "url_env: CHIKAI_TEST_SHOP" in desk.json("sources", "inspect", written)["result"]["draft"]
    )


def test_a_variable_inside_an_address_is_told_where_it_belongs(desk: Typist) -> None:
    file = mapping(desk)
    file.write_text(file.read_text("utf-8").replace(URL, "url: ${SHOP_URL}"), "utf-8")
    (found,) = desk.json("sources", "check", "shop", code=2)["findings"]
    assert found["code"] == "sources.url_takes_no_variable" and found["line"]
    assert "`url_env: NAME`" in found["en"]


def test_what_to_sign_is_a_line_that_can_be_pasted(desk: Typist) -> None:
    file = mapping(desk)
    told, line = desk.run("sources", "check", "shop", "--lang", "en").out.splitlines()[-2:]
    assert str(file) in told
    file.write_text(file.read_text("utf-8") + line.replace("NAME", "officer-1") + "\n", "utf-8")
    again = desk.run("sources", "check", "shop", "--lang", "en")
    assert again.code == 0 and "reviewed" not in again.out


def test_what_is_wrong_is_told_line_by_line(desk: Typist) -> None:
    text = mapping(desk).read_text("utf-8") + "reviewed: no\n"
    column = "      id: {personal: false}\n"
    wrong = text.replace(column, f"{column}      nowhere: {{personal: false}}\n", 1)
    found = desk.json("sources", "check", desk.write("shop.yaml", wrong), code=1)["findings"]
    lines = [each["line"] for each in found]
    assert len(set(lines)) > 1 and lines == sorted(lines)


def test_a_draft_in_which_only_the_signature_is_left_is_given_the_line(desk: Typist) -> None:
    file = mapping(desk)
    draft = desk.write("shop.yaml", file.read_text("utf-8") + "reviewed: no\n")
    ran = desk.run("sources", "check", draft)
    assert ran.code == 1 and ran.out.splitlines()[-1].startswith("reviewed: {by: NAME, on: ")
