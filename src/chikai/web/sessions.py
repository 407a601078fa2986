"""What the server remembers of a requester between two pages: what was just received. Kept in
memory, under a token that says nothing; nobody who only looks has one. Who is signed in at a desk
is in that company's store (`web.signin`)."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from litestar.datastructures import Cookie

COOKIE: Final = "session"
WORKING_DAY: Final = 12 * 60 * 60
_MOST: Final = 4096
"""Then the oldest is forgotten, so that strangers cannot fill the memory."""


@dataclass(frozen=True, slots=True)
class Session:
    """`received` are a company and the cases a visitor has just opened there."""

    received: tuple[str, ...] = ()


NOBODY: Final = Session()


class Sessions:
    def __init__(self) -> None:
        self._held: OrderedDict[str, tuple[float, Session]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, token: str | None) -> Session:
        with self._lock:
            until, session = self._held.get(token or "", (0.0, NOBODY))
        return session if time.monotonic() < until else NOBODY

    def begin(self, session: Session) -> Cookie:
        """Remember it under a new token, and give the cookie that carries the token."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._held[token] = (time.monotonic() + WORKING_DAY, session)
            while len(self._held) > _MOST:
                self._held.popitem(last=False)
        return Cookie(COOKIE, value=token, max_age=WORKING_DAY, httponly=True, samesite="lax")
