"""Papers that arrive with a request: what each proves, what to cover, and until when it is good.

The table is `documents.toml`. Which of them a company asks for is in its policy; here is only
what they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from chikai.kernel.calendar import add_months
from chikai.kernel.citation import Interval
from chikai.law.kinds import Paper
from chikai.law.toml import table


class Proof(StrEnum):
    """What a paper can prove."""

    IDENTITY = "identity"
    ADDRESS = "address"
    SEAL = "seal"
    GUARDIANSHIP = "guardianship"
    RELATION = "relation"
    MANDATE = "mandate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One kind of paper. `photo` and `address` are `None` where copies differ.

    `mask` must be covered before the copy is stored, `mask_better` is better covered, `never_ask`
    is a side or an entry nobody may ask for. `valid` are the days on which anybody can use the
    paper; `issued_to` is the last day it was issued, `months` its own validity from its issue.
    """

    paper: Paper
    photo: bool | None
    address: bool | None
    proves: frozenset[Proof]
    mask: tuple[str, ...]
    mask_better: tuple[str, ...]
    never_ask: tuple[str, ...]
    valid: Interval
    issued_to: date | None
    months: int | None
    successors: tuple[Paper, ...]


@cache
def documents() -> tuple[Document, ...]:
    """Every paper of the table, in its order."""
    return tuple(_document(row) for row in table("documents.toml")["document"])


def document(paper: Paper) -> Document:
    """What is known of one kind of paper."""
    return _by_paper()[paper]


def usable(paper: Paper, *, on: date, issued: date | None = None) -> bool:
    """Whether the paper can still prove anything on that day; `issued` is the day it bears."""
    last = None if issued is None else expires(paper, issued=issued)
    return on in document(paper).valid and (last is None or on <= last)


def expires(paper: Paper, *, issued: date) -> date | None:
    """The last day on which a paper of that issue is good; `None` when its kind sets no term."""
    months = document(paper).months
    return None if months is None else add_months(issued, months)


def successors(paper: Paper, *, on: date) -> tuple[Paper, ...]:
    """What serves in the place of a paper, as far as it is itself usable on that day."""
    return tuple(each for each in document(paper).successors if usable(each, on=on))


def must_mask(paper: Paper) -> tuple[str, ...]:
    """What must be covered before a copy of the paper is stored."""
    return document(paper).mask


def proving(proof: Proof, *, on: date) -> tuple[Paper, ...]:
    """The papers that prove something on that day."""
    return tuple(d.paper for d in documents() if proof in d.proves and on in d.valid)


@cache
def _by_paper() -> dict[Paper, Document]:
    return {each.paper: each for each in documents()}


def _document(row: dict[str, Any]) -> Document:
    return Document(
        paper=Paper(row["paper"]),
        photo=row.get("photo"),
        address=row.get("address"),
        proves=frozenset(Proof(each) for each in row.get("proves", ())),
        mask=tuple(row.get("mask", ())),
        mask_better=tuple(row.get("mask_better", ())),
        never_ask=tuple(row.get("never_ask", ())),
        valid=Interval(row.get("valid_from"), row.get("valid_to")),
        issued_to=row.get("issued_to"),
        months=row.get("months"),
        successors=tuple(Paper(each) for each in row.get("successors", ())),
    )
