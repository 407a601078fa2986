"""What lies in an envelope, said in few words: sheets, money, what a clerk reads off a paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from chikai.app.envelope import Asked, Envelope, Payment, ReplyTo, Sheet
from chikai.app.search import PaperReading
from chikai.duties.requests.events import FormUsed
from chikai.law.kinds import Asker, Channel, Manner, Means, Paper, RequestKind, Whose
from chikai.people.model import Address, Person

SCAN: Final = b"%PDF-1.7 a scan of a fictional paper"
"""Stands for a scan where nobody looks at it; the stage draws the ones that are looked at."""


def sheet(
    paper: Paper,
    *,
    whose: Whose = Whose.PERSON,
    expires_on: date | None = None,
    domicile: bool = False,
    my_number: bool = False,
    masked: tuple[str, ...] | None = None,
    about: tuple[int, ...] = (),
) -> Sheet:
    """A paper as it came. What shows on it is covered before the scan is stored, unless `masked`
    says otherwise."""
    shown = tuple(w for w, s in (("domicile", domicile), ("my_number", my_number)) if s)
    return Sheet(
        type=paper,
        whose=whose,
        expires_on=expires_on,
        domicile_shown=domicile,
        number_shown=my_number,
        masked=shown if masked is None else masked,
        scan=SCAN + paper.value.encode(),
        about=about,
    )


def money_order(amount: int = 1000, *, serial: str = "010-000001", issued: date) -> Payment:
    """A postal money order (定額小為替), valid for six months from its issue."""
    return Payment(means=Means.MONEY_ORDER, amount=amount, serial=serial, issued_on=issued)


def stamps(amount: int = 1000) -> Payment:
    return Payment(means=Means.STAMPS, amount=amount)


def transfer(amount: int) -> Payment:
    return Payment(means=Means.BANK_TRANSFER, amount=amount)


def asks(
    person: Person,
    *kinds: RequestKind,
    statement: str = "",
    manner: Manner | None = None,
    specific: bool = False,
) -> Asked:
    """What is asked about one person."""
    return Asked(person=person, kinds=kinds, statement=statement, manner=manner, specific=specific)


def reply_to(person: Person, *, at: Address | None = None) -> ReplyTo:
    return ReplyTo(
        name=person.names[0].full,
        address=at or person.addresses[0],
        email=person.emails[0] if person.emails else None,
    )


def envelope(
    *asked: Asked,
    arrived: date,
    sheets: Sequence[Sheet] = (),
    payments: Sequence[Payment] = (),
    asker: Asker = Asker.PERSON,
    by: Person | None = None,
    form: FormUsed = FormUsed.DESIGNATED,
    complete: bool | None = True,
    channel: Channel = Channel.POST,
    reply: ReplyTo | None = None,
    protected: str | None = None,
) -> Envelope:
    """An envelope as the clerk opens it. `by` is the representative, where one asks."""
    return Envelope(
        arrived_on=arrived,
        channel=channel,
        asker=asker,
        asked=asked,
        reply_to=reply or reply_to(by or asked[0].person),
        representative=by,
        form=form,
        form_complete=complete if form is FormUsed.DESIGNATED else None,
        sheets=tuple(sheets),
        payments=tuple(payments),
        protected=protected,
    )


def reads(
    person: Person | None, *, former: Person | None = None, addresses: Sequence[Address] = ()
) -> PaperReading:
    """What the clerk reads off the papers."""
    return PaperReading(person=person, former=former, addresses=tuple(addresses))
