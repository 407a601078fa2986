"""What the portal shows beside what a request needs: the same question the desk asks."""

from __future__ import annotations

from datetime import date

from chikai.duties.requests.needs import Needs as Needs
from chikai.duties.requests.needs import needs as needs
from chikai.duties.requests.open_item import OpenItem
from chikai.kernel.message import Message
from chikai.law.kinds import Asker, Channel, RequestKind
from chikai.policy.law_first import law_beats_text
from chikai.policy.model import Policy

_DEAD = "policy.law.dead_paper"


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
