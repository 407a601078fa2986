"""What the server remembers of a requester between two pages, under a token that says nothing:
the code that was typed, whether the secret opened it, and a secret that is still to be copied."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from litestar.datastructures import Cookie

COOKIE: Final = "visit"
HALF_AN_HOUR: Final = 30 * 60
_MOST: Final = 4096
"""Then the oldest is forgotten, so that strangers cannot fill the memory."""


@dataclass(frozen=True, slots=True, repr=False)
class Visit:
    """`code` was typed or given at `company`. `opened`: its secret was typed too. `made` is the
    secret we made, shown on the receipt until the visit ends; `received`: a request was just sent.
    """

    company: str
    code: str
    opened: bool = False
    made: str | None = None
    received: bool = False


class Visits:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, Visit]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, token: str | None, company: str) -> Visit | None:
        """The visit at this company; half an hour after its last page there is none."""
        with self._lock:
            until, visit = self._held.get(token or "", (0.0, None))
            if visit is None or visit.company != company or self._clock() >= until:
                return None
            self._held[token or ""] = (self._clock() + HALF_AN_HOUR, visit)
            return visit

    def begin(self, visit: Visit) -> Cookie:
        """Remember it under a new token, and give the cookie that carries the token."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._held[token] = (self._clock() + HALF_AN_HOUR, visit)
            while len(self._held) > _MOST:
                self._held.popitem(last=False)
        return Cookie(COOKIE, value=token, httponly=True, samesite="lax")

    def end(self, token: str | None) -> None:
        with self._lock:
            self._held.pop(token or "", None)
