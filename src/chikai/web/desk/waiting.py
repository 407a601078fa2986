"""Pages that were sorted and not yet typed: in the memory of the server, for an hour, for the one
who brought them. They are not covered yet, so nothing of them ever lies on a disk; a restart
forgets them, and the paper is still there to be scanned again."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from chikai.app.sheets import SortedPage
from chikai.ports import BadData

HOUR: Final = 60 * 60
MOST: Final = 256 * 1024 * 1024
"""Bytes of pictures in all; then the oldest bundle is forgotten."""


@dataclass(slots=True, repr=False)
class Bundle:
    """`done` are the numbers of pages that were kept."""

    company: str
    who: str
    until: float
    pages: dict[int, SortedPage]
    done: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(len(each.page.picture) for each in self.pages.values())


class Waiting:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._held: OrderedDict[str, Bundle] = OrderedDict()
        self._lock = threading.Lock()
        self._clock = clock

    def put(self, company: str, who: str, pages: Sequence[SortedPage]) -> str:
        """Hold the pages; the token under which their owner finds them."""
        token = secrets.token_hex(16)
        until = self._clock() + HOUR
        with self._lock:
            self._forget()
            self._held[token] = Bundle(company, who, until, {p.number: p for p in pages})
            while len(self._held) > 1 and sum(b.size for b in self._held.values()) > MOST:
                self._held.popitem(last=False)
        return token

    def bundle(self, token: str, company: str, who: str) -> Bundle:
        """Raises `BadData` for what is not here, no longer here, or somebody else's."""
        with self._lock:
            self._forget()
            found = self._held.get(token)
        if found is None or (found.company, found.who) != (company, who):
            raise BadData("scan.not_here", field="scan")
        return found

    def page(self, token: str, number: str, company: str, who: str) -> SortedPage:
        """Raises `BadData` as `bundle` does, and for a page that was kept already."""
        bundle = self.bundle(token, company, who)
        found = bundle.pages.get(int(number)) if number.isdecimal() else None
        if found is None or found.number in bundle.done:
            raise BadData("scan.not_here", field="scan")
        return found

    def kept(self, token: str, number: int, cases: tuple[str, ...]) -> None:
        """The page lies covered in the vault now: its picture is forgotten here."""
        with self._lock:
            if token in self._held:
                bundle = self._held[token]
                bundle.done[number] = cases
                old = bundle.pages[number]
                bare = replace(old.page, picture=b"")
                bundle.pages[number] = replace(old, page=bare, cases=cases)

    def _forget(self) -> None:
        now = self._clock()
        for token in [t for t, b in self._held.items() if b.until <= now]:
            del self._held[token]


WAITING: Final = Waiting()
"""What waits in this server."""
