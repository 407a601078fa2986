"""One line of a cabinet's file: a request, read cell by cell. No finding quotes a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final, TypeVar

from chikai import words
from chikai.app import cases, intake
from chikai.app.envelope import Asked, Envelope, Payment, ReplyTo, Sheet
from chikai.duties.requests.flow import Exit
from chikai.kernel.calendar import parse_date
from chikai.kernel.dates import BadDate
from chikai.kernel.message import Arg, say
from chikai.law.kinds import Asker, Channel, Means, Paper, RequestKind
from chikai.people import limits
from chikai.people.model import Address, Name, Person
from chikai.policy.finding import Finding
from chikai.policy.load import NoPolicyInForce
from chikai.ports import BadData, Home

E = TypeVar("E", bound=StrEnum)

COLUMNS: Final = (
    *("kind", "asker", "channel", "arrived_on", "name", "kana", "birth_date", "postal_code"),
    *("address", "phone", "email", "member_number", "representative", "statement", "papers"),
    *("means", "amount", "issued_on", "ending", "closed_on", "destroy_on"),
)
CHOICES: Final[Mapping[str, tuple[type[StrEnum], str]]] = {
    "kind": (RequestKind, "web.kind_short"),
    "asker": (Asker, "asker"),
    "channel": (Channel, "channel"),
    "papers": (Paper, "paper"),
    "means": (Means, "means"),
    "ending": (Exit, "exit"),
}
"""The columns that take one of some words, and where those words are."""
NEEDED: Final = ("kind", "arrived_on", "name")


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One request of the file. `closed_on` None is a case that is still open."""

    number: int
    envelope: Envelope
    ending: Exit | None
    closed_on: date | None
    destroy_on: date | None


@dataclass(slots=True, repr=False)
class LineReader:
    """Reads one line cell by cell, and goes on where one cannot be read."""

    home: Home
    columns: dict[str, int]
    number: int
    cells: Sequence[str]
    file: str | None
    wrong: list[Finding] = field(default_factory=list)

    def text(self, column: str) -> str:
        at = self.columns.get(column)
        return self.cells[at].strip() if at is not None and at < len(self.cells) else ""

    def finds(self, code: str, column: str, **more: Arg) -> None:
        at = self.columns.get(column)
        where = None if at is None else at + 1
        args: dict[str, Arg] = {"column": say(f"console.cabinet.column.{column}"), **more}
        self.wrong.append(Finding(code, args, file=self.file, line=self.number, column=where))

    def _cells(self) -> None:
        """Every cell that must be filled in is, none is too long, and none stands under no
        heading, where nobody would read it."""
        for column in COLUMNS:
            text, limit = self.text(column), limits.most(column)
            if column in NEEDED and not text:
                self.finds("console.cabinet.needed", column)
            if len(text) > limit:
                self.finds("console.cabinet.too_long", column, limit=limit)
        if self.text("postal_code") and not self.text("address"):
            self.finds("console.cabinet.needed", "address")
        headed = set(self.columns.values())
        for at, cell in enumerate(self.cells):
            if cell.strip() and at not in headed:
                code = "console.cabinet.no_such_column"
                self.wrong.append(Finding(code, file=self.file, line=self.number, column=at + 1))

    def day(self, column: str) -> date | None:
        if not (text := self.text(column)):
            return None
        try:
            return parse_date(text)
        except BadDate:
            self.finds("console.cabinet.bad_day", column)
            return None

    def choice(self, column: str, kinds: type[E], prefix: str, otherwise: E | None) -> E | None:
        text = self.text(column)
        if not text:
            return otherwise
        found = _one(text, kinds, prefix)
        if found is None:
            self.finds("console.cabinet.bad_choice", column)
        return found

    def line(self) -> Line | None:
        self._cells()
        kind = self.choice("kind", RequestKind, "web.kind_short", None)
        asker = self.choice("asker", Asker, "asker", Asker.PERSON)
        channel = self.choice("channel", Channel, "channel", Channel.POST)
        ending = self.choice("ending", Exit, "exit", None)
        arrived, closed = self.day("arrived_on"), self.day("closed_on")
        born, destroy = self.day("birth_date"), self.day("destroy_on")
        papers = self._papers()
        payments = self._payments()
        self._days(arrived, closed, destroy, ending)
        if asker is not Asker.PERSON and not self.text("representative"):
            self.finds("console.cabinet.needed", "representative")
        if self.wrong or not (kind and asker and channel and arrived):
            return None
        address = Address(self.text("address"), self.text("postal_code") or None)
        person = Person(
            names=(Name(self.text("name"), self.text("kana") or None),),
            addresses=(address,) if address.text else (),
            birth_date=born,
            **{f"{c}s": (t,) for c in ("phone", "email", "member_number") if (t := self.text(c))},
        )
        other = self.text("representative")
        envelope = Envelope(
            arrived_on=arrived,
            channel=channel,
            asker=asker,
            asked=(Asked(person=person, kinds=(kind,), statement=self.text("statement")),),
            reply_to=ReplyTo(name=other or self.text("name"), address=address),
            representative=Person(names=(Name(other),)) if other else None,
            sheets=tuple(Sheet(type=each) for each in papers),
            payments=payments,
        )
        self._whole(envelope)
        return None if self.wrong else Line(self.number, envelope, ending, closed, destroy)

    def _papers(self) -> tuple[Paper, ...]:
        found = []
        for each in self.text("papers").replace("、", ";").replace("；", ";").split(";"):
            if not each.strip():
                continue
            paper = _one(each, Paper, "paper")
            if paper is None:
                self.finds("console.cabinet.bad_choice", "papers")
            else:
                found.append(paper)
        return tuple(found)

    def _payments(self) -> tuple[Payment, ...]:
        means = self.choice("means", Means, "means", None)
        amount = self.text("amount").replace(",", "").removesuffix("円")
        issued = self.day("issued_on")
        if means is None:
            if (amount or issued) and not self.text("means"):
                self.finds("console.cabinet.needed", "means")
            return ()
        if not (amount.isascii() and amount.isdigit() and 0 < len(amount) < 8):
            self.finds("console.cabinet.bad_amount", "amount")
            return ()
        return (Payment(means=means, amount=int(amount), issued_on=issued),)

    def _days(
        self, arrived: date | None, closed: date | None, destroy: date | None, ending: Exit | None
    ) -> None:
        """Days follow one another, and an end has both its day and how it came."""
        if (closed is None) is not (ending is None):
            self.finds("console.cabinet.needed", "closed_on" if closed is None else "ending")
        if ending is Exit.HANDED_OVER:
            self.finds("console.cabinet.bad_choice", "ending")
        if closed and arrived and closed < arrived:
            self.finds("console.cabinet.before_arrival", "closed_on")
        if closed and closed > cases.today(self.home):
            self.finds("console.cabinet.in_future", "closed_on")
        if destroy and closed and destroy < closed:
            self.finds("console.cabinet.before_end", "destroy_on")
        if destroy and closed is None:
            self.finds("console.cabinet.needed", "closed_on")

    def _whole(self, envelope: Envelope) -> None:
        try:
            cases.policy_on(self.home, envelope.arrived_on)
            intake.check(self.home, envelope)
        except NoPolicyInForce:
            self.finds("console.cabinet.no_policy", "arrived_on")
        except BadData as error:
            known = (error.field or "").rpartition(".")[2]
            self.finds(error.code, known if known in COLUMNS else "name")


def _one(text: str, kinds: type[E], prefix: str) -> E | None:
    """The member of this id or of this word, in either language."""
    id = _by_word(kinds, prefix).get(plain(text))
    return None if id is None else kinds(id)


@cache
def _by_word(kinds: type[StrEnum], prefix: str) -> dict[str, str]:
    named = {
        plain(words.render(say(f"{prefix}.{each.value}"), lang=lang)): each.value
        for each in kinds
        for lang in words.LANGS
    }
    return named | {each.value: each.value for each in kinds}


def plain(text: str) -> str:
    """As words of a heading or a choice are compared."""
    return "".join(text.split()).casefold()
