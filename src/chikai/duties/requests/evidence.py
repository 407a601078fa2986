"""Does what lies in the envelope prove what must be proved? The evidence solver.

A requirement is a list of alternatives; each alternative is a list of `Evidence` that must all be
met by different kinds of paper. "One with photo, or two without" is one requirement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from chikai.duties.requests.case import Case
from chikai.duties.requests.holdings import PaperHeld
from chikai.kernel.citation import Citation
from chikai.kernel.message import Message, say
from chikai.law import documents
from chikai.law.kinds import APPI, ORDER, Asker, Paper, RequestKind, Whose
from chikai.law.representatives import representative
from chikai.policy.model import AllOf, Authority, Evidence, Policy
from chikai.policy.phrases import any_of, words

# Kinds that reveal and change nothing of the person's data, or that only stop a provision:
# asking for identity papers would be more than the data warrant (Art. 37(4)).
NO_IDENTITY = frozenset(
    {RequestKind.OPT_OUT_STOP, RequestKind.FOREIGN_MEASURES_INFO, RequestKind.COMPLAINT}
)
# What the person may choose the manner of (Art. 33(1), (5)).
CHOICE_OF_MANNER = frozenset({RequestKind.DISCLOSURE, RequestKind.RECORD_DISCLOSURE})
_IDENTITY_PAPERS = (
    Paper.DRIVERS_LICENSE,
    Paper.MY_NUMBER_CARD,
    Paper.PASSPORT,
    Paper.ELIGIBILITY_CERTIFICATE,
    Paper.RESIDENCE_CARD,
    Paper.SPECIAL_PERMANENT_RESIDENT_CERTIFICATE,
    Paper.RESIDENT_RECORD,
    Paper.PENSION_HANDBOOK,
    Paper.PENSION_NUMBER_NOTICE,
    Paper.SEAL_CERTIFICATE,
)
ANY_ONE_IDENTITY: tuple[AllOf, ...] = ((Evidence(of=_IDENTITY_PAPERS),),)


@dataclass(frozen=True, slots=True)
class Requirement:
    """Alternatives that prove one thing about one human, and where they come from."""

    whose: Whose
    alternatives: tuple[AllOf, ...]
    clauses: tuple[str, ...]
    cites: tuple[Citation, ...]


def good(paper: PaperHeld, *, on: date) -> bool:
    """The paper is here, of a kind that still proves anything, and not expired on `on`."""
    return (
        not paper.returned
        and documents.usable(paper.type, on=on)
        and (paper.expires_on is None or on <= paper.expires_on)
    )


def identity_needed(case: Case, policy: Policy, *, on: date) -> tuple[Requirement, ...]:
    """Whose identity must be proved, and by what."""
    if case.kind in NO_IDENTITY:
        return ()
    clause = policy.requests.identity
    accept = clause.accept
    if case.asker is not Asker.PERSON and clause.when_represented is not None:
        accept = clause.when_represented
    alternatives = _alive((*accept, *clause.also_accept), on=on) or ANY_ONE_IDENTITY
    authority = authority_clause(case.asker, policy)
    if case.asker is Asker.PERSON:
        whose = [Whose.PERSON]
    elif authority is None:
        whose = [Whose.REPRESENTATIVE]
    else:
        asked = (
            (Whose.PERSON, authority.person_identity),
            (Whose.REPRESENTATIVE, authority.representative_identity),
        )
        whose = [w for w, needed in asked if needed]
    return tuple(
        Requirement(w, alternatives, (clause.id,), (APPI(37, 1), ORDER(12, None, "iii")))
        for w in whose
    )


def authority_needed(case: Case, policy: Policy, *, on: date) -> Requirement | None:
    """What proves that the representative may ask; None when the person asks, or when the
    request reveals nothing of the person."""
    if case.asker is Asker.PERSON or case.kind is RequestKind.COMPLAINT:
        return None
    clause = authority_clause(case.asker, policy)
    if clause is None:
        alternatives = lawful_proofs(case.asker, on=on)
        clauses: tuple[str, ...] = ()
    else:
        alternatives = _alive((*clause.accept, *clause.also_accept), on=on)
        alternatives = alternatives or lawful_proofs(case.asker, on=on)
        clauses = (clause.id,)
    return Requirement(Whose.PERSON, alternatives, clauses, (APPI(37, 3), ORDER(13)))


def lawful_proofs(asker: Asker, *, on: date) -> tuple[AllOf, ...]:
    """What proves a power where a company has published nothing (Guidelines 3-8-7)."""
    return tuple(
        tuple(Evidence(of=(paper,)) for paper in sorted(proof))
        for proof in representative(asker, on=on).proofs
    )


def authority_clause(asker: Asker, policy: Policy) -> Authority | None:
    return next((a for a in policy.requests.authority if asker in a.askers), None)


def met(
    requirement: Requirement, papers: Iterable[PaperHeld], *, on: date, any_owner: bool
) -> bool:
    """Whether one alternative is met by different kinds of paper that are good on `on`.

    `any_owner`: papers that prove a power count whoever they are about.
    """
    kinds = {
        p.type for p in papers if good(p, on=on) and (any_owner or p.whose is requirement.whose)
    }
    return any(_covers(alternative, frozenset(kinds)) for alternative in requirement.alternatives)


def _covers(evidence: Sequence[Evidence], kinds: frozenset[Paper]) -> bool:
    """Backtrack over which kind of paper serves which piece of evidence; none serves twice."""
    if not evidence:
        return True
    first, *rest = evidence
    usable = sorted(kinds & {p for p in first.of if _photo_fits(p, first.photo)})
    return any(_covers(rest, kinds - frozenset(chosen)) for chosen in _subsets(usable, first.count))


def _subsets(items: Sequence[Paper], size: int) -> Iterable[tuple[Paper, ...]]:
    if size == 0:
        yield ()
        return
    for i, item in enumerate(items):
        for rest in _subsets(items[i + 1 :], size - 1):
            yield (item, *rest)


def _photo_fits(paper: Paper, photo: bool | None) -> bool:
    return photo is None or bool(documents.document(paper).photo) is photo


def _alive(alternatives: Iterable[AllOf], *, on: date) -> tuple[AllOf, ...]:
    """The alternatives that can still be met: dead papers struck out (Art. 37(4))."""
    kept: list[AllOf] = []
    for alternative in alternatives:
        struck = tuple(
            e.model_copy(update={"of": tuple(p for p in e.of if documents.usable(p, on=on))})
            for e in alternative
        )
        if all(len(e.of) >= e.count for e in struck):
            kept.append(struck)
    return tuple(kept)


def merged(requirement: Requirement) -> tuple[AllOf, ...]:
    """The alternatives as they are told: those of one paper each as one list."""
    singles: list[Paper] = []
    others: list[AllOf] = []
    for alternative in requirement.alternatives:
        if len(alternative) == 1 and alternative[0].count == 1 and alternative[0].photo is None:
            singles += alternative[0].of
        else:
            others.append(alternative)
    together: list[AllOf] = [(Evidence(of=tuple(dict.fromkeys(singles))),)] if singles else []
    return (*together, *others)


def in_words(requirement: Requirement) -> tuple[Message, ...]:
    """Each alternative as one message."""
    return tuple(
        reduce(_both, (_evidence_in_words(e) for e in alternative))
        for alternative in merged(requirement)
    )


def _both(left: Message, right: Message) -> Message:
    return say("common.both", left=left, right=right)


def _evidence_in_words(evidence: Evidence) -> Message:
    papers = words("paper", (p for p in evidence.of if _photo_fits(p, evidence.photo)))
    if len(papers) == evidence.count:
        return reduce(_both, papers)
    if evidence.count == 1:
        return say("open.one_of", papers=any_of(papers))
    return say("open.some_of", count=evidence.count, papers=papers)
