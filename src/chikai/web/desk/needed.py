"""What is to be proved of who asks and with what power, and what came that proves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from chikai.duties.requests import evidence
from chikai.duties.requests.case import Case
from chikai.duties.requests.evidence import Requirement
from chikai.duties.requests.holdings import Fact, PaperHeld
from chikai.kernel.citation import Citation
from chikai.kernel.message import Message
from chikai.kernel.text import Comparison
from chikai.law import documents
from chikai.law.documents import Document
from chikai.law.kinds import Asker, Whose
from chikai.law.representatives import Representative, representative
from chikai.policy.model import Clause, Policy

TICKS: Final = (
    "paper_difference_explained",
    "match_exhausted",
    "identity_confirmed_person",
    "identity_confirmed_representative",
)
"""What a named person may say, with reasons, where the papers alone do not settle it."""
POWERS: Final = (
    "person_is_minor",
    "power_covers_request",
    "joint_parental_authority",
    "other_proof_approved",
    "protective_judgment",
    *TICKS,
)


@dataclass(frozen=True, slots=True)
class Way:
    """One of the alternatives, and whether what came meets it."""

    message: Message
    met: bool


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing to be proved. `settled` where a named person confirmed it without papers."""

    about: str
    whose: Whose
    ways: tuple[Way, ...]
    met: bool
    settled: bool
    clauses: tuple[Clause, ...]
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """A paper beside what the law knows of its kind. `until` is the last day it proves anything."""

    held: PaperHeld
    kind: Document
    good_then: bool
    good_now: bool
    until: date | None


def needed(
    case: Case, policy: Policy, clauses: Callable[[str], Clause | None], *, on: date
) -> tuple[Needed, ...]:
    """Everything that must be proved in this case, and how."""
    found = [
        _needed(case, "identity", need, clauses, on, any_owner=False)
        for need in evidence.identity_needed(case, policy, on=on)
    ]
    power = evidence.authority_needed(case, policy, on=on)
    if power is not None:
        found.append(_needed(case, "authority", power, clauses, on, any_owner=True))
    return tuple(found)


def _needed(
    case: Case,
    about: str,
    need: Requirement,
    clauses: Callable[[str], Clause | None],
    on: date,
    *,
    any_owner: bool,
) -> Needed:
    def met(alternatives: tuple[Any, ...]) -> bool:
        one = replace(need, alternatives=alternatives)
        return evidence.met(one, case.papers, on=on, any_owner=any_owner)

    told = zip(evidence.merged(need), evidence.in_words(need), strict=True)
    confirmed = case.facts.get(f"identity_confirmed_{need.whose.value}")
    return Needed(
        about=about,
        whose=need.whose,
        ways=tuple(Way(words, met((a,))) for a, words in told),
        met=met(need.alternatives),
        settled=about == "identity" and confirmed is not None and confirmed.value,
        clauses=tuple(c for id in need.clauses if (c := clauses(id))),
        cites=need.cites,
    )


def received(case: Case, *, on: date) -> tuple[Received, ...]:
    """What came, with what each proves and until when."""
    return tuple(
        Received(
            held=held,
            kind=documents.document(held.type),
            good_then=evidence.good(held, on=held.received_on),
            good_now=evidence.good(held, on=on),
            until=_until(held),
        )
        for held in case.papers
    )


def _until(held: PaperHeld) -> date | None:
    kind = documents.document(held.type)
    own = documents.expires(held.type, issued=held.issued_on) if held.issued_on else None
    return min((d for d in (held.expires_on, kind.valid.end, own) if d), default=None)


def compared(fields: Sequence[dict[str, Any]]) -> tuple[Comparison, ...]:
    """The fields of form and paper as they were sealed; what neither gives is left out."""
    found = (
        Comparison(
            each["field"],
            each["verdict"],
            tuple(each["why"]),
            tuple((a, b) for a, b in each["characters"]),
        )
        for each in fields
    )
    return tuple(each for each in found if "compare.missing_both" not in each.explanation)


@dataclass(frozen=True, slots=True)
class Power:
    """What the law says of this representative, and what named people have said."""

    law: Representative | None
    said: tuple[tuple[str, Fact], ...]
    proofs: tuple[Received, ...]


def power(case: Case, *, on: date) -> Power:
    law = None if case.asker is Asker.PERSON else representative(case.asker, on=on)
    proving = {documents.Proof.GUARDIANSHIP, documents.Proof.RELATION, documents.Proof.MANDATE}
    return Power(
        law,
        tuple((q, case.facts[q]) for q in POWERS if q in case.facts),
        tuple(p for p in received(case, on=on) if p.kind.proves & proving) if law else (),
    )
