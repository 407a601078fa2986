"""What people know by heart is kept as an argon2id hash, which takes long and much memory on
purpose. Strangers decide how many guesses come at once, so each kind of secret has a bound."""

from __future__ import annotations

import secrets
from functools import cached_property
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from argon2 import PasswordHasher


_LONGEST: Final = 1000
"""Characters of a secret that count; nobody is let compute over more."""


class SlowHash:
    """Hashes of one kind of secret: `at_once` of them at a time, with argon2's `parameters`; those
    of the library (RFC 9106, second choice) where none are named."""

    def __init__(self, *, at_once: int, **parameters: Any) -> None:
        self._turn, self._parameters = BoundedSemaphore(at_once), parameters

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher  # when first used

        return PasswordHasher(**self._parameters)

    def of(self, secret: str) -> str:
        """The hash of a secret, with its salt and its parameters."""
        with self._turn:
            return self._hasher.hash(secret[:_LONGEST])

    def fits(self, hashed: str | None, secret: str) -> bool:
        """Whether this is the secret of a hash. None, where there is no such hash, takes as long
        and is never fitted."""
        from argon2.exceptions import InvalidHashError, VerificationError

        against = hashed or self._nobody
        with self._turn:
            try:
                return self._hasher.verify(against, secret[:_LONGEST]) and hashed is not None
            except (VerificationError, InvalidHashError):
                return False

    def outdated(self, hashed: str) -> bool:
        """Whether it was made with other parameters than those of today."""
        return self._hasher.check_needs_rehash(hashed)

    @cached_property
    def _nobody(self) -> str:
        """The hash of a secret nobody knows."""
        return self.of(secrets.token_urlsafe(32))
