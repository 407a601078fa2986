"""An OpenID Connect provider on loopback: real HTTP, real signatures, one fictional employee."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

CLIENT, SECRET = "chikai", "a-secret-of-tests"


@dataclass
class Office:
    """What the provider knows, and how a test makes it lie."""

    issuer: str = ""
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "k1"}))
    signs_with: ECKey | None = None
    lies: dict[str, Any] = field(default_factory=dict)
    subject: str = "employee-7"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.subject,
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
            **self.lies,
        }
        return jwt.encode({"alg": "ES256", "kid": "k1"}, claims, self.signs_with or self.key)


@contextmanager
def provider() -> Iterator[Office]:
    office = Office()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def answer(self, status: int, body: object = None, **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            content = json.dumps(body).encode()
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            where = urlsplit(self.path)
            if where.path == "/.well-known/openid-configuration":
                ends = {"authorization": "authorize", "token": "token"}
                said = {f"{k}_endpoint": f"{office.issuer}/{v}" for k, v in ends.items()}
                keys = f"{office.issuer}/keys"
                self.answer(200, {"issuer": office.issuer, "jwks_uri": keys, **said})
            elif where.path == "/keys":
                self.answer(200, {"keys": [office.key.as_dict(private=False)]})
            else:  # the employee is signed in there already
                asked = {k: v[0] for k, v in parse_qs(where.query).items()}
                assert asked["response_type"] == "code" and asked["client_id"] == CLIENT
                code = secrets.token_urlsafe(8)
                office.codes[code] = asked
                query = urlencode({"code": code, "state": asked["state"]})
                self.answer(302, location=f"{asked['redirect_uri']}?{query}")

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            sent = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
            asked = office.codes.pop(sent["code"], None)
            digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
            challenge = urlsafe_b64encode(digest).decode().rstrip("=")
            ours = asked and asked["code_challenge"] == challenge
            if not ours or asked["redirect_uri"] != sent["redirect_uri"]:
                self.answer(400, {"error": "invalid_grant"})
            else:
                token = {"access_token": "x", "token_type": "Bearer"}
                self.answer(200, {**token, "id_token": office.id_token(asked)})

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    office.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield office
    server.shutdown()
    thread.join()
    server.server_close()
