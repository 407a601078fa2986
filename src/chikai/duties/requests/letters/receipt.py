"""Receipt: the request has arrived, and what happens next. Arrival is recorded on day one."""

from __future__ import annotations

from chikai.duties.requests.letters.facts import Facts, said
from chikai.duties.requests.letters.model import Block, Letter, LetterKind
from chikai.duties.requests.letters.parts import (
    bullets,
    contact,
    heading,
    kinds,
    letter,
    paragraph,
    table,
)
from chikai.kernel.message import say
from chikai.law.kinds import APPI


def receipt(f: Facts) -> Letter:
    """What arrived and when, our own target (which is no period of law), and what the data and
    papers of the request are used for."""
    procedure = f.policy.requests
    rows = (
        (say("letters.receipt.kinds"), say("common.listed", parts=kinds(f.kinds))),
        (say("letters.receipt.arrived"), say("common.on", on=f.arrived_on)),
        (say("letters.receipt.cases"), say("common.listed", parts=f.cases)),
        (say("letters.receipt.asker"), say(f"asker.{f.asker.value}")),
    )
    blocks = [
        paragraph("letters.receipt.accepted"),
        table((say("letters.item"), say("letters.content")), rows),
        heading("letters.receipt.next"),
        bullets(
            (
                say("letters.receipt.once"),
                say("letters.receipt.without_delay"),
                say("letters.receipt.target", days=procedure.answer.own_target_days),
            )
        ),
        heading("letters.receipt.data"),
        bullets((said(procedure.purpose_of_request_data.say), said(procedure.papers.say))),
        *contact(f),
    ]
    return letter(LetterKind.RECEIPT, f, blocks)


def complaint_received(f: Facts) -> Letter:
    """A complaint has arrived (Art. 40(1))."""
    blocks = [
        paragraph("letters.complaint.accepted", arrived_on=f.arrived_on, cases=f.cases),
        paragraph("letters.complaint.handled", cite=APPI(40, 1)),
        *_organisation(f),
        *contact(f),
    ]
    return letter(LetterKind.COMPLAINT_RECEIVED, f, blocks)


def _organisation(f: Facts) -> list[Block]:
    """The accredited organisation, where the company has one: complaining to it as well is open
    to everybody, before and after (Art. 53)."""
    organisation = f.policy.complaints.organisation
    if organisation is None:
        return []
    named = say(
        "letters.complaints.organisation",
        name=said(organisation.name),
        address=said(organisation.place.address),
        phones=organisation.phones,
    )
    return [paragraph("letters.complaint.organisation"), bullets((named,))]
