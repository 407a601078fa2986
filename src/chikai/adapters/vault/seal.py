"""Sealing: AES-256-GCM (NIST SP 800-38D), bound to the place where each thing belongs.

A sealed text opens only under its own company, case, purpose and id: moved to another place it
is refused. Keys and nonces are always the machine's own randomness, never a test's.
"""

from __future__ import annotations

import hashlib
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SALT: Final = 16
_NONCE: Final = 12
_KEY: Final = 32


class WrongKey(Exception):
    """This key does not open this text, or the text was changed or moved."""


def new_key() -> bytes:
    """256 random bits."""
    return os.urandom(_KEY)


def seal(key: bytes, content: bytes, *place: str) -> bytes:
    """Nonce and ciphertext, bound to `place`."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, _bound(place))


def unseal(key: bytes, sealed: bytes, *place: str) -> bytes:
    """What was sealed. Raises `WrongKey`."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(place))
    except (InvalidTag, ValueError):
        raise WrongKey from None


def commitment(opening: bytes) -> str:
    """Hex SHA-256 of a salt and the content after it."""
    return hashlib.sha256(opening).hexdigest()


def _bound(place: tuple[str, ...]) -> bytes:
    return "|".join(place).encode()  # ids hold no `|`
