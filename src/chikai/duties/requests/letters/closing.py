"""Cases that end without an answer: withdrawn, or unpaid and treated as not made."""

from __future__ import annotations

from chikai.duties.requests.letters.facts import Facts, MissingFacts
from chikai.duties.requests.letters.model import Letter, LetterKind
from chikai.duties.requests.letters.parts import (
    complaints,
    contact,
    fee_fate,
    kinds,
    letter,
    opening,
    paragraph,
)


def withdrawn(f: Facts) -> Letter:
    """What happens to the papers and the fee; arrival and withdrawal stay on record."""
    if f.withdrawn_on is None:
        raise MissingFacts("withdrawn", "withdrawn_on")
    blocks = [
        opening(f),
        paragraph("letters.withdrawn.told", on=f.withdrawn_on),
        paragraph(f"letters.withdrawn.papers_{f.policy.requests.withdrawal.papers}"),
        *fee_fate(f),
        paragraph("letters.withdrawn.record"),
        paragraph("letters.withdrawn.again"),
        *contact(f),
    ]
    return letter(LetterKind.WITHDRAWN, f, blocks)


def closed_unpaid(f: Facts) -> Letter:
    """The fee was not paid by the day set, so the request is treated as not made: by the policy,
    or where the policy says nothing of it, by a person's decision after a reminder."""
    if f.fee is None or f.fee.due is None:
        raise MissingFacts("closed_unpaid", "fee.due")
    blocks = [
        opening(f),
        paragraph(_told(f), due=f.fee.due, kinds=kinds(f.fee.kinds)),
        *fee_fate(f),
        paragraph("letters.closed_unpaid.record", arrived_on=f.arrived_on),
        *(
            [paragraph("letters.closed_unpaid.free_go_on", kinds=kinds(f.free_kinds))]
            if f.free_kinds
            else []
        ),
        paragraph("letters.closed_unpaid.again"),
        *complaints(f),
    ]
    return letter(LetterKind.CLOSED_UNPAID, f, blocks)


def _told(f: Facts) -> str:
    fee = f.policy.requests.fee
    decided = fee is not None and fee.unpaid == "remind_then_person_decides"
    return "letters.closed_unpaid.decided" if decided else "letters.closed_unpaid.told"
