"""One payment, several kinds: what each case gets of it (law.md 16.2 item 5; Art. 38)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chikai.app.cases import Actor, policy_of
from chikai.app.envelope import Asked, Envelope, Payment, ReplyTo
from chikai.app.intake import receive
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests import fees
from chikai.law.kinds import Asker, Channel, Means, RequestKind

K = RequestKind
DAY = date(2026, 11, 2)


def envelope(*kinds: RequestKind, paid: int) -> Envelope:
    return Envelope(
        arrived_on=DAY,
        channel=Channel.POST,
        asker=Asker.PERSON,
        asked=(Asked(person=cast.HANAKO, kinds=kinds),),
        reply_to=ReplyTo(name="山田 花子", address=cast.HANAKO.addresses[0]),
        payments=(Payment(means=Means.STAMPS, amount=paid),),
    )


# kinds on one form                                    paid    what each case gets
TABLE = (
    ((K.DISCLOSURE, K.NOTICE_OF_PURPOSE), 2000, (1000, 1000)),
    ((K.DISCLOSURE, K.NOTICE_OF_PURPOSE), 1500, (1000, 500)),
    ((K.CORRECTION, K.DISCLOSURE), 1000, (0, 1000)),
    ((K.DISCLOSURE,), 1200, (1200,)),
    ((K.CORRECTION,), 1000, (1000,)),
)


@pytest.mark.parametrize(("kinds", "paid", "each"), TABLE)
def test_a_payment_is_allotted_per_kind(
    bengo4: Stage, kinds: tuple[RequestKind, ...], paid: int, each: tuple[int, ...]
) -> None:
    home = bengo4.desk("bengo4").home
    opened = receive(home, envelope(*kinds, paid=paid), by=Actor("clerk-1", "open-1"))
    assert tuple(sum(f.amount for f in case.fees) for case in opened) == each


def test_where_one_fee_covers_a_form_it_is_due_once(bengo4: Stage) -> None:
    home = bengo4.desk("bengo4").home
    per_form = []
    for policy in home.policies:
        assert policy.requests.fee is not None
        fee = policy.requests.fee.model_copy(update={"unit": "form"})
        requests = policy.requests.model_copy(update={"fee": fee})
        per_form.append(policy.model_copy(update={"requests": requests}))
    home = replace(home, policies=tuple(per_form))
    both = envelope(K.DISCLOSURE, K.NOTICE_OF_PURPOSE, paid=1000)
    opened = receive(home, both, by=Actor("clerk-1", "open-1"))
    due = [fees.due(case, policy_of(home, case), on=DAY) for case in opened]
    assert due == [1000, 0]
