"""The API: what a company's programs may do, and that everything else is refused clearly."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from web_visitor import Visitor

from chikai.app import accounts, tokens
from chikai.app.cases import Actor
from chikai.kernel.codes import make_code
from chikai.people.accounts import Account
from chikai.people.staff import Role

OFFICER = Actor("officer-1", "cmd-token", frozenset({Role.PRIVACY_OFFICER}))
ENVELOPE = {
    "arrived_on": "2026-11-02",
    "channel": "post",
    "people": [
        {"name": "山田 花子", "address": "東京都架空区見本一丁目2番3号", "kinds": ["disclosure"]}
    ],
}
KEY = {"idempotency-key": "envelope-0001"}

Call = Callable[..., httpx.Response]


@pytest.fixture
def program(visitor: Visitor) -> Callable[..., Call]:
    """A program of a company, with a token of some roles."""

    def made(*roles: Role, company: str = "enigmo") -> Call:
        assert visitor.web is not None
        with visitor.web.homes.home(company) as home:
            accounts.of(home).put(Account("robot", frozenset(Role), visitor.web.wall.now()))
            by = Actor("officer-1", home.entropy.id("cmd"), OFFICER.roles)
            token, _ = tokens.make(home, "robot", roles or (Role.CLERK,), by=by)

        def call(method: str, path: str, **more: Any) -> httpx.Response:
            headers = {"authorization": f"Bearer {token}", **more.pop("headers", {})}
            return visitor.client.request(method, path, headers=headers, **more)

        return call

    return made


def findings(answer: httpx.Response) -> list[dict[str, Any]]:
    said = answer.json()
    assert said["ok"] is False and said["result"] is None
    for each in said["findings"]:
        assert each["ja"] and each["en"] and each["code"]
    found: list[dict[str, Any]] = said["findings"]
    return found


def test_an_envelope_is_recorded_once_and_seen(program: Callable[..., Call]) -> None:
    call = program()
    path = "/api/desk/enigmo/envelopes"
    first = call("POST", path, json=ENVELOPE, headers=KEY)
    again = call("POST", path, json=ENVELOPE, headers=KEY)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    (case,) = first.json()["result"]
    lines = call("GET", "/api/desk/enigmo/cases").json()["result"]
    assert [line["case"] for line in lines] == [case]
    seen = call("GET", f"/api/desk/enigmo/cases/{case}").json()["result"]
    assert seen["file"] is None and seen["open_items"]
    assert "山田" not in json.dumps([lines, seen], ensure_ascii=False)
    assert call("GET", "/api/desk/enigmo/due").json() == {"ok": True, "result": []}


def test_personal_data_only_where_it_is_asked_for_and_by_role(
    program: Callable[..., Call], visitor: Visitor
) -> None:
    clerk, auditor = program(Role.CLERK), program(Role.AUDITOR)
    (case,) = clerk("POST", "/api/desk/enigmo/envelopes", json=ENVELOPE, headers=KEY).json()[
        "result"
    ]
    page = f"/api/desk/enigmo/cases/{case}?file=true"
    assert clerk("GET", page).json()["result"]["file"]["person"]["names"][0]["full"] == "山田 花子"
    assert visitor.web is not None
    with visitor.web.homes.home("enigmo") as home:
        assert home.views.digest("2026-11-02")[0] == 1
    assert auditor("GET", page).status_code == 403
    assert auditor("GET", page.removesuffix("?file=true")).status_code == 200
    assert auditor("POST", "/api/desk/enigmo/envelopes", json=ENVELOPE).status_code == 403


@pytest.mark.parametrize(
    ("body", "headers", "field"),
    [
        (ENVELOPE, {}, "Idempotency-Key"),
        (ENVELOPE, {"idempotency-key": "a b"}, "Idempotency-Key"),
        ({**ENVELOPE, "channel": "pigeon"}, KEY, "channel"),
        ({**ENVELOPE, "people": []}, KEY, "people"),
        ({**ENVELOPE, "arrived_on": "2030-01-01"}, KEY, "arrived_on"),
        ({**ENVELOPE, "more": 1}, KEY, "more"),
        ([], KEY, None),
    ],
)
def test_what_is_wrong_is_a_finding_at_its_field(
    program: Callable[..., Call], body: Any, headers: dict[str, str], field: str | None
) -> None:
    answer = program()("POST", "/api/desk/enigmo/envelopes", json=body, headers=headers)
    assert answer.status_code == 422
    assert field in [each["field"] for each in findings(answer)]
    assert "山田" not in answer.text


def test_a_token_is_for_one_company(program: Callable[..., Call]) -> None:
    assert findings(program()("GET", "/api/desk/bengo4/cases"))
    assert program()("GET", "/api/desk/bengo4/cases").status_code == 401


def test_nobody_comes_in_with_a_cookie_or_without_a_token(visitor: Visitor) -> None:
    visitor.sit_down()
    visitor.get("/desk/enigmo")
    answer = visitor.get("/api/desk/enigmo/cases")
    assert answer.status_code == 401 and findings(answer)


def test_a_withdrawn_token_and_a_locked_account_open_nothing(
    program: Callable[..., Call], visitor: Visitor
) -> None:
    first, second = program(), program()
    assert visitor.web is not None
    with visitor.web.homes.home("enigmo") as home:
        held = tokens.held(home)
        tokens.withdraw(home, held[0].id, by=Actor("officer-1", "w", OFFICER.roles))
        journal = " ".join(str(event) for event in home.journal.all())
    assert "chikai_" not in journal
    assert first("GET", "/api/desk/enigmo/cases").status_code == 401
    assert second("GET", "/api/desk/enigmo/cases").status_code == 200
    with visitor.web.homes.home("enigmo") as home:
        now = visitor.web.wall.now()
        accounts.of(home).put(Account("robot", frozenset(Role), now, locked=True))
    assert second("GET", "/api/desk/enigmo/cases").status_code == 401


def test_a_role_taken_from_the_account_is_taken_from_its_tokens(
    program: Callable[..., Call], visitor: Visitor
) -> None:
    call = program(Role.CLERK)
    assert visitor.web is not None
    with visitor.web.homes.home("enigmo") as home:
        now = visitor.web.wall.now()
        accounts.of(home).put(Account("robot", frozenset({Role.SOURCE_OWNER}), now))
    assert call("GET", "/api/desk/enigmo/cases").status_code == 403


def test_everybody_may_ask_for_the_policy_and_by_a_code(visitor: Visitor) -> None:
    said = visitor.get("/api/public/enigmo/policy").json()["result"]
    assert said["version"] == "2025-04-01" and said["channels"] == ["post"]
    answer = visitor.client.post("/api/public/enigmo/status", json={"code": "0000-0000-00"})
    assert answer.status_code == 404 and findings(answer)[0]["field"] == "code"
    assert visitor.get("/api/public/nobody/policy").status_code == 404


def test_codes_are_not_tried_through(visitor: Visitor) -> None:
    tried = [
        visitor.client.post("/api/public/enigmo/status", json={"code": guess}).status_code
        for guess in (make_code(n, length=10) for n in range(12))
    ]
    assert tried[:10] == [404] * 10 and tried[10:] == [429, 429]


def test_the_description_is_openapi_and_its_page_has_no_scripts(visitor: Visitor) -> None:
    said = visitor.get("/api/openapi.json").json()
    assert said["openapi"].startswith("3.1")
    assert all(path.startswith("/api/") for path in said["paths"])
    body = said["paths"]["/api/desk/{company}/envelopes"]["post"]["requestBody"]
    assert body["content"]["application/json"]["schema"]["$ref"].endswith("EnvelopeShape")
    page = visitor.get("/api/docs").text
    assert "/api/desk/{company}/envelopes" in page and "//cdn" not in page
    assert visitor.get("/api").status_code in (200, 404)


def test_whatever_is_sent_is_answered_as_described(
    program: Callable[..., Call], visitor: Visitor
) -> None:
    """schemathesis, in this process: no answer is a fault of ours, each has a described shape."""
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    call = program()
    said = visitor.get("/api/openapi.json").json()
    said["paths"] = {p: m for p, m in said["paths"].items() if "/drp/" not in p}
    schema = schemathesis.openapi.from_dict(said)
    deeds = [found.ok() for found in schema.get_all_operations()]
    seen: set[str] = set()

    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def answered(data: Any) -> None:
        deed = data.draw(st.sampled_from(deeds))
        case = data.draw(deed.as_strategy())
        path = case.formatted_path.replace("%00", "")
        if "{" in deed.path:
            path = deed.path.format(**{**(case.path_parameters or {}), "company": "enigmo"})
        sent = case.body if isinstance(case.body, (dict, list, str, int, float, bool)) else None
        given_headers = {k: v for k, v in (case.headers or {}).items() if v.isprintable()}
        headers = {k: v for k, v in given_headers.items() if v.isascii() and k != "Authorization"}
        url = httpx.URL("http://localhost").copy_with(path=path)
        answer = call(case.method, str(url), json=sent, headers=headers)
        assert answer.status_code < 500, answer.text
        if answer.status_code < 300:
            seen.add(deed.path)
            assert answer.json()["ok"] is True
        else:
            assert findings(answer) or answer.status_code in (404, 405)

    answered()
    assert "/api/desk/{company}/cases" in seen
