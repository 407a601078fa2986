"""What a mail seems to be: from which request service, asking for what, claiming what wrongly.

Signs, not truths: a clerk sees them beside the words they were found in and decides. The table is
`claims.toml`; a claim is wrong on the days its row names.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final

from chikai.kernel.citation import Citation, Interval
from chikai.law.kinds import APPI, ORDER, RequestKind

MOST: Final = 20_000
"""How many characters of a mail are looked at: a template is shorter."""
_LAWS: Final = {"appi": APPI, "order": ORDER}


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a letter says of the law that is not so on some days. `right` is where the law
    says it; the sentence is `mail.claim.<id>`."""

    id: str
    wrong: Interval
    patterns: tuple[re.Pattern[str], ...]
    right: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Service:
    id: str
    name: str
    signs: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """`service` is one of `services()`, or None; `template`: it reads like a template letter."""

    service: str | None
    kinds: tuple[RequestKind, ...]
    claims: tuple[str, ...]

    @property
    def template(self) -> bool:
        """A service's sign, or at least two claims that a person rarely makes together."""
        return self.service is not None or len(self.claims) >= 2


def recognise(text: str, *, on: date) -> Recognised:
    """What the words of a mail are a sign of, by the law of that day."""
    plain = folded(text)
    service = next((s.id for s in services() if _any(s.signs, plain)), None)
    found = tuple(c.id for c in claims() if on in c.wrong and _any(c.patterns, plain))
    kinds = tuple(kind for kind, patterns in _kinds() if _any(patterns, plain))
    return Recognised(service, kinds, found)


def folded(text: str) -> str:
    """The words as they are compared: one width, one case, no space, so that a line break that a
    mail program put in hides nothing."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:MOST]).casefold())


def claim(id: str) -> Claim | None:
    """None for a claim that the table does not hold any more."""
    return next((c for c in claims() if c.id == id), None)


@cache
def services() -> tuple[Service, ...]:
    return tuple(Service(r["id"], r["name"], _patterns(r["signs"])) for r in _table()["service"])


@cache
def claims() -> tuple[Claim, ...]:
    return tuple(
        Claim(
            row["id"],
            Interval.parse(row["wrong"]),
            _patterns(row["patterns"]),
            tuple(_LAWS[law](article, *rest) for law, article, *rest in row["right"]),
        )
        for row in _table()["claim"]
    )


@cache
def _kinds() -> tuple[tuple[RequestKind, tuple[re.Pattern[str], ...]], ...]:
    return tuple((RequestKind(r["id"]), _patterns(r["patterns"])) for r in _table()["kind"])


@cache
def _table() -> dict[str, Any]:
    file = resources.files(__package__).joinpath("claims.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _patterns(written: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each) for each in written)


def _any(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    return any(each.search(text) for each in patterns)
