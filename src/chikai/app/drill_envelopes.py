"""The envelopes of a drill: fictional people, plainly marked, each with one thing to notice.

What lies in an envelope follows from a seed, so that nothing but the seed need be kept. What is
right to do with it is written nowhere here: the core says so when the drill is scored.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from chikai.app import drill_pages as pages
from chikai.app.drill_deck import Deck, fee
from chikai.app.drill_pages import Page
from chikai.app.drill_people import SCENARIOS, people
from chikai.app.envelope import Asked, Envelope, Payment, ReplyTo, Sheet
from chikai.app.search import PaperReading
from chikai.duties.requests.events import FormUsed
from chikai.kernel.message import say
from chikai.law.kinds import Asker, Channel, Paper, RequestKind, Whose
from chikai.people.model import Person
from chikai.policy.model import Policy

LONGEST_ON_THE_WAY: Final = 2
"""Days an envelope may have lain since it arrived: the day of arrival is on its stamp."""


@dataclass(frozen=True, slots=True, repr=False)
class Dealt:
    """One envelope of the drill. `truth` is what is to be registered, `reading` what the papers
    say; `pages` are what there is to see. `goal` is how far the desk is to carry it."""

    number: int
    scenario: str
    goal: str
    truth: Envelope
    reading: PaperReading
    pages: tuple[Page, ...]

    @property
    def person(self) -> Person:
        return self.truth.asked[0].person


ANSWER: Final = "answer"
ACCEPT: Final = "accept"
ASK: Final = "ask"
GUARD: Final = "guard"
"""How far an envelope is to be carried: to the sealed answer, to its acceptance, to the one letter
that asks for what is missing, to the flag that protects somebody."""


def scenarios(policy: Policy) -> tuple[str, ...]:
    """What the envelopes can be about with this policy, in a fixed order."""
    clause = policy.requests.fee
    charged = clause is not None and bool(clause.means) and fee(policy) > 0
    return tuple(name for name in SCENARIOS if name != "short_fee" or charged)


def deal(policy: Policy, *, seed: int, on: date, count: int) -> tuple[Dealt, ...]:
    """`count` envelopes on the desk on the day `on`, drawn and shuffled by the seed."""
    everyone = people(seed, on)
    order = list(scenarios(policy))
    random.Random(f"{seed}/order").shuffle(order)
    return tuple(
        _dealt(policy, seed, on, number, name, everyone)
        for number, name in enumerate(order[: max(1, count)], start=1)
    )


def _dealt(
    policy: Policy, seed: int, on: date, number: int, name: str, everyone: Sequence[Person]
) -> Dealt:
    lain = random.Random(f"{seed}/{name}/stamp").randint(0, LONGEST_ON_THE_WAY)
    arrived = max(on - timedelta(days=lain), policy.effective_from)
    mine = everyone[SCENARIOS.index(name)]
    deck = Deck(policy, arrived, number, name, mine, everyone[-2], everyone[-1])
    return _BUILD[name](deck)


def _envelope(
    deck: Deck,
    sheets: Sequence[Sheet],
    *,
    goal: str = ASK,
    kind: RequestKind = RequestKind.DISCLOSURE,
    payments: Sequence[Payment] | None = None,
    asker: Asker = Asker.PERSON,
    channel: Channel = Channel.POST,
    free: bool = False,
    protected: str | None = None,
    extra: Sequence[Page] = (),
) -> Dealt:
    by = deck.helper if asker is not Asker.PERSON else None
    reply = by or deck.person
    money = deck.money(fee(deck.policy, kind)) if payments is None else tuple(payments)
    printed = any(kind in form.kinds for form in deck.policy.requests.forms) and not free
    form = FormUsed.DESIGNATED if printed else FormUsed.FREE
    truth = Envelope(
        arrived_on=deck.on,
        channel=channel,
        asker=asker,
        asked=(Asked(person=deck.person, kinds=(kind,)),),
        reply_to=ReplyTo(name=reply.names[0].full, address=reply.addresses[0]),
        representative=by,
        form=form,
        form_complete=True if printed else None,
        sheets=tuple(sheets),
        payments=money,
        protected=protected,
    )
    shown = [pages.letter(truth, kind)]
    shown += [pages.paper(each, truth) for each in sheets]
    shown += [pages.paid(each) for each in money]
    proves = any(s.whose is Whose.PERSON for s in sheets)
    reading = PaperReading(
        person=_as_on_paper(deck.person) if proves else None,
        addresses=reply.addresses if sheets else (),
    )
    return Dealt(deck.number, deck.name, goal, truth, reading, (*shown, *extra))


def _as_on_paper(person: Person) -> Person:
    """What an identity paper says: name, address, birth date."""
    return Person(names=person.names, addresses=person.addresses, birth_date=person.birth_date)


# --- the envelopes ------------------------------------------------------------------------------


def _complete(deck: Deck) -> Dealt:
    return _envelope(deck, deck.proofs(), goal=ANSWER)


def _overpaid(deck: Deck) -> Dealt:
    """More than is due; where nothing is due, all of it is too much."""
    paid = deck.money(fee(deck.policy) + 500)
    return _envelope(deck, deck.proofs(), goal=ANSWER, payments=paid)


def _dead_card(deck: Deck) -> Dealt:
    return _envelope(deck, [Sheet(type=Paper.INSURANCE_CARD)])


def _expired(deck: Deck) -> Dealt:
    old = deck.on - timedelta(days=12)
    return _envelope(deck, [Sheet(type=Paper.DRIVERS_LICENSE, expires_on=old)])


def _short_fee(deck: Deck) -> Dealt:
    return _envelope(
        deck, deck.proofs(), payments=deck.money(max(50, fee(deck.policy) // 2 // 50 * 50))
    )


def _foreign_sheet(deck: Deck) -> Dealt:
    """A paper of somebody else slipped in: it belongs to no case of this person."""
    paper = say(f"paper.{Paper.RESIDENT_RECORD.value}")
    return _envelope(deck, (), extra=[Page(paper, pages.particulars(deck.stranger))])


def _no_power(deck: Deck) -> Dealt:
    theirs = deck.proofs(Whose.REPRESENTATIVE, represented=True)
    return _envelope(deck, theirs, asker=Asker.MANDATARY)


def _come_of_age(deck: Deck) -> Dealt:
    """A parent asks for a child who is an adult by now."""
    register = deck.sheet(Paper.FAMILY_REGISTER)
    proofs = [*deck.proofs(represented=True), *deck.proofs(Whose.REPRESENTATIVE, represented=True)]
    return _envelope(deck, [*proofs, register], asker=Asker.PARENT)


def _protective(deck: Deck) -> Dealt:
    note = Page(say("drill.page.note"), (say("drill.line.protective"),))
    return _envelope(deck, deck.proofs(), goal=GUARD, protected="drill", extra=[note])


def _template_letter(deck: Deck) -> Dealt:
    claims = Page(say("drill.page.letter"), (say("drill.line.claims"),))
    return _envelope(deck, (), payments=(), channel=Channel.EMAIL, free=True, extra=[claims])


def _domicile(deck: Deck) -> Dealt:
    """The permanent domicile shows on a resident record: noted, covered, only then stored."""
    record = replace(deck.sheet(Paper.RESIDENT_RECORD), domicile_shown=True, masked=("domicile",))
    others = [s for s in deck.proofs() if s.type is not Paper.RESIDENT_RECORD]
    return _envelope(deck, [*others, record], goal=ANSWER)


def _twin(deck: Deck) -> Dealt:
    """Two people on file fit, and the letter says too little to tell them apart."""
    vague = replace(deck, person=replace(deck.person, birth_date=None))
    return _envelope(vague, vague.proofs())


def _other_kind(deck: Deck) -> Dealt:
    """Free words that ask for the records of provision to third parties (Art. 33(5))."""
    return _envelope(deck, (), kind=RequestKind.RECORD_DISCLOSURE, free=True)


_BUILD: Final[dict[str, Callable[[Deck], Dealt]]] = {
    "complete": _complete,
    "overpaid": _overpaid,
    "dead_card": _dead_card,
    "expired": _expired,
    "short_fee": _short_fee,
    "foreign_sheet": _foreign_sheet,
    "no_power": _no_power,
    "come_of_age": _come_of_age,
    "protective": _protective,
    "template_letter": _template_letter,
    "domicile": _domicile,
    "twin": _twin,
    "other_kind": _other_kind,
}
