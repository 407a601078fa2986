"""Who may ask for somebody else, and what proves it. The table is `representatives.toml`.

Whether one of them may make a certain request is decided by Cabinet Order Article 13
(`chikai.law.order.art13_representatives`). An heir has no standing, since the law protects the
living; a messenger carries the person's own request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from chikai.kernel.citation import Interval
from chikai.law.kinds import Asker, Paper
from chikai.law.toml import table

Standing = Literal["statutory", "mandated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Representative:
    """One kind of representative. `proofs` are alternatives, each a set of papers needed at once.

    `register`: the power stands in a public register and must be granted for the act. `joint`:
    two may hold the power together, so a person judges whether this one may act.
    """

    asker: Asker
    ja: str
    en: str
    standing: Standing
    register: bool
    of_a_minor: bool
    joint: bool
    supervisor: bool
    proofs: tuple[frozenset[Paper], ...]
    in_force: Interval

    @property
    def needs_granted_power(self) -> bool:
        return self.standing == "mandated"


class NoRepresentative(LookupError):
    """On that day the law knows no such representative."""

    def __init__(self, asker: Asker) -> None:
        super().__init__(f"the law knows no representative `{asker}` on that day")
        self.asker = asker


def representative(asker: Asker, *, on: date) -> Representative:
    """That kind of representative as the law has it on that day. Raises `NoRepresentative`."""
    for each in _rows():
        if each.asker is asker and on in each.in_force:
            return each
    raise NoRepresentative(asker)


@cache
def _rows() -> tuple[Representative, ...]:
    return tuple(_representative(row) for row in table("representatives.toml")["representative"])


def _representative(row: dict[str, Any]) -> Representative:
    return Representative(
        asker=Asker(row["asker"]),
        ja=row["ja"],
        en=row["en"],
        standing=row["standing"],
        register=row.get("register", False),
        of_a_minor=row.get("of_a_minor", False),
        joint=row.get("joint", False),
        supervisor=row.get("supervisor", False),
        proofs=tuple(frozenset(Paper(p) for p in each) for each in row["proofs"]),
        in_force=Interval(row.get("valid_from"), row.get("valid_to")),
    )
