"""The fictional people: nobody real, the same in every run."""

import re
import sqlite3
from pathlib import Path

import pytest

from chikai.demo_data import build, cast
from chikai.demo_data.people import MEMBERS, members
from chikai.kernel.text import email_key, name_key, phone_key


def test_nobody_can_be_reached() -> None:
    for person in (*members(), *cast.ON_FORMS):
        assert all("架空" in each.text for each in person.addresses)
        assert all((each.postal_code or "").startswith("000-") for each in person.addresses)
        assert all(re.match(r"\+81(3|90)0000", phone_key(each).key) for each in person.phones)
        assert all(re.search(r"@example\.(jp|com)$", email_key(e).key) for e in person.emails)


def test_everyone_but_the_namesakes_has_a_name_of_their_own() -> None:
    people = members()
    assert len(people) == MEMBERS
    names = [name_key(each.names[0].full).key for each in people]
    assert {name for name in names if names.count(name) > 1} == {name_key("田中太郎").key}


@pytest.mark.parametrize("company", build.COMPANIES)
def test_a_database_is_the_same_in_every_run(company: str, tmp_path: Path) -> None:
    dumps = []
    for name in ("one.db", "two.db", "two.db"):
        build.build(company, tmp_path / name)
        connection = sqlite3.connect(tmp_path / name)
        dumps.append(list(connection.iterdump()))
        connection.close()
    assert dumps[0] == dumps[1] == dumps[2]


def test_an_unknown_company_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        build.build("nobody", tmp_path / "x.db")


def test_personal_values_name_the_cast_and_nothing_common() -> None:
    values = list(build.personal_values())
    assert len(values) == len(set(values))
    assert {"山田 花子", "山田花子", "hanako.yamada@example.jp", "1988-04-12"} <= set(values)
    assert not {"card", "delivered", "phone", "yes", "1"} & set(values)
    assert min(len(value) for value in values) > 2
