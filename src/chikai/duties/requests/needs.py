"""What a request will need, before it is made: the open items of a case with an empty envelope.

Portal and forms ask for exactly what the desk would ask for, because it is the same question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chikai.duties.requests import fees
from chikai.duties.requests.case import Basis, Case
from chikai.duties.requests.events import FormUsed
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.openings import open_items
from chikai.law.kinds import Asker, Channel, RequestKind
from chikai.law.representatives import representative
from chikai.policy.model import Policy

_AFTER_ARRIVAL = frozenset({"fee", "fee_means"})
"""Said in a part of their own."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What goes into the envelope, and the fee in yen, for one kind asked by one asker."""

    kind: RequestKind
    items: tuple[OpenItem, ...]
    fee: int


def needs(policy: Policy, kind: RequestKind, asker: Asker, *, on: date) -> Needs:
    case = _empty(policy, kind, asker, on)
    items = tuple(
        i
        for i in open_items(case, policy, on=on)
        if i.asks == "requester" and i.key not in _AFTER_ARRIVAL
    )
    return Needs(kind, items, fees.due(case, policy, on=on))


def _empty(policy: Policy, kind: RequestKind, asker: Asker, on: date) -> Case:
    channel = next(iter(policy.requests.intake.channels), Channel.POST)
    return Case(
        id="",
        kind=kind,
        asker=asker,
        envelope="",
        person="",
        basis=Basis(on, policy.version),
        channel=channel,
        channels=(channel,),
        form=FormUsed.FREE,
        manner=None,
        minor=asker is not Asker.PERSON and representative(asker, on=on).of_a_minor,
        specific=False,
        sealed="",
    )
