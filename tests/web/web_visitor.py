"""A visitor who sends forms as a browser would, token and command id included."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

import httpx
from litestar.testing import TestClient

HERE = "testclient"
"""The address a test's requests come from."""


class Visitor:
    """Follows no redirect by itself, so that every address it is sent to can be looked at."""

    def __init__(self, client: TestClient[Any], lang: str = "ja") -> None:
        self.client, self.lang = client, lang
        self.addresses: list[str] = []

    def get(self, path: str, **more: Any) -> httpx.Response:
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

    def sit_down(self, who: str = "clerk-1") -> None:
        assert self.post("/desk/who", {"who": who}, page="/desk").status_code == 303

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
