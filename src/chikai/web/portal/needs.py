"""What a request will need, before it is made: the open items of a case with an empty envelope.

The portal asks for exactly what the desk would ask for, because it is the same question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chikai.duties.requests import fees
from chikai.duties.requests.case import Basis, Case
from chikai.duties.requests.events import FormUsed
from chikai.duties.requests.openings import OpenItem, open_items
from chikai.kernel.message import Message
from chikai.law.kinds import Asker, Channel, RequestKind
from chikai.law.representatives import representative
from chikai.policy.law_first import law_beats_text
from chikai.policy.model import Policy

_DEAD = "policy.law.dead_paper"
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


def papers(policy: Policy, asker: Asker, *, on: date) -> tuple[OpenItem, ...]:
    """Every paper that some request of this asker needs, each once."""
    found: dict[str, OpenItem] = {}
    for kind in RequestKind:
        for item in needs(policy, kind, asker, on=on).items:
            if item.key != "form":
                found.setdefault(item.key, item)
    return tuple(found.values())


def without_papers(policy: Policy, *, on: date) -> tuple[RequestKind, ...]:
    """Kinds for which the person encloses nothing at all."""
    return tuple(k for k in RequestKind if not needs(policy, k, Asker.PERSON, on=on).items)


def takes_requests(policy: Policy) -> bool:
    """Whether a case may be opened here: the policy lists the portal, or sets no channel at all,
    so that any way of asking is accepted."""
    channels = policy.requests.intake.channels
    return not channels or Channel.PORTAL in channels


def dead_papers(policy: Policy, *, on: date) -> tuple[Message, ...]:
    """Papers the published text still names though they prove nothing any more."""
    found = (f.message for f in law_beats_text(policy, on=on))
    said = {tuple(sorted(map(str, m.args.items()))): m for m in found if m.id == _DEAD}
    return tuple(said.values())


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
