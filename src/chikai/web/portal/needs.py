"""What the portal shows beside what a request needs: the same question the desk asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from chikai.duties.requests.needs import Needs as Needs
from chikai.duties.requests.needs import needs as needs
from chikai.duties.requests.open_item import OpenItem
from chikai.kernel.message import Message
from chikai.law import documents
from chikai.law.kinds import Asker, Channel, Means, Paper, RequestKind
from chikai.policy.law_first import law_beats_text
from chikai.policy.model import Form, Policy
from chikai.policy.publish.form import own_form

_DEAD = "policy.law.dead_paper"
_FORMS = frozenset({Paper.REQUEST_FORM, Paper.FREE_LETTER, Paper.COMPANY_LETTER_OF_PROXY})


@dataclass(frozen=True, slots=True)
class Cover:
    """What to cover on a copy, what is better covered, and what nobody asks for; `months`
    is how long the paper is good after its own day."""

    paper: Paper
    must: tuple[str, ...]
    better: tuple[str, ...]
    never: tuple[str, ...]
    months: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one requester needs for exactly this case. `fee` in yen for all of it."""

    asker: Asker
    kinds: tuple[Needs, ...]
    items: tuple[OpenItem, ...]
    covers: tuple[Cover, ...]
    fee: int
    means: tuple[Means, ...]
    forms: tuple[Form, ...]


def plan(policy: Policy, kinds: Iterable[RequestKind], asker: Asker, *, on: date) -> Plan:
    """The papers of all the kinds, each once; the fee of all of them together."""
    return _plan(policy, tuple(kinds), asker, on)


@lru_cache(maxsize=512)
def _plan(policy: Policy, kinds: tuple[RequestKind, ...], asker: Asker, on: date) -> Plan:
    """It follows from the policy and the day, and everybody who looks is told the same."""
    found = tuple(needs(policy, kind, asker, on=on) for kind in kinds)
    items: dict[str, OpenItem] = {}
    for each in found:
        for item in each.items:
            if item.key not in ("form", "channel"):
                items.setdefault(item.key, item)
    forms = dict.fromkeys(f for each in found if (f := own_form(policy, each.kind)))
    fee = policy.requests.fee
    return Plan(
        asker,
        found,
        tuple(items.values()),
        covers(items.values()),
        together(policy, found),
        fee.means if fee and together(policy, found) else (),
        tuple(forms),
    )


def together(policy: Policy, found: Iterable[Needs]) -> int:
    """The fee of several kinds on one form: once or for each, as the policy counts."""
    fees = [each.fee for each in found if each.fee]
    clause = policy.requests.fee
    return max(fees, default=0) if clause and clause.unit == "form" else sum(fees)


def covers(items: Iterable[OpenItem]) -> tuple[Cover, ...]:
    """Every paper these items name that bears something to cover, or goes out of date."""
    named = dict.fromkeys(
        p for i in items for m in (i.message, *i.alternatives) for p in _papers(m)
    )
    found = []
    for paper in named:
        known = documents.document(paper)
        cover = Cover(paper, known.mask, known.mask_better, known.never_ask, known.months)
        if known.mask or known.mask_better or known.never_ask:
            found.append(cover)
    return tuple(found)


def sendable(
    policy: Policy, kinds: Iterable[RequestKind], asker: Asker, *, on: date
) -> list[Paper]:
    """The papers a requester may send as a picture: those named first, then any other."""
    found = plan(policy, kinds, asker, on=on)
    named = (p for i in found.items for m in (i.message, *i.alternatives) for p in _papers(m))
    wanted = [p for p in dict.fromkeys(named) if p not in _FORMS]
    rest = (p for p in Paper if documents.usable(p, on=on) and p not in _FORMS)
    no_picture = {Paper.MONEY_ORDER, Paper.STAMPS, Paper.APPROVED_OTHER_PROOF}
    return [p for p in dict.fromkeys((*wanted, *rest)) if p not in no_picture]


def _papers(message: Message) -> Iterator[Paper]:
    if message.id.startswith("paper."):
        yield Paper(message.id.removeprefix("paper."))
    for value in message.args.values():
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Message):
                yield from _papers(each)


def papers(policy: Policy, asker: Asker, *, on: date) -> tuple[OpenItem, ...]:
    """Every paper that some request of this asker needs, each once."""
    return plan(policy, RequestKind, asker, on=on).items


@lru_cache(maxsize=32)
def without_papers(policy: Policy, *, on: date) -> tuple[RequestKind, ...]:
    """Kinds for which the person encloses nothing at all."""
    return tuple(k for k in RequestKind if not needs(policy, k, Asker.PERSON, on=on).items)


def takes_requests(policy: Policy) -> bool:
    """Whether a case may be opened here: the policy lists the portal, or sets no channel at all,
    so that any way of asking is accepted."""
    channels = policy.requests.intake.channels
    return not channels or Channel.PORTAL in channels


@lru_cache(maxsize=32)
def dead_papers(policy: Policy, *, on: date) -> tuple[Message, ...]:
    """Papers the published text still names though they prove nothing any more."""
    found = (f.message for f in law_beats_text(policy, on=on))
    said = {next(_papers(m), None): m for m in found if m.id == _DEAD}
    return tuple(said.values())
