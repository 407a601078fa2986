"""What is still open: one letter for all of it, each with its clause and article (Art. 37)."""

from __future__ import annotations

from collections.abc import Iterable

from chikai.duties.requests.letters.facts import Facts, MissingFacts, OpenItem, said
from chikai.duties.requests.letters.fee import fee_section
from chikai.duties.requests.letters.model import Block, Letter, LetterKind
from chikai.duties.requests.letters.parts import (
    bullets,
    contact,
    heading,
    letter,
    opening,
    paragraph,
)
from chikai.kernel.message import Message, say
from chikai.policy.model import Clause, Policy


def defects(f: Facts) -> Letter:
    """Everything that is open, the fee included, and nothing more: a second letter for what was
    already known, or a paper nobody needs, would be an excessive burden (Art. 37(4))."""
    if not f.open_items:
        raise MissingFacts("defects", "open_items")
    blocks = [
        opening(f),
        paragraph("letters.defects.intro"),
        *_items(f),
        *(fee_section(f) if f.fee else []),
        paragraph("letters.defects.nothing_more"),
        *_guide(f),
        paragraph("letters.defects.help"),
        paragraph("letters.arrival_kept", arrived_on=f.arrived_on),
        *_copies(f),
        *contact(f),
    ]
    return letter(LetterKind.DEFECTS, f, blocks)


def _guide(f: Facts) -> list[Block]:
    """Our own wish for a day. Beside a fee it must not be read as the day for the fee, after which
    a request may count as not made."""
    if f.cure_by is None:
        return []
    beside = f.fee is not None and f.fee.due is not None
    only_fee = {item.key for item in f.open_items} == {"fee"}
    if beside and only_fee:
        return []
    if beside:
        return [paragraph("letters.defects.guide", on=f.cure_by)]
    return [paragraph("letters.defects.cure_by", on=f.cure_by)]


def identity_not_confirmed(f: Facts) -> Letter:
    """Who asks, or the power to ask for another, is not proved; what would prove it."""
    blocks = [
        opening(f),
        paragraph("letters.identity.told"),
        paragraph("letters.identity.why"),
        *_items(f),
        paragraph("letters.defects.help"),
        paragraph("letters.arrival_kept", arrived_on=f.arrived_on),
        *_copies(f),
        *contact(f),
    ]
    return letter(LetterKind.IDENTITY_NOT_CONFIRMED, f, blocks)


def no_match(f: Facts) -> Letter:
    """What the request names was not found as named. Neutral: it says nothing about what is
    held, and invites proof of a former name or address (Art. 37(2), (4))."""
    blocks = [
        opening(f),
        paragraph("letters.no_match.told"),
        paragraph("letters.no_match.invite"),
        bullets((say("letters.no_match.former"), say("letters.no_match.hint"))),
        paragraph("letters.no_match.other"),
        paragraph("letters.arrival_kept", arrived_on=f.arrived_on),
        *_copies(f),
        *contact(f),
    ]
    return letter(LetterKind.NO_MATCH, f, blocks)


def forms_sent(f: Facts) -> Letter:
    """The forms for the kinds asked about, and what to send back with them."""
    forms = [form for form in f.policy.requests.forms if set(form.kinds) & set(f.kinds)]
    if not forms:
        raise MissingFacts("forms_sent", "policy.requests.forms")
    seals = [
        paragraph("letters.forms_sent.seal", form=said(form.title))
        for form in forms
        if form.registered_seal
    ]
    also = [heading("letters.forms_sent.with"), *_items(f)] if f.open_items else []
    blocks = [
        opening(f),
        paragraph("letters.forms_sent.sent"),
        bullets(said(form.title) for form in forms),
        *seals,
        *also,
        *(_copies(f) if also else []),
        *(fee_section(f) if f.fee else []),
        *contact(f, "letters.forms_sent.return_to"),
    ]
    return letter(
        LetterKind.FORMS_SENT, f, blocks, enclosures=tuple(said(form.title) for form in forms)
    )


def _items(f: Facts) -> list[Block]:
    return [
        block
        for number, item in enumerate(f.open_items, start=1)
        for block in _item(number, item, f.policy)
    ]


def _item(number: int, item: OpenItem, policy: Policy) -> list[Block]:
    blocks = [heading("letters.defects.item", number=number, item=item.message)]
    if item.alternatives:
        several = len(item.alternatives) > 1
        blocks += [
            paragraph("letters.defects.one_of" if several else "letters.defects.this"),
            bullets(item.alternatives),
        ]
    grounds = _grounds(item, policy)
    return [*blocks, Block("paragraph", tuple(grounds))] if grounds else blocks


def _grounds(item: OpenItem, policy: Policy) -> list[Message]:
    """The published clauses in their own words, then the articles."""
    grounds = [
        say("letters.defects.published", clause=said(clause.say))
        for clause in _clauses(policy)
        if clause.id in item.clause_ids
    ]
    return [*grounds, *([say("letters.defects.basis", cites=item.cites)] if item.cites else [])]


def _clauses(policy: Policy) -> Iterable[Clause]:
    """The clauses of the request procedure that an open item can rest on."""
    r = policy.requests
    single = (r.askers, r.intake, r.identity, r.blackout, r.match, r.fee, r.answer, r.withdrawal)
    yield from (clause for clause in single if clause is not None)
    yield from (*r.kinds, *r.forms, *r.authority, *r.other_windows)


def _copies(f: Facts) -> list[Block]:
    """What to cover on copies. An uncovered registered domicile is no defect: we cover it."""
    requests = [say("letters.defects.my_number")]
    if f.policy.requests.blackout:
        requests.insert(0, say("letters.defects.domicile"))
    return [heading("letters.defects.copies"), bullets(requests)]
