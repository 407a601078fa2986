"""What every answer promises, and what never reaches the application."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient
from web_visitor import HERE, Visitor, text_of

from chikai.web.guard import MAX_BODY
from chikai.web.homes import DemoClock
from chikai.web.main import create_app

PATHS = ("/", "/desk", "/enigmo", "/enigmo/policy", "/enhance/request", "/static/chikai.css", "/no")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_forbids_what_no_page_needs(visitor: Visitor, path: str) -> None:
    headers = visitor.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "cache-control" in headers


def test_pages_of_the_desk_are_not_kept_by_the_browser(visitor: Visitor) -> None:
    visitor.sit_down()
    assert visitor.get("/desk/enigmo").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/enigmo", "/enhance/request", "/desk"])
def test_no_page_holds_a_script_or_a_style_of_its_own(visitor: Visitor, path: str) -> None:
    html = visitor.get(path).text
    assert "<style" not in html and "style=" not in html and "onclick" not in html
    assert html.count("<script") == html.count('<script src="/static/')


def test_a_form_without_its_token_changes_nothing(visitor: Visitor) -> None:
    answer = visitor.client.post("/enhance/request", data={"kinds": "disclosure"})
    assert answer.status_code == 403
    assert "もう一度お試しください" in text_of(answer)


def test_cookies_are_closed_to_scripts_and_other_sites(visitor: Visitor) -> None:
    page = "/desk/enigmo/sign-in"
    assert visitor.get(page).headers.get_list("set-cookie")
    for cookie in visitor.get(page).headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie and "SameSite=lax" in cookie


def test_whoever_only_looks_is_not_remembered(visitor: Visitor) -> None:
    visitor.get("/enigmo")
    assert "session" not in visitor.client.cookies


@pytest.mark.parametrize(
    ("lang", "said"),
    [("ja", "送られたファイルが大きすぎます"), ("en", "The file that was sent is too large")],
)
def test_a_body_of_300_megabytes_is_refused_in_words(
    visitor: Visitor, root: Path, lang: str, said: str
) -> None:
    before = sorted(root.rglob("*"))

    def body() -> Iterator[bytes]:
        for _ in range(300):
            yield b"0" * 1024 * 1024

    answer = visitor.client.post(
        "/desk/enigmo/new",
        content=body(),
        headers={
            "content-length": str(300 * 1024 * 1024),
            "content-type": "multipart/form-data; boundary=x",
            "accept-language": lang,
        },
    )
    assert answer.status_code == 413
    assert said in text_of(answer)
    assert sorted(root.rglob("*")) == before


def test_a_body_of_unsaid_length_is_cut_off(visitor: Visitor) -> None:
    def body() -> Iterator[bytes]:
        for _ in range(MAX_BODY // 2**20 + 2):
            yield b"0" * 2**20

    answer = visitor.client.post(
        "/enhance/request",
        content=body(),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("local", "headers"),
    [
        (["127.0.0.1"], {}),
        ([HERE], {"host": "desk.example.com"}),
        ([HERE], {"x-forwarded-for": "192.0.2.1"}),
    ],
    ids=["another machine", "a foreign name", "through a proxy"],
)
def test_the_desk_is_for_this_machine(
    root: Path, clock: DemoClock, local: list[str], headers: dict[str, str]
) -> None:
    """Without a sign-in nobody else may come near it; the portal stays open."""
    app = create_app(root=root, clock=clock, local=local)
    with TestClient(app, base_url="http://localhost.test") as client:
        client.headers.update({"host": "localhost", **headers})
        for path in ("/desk", "/desk/enigmo", "/desk/enigmo/cases/case-0000000000"):
            assert client.get(path).status_code == 403
        assert client.get("/enigmo").status_code == 200


def test_the_records_are_where_the_command_line_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHIKAI_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    create_app()
    assert [each.name for each in tmp_path.iterdir()] == ["chikai-home"]
