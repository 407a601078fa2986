"""How every promise of a policy is kept: by code, by a person, against the law, or not yet.

The table is `trace.toml`, by the check ids the clauses carry. Nothing in it is called kept without
a test that runs: the project's own tests compare the two.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from chikai.kernel.citation import Citation
from chikai.law.kinds import APPI, MY_NUMBER, ORDER, RULES
from chikai.policy.model import Clause, Policy
from chikai.policy.walk import clauses

Waits = Literal[
    "use", "provision", "entrustment", "security", "processed", "audit", "studio", "nobody"
]
"""The work a promise waits for; `nobody`: it has not been looked into."""


class Keeps(StrEnum):
    CODE = "code"
    PERSON = "person"
    CONFLICT = "conflict"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """One promise, by its check id, with the clauses that carry it.

    By code: `by` is the module and `at` the command where it is seen. By a person: `task` names
    what they do. In conflict: `law` is what it goes against, and is followed; beside a kept
    promise it says where the law goes first. Not yet: `waits` names the work it waits for.
    """

    check: str
    keeps: Keeps
    clauses: tuple[Clause, ...]
    by: str | None = None
    at: str | None = None
    task: str | None = None
    waits: Waits | None = None
    law: tuple[Citation, ...] = ()
    test: str | None = None


def trace(policy: Policy) -> tuple[Traced, ...]:
    """Every promise of a policy in the order of its check ids. A promise that nobody has traced
    is not yet kept."""
    known: dict[str, Any] = _table().get(policy.company, {})
    carried: dict[str, list[Clause]] = {}
    for clause in clauses(policy):
        for check in clause.checks:
            carried.setdefault(check, []).append(clause)
    order = {letter: place for place, letter in enumerate("EBNJK")}
    ids = sorted(carried, key=lambda check: (order[check[0]], check))
    return tuple(_traced(id, known.get(id, _UNTRACED), tuple(carried[id])) for id in ids)


def counts(traced: tuple[Traced, ...]) -> dict[Keeps, int]:
    """How many promises are kept in which way."""
    found = Counter(each.keeps for each in traced)
    return {each: found[each] for each in Keeps}


_UNTRACED: Final = {"keeps": "not_yet", "waits": "nobody"}


def _traced(check: str, row: dict[str, Any], carriers: tuple[Clause, ...]) -> Traced:
    return Traced(
        check=check,
        keeps=Keeps(row["keeps"]),
        clauses=carriers,
        by=row.get("by"),
        at=row.get("at"),
        task=row.get("task"),
        waits=row.get("waits"),
        law=tuple(_cited(text) for text in row.get("law", ())),
        test=row.get("test"),
    )


_LAWS: Final = {law.id: law for law in (APPI, ORDER, RULES, MY_NUMBER)}
_CITED: Final = re.compile(r"(\w+) ([0-9-]+)(?:\((\d+)\))?(?:\(([a-z]+)\))?")


def _cited(text: str) -> Citation:
    """`appi 27(5)(iii)` as a citation."""
    found = _CITED.fullmatch(text)
    if found is None:
        raise ValueError(f"`{text}` in trace.toml is no citation")
    law, article, paragraph, item = found.groups()
    return _LAWS[law](article, int(paragraph) if paragraph else None, item)


@cache
def _table() -> dict[str, Any]:
    file = resources.files(__package__).joinpath("trace.toml")
    return tomllib.loads(file.read_text("utf-8"))
