"""The company's own sign-in, against a provider that speaks OpenID Connect over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import ECKey
from litestar.testing import TestClient
from provider import CLIENT, SECRET, Office, provider
from web_visitor import HERE, Visitor, text_of

from chikai import policies
from chikai.people.staff import Role
from chikai.web.homes import DemoClock
from chikai.web.main import create_app

OUT, BIND = "/desk/enigmo/sign-in/outside", "/desk/enigmo/account/outside"


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with provider() as running:
        yield running


@pytest.fixture
def visitor(tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    for company in policies.COMPANIES:
        (tmp_path / company).mkdir()
    (tmp_path / "enigmo" / "sign-in.toml").write_text(
        f'issuer = "{office.issuer}"\nclient_id = "{CLIENT}"\nclient_secret_env = "OIDC_SECRET"\n'
    )
    monkeypatch.setenv("OIDC_SECRET", SECRET)
    office.lies, office.signs_with, office.subject = {}, None, "employee-7"
    app = create_app(root=tmp_path, clock=DemoClock(date(2026, 11, 2)), local=[HERE])
    with TestClient(app, base_url="http://localhost.test") as client:
        client.headers["host"] = "localhost"
        yield Visitor(client, app=app)


def there_and_back(visitor: Visitor, start: str = OUT) -> httpx.Response:
    """Out to the provider, and with what it gives back to the desk."""
    answer = httpx.get(visitor.get(start).headers["location"])
    back = urlsplit(answer.headers["location"])
    return visitor.get(f"{back.path}?{back.query}")


def bound(visitor: Visitor) -> None:
    """A clerk binds their account, then signs out."""
    visitor.sit_down("clerk-1", Role.CLERK)
    assert there_and_back(visitor, BIND).headers["location"] == "/desk/enigmo/account"
    visitor.who = None
    visitor.client.cookies.clear()


def test_a_stranger_is_told_to_bind_an_account_first(visitor: Visitor) -> None:
    answer = there_and_back(visitor)
    assert answer.status_code == 403 and "結ばれたアカウントがありません" in text_of(answer)


def test_whoever_bound_their_account_signs_in_by_it(visitor: Visitor) -> None:
    bound(visitor)
    assert visitor.get("/desk/enigmo").status_code == 303
    assert there_and_back(visitor).headers["location"] == "/desk/enigmo"
    assert "clerk-1" in text_of(visitor.get("/desk/enigmo"))


def test_one_person_there_is_one_account_here(visitor: Visitor) -> None:
    bound(visitor)
    visitor.signed_in_at.clear()
    visitor.sit_down("clerk-2", Role.CLERK)
    answer = there_and_back(visitor, BIND)
    assert answer.status_code == 422 and "別のアカウント" in text_of(answer)


@pytest.mark.parametrize(
    "lies",
    [
        {"iss": "https://elsewhere.example.jp"},
        {"aud": "somebody-else"},
        {"nonce": "of another day"},
        {"exp": 1_700_000_000},
        {"aud": [CLIENT, "other"], "azp": "other"},
    ],
    ids=["of another provider", "for another", "replayed", "expired", "for another party"],
)
def test_a_token_that_is_not_for_us_now_opens_nothing(
    visitor: Visitor, office: Office, lies: dict[str, Any]
) -> None:
    bound(visitor)
    office.lies = lies
    answer = there_and_back(visitor)
    assert answer.status_code == 403
    assert visitor.get("/desk/enigmo").status_code == 303


def test_a_forged_signature_opens_nothing(visitor: Visitor, office: Office) -> None:
    bound(visitor)
    office.signs_with = ECKey.generate_key("P-256", {"kid": "k1"})
    assert there_and_back(visitor).status_code == 403


def test_the_way_back_holds_once_and_only_for_the_browser_that_left(visitor: Visitor) -> None:
    bound(visitor)
    answer = httpx.get(visitor.get(OUT).headers["location"])
    back = urlsplit(answer.headers["location"])
    path = f"{back.path}?{back.query}"
    kept = dict(visitor.client.cookies)
    visitor.client.cookies.clear()
    assert visitor.get(path).status_code == 403  # another browser
    visitor.client.cookies.update(kept)
    assert visitor.get(path).status_code == 303
    visitor.client.cookies.clear()
    visitor.client.cookies.update(kept)
    assert visitor.get(path).status_code == 403  # a second time


def test_what_leaves_with_the_browser_names_nobody(visitor: Visitor) -> None:
    query = parse_qs(urlsplit(visitor.get(OUT).headers["location"]).query)
    assert query["scope"] == ["openid"] and query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"] == ["http://localhost/desk/enigmo/sign-in/back"]


def test_a_provider_that_is_down_is_said_to_be(visitor: Visitor, tmp_path: Path) -> None:
    file = tmp_path / "enigmo" / "sign-in.toml"
    file.write_text(
        'issuer = "http://127.0.0.1:9"\nclient_id = "x"\nclient_secret_env = "OIDC_SECRET"\n'
    )
    assert visitor.get(OUT).status_code == 503


def test_a_company_without_one_has_no_such_page(visitor: Visitor) -> None:
    assert "会社のサインイン" not in text_of(visitor.get("/desk/enhance/sign-in"))
    assert visitor.get("/desk/enhance/sign-in/outside").status_code == 404
