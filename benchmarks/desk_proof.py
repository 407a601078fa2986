"""What must hold after the load of `desk.py`: each thing acknowledged is there, and there once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from desk_load import Told

from chikai import places, wiring
from chikai.app import cases, contact, proof, upkeep
from chikai.duties.contact.contact import Contact
from chikai.kernel.codes import plain_code
from chikai.ports import Home


def prove(where: places.Place, told: Told) -> list[str]:
    """What is wrong; nothing when all is well."""
    with wiring.open_home(where) as home:
        return [*_house(home), *_words(home, told), *_contacts(home, told), *_deeds(home, told)]


def _house(home: Home) -> Iterator[str]:
    """The journal verifies, the list of cases is what it makes, and no letter is doubled."""
    yield from (f"journal: {each}" for each in proof.audit(home))
    if differed := upkeep.rebuild(home, lambda events: cases.fold_row(home, events)).differed:
        yield f"the list of cases differs from the journal in {len(differed)}"
    posted = Counter(posting.id for posting in home.journal.postings())
    sent = Counter(
        str(event.data["letter"])
        for event in home.journal.all()
        if event.type in ("letter_sent", "answer_sent")
    )
    if posted != sent:
        yield f"{len(posted)} letters posted, {len(sent)} recorded"


def _words(home: Home, told: Told) -> Iterator[str]:
    """Each request and each envelope opened one case; nothing stands there that nobody sent."""
    found: Counter[str] = Counter()
    at: dict[str, str] = {}
    for row in home.journal.inbox():
        statement = str(cases.unseal(home, cases.load(home, row.case).sealed)["statement"])
        found[statement] += 1
        at[row.case] = statement
    sent = Counter([*told.receipts.values(), *told.envelopes.values()])
    if lost := sent - found:
        yield f"{lost.total()} requests are lost"
    if more := found - sent:
        yield f"{more.total()} cases are doubled, or were never acknowledged"
    for case, statement in told.envelopes.items():
        if at.get(case) != statement:
            yield f"{case} is another envelope than was acknowledged"


def _contacts(home: Home, told: Told) -> Iterator[str]:
    """Each code opens its own request; what was written and sent under it is there once."""
    said: Counter[str] = Counter()
    for code, statement in told.receipts.items():
        known = contact.enter(home, plain_code(code))
        if known is None or len(known.cases) != 1:
            yield "a receipt's code opens nothing, or more than was asked"
            continue
        file = cases.unseal(home, cases.load(home, known.cases[0]).sealed)
        if file["statement"] != statement:
            yield "a receipt's code opens somebody else's request"
        if len(known.uploads) != told.uploads[code]:
            yield f"{len(known.uploads)} papers for {told.uploads[code]} acknowledged"
        said.update(_said(home, known))
    written = Counter([*told.messages, *told.replies])
    if lost := written - said:
        yield f"{lost.total()} messages are lost"
    if more := said - written:
        yield f"{more.total()} messages are doubled, or were never acknowledged"


def _said(home: Home, known: Contact) -> Iterator[str]:
    return (str(each.text) for each in contact.messages(home, known, actor="benchmark"))


def _deeds(home: Home, told: Told) -> Iterator[str]:
    """Each command acknowledged to a clerk is in the journal, for the case it was shown with."""
    for command, place in told.deeds.items():
        made = home.journal.command(command)
        case = place.removesuffix("/contact").rpartition("/")[2]
        mine = {event.case for event in made}
        if not any(each == case or each.startswith("contact.") for each in mine):
            yield f"{command} was acknowledged and is not in the journal"
