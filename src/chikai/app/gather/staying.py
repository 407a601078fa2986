"""What an erasure leaves where it is, as the answer tells it: nobody is told "erased" of it."""

from __future__ import annotations

from typing import Final

from chikai.app import cases
from chikai.duties.requests.case import Case
from chikai.kernel.message import Both, Message, say
from chikai.ledger.plan import Kept, Why, Work, plan_of
from chikai.ledger.terms import Label
from chikai.ports import Home

_TOLD: Final = frozenset({Why.MAPPING, Why.PROVISION_RECORD, Why.OTHER_PURPOSE, Why.SHARED})
"""The others say how the database does it, or what nobody asked for."""


def staying(home: Home, case: Case) -> tuple[Message, ...]:
    """Each kind of data the plan that was carried out kept, and the reason: erasure of a part is
    told as such (APPI Art. 35(7)) with its reasons (Art. 36)."""
    change = case.change
    if change is None or change.undone or change.applied_on is None:
        return ()
    made = plan_of(cases.unseal(home, change.sealed)["plan"])
    if made.work is not Work.ERASE:
        return ()
    before = (
        source
        for each in change.earlier
        for source in plan_of(cases.unseal(home, each.sealed)["plan"]).sources
        if source.source in each.done
    )
    kept = (_said(each) for s in (*made.sources, *before) for each in s.kept if each.why in _TOLD)
    return tuple(dict.fromkeys(kept))


def _said(kept: Kept) -> Message:
    why = _both(kept.reason) if kept.reason else say(f"plan.why.{kept.why.value}")
    what = _both(kept.label)
    said = say("letters.cessation.stays_for", what=what, why=why)
    if kept.law is not None:
        said = say("letters.cessation.stays_by", what=what, why=why, law=_both(kept.law))
    if kept.until is not None:
        said = say("letters.cessation.stays_until", said=said, until=kept.until)
    return said


def _both(label: Label) -> Both:
    return Both(label.ja, label.en)
