"""What a letter needs to know. The use cases fill it; the letters read it and decide nothing.

Every field beyond the first few is optional, because no letter needs them all. A letter that
lacks what it needs raises `MissingFacts` and is not written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from chikai.duties.requests.letters.model import Party
from chikai.kernel.citation import Citation
from chikai.kernel.message import Message, say
from chikai.law.kinds import Asker, Manner, Means, Paper, RequestKind
from chikai.policy.model import Policy, Say

Cell = Message | str
"""A cell of a table: a message (our words) or a string (the person's data)."""

Delivery = Literal["registered", "simple_registered", "ordinary", "electronic", "in_person"]


class MissingFacts(ValueError):
    """A letter was asked for without a fact it cannot do without. Names the field only."""

    def __init__(self, letter: str, field: str) -> None:
        super().__init__(f"the letter `{letter}` needs `{field}`")
        self.letter, self.field = letter, field


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing still open: what we ask for, what would settle it, and on what ground we ask.

    `alternatives` are papers or answers any one of which is enough. `clause_ids` are clauses of
    the company's policy, whose published text the letter quotes.
    """

    key: str
    message: Message
    clause_ids: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()
    alternatives: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeAsked:
    """A fee due: yen in all, for which kinds, how it may be paid, until when (own period)."""

    amount: int
    kinds: tuple[RequestKind, ...]
    means: tuple[Means, ...] = ()
    due: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class FeeReceived:
    """One money order, sheet of stamps or transfer: serial number, face in yen, day of issue;
    `back` is the part in yen that goes back, where that is not all of it."""

    means: Means
    face: int
    serial: str | None = None
    issued: date | None = None
    back: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Refusal:
    """Why something is not done: the ground in words, its article, and the reason as written by
    the person who decided (from the vault)."""

    ground: Message
    cites: Citation
    reason: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Withheld:
    """A part that is not disclosed, named so that nothing of it is given away, and why."""

    what: Cell
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A document that goes along, and how many of its parts are covered."""

    pages: int
    covered: int


@dataclass(frozen=True, slots=True, repr=False)
class AnnexTable:
    """A table of the annex: its label, its head, its rows."""

    label: Cell
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Corrected:
    """One corrected item: what it said and what it says now (Art. 34(3): with its content)."""

    item: Cell
    before: Cell
    after: Cell


@dataclass(frozen=True, slots=True, repr=False)
class ForeignMeasures:
    """The seven items of Rule 18(3) about one recipient abroad, in the order of the Rule."""

    recipient: Cell
    setup: Cell
    outline: Cell
    checks: Cell
    country: Cell
    systems: Cell
    problems: Cell
    action: Cell


@dataclass(frozen=True, slots=True, repr=False)
class DestroyedPaper:
    """How and when one submitted paper went, as recorded by a named person's id."""

    paper: Paper
    how: Message
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class ObjectionTold:
    """An objection to a change of the policy: the days of the version before and after it, of the
    notice, and the last day of the period for objections, where one is set."""

    before: date
    after: date
    noticed_on: date
    until: date | None
    standing: Literal["in_time", "late", "no_period"]


@dataclass(frozen=True, slots=True, repr=False)
class ToldOther:
    """What somebody who holds the data too is told: in what standing they hold them, what was
    done, by what they find the person, what data it is about."""

    holder: str
    action: str
    person: str
    data: str


FeeReturn = Literal["free_kind", "refused", "none_held", "withdrawn", "over", "expired", "not_made"]
"""Why a fee goes back."""

FeeFate = Literal["returned", "kept"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Facts:
    """The facts of one letter. Holds personal data: it has no repr and is never logged."""

    policy: Policy
    kinds: tuple[RequestKind, ...]
    cases: tuple[str, ...]
    letter_id: str
    today: date
    arrived_on: date
    to: Party
    sender: Party
    asker: Asker = Asker.PERSON
    delivery: Delivery | None = None
    """How it is sent; by default the policy's class of mail for free kinds."""

    open_items: tuple[OpenItem, ...] = ()
    plain: bool = False
    """Whether the person wants an explanation in plain words along with it."""
    cure_by: date | None = None
    """A day by which we would like the missing papers: our own, and no one loses by it."""

    fee: FeeAsked | None = None
    free_kinds: tuple[RequestKind, ...] = ()
    """Kinds of the same envelope that go on while the fee is open."""
    received: tuple[FeeReceived, ...] = ()
    fee_return: FeeReturn | None = None
    fee_fate: FeeFate | None = None
    """What happens to a fee already received when the answer gives nothing or is withdrawn."""

    tables: tuple[AnnexTable, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    manner_chosen: Manner | None = None
    manner: Manner = Manner.PAPER
    """How the answer is in fact given; unlike `manner_chosen` only after `method_difficult`."""

    purposes: tuple[Say, ...] = ()
    refusal: Refusal | None = None
    remains: tuple[Message, ...] = ()
    """What is given or done all the same, beside a refusal."""

    corrected: tuple[Corrected, ...] = ()
    scope: tuple[Cell, ...] = ()
    """The data a cessation, erasure or stop is about."""
    measures: tuple[Cell, ...] = ()
    """What was done, or what is done instead."""
    staying: tuple[Message, ...] = ()
    """What an erasure leaves where it is, each with its reason."""
    done_on: date | None = None

    foreign: tuple[ForeignMeasures, ...] = ()
    window: Say | None = None
    """The other window a request belongs to."""
    handed_over_on: date | None = None
    we_answer_our_part: bool = False

    objection: ObjectionTold | None = None
    told_other: ToldOther | None = None
    recipients: tuple[str, ...] = ()
    """Third parties that hold a copy of their own, as the records of provision name them."""

    withdrawn_on: date | None = None
    completed_on: date | None = None
    destroyed: tuple[DestroyedPaper, ...] = ()
    keys_destroyed_on: date | None = None
    scans: int = 0
    """How many scans were stored."""
    last_copy_on: date | None = None
    """The last day on which a backup of keys kept elsewhere may still exist; None when nobody has
    said how long they are kept."""


def said(text: Say) -> Message:
    """A text of the policy, in whichever language the letter is in."""
    return say("common.said", ja=text.ja, en=text.en)


def sender_of(policy: Policy, lang: str) -> Party:
    """The company's request desk as a sender."""
    desk = policy.contact(policy.requests.intake.desk)
    place, name = desk.place, policy.about.name[lang]
    addressee = place.addressee[lang] if place else policy.about.manager[lang]
    return Party(
        name=name,
        # The name stands above already: 株式会社見本 窓口 becomes 窓口.
        desk=addressee.removeprefix(name).removesuffix(f", {name}").strip() or None,
        address=place.address[lang] if place else "",
        postal_code=place.postal_code if place else None,
        phone=desk.phone,
        email=desk.email,
    )
