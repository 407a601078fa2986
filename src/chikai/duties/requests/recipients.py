"""Who else holds the data a correction, cessation or stop is about, and whether they are told.

An entrusted party and a joint user hold them for us or with us: what we did must reach them. A
third party that was given data decides for itself, and to tell it that this person made a request
is itself a provision of personal data (Art. 27(1)): only at the wish of the person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Action
from chikai.duties.requests.events_recipient import Holder
from chikai.kernel.citation import Citation
from chikai.kernel.message import Both, Message, say
from chikai.law.kinds import APPI, BASIS
from chikai.policy.model import Clause, Policy


@dataclass(frozen=True, slots=True)
class Recorded:
    """A third party that the records of provision of this person name (Arts. 29, 30)."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody who holds the data too. `due`: they are told without anybody asking. `name` is
    None where the policy does not say who they are."""

    holder: Holder
    name: Both | str | None
    address: str
    due: bool
    because: Message
    cites: tuple[Citation, ...]
    clause: Clause | None = None


def holdings(
    case: Case, policy: Policy, *, categories: Collection[str], recorded: Sequence[Recorded]
) -> tuple[Holding, ...]:
    """Everybody who may hold the data, those who are to be told first. `categories` are those in
    which something of the person was found; empty where no search was made."""
    if case.action is None:
        return ()
    stop = case.action.action == Action.STOP_PROVISION
    inside = () if stop else (*_entrusted(case, policy), *_joint(case, policy, categories))
    return (*inside, *_recorded(policy, recorded))


def _entrusted(case: Case, policy: Policy) -> Iterator[Holding]:
    if policy.entrustment is not None:
        cites = (APPI(25), BASIS[case.kind])
        because = say("recipient.because.entrusted")
        clause = policy.entrustment
        yield Holding(Holder.ENTRUSTED, None, "", True, because, cites, clause)


def _joint(case: Case, policy: Policy, categories: Collection[str]) -> Iterator[Holding]:
    for use in policy.joint_use:
        shared = {each.category for each in use.categories}
        if case.specific or (categories and shared and not shared & set(categories)):
            continue
        cites = (APPI(27, 5, "iii"), BASIS[case.kind])
        for one in use.users:
            name = Both(one.name.ja, one.name.en) if one.kind != "unnamed" else None
            because = say("recipient.because.joint_user")
            yield Holding(Holder.JOINT_USER, name, "", True, because, cites, use)


def _recorded(policy: Policy, recorded: Sequence[Recorded]) -> Iterator[Holding]:
    because, cites = say("recipient.because.recipient"), (APPI(27, 1),)
    for each in recorded:
        yield Holding(Holder.RECIPIENT, each.name, each.address, False, because, cites)
    known = {each.name for each in recorded}
    for one in policy.provision.recipients if policy.provision else ():
        if one.fixed == "named" and one.destination.ja not in known:
            name = Both(one.destination.ja, one.destination.en)
            yield Holding(Holder.RECIPIENT, name, "", False, because, cites, one)
