"""The one letter that asks for everything open, and what it asks for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from chikai.app import cases, gather
from chikai.app.cases import Actor
from chikai.app.letters.sending import send
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.letters import compose
from chikai.duties.requests.letters.facts import FeeAsked, FeeReceived
from chikai.duties.requests.letters.facts import OpenItem as Asked
from chikai.duties.requests.letters.model import LetterKind
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.openings import open_items
from chikai.ports import BadData, Home

DEFECT_DAYS = 30
_NO_MATCH = frozenset({"no_match"})


def which_letter(items: tuple[OpenItem, ...], case: Case, home: Home) -> LetterKind:
    """The one letter that fits what is open: the fee alone, no match alone, forms to send, or
    everything together."""
    keys = {i.key for i in items if i.asks == "requester"}
    if keys == {"fee"}:
        told = case.told("fee")
        return (
            LetterKind.FEE_REMINDER if told and not case.paid_since_told else LetterKind.FEE_ASKED
        )
    if keys == _NO_MATCH:
        return LetterKind.NO_MATCH
    if "form" in keys and gather.form_is_sent_first(cases.policy_of(home, case), case.kind):
        return LetterKind.FORMS_SENT
    return LetterKind.DEFECTS


def ask(
    home: Home, case_id: str, *, by: Actor, lang: str = "ja", on: date | None = None
) -> tuple[Case, ...] | Defect:
    """Send the one letter that asks for everything open in this envelope about this person.

    Raises `BadData` when nothing is open that the requester could send.
    """
    first = cases.load(home, case_id)
    group = [c for c in cases.siblings(home, first) if c.is_open]
    if home.journal.command(by.command):
        return (first,)
    day = on or cases.today(home)
    wanted: list[tuple[Case, tuple[OpenItem, ...]]] = []
    for case in group:
        items = open_items(case, cases.policy_of(home, case), on=day)
        mine = tuple(i for i in items if i.asks == "requester")
        if mine:
            wanted.append((case, mine))
    if not wanted:
        raise BadData("ask.nothing_to_ask", field="case")
    everything = {i.key: i for _, items in wanted for i in items}
    kind = which_letter(tuple(everything.values()), wanted[0][0], home)
    policy = cases.policy_of(home, first)
    answer_by = day + timedelta(days=_period(policy.requests.fee, everything))
    letter_id = home.entropy.id("letter")
    facts = gather.facts(
        home,
        tuple(c for c, _ in wanted),
        letter_id=letter_id,
        today=day,
        lang=lang,
        open_items=tuple(
            Asked(i.key, i.message, i.clauses, i.cites, i.alternatives) for i in everything.values()
        ),
        cure_by=answer_by,
        fee=_fee_asked(home, [c for c, _ in wanted], day, answer_by),
        received=_received(home, [c for c, _ in wanted]),
        free_kinds=tuple(c.kind for c in group if fees.due(c, policy, on=day) == 0),
    )
    letter = compose(kind, facts)
    return send(home, wanted, letter, answer_by=answer_by, by=by, on=day, lang=lang)


def _period(fee: Any, items: dict[str, OpenItem]) -> int:
    if "fee" in items and fee is not None and fee.period_days:
        return int(fee.period_days)
    return DEFECT_DAYS


def _received(home: Home, group: list[Case]) -> tuple[FeeReceived, ...]:
    """What has come in part already, so that the letter asks for the rest as a rest."""
    return tuple(
        FeeReceived(fee.means, fee.left, cases.unseal(home, fee.sealed)["serial"], fee.issued_on)
        for case in group
        for fee in case.fees_kept()
        if fees.good(fee, case, cases.policy_of(home, case))
    )


def _fee_asked(home: Home, group: list[Case], day: date, due: date) -> FeeAsked | None:
    policy = cases.policy_of(home, group[0])
    owing = [
        (c, missing)
        for c in group
        if (missing := fees.due(c, policy, on=day) - fees.paid(c, policy, on=day)) > 0
        and fees.means(c, policy)
    ]
    if not owing:
        return None
    kinds = tuple(c.kind for c, _ in owing)
    return FeeAsked(sum(m for _, m in owing), kinds, fees.means(owing[0][0], policy), due)
