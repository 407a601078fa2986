"""Cases and papers that were here before this house: read from one CSV file, all or none.

A line is one request: still open, or ended, with papers in the cabinet and the day on which they
are to be destroyed. Their clocks run from the days written down, not from the day of the import.
No finding quotes a value: it may be a name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final, TypeVar

from chikai import words
from chikai.app import cases, intake
from chikai.app.cases import LAW_PROFILE, Actor
from chikai.app.envelope_file import BadEnvelope
from chikai.app.intake import Asked, Envelope, Payment, ReplyTo, Sheet
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case, after
from chikai.duties.requests.flow import Exit
from chikai.kernel.calendar import parse_date
from chikai.kernel.dates import BadDate
from chikai.kernel.message import Message, say
from chikai.law.kinds import Asker, Channel, Means, Paper, RequestKind
from chikai.people.model import Address, Name, Person
from chikai.policy.finding import Finding
from chikai.policy.load import NoPolicyInForce
from chikai.ports import BadData, Batch, Home

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
MOST_LINES: Final = 2_000
MAX_BYTES: Final = 2_000_000


class BadCabinet(BadEnvelope):
    """The file cannot be taken over. Carries every finding by line and column."""


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One request of the file. `closed_on` None is a case that is still open."""

    number: int
    envelope: Envelope
    ending: Exit | None
    closed_on: date | None
    destroy_on: date | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a file holds: open cases, ended ones, papers."""

    open_: int
    closed: int
    papers: int


def template(lang: words.Lang) -> bytes:
    """An empty file with every heading and one fictional line, UTF-8 with its mark."""
    out = io.StringIO(newline="")
    write = csv.writer(out)
    write.writerow([_heading(each, lang) for each in COLUMNS])

    def word(id: str) -> str:
        return words.render(say(id), lang=lang)

    example = {
        "kind": word(f"web.kind_short.{RequestKind.DISCLOSURE}"),
        "asker": word(f"asker.{Asker.PERSON}"),
        "channel": word(f"channel.{Channel.POST}"),
        "arrived_on": "2025-04-10",
        "name": "見本 花子",
        "kana": "みほん はなこ",
        "address": "東京都渋谷区神南1-2-3",
        "papers": word(f"paper.{Paper.DRIVERS_LICENSE}"),
        "ending": word(f"exit.{Exit.ANSWERED}"),
        "closed_on": "2025-05-01",
        "destroy_on": "2027-05-01",
    }
    write.writerow([example.get(each, "") for each in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _heading(column: str, lang: str) -> str:
    return words.render(say(f"console.cabinet.column.{column}"), lang=lang)


def decode(content: bytes) -> str:
    """UTF-8, or else Shift_JIS as Excel for Windows writes it. Raises `BadCabinet`."""
    if len(content) > MAX_BYTES:
        raise BadCabinet((Finding("console.cabinet.too_large"),))
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadCabinet((Finding("console.cabinet.not_text"),))


def read(home: Home, text: str, *, file: str | None = None) -> tuple[Line, ...]:
    """Every line, checked. Raises `BadCabinet` with every finding of every line."""
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error:
        raise BadCabinet((Finding("console.cabinet.not_csv", file=file),)) from None
    if not rows:
        raise BadCabinet((Finding("console.cabinet.empty", file=file),))
    columns = _columns(rows[0][1], file)
    body = [(n, row) for n, row in rows[1:] if any(cell.strip() for cell in row)]
    if not body:
        raise BadCabinet((Finding("console.cabinet.empty", file=file),))
    if len(body) > MOST_LINES:
        raise BadCabinet((Finding("console.cabinet.too_many", {"limit": MOST_LINES}, file=file),))
    readings = [_Row(home, columns, n, row, file) for n, row in body]
    lines = [each.line() for each in readings]
    if wrong := tuple(f for each in readings for f in each.wrong):
        raise BadCabinet(wrong)
    return tuple(each for each in lines if each)


def _columns(row: Sequence[str], file: str | None) -> dict[str, int]:
    named = {_plain(_heading(c, lang)): c for c in COLUMNS for lang in words.LANGS}
    named |= {c: c for c in COLUMNS}
    found: dict[str, int] = {}
    wrong = []
    for at, cell in enumerate(row):
        column = named.get(_plain(cell))
        if column is None and cell.strip():
            wrong.append(
                Finding("console.cabinet.no_such_column", file=file, line=1, column=at + 1)
            )
        elif column in found:
            wrong.append(Finding("console.cabinet.column_twice", file=file, line=1, column=at + 1))
        elif column:
            found[column] = at
    for column in NEEDED:
        if column not in found and not wrong:
            wrong.append(_missing_column(column, file))
    if wrong:
        raise BadCabinet(tuple(wrong))
    return found


def _missing_column(column: str, file: str | None) -> Finding:
    named = say(f"console.cabinet.column.{column}")
    return Finding("console.cabinet.column_missing", {"column": named}, file=file, line=1)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


@dataclass(slots=True, repr=False)
class _Row:
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

    def finds(self, code: str, column: str) -> None:
        at = self.columns.get(column)
        where = None if at is None else at + 1
        named = say(f"console.cabinet.column.{column}")
        args: dict[str, Message] = {"column": named}
        self.wrong.append(Finding(code, {**args}, file=self.file, line=self.number, column=where))

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
        for column in NEEDED:
            if not self.text(column):
                self.finds("console.cabinet.needed", column)
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
    id = _by_word(kinds, prefix).get(_plain(text))
    return None if id is None else kinds(id)


@cache
def _by_word(kinds: type[StrEnum], prefix: str) -> dict[str, str]:
    named = {
        _plain(words.render(say(f"{prefix}.{each.value}"), lang=lang)): each.value
        for each in kinds
        for lang in words.LANGS
    }
    return named | {each.value: each.value for each in kinds}


def counts(lines: Sequence[Line]) -> Counts:
    closed = sum(1 for each in lines if each.closed_on)
    papers = sum(len(each.envelope.sheets) for each in lines)
    return Counts(len(lines) - closed, closed, papers)


def take_over(home: Home, lines: Sequence[Line], *, by: Actor) -> tuple[Case, ...]:
    """Open every case of the lines, in one append: all of them or none. Done again under its
    command id it changes nothing."""
    if not (done := home.journal.command(by.command)):
        batches = [batch for each in lines for batch in _batches(home, each, by.id)]
        done = home.journal.append(
            batches,
            command_id=by.command,
            actor_id=by.id,
            law=LAW_PROFILE,
            policy=home.policies[-1].version,
            at=home.clock.now(),
        )
    return tuple(cases.load(home, id) for id in dict.fromkeys(e.case for e in done))


def _batches(home: Home, line: Line, by: str) -> Iterator[Batch]:
    arrived = line.envelope.arrived_on
    for case, happenings in intake.opened(home, line.envelope, by=by):
        drafts = [each.draft(arrived) for each in happenings]
        day = arrived
        if line.closed_on is not None and line.ending is not None:
            over = ev.BroughtOver(exit_=line.ending, destroy_on=line.destroy_on)
            case = after(case, over, on=line.closed_on, by=by)
            drafts.append(over.draft(line.closed_on))
            day = line.closed_on
        row = cases.inbox_row(case, cases.policy_of(home, case), on=day)
        yield Batch(case.id, 0, drafts, row)
