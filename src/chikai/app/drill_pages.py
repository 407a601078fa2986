"""What there is to see in an envelope of a drill: its sheets, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from chikai.app.envelope import Envelope, Payment, Sheet
from chikai.duties.requests.events import FormUsed
from chikai.kernel.message import Message, say
from chikai.law.kinds import Paper, RequestKind, Whose
from chikai.people.model import Person


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """One sheet as it lies in the envelope: what it is, and its lines, to be read or drawn."""

    title: Message
    lines: tuple[Message, ...]


def letter(truth: Envelope, kind: RequestKind) -> Page:
    """What the person wrote, on the company's form or freely, with the stamp of its arrival."""
    printed = truth.form is FormUsed.DESIGNATED
    title = say("drill.page.form" if printed else "drill.page.letter")
    freely = say(f"drill.line.asks_{kind.value}") if not printed else None
    channel = say(f"channel.{truth.channel.value}")
    lines = [
        say("drill.line.arrived", day=truth.arrived_on, channel=channel),
        freely or say("drill.line.asks", kind=say(f"kind.{kind.value}")),
        *particulars(truth.asked[0].person),
    ]
    if printed:
        lines.append(say("drill.line.complete"))
        if any(s.type is Paper.SEAL_CERTIFICATE for s in truth.sheets):
            lines.append(say("drill.line.sealed"))
    if truth.representative is not None:
        lines.append(say("drill.line.by", asker=say(f"asker.{truth.asker.value}")))
        lines += particulars(truth.representative)
    return Page(title, tuple(lines))


def particulars(person: Person) -> tuple[Message, ...]:
    """Name, address and, where it is known, birth date."""
    lines = [
        say("drill.line.name", name=person.names[0].full, kana=person.names[0].kana or ""),
        say(
            "drill.line.address",
            code=person.addresses[0].postal_code or "",
            address=person.addresses[0].text,
        ),
    ]
    if person.birth_date is not None:
        lines.append(say("drill.line.born", day=person.birth_date))
    return tuple(lines)


def paper(sheet: Sheet, truth: Envelope) -> Page:
    """A paper that proves something, with what is printed on it."""
    person = truth.asked[0].person
    helper = truth.representative or person
    owner = helper if sheet.whose is Whose.REPRESENTATIVE else person
    lines = list(particulars(owner))
    if sheet.type is Paper.FAMILY_REGISTER:
        lines.append(say("drill.line.child_of", name=helper.names[0].full))
    if sheet.domicile_shown:
        lines.append(say("drill.line.domicile"))
    if sheet.issued_on:
        lines.append(say("drill.line.issued", day=sheet.issued_on))
    if sheet.expires_on:
        lines.append(say("drill.line.expires", day=sheet.expires_on))
    return Page(say(f"paper.{sheet.type.value}"), tuple(lines))


def paid(payment: Payment) -> Page:
    """Money that lies in the envelope."""
    lines = [say("drill.line.amount", amount=payment.amount)]
    if payment.issued_on:
        lines.append(say("drill.line.issued", day=payment.issued_on))
    if payment.serial:
        lines.append(say("drill.line.serial", serial=payment.serial))
    return Page(say(f"means.{payment.means.value}"), tuple(lines))
