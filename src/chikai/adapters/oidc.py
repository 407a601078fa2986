"""An OpenID Connect provider: discovery, the code flow with PKCE, and the id token's signature.

OpenID Connect Core 1.0 sections 3.1 and 3.1.3.7; RFC 7636; RFC 9207 is not asked for.
"""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from chikai.ports import BadData, Unavailable

SEND_TIMEOUT: Final = 5.0
_ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA", "Ed25519", "RS384", "RS512", "ES384")
_LEEWAY: Final = 60


@dataclass(frozen=True, slots=True)
class OidcProvider:
    """Implements `chikai.ports.Provider`."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)

    def secrets(self) -> str:
        """The nonce and the code verifier of one way out and back."""
        return f"{secrets.token_urlsafe(24)} {secrets.token_urlsafe(48)}"

    def address(self, back: str, state: str, secret: str) -> str:
        from authlib.oauth2.rfc7636 import (  # type: ignore[import-untyped]
            create_s256_code_challenge,
        )

        nonce, verifier = secret.split()
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": back,
            "scope": "openid",
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
        where = str(self._configuration()["authorization_endpoint"])
        return f"{where}{'&' if '?' in where else '?'}{urlencode(query)}"

    def subject(self, code: str, back: str, secret: str, *, at: datetime) -> str | None:
        nonce, verifier = secret.split()
        configuration = self._configuration()
        answer = self._ask(
            "POST",
            str(configuration["token_endpoint"]),
            auth=(self.client_id, self.client_secret),
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": back,
                "code_verifier": verifier,
            },
        )
        token = answer.get("id_token")
        if not isinstance(token, str):
            return None
        keys = self._ask("GET", str(configuration["jwks_uri"]))
        return self._verified(token, keys, nonce, int(at.timestamp()))

    def _verified(self, token: str, keys: dict[str, Any], nonce: str, now: int) -> str | None:
        """The subject, when the token is the provider's, for us, of now and of this way out."""
        from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        wanted = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
            "sub": {"essential": True},
            "nonce": {"essential": True, "value": nonce},
        }
        try:
            read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(_ALGORITHMS))  # type: ignore[arg-type]
            claims = CodeIDToken(
                dict(read.claims), dict(read.header), wanted, {"client_id": self.client_id}
            )
            claims.validate(now=now, leeway=_LEEWAY)
        except (JoseError, ValueError, KeyError, TypeError):
            return None
        except Exception as error:
            if type(error).__module__.startswith("authlib"):
                return None
            raise
        return str(claims["sub"])

    def _configuration(self) -> dict[str, Any]:
        """What the provider says of itself. Its endpoints stay at TLS."""
        found = self._ask("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        places = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if found.get("issuer") != self.issuer or not all(
            safe(str(found.get(each, ""))) for each in places
        ):
            raise Unavailable(urlsplit(self.issuer).hostname or "OIDC")
        return found

    def _ask(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        import httpx  # when first used

        try:
            answer = httpx.request(method, url, timeout=SEND_TIMEOUT, **more)
            found = answer.raise_for_status().json()
        except httpx.HTTPStatusError as error:
            if method == "POST" and error.response.status_code in (400, 401):
                return {}  # a code that holds no more
            raise Unavailable(urlsplit(url).hostname or "OIDC") from None
        except (httpx.HTTPError, ValueError):
            raise Unavailable(urlsplit(url).hostname or "OIDC") from None
        return found if isinstance(found, dict) else {}


def safe(url: str) -> bool:
    """TLS, or this very machine."""
    parts = urlsplit(url)
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and local))


def read_provider(file: Path, environ: Mapping[str, str]) -> OidcProvider | None:
    """The provider that the company's `sign-in.toml` names; None where there is no such file.

    `issuer`, `client_id`, and `client_secret_env`: the name of the environment variable that
    holds the secret. Raises `BadData`.
    """
    if not file.exists():
        return None
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise BadData("staff.outside.bad_file", file=str(file)) from None
    named = {name: found.get(name) for name in ("issuer", "client_id", "client_secret_env")}
    for name, value in named.items():
        if not isinstance(value, str) or not value:
            raise BadData("staff.outside.bad_file", file=str(file), field=name)
    if not safe(str(named["issuer"])):
        raise BadData("staff.outside.bad_file", file=str(file), field="issuer")
    secret = environ.get(str(named["client_secret_env"]), "")
    if not secret:
        raise BadData("staff.outside.no_secret", file=str(file), field="client_secret_env")
    return OidcProvider(str(named["issuer"]), str(named["client_id"]), secret)
