"""What every letter needs: who, to whom, about which cases, by which class of mail."""

from __future__ import annotations

from datetime import date
from typing import Any

from chikai.app import cases
from chikai.duties.requests import events as ev
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.letters.facts import (
    Facts,
    FeeReturn,
    sender_of,
)
from chikai.duties.requests.letters.model import Party
from chikai.duties.requests.open_item import yes
from chikai.duties.requests.questions import PLAIN_WORDS
from chikai.law.kinds import RequestKind
from chikai.policy.model import Policy, Say
from chikai.ports import Home

FEE_RETURN_DELIVERY = "simple_registered"


FEE_RETURN: dict[ev.ReturnReason, FeeReturn] = {
    ev.ReturnReason.NOT_CHARGEABLE: "free_kind",
    ev.ReturnReason.OVERPAID: "over",
    ev.ReturnReason.EXPIRED: "expired",
    ev.ReturnReason.REFUSED: "refused",
    ev.ReturnReason.NONE_HELD: "none_held",
    ev.ReturnReason.WITHDRAWN: "withdrawn",
    ev.ReturnReason.NOT_MADE: "not_made",
}


def facts(
    home: Home,
    group: tuple[Case, ...],
    *,
    letter_id: str,
    today: date,
    lang: str,
    **more: Any,
) -> Facts:
    """What every letter needs: who, to whom, about which cases, by which class of mail. Only an
    answer carries what the policy's class of mail is promised for; the others go as ordinary."""
    first = group[0]
    policy = cases.policy_of(home, first)
    more.setdefault("delivery", "ordinary")
    return Facts(
        policy=policy,
        kinds=tuple(dict.fromkeys(c.kind for c in group)),
        cases=tuple(c.id for c in group),
        letter_id=letter_id,
        today=today,
        arrived_on=first.basis.arrived_on,
        to=party(home, first.sealed),
        sender=sender_of(policy, lang),
        asker=first.asker,
        manner_chosen=first.manner,
        plain=any(yes(c, PLAIN_WORDS) for c in group),
        **more,
    )


def party(home: Home, sealed: str) -> Party:
    """To whom our letters go, as the sealed file of a case or of an objection has it."""
    reply = cases.unseal(home, sealed)["reply_to"]
    return Party(
        name=reply["name"],
        address=reply["address"],
        postal_code=reply["postal_code"],
        email=reply["email"],
    )


def delivery_class(case: Case, policy: Policy, day: date) -> str:
    """Answers to paid kinds go by the class the fee covers; the others by the policy's own."""
    answer = policy.requests.answer
    paid = fees.due(case, policy, on=day) > 0
    return answer.delivery_paid if paid else answer.delivery_free


def form_is_sent_first(policy: Policy, kind: RequestKind) -> bool:
    return any(f.sent_first and kind in f.kinds for f in policy.requests.forms)


def window(home: Home, case: Case) -> Say:
    """The other window's name: the complaints desk for a complaint, else as the policy says."""
    policy = cases.policy_of(home, case)
    if case.kind is RequestKind.COMPLAINT:
        return policy.contact(policy.complaints.desk).say
    return next(w.window for w in policy.requests.other_windows if case.kind in w.kinds)
