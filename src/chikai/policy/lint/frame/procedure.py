"""How far the text gives a procedure for a kind of request (Art. 32(1)(iii))."""

from __future__ import annotations

from chikai.law.kinds import RequestKind
from chikai.policy.lint.frame.rule import Status
from chikai.policy.model import KindClause, Policy


def clause_of(policy: Policy, kind: RequestKind) -> KindClause:
    """The clause of a kind: a policy has one for each."""
    return next(each for each in policy.requests.kinds if each.kind is kind)


def procedure(policy: Policy, clause: KindClause) -> Status:
    """Absent when the text does not name the kind, or only in passing; there when it also says
    where to turn, and, if it has forms at all, has one for this kind."""
    requests = policy.requests
    if not clause.named or clause.in_passing:
        return Status.ABSENT
    formed = {kind for form in requests.forms for kind in form.kinds}
    whole = bool(requests.intake.channels) and (not formed or clause.kind in formed)
    return Status.PRESENT if whole else Status.PARTLY
