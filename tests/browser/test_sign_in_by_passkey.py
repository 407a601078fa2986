"""Signing in with a real browser: a passkey of a virtual device, and a password without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from barriers import barriers
from browser_house import House, OpenPage, serve
from hands import follow
from playwright.sync_api import Page

from chikai import places, policies, wiring
from chikai.app import accounts
from chikai.people.accounts import Account
from chikai.people.staff import Role

PASSWORD = "架空の馬 電池 ホチキス ただしい"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """One company's desk with an officer, who has a password; no demo."""
    for company in policies.COMPANIES:
        (tmp_path / company).mkdir()
    with wiring.open_home(places.place(tmp_path, "enigmo")) as home:
        roles = frozenset({Role.PRIVACY_OFFICER, Role.CLERK})
        accounts.of(home).put(Account("officer-1", roles, home.clock.now()))
        accounts.set_password(home, "officer-1", PASSWORD)
    with serve(tmp_path) as served:
        # Passkeys are bound to a name; a number has none.
        yield replace(served, url=served.url.replace("127.0.0.1", "localhost"))


def by_password(page: Page) -> None:
    page.goto("/desk/enigmo/sign-in")
    page.locator("#sign-in-id").fill("officer-1")
    page.locator("#sign-in-password").fill(PASSWORD)
    follow(page.locator("#password button"))
    page.wait_for_url("**/desk/enigmo")


def give_a_device(page: Page) -> None:
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_made_and_opens_the_desk(visit: OpenPage) -> None:
    page = visit()
    give_a_device(page)
    by_password(page)
    page.goto("/desk/enigmo/account")
    follow(page.locator("#passkeys > form button"))
    page.locator("form[data-passkey] button:enabled").click()
    page.wait_for_url("**/desk/enigmo/account")
    assert page.locator("#passkeys li").count() == 1

    follow(page.locator(".sign-out button"))
    page.wait_for_url("**/sign-in")
    follow(page.locator("[data-door=passkey] button"))
    page.locator("form[data-passkey] button:enabled").click()
    page.wait_for_url("**/desk/enigmo")
    assert "officer-1" in page.locator(".who").inner_text()

    # Once it is taken away here, the device's key opens nothing.
    page.goto("/desk/enigmo/account")
    follow(page.locator("#passkeys li button"))
    follow(page.locator(".sign-out button"))
    page.wait_for_url("**/sign-in")
    follow(page.locator("[data-door=passkey] button"))
    page.locator("form[data-passkey] button:enabled").click()
    page.wait_for_url("**/passkey/use")
    assert "サインインできません" in page.locator(".alert").inner_text()


def test_without_scripts_a_password_is_enough(visit: OpenPage) -> None:
    page = visit(script=False)
    by_password(page)
    page.goto("/desk/enigmo/account")
    follow(page.locator("#passkeys > form button"))
    assert "パスワードでサインインして" in page.locator("noscript, .notice").first.inner_text()


@pytest.mark.parametrize(("lang", "width"), [("ja", 390), ("en", 1280)])
def test_the_doors_outside_the_demo_are_open_to_all(visit: OpenPage, lang: str, width: int) -> None:
    """The demo's doors, and the pages behind them, are looked at in test_access.py."""
    page = visit(lang=lang, width=width)
    page.goto("/desk/enigmo/sign-in")
    found = barriers(page)
    by_password(page)
    page.goto("/desk/enigmo/account")
    follow(page.locator("#passkeys > form button"))
    found += barriers(page)
    assert found == []
