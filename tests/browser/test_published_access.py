"""The published pages keep nobody out: axe at AA, on a phone, and nothing asked of anybody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from barriers import barriers
from hands import PATIENCE
from playwright.sync_api import Browser

from chikai.adapters.pages import FilePages
from chikai.app.publishing import publication
from chikai.policies import COMPANIES, shipped
from chikai.policy.load import load

LOOKED_AT = ("policy", "joint-use", "external-transmission", "anonymized", "forms")
FORMS = ("form-disclosure-mandatary", "form-correction-person")


@pytest.mark.parametrize("company", COMPANIES)
def test_the_published_pages_are_open_to_all(
    browser: Browser, tmp_path: Path, company: str
) -> None:
    newest = shipped(company)[-1]
    policy = load(newest.text, file=newest.name)
    made = publication((policy,), on=date(2026, 11, 21), pages=FilePages())
    for file in made.files:
        (tmp_path / file.name).write_bytes(file.content)
    asked: list[str] = []
    found: list[str] = []
    for lang, width in (("ja", 390), ("en", 1200)):
        context = browser.new_context(locale=lang, viewport={"width": width, "height": 900})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        for name in (*LOOKED_AT, *FORMS):
            path = tmp_path / f"{name}.{lang}.html"
            if not path.exists():
                continue
            page.goto(path.as_uri())
            found += barriers(page)
        context.close()
    assert found == []
    assert all(url.startswith("file://") for url in asked)
