"""A visitor who sends forms as a browser would, token and command id included."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

import httpx
from litestar.testing import TestClient

from chikai import policies
from chikai.app import accounts
from chikai.people.accounts import Account
from chikai.people.staff import Role
from chikai.web.request import Web
from chikai.web.signin.access import cookie_name

HERE = "testclient"
"""The address a test's requests come from."""


PRIVATE = ("/desk/", "/studio/")


def sign_in(
    client: TestClient[Any], web: Web, company: str, who: str, roles: frozenset[Role]
) -> None:
    """Give the client the sign-in of an account, which is made when it is not there yet."""
    with web.homes.home(company) as home:
        now = web.wall.now()
        accounts.of(home).put(Account(who, roles, now))
        client.cookies.set(cookie_name(web, company), accounts.begin(home, who, at=now))


class Visitor:
    """Follows no redirect by itself, so that every address it is sent to can be looked at."""

    def __init__(self, client: TestClient[Any], lang: str = "ja", *, app: Any = None) -> None:
        self.client, self.lang = client, lang
        self.web: Web | None = None if app is None else app.app.state.web
        self.addresses: list[str] = []
        self.who: str | None = None
        self.roles: frozenset[Role] = frozenset(Role)
        self.signed_in_at: set[str] = set()

    def get(self, path: str, **more: Any) -> httpx.Response:
        self._sign_in(path)
        headers = {"accept-language": self.lang, **more.pop("headers", {})}
        self.addresses.append(path)
        return self.client.get(path, headers=headers, follow_redirects=False, **more)

    def post(
        self,
        path: str,
        fields: Mapping[str, str | Sequence[str]],
        *,
        page: str,
        deed: str | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        command: str | None = None,
    ) -> httpx.Response:
        """Send a form with the hidden fields of the form on `page`."""
        html = self.get(page).text
        hidden = {"_csrf_token": hidden_field(html, "_csrf_token")}
        if 'name="command"' in html:
            at = html.index(f'data-deed="{deed}"') if deed else 0
            hidden["command"] = command or hidden_field(html[at:], "command")
        self.addresses.append(path)
        return self.client.post(
            path,
            data={**hidden, **fields},
            files=files,
            headers={"accept-language": self.lang},
            follow_redirects=False,
        )

    def sit_down(self, who: str = "clerk-1", *roles: Role) -> None:
        """From now on, signed in as `who` at the desk of every company whose page is asked for;
        whoever gives no role has all of them."""
        self.who, self.roles = who, frozenset(roles or Role)

    def _sign_in(self, path: str) -> None:
        company = path.split("/")[2].split("?")[0] if path.startswith(PRIVATE) else ""
        if (
            self.who is None
            or self.web is None
            or company in self.signed_in_at
            or company not in policies.COMPANIES
        ):
            return
        self.signed_in_at.add(company)
        sign_in(self.client, self.web, company, self.who, self.roles)

    def open(self, company: str, **fields: str | Sequence[str]) -> str:
        """Open an envelope at the desk; the address of its case."""
        base = {"channel": "post", "form": "designated", "asker": "person"}
        said = {name.replace("__", "."): value for name, value in fields.items()}
        page = f"/desk/{company}/new"
        answer = self.post(page, {**base, **said}, page=page)
        assert answer.status_code == 303, text_of(answer)
        return str(answer.headers["location"])


def hidden_field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, f"the page has no hidden field {name}"
    return unescape(found[1])


def text_of(answer: httpx.Response) -> str:
    """What a person reads on the page."""
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>", "", answer.text)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
