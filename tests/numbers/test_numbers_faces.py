"""The page, the file and the command show the same numbers, to those who may see them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from litestar.testing import TestClient

from chikai import places
from chikai.app import accounts
from chikai.app.numbers import RATES_FILE
from chikai.cli.main import main
from chikai.demo.journeys import a_child, l_unpaid
from chikai.demo.stage import open_stage
from chikai.people.accounts import Account
from chikai.people.staff import Role
from chikai.web.homes import DemoClock
from chikai.web.main import create_app
from chikai.web.request import Web
from chikai.web.signin.access import cookie_name

SitDown = Callable[[Role], None]
HERE: Final = "testclient"
RATES: Final = """
yen_per_hour = 2400
minutes = {received = 15, match_recorded = 10, granted = 30}
postage = {registered = 590, simple_registered = 460, ordinary = 110}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("numbers")
    with open_stage(folder, companies=("enigmo",)) as stage:
        stage.play(a_child.a_parent_asks, l_unpaid.at_enigmo, until=date(2026, 12, 20))
    (folder / "enigmo" / RATES_FILE).write_text(RATES, "utf-8")
    (folder / "enigmo" / places.DEMO_MARK).touch()
    return folder


@pytest.fixture(scope="module")
def app(root: Path) -> Any:
    return create_app(root=root, clock=DemoClock(date(2026, 12, 21)), local=[HERE])


@pytest.fixture(scope="module")
def client(app: Any) -> Iterator[TestClient[Any]]:
    with TestClient(app, base_url="http://localhost.test") as client:
        client.headers["host"] = "localhost"
        yield client


@pytest.fixture
def sit_down(app: Any, client: TestClient[Any]) -> SitDown:
    return lambda role: _as(app.app.state.web, client, role)


def _as(web: Web, client: TestClient[Any], role: Role) -> None:
    with web.homes.home("enigmo") as home:
        account = Account(f"{role.value}-1", frozenset({role}), web.wall.now())
        accounts.of(home).put(account)
        token = accounts.begin(home, account.id, at=web.wall.now())
    client.cookies.set(cookie_name(web, "enigmo"), token)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_page_and_file_agree(client: TestClient[Any], sit_down: SitDown, lang: str) -> None:
    sit_down(Role.AUDITOR)
    page = client.get(f"/desk/enigmo/numbers?lang={lang}")
    assert page.status_code == 200
    assert 'style="' not in page.text and "<script>" not in page.text
    file = client.get("/desk/enigmo/numbers.csv")
    assert file.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    shown = re.sub(r"<[^>]+>", " ", page.text).replace(",", "")
    for _, _, measure, value in rows[1:]:
        assert value == "" or value in shown, measure


def test_the_period_is_kept_for_the_file_and_checked(
    client: TestClient[Any], sit_down: SitDown
) -> None:
    sit_down(Role.CLERK)
    page = client.get("/desk/enigmo/numbers?since=2026-11-02&until=2026-11-30&lang=en")
    assert "numbers.csv?since=2026-11-02&amp;until=2026-11-30" in page.text
    wrong = client.get("/desk/enigmo/numbers?since=2026-12-02&until=2026-11-30&lang=en")
    assert wrong.status_code == 422 and "must not lie before" in wrong.text


def test_the_owner_of_a_database_sees_no_numbers(
    client: TestClient[Any], sit_down: SitDown
) -> None:
    sit_down(Role.SOURCE_OWNER)
    assert client.get("/desk/enigmo/numbers").status_code == 403
    assert client.get("/desk/enigmo/numbers.csv").status_code == 403


def test_the_command_gives_them_to_programs(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = ["numbers", "enigmo", "--home", str(root), "--on", "2026-12-21", "--lang", "en"]
    assert main([*base, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert result["arrived"] == sum(result["by"]["kind"].values()) > 1
    assert result["cost"]["closed"] >= 1 and result["cost"]["average"] > 0
    out = tmp_path / "n.csv"
    assert main([*base, "--csv", str(out)]) == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    capsys.readouterr()
    assert main([*base, "--since", "2027-01-01", "--until", "2026-01-01"]) == 2
    assert "must not lie before" in capsys.readouterr().err
