"""Passkeys (W3C Web Authentication, level 3): made and used with whoever holds them present and
known to their device. Every challenge holds once, for five minutes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from chikai.app import accounts
from chikai.app.accounts import Refused
from chikai.kernel.message import say
from chikai.people.accounts import CEREMONY, Account, Passkey
from chikai.ports import BadData, Home

ADDING: Final = "passkey_adding"
USING: Final = "passkey_using"


@dataclass(frozen=True, slots=True)
class Site:
    """Where the browser is: keys are bound to the host, and answers to the origin."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """`options` is JSON for the browser; `ticket` comes back with its answer."""

    ticket: str
    options: str


def ask_new(home: Home, account: Account, *, site: Site, at: datetime) -> Challenge:
    """Ask the browser to make a passkey for this account, on a device that has none for it yet."""
    from webauthn import base64url_to_bytes, generate_registration_options, options_to_json
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    held = accounts.of(home).passkeys(account.id)
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=f"Chikai {home.company}",
        user_id=hashlib.sha256(f"{home.company}/{account.id}".encode()).digest(),
        user_name=f"{account.id} ({home.company})",
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(p.id)) for p in held],
    )
    kept = bytes_to_base64url(options.challenge)
    ticket = accounts.issue(home, ADDING, account.id, kept, at=at, until=at + CEREMONY)
    return Challenge(ticket, options_to_json(options))


def add(
    home: Home, account: Account, ticket: str, answer: str, *, site: Site, at: datetime
) -> Passkey:
    """The passkey the browser made. Raises `BadData` for anything but a true answer to us."""
    from webauthn import base64url_to_bytes, verify_registration_response
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    asked = accounts.redeem(home, ADDING, ticket, at=at)
    if asked is None or asked.account != account.id:
        raise BadData("staff.passkey.too_late")
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(asked.data),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise BadData("staff.passkey.not_made") from None
    id = bytes_to_base64url(made.credential_id)
    if accounts.of(home).passkey(id) is not None:
        raise BadData("staff.passkey.not_made")
    passkey = Passkey(id, account.id, made.credential_public_key, made.sign_count, at)
    accounts.of(home).put_passkey(passkey)
    return passkey


def ask(home: Home, *, site: Site, at: datetime) -> Challenge:
    """Ask the browser for any passkey of this company; it says nothing of who has one."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.structs import UserVerificationRequirement

    options = generate_authentication_options(
        rp_id=site.host, user_verification=UserVerificationRequirement.REQUIRED
    )
    kept = bytes_to_base64url(options.challenge)
    ticket = accounts.issue(home, USING, None, kept, at=at, until=at + CEREMONY)
    return Challenge(ticket, options_to_json(options))


def use(home: Home, ticket: str, answer: str, *, site: Site, at: datetime) -> Account:
    """Whose passkey answered. Raises `Refused`, in the same words whatever was wrong."""
    from webauthn import base64url_to_bytes, verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    kept = accounts.of(home)
    refused = Refused(say("staff.passkey.refused"))
    asked = accounts.redeem(home, USING, ticket, at=at)
    held = kept.passkey(_id_of(answer))
    account = None if held is None else kept.get(held.account)
    if asked is None or held is None or account is None or account.locked:
        raise refused
    try:
        seen = verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(asked.data),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=held.public_key,
            credential_current_sign_count=held.counter,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise refused from None
    if seen.new_sign_count != held.counter:
        kept.put_passkey(replace(held, counter=seen.new_sign_count))
    return account


def _id_of(answer: str) -> str:
    try:
        found = json.loads(answer)
    except ValueError:
        return ""
    id = found.get("id") if isinstance(found, dict) else None
    return id if isinstance(id, str) else ""
