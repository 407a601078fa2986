"""Reading for people: the inbox, and a case as the desk sees it. Every look is logged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from chikai.app import blind, cases, contact, known
from chikai.app.out_of_reach import Away, away
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import Clock, Pause, clocks, nearest_due, pauses
from chikai.duties.requests.commands import ACTIONS, Action
from chikai.duties.requests.next_step import exit_message, next_step
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.openings import open_items
from chikai.kernel.event import Event
from chikai.kernel.message import Message
from chikai.law import grounds
from chikai.people.staff import Role
from chikai.policy.model import Clause, Policy
from chikai.ports import Destroyed, Home


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One case in the inbox, as of today. No personal value."""

    case: Case
    status: Message
    next_step: Message
    nearest_due: date | None
    waiting: bool


@dataclass(frozen=True, slots=True, repr=False)
class CaseView:
    """A case as the desk sees it. `file` is personal data; None once its key is destroyed. `cover`
    lies on it already, and belongs on everything else that is shown of the case."""

    case: Case
    policy: Policy
    today: date
    file: dict[str, Any] | None
    status: Message
    next_step: Message
    items: tuple[OpenItem, ...]
    clocks: tuple[Clock, ...]
    pauses: tuple[Pause, ...]
    fee_due: int
    fee_paid: int
    fees_to_return: int
    grounds: tuple[grounds.Ground, ...]
    actions: tuple[Action, ...]
    history: tuple[Event, ...]
    siblings: tuple[str, ...]
    cover: blind.Cover | None = None
    away: Away | None = None
    """The source that is down and that the case waits for."""


def inbox(home: Home) -> tuple[InboxLine, ...]:
    """Every case, open ones first, nearest day first."""
    day = cases.today(home)
    lines = []
    for case in (each.case for each in known.cases(home).values()):
        policy = cases.policy_of(home, case)
        lines.append(
            InboxLine(
                case,
                exit_message(case),
                next_step(case, policy, on=day, can_fetch=contact.can_fetch(home, case)),
                nearest_due(case, policy, on=day),
                bool(pauses(case, policy, on=day)),
            )
        )
    return tuple(
        sorted(
            lines,
            key=lambda x: (not x.case.is_open, x.nearest_due or date.max, x.case.basis.arrived_on),
        )
    )


def view(
    home: Home,
    case_id: str,
    *,
    actor: str,
    roles: Collection[Role] = (),
    instead: str = "＊＊＊",
) -> CaseView:
    """One case with everything the desk needs. The look is logged under `actor`. Whoever is about
    to do the second check, by their `roles`, sees `instead` of the facts they are to copy."""
    case = cases.load(home, case_id)
    policy = cases.policy_of(home, case)
    day = cases.today(home)
    home.views.log(actor_id=actor, case=case_id, what="case", at=home.clock.now())
    try:
        file: dict[str, Any] | None = cases.unseal(home, case.sealed)
        cover = blind.cover(home, case, actor=actor, roles=roles, instead=instead)
    except Destroyed:
        file, cover = None, None
    return CaseView(
        case=case,
        policy=policy,
        today=day,
        file=cover.over(file) if cover else file,
        status=exit_message(case),
        next_step=next_step(case, policy, on=day, can_fetch=contact.can_fetch(home, case)),
        items=open_items(case, policy, on=day),
        clocks=clocks(case, policy, on=day),
        pauses=pauses(case, policy, on=day),
        fee_due=fees.due(case, policy, on=day),
        fee_paid=fees.paid(case, policy, on=day),
        fees_to_return=len(fees.to_return(case, policy, on=day)),
        grounds=grounds.grounds(case.kind, on=day),
        actions=ACTIONS.get(case.kind, ()),
        history=home.journal.read(case_id),
        siblings=tuple(c.id for c in cases.siblings(home, case) if c.id != case_id),
        cover=cover,
        away=away(home, case),
    )


def open_blob(home: Home, case_id: str, blob_id: str, *, actor: str) -> bytes:
    """A letter or a scan of a case. The look is logged. Raises `Destroyed`, `Missing`."""
    home.views.log(actor_id=actor, case=case_id, what="blob", at=home.clock.now())
    return home.vault.get(blob_id)


def clauses(policy: Policy) -> dict[str, Clause]:
    """Every clause of a policy by its id, to quote its text."""
    return {clause.id: clause for clause in _clauses(policy)}


def _clauses(value: Any) -> Iterator[Clause]:
    if isinstance(value, Clause):
        yield value
    if isinstance(value, tuple):
        inner: Iterable[Any] = value
    else:
        inner = (getattr(value, name) for name in getattr(type(value), "model_fields", {}))
    for each in inner:
        yield from _clauses(each)
