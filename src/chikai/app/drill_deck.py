"""What the envelopes of a drill are made of: money, and papers by the policy of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from chikai.app.envelope import Payment, Sheet
from chikai.duties.requests.evidence import ANY_ONE_IDENTITY
from chikai.law import documents
from chikai.law.kinds import Means, Paper, RequestKind, Whose
from chikai.people.model import Person
from chikai.policy.model import AllOf, Policy

_PREFERRED: Final = (Paper.DRIVERS_LICENSE, Paper.RESIDENT_RECORD, Paper.PASSPORT)


def fee(policy: Policy, kind: RequestKind = RequestKind.DISCLOSURE) -> int:
    """What the policy charges for a kind of request, in yen."""
    clause = policy.requests.fee
    return 0 if clause is None or kind not in clause.kinds else clause.amount


@dataclass(frozen=True, slots=True, repr=False)
class Deck:
    """What one envelope is built from. `stranger` is somebody else, `helper` asks for others."""

    policy: Policy
    on: date
    number: int
    name: str
    person: Person
    stranger: Person
    helper: Person

    def money(self, amount: int) -> tuple[Payment, ...]:
        if amount == 0:
            return ()
        clause = self.policy.requests.fee
        means = (clause.means if clause else ()) or (Means.MONEY_ORDER,)
        order = Means.MONEY_ORDER in means
        issued = self.on - timedelta(days=5) if order else None
        serial = f"000-{900000 + self.number}" if order else None
        chosen = Means.MONEY_ORDER if order else means[0]
        return (Payment(means=chosen, amount=amount, serial=serial, issued_on=issued),)

    def proofs(self, whose: Whose = Whose.PERSON, *, represented: bool = False) -> list[Sheet]:
        """Papers that prove who somebody is, by the policy of the day."""
        clause = self.policy.requests.identity
        accept = clause.accept
        if represented and clause.when_represented is not None:
            accept = clause.when_represented
        ways: tuple[AllOf, ...] = (*accept, *clause.also_accept)
        found = [papers for way in ways if (papers := _chosen(way, self.on))]
        best = min(found or [_chosen(way, self.on) for way in ANY_ONE_IDENTITY], key=_weight)
        return [self.sheet(paper, whose) for paper in best]

    def sheet(self, paper: Paper, whose: Whose = Whose.PERSON) -> Sheet:
        """A paper with the dates such a paper bears."""
        if paper in _DATED:
            return Sheet(type=paper, whose=whose, issued_on=self.on - timedelta(days=20))
        if paper in _EXPIRING:
            return Sheet(type=paper, whose=whose, expires_on=self.on + timedelta(days=700))
        return Sheet(type=paper, whose=whose)


_DATED: Final = frozenset(
    {Paper.RESIDENT_RECORD, Paper.FAMILY_REGISTER, Paper.SEAL_CERTIFICATE, Paper.POWER_OF_ATTORNEY}
)
_EXPIRING: Final = frozenset(
    {Paper.DRIVERS_LICENSE, Paper.PASSPORT, Paper.MY_NUMBER_CARD, Paper.RESIDENCE_CARD}
)


def _chosen(way: AllOf, on: date) -> tuple[Paper, ...]:
    """The papers that meet one way of proving it; none where it can't be met any more."""
    chosen: list[Paper] = []
    for need in way:
        fit = [
            p
            for p in sorted(need.of, key=_rank)
            if p not in chosen
            and documents.usable(p, on=on)
            and (need.photo is None or bool(documents.document(p).photo) is need.photo)
        ]
        if len(fit) < need.count:
            return ()
        chosen += fit[: need.count]
    return tuple(chosen)


def _rank(paper: Paper) -> tuple[int, str]:
    if paper in _PREFERRED:
        return _PREFERRED.index(paper), paper.value
    return len(_PREFERRED) + (paper is Paper.APPROVED_OTHER_PROOF), paper.value


def _weight(papers: tuple[Paper, ...]) -> tuple[bool, int, list[tuple[int, str]]]:
    """Few papers first, and none that somebody must approve."""
    approved = Paper.APPROVED_OTHER_PROOF in papers
    return approved, len(papers), [_rank(each) for each in papers]
