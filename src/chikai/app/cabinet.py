"""Cases and papers that were here before this house: read from one CSV file, all or none.

A line is one request: still open, or ended, with papers in the cabinet and the day on which they
are to be destroyed. Their clocks run from the days written down, not from the day of the import.
No finding quotes a value: it may be a name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chikai import words
from chikai.app import cases, intake
from chikai.app.cabinet_line import CHOICES as CHOICES
from chikai.app.cabinet_line import COLUMNS as COLUMNS
from chikai.app.cabinet_line import NEEDED as NEEDED
from chikai.app.cabinet_line import Line, LineReader, plain
from chikai.app.cases import Actor
from chikai.app.envelope_file import BadEnvelope
from chikai.app.inbox_row import inbox_row
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.flow import Exit
from chikai.duties.requests.fold import after
from chikai.kernel.message import say
from chikai.law.kinds import Asker, Channel, Paper, RequestKind
from chikai.policy.finding import Finding
from chikai.ports import Batch, Home

MOST_LINES: Final = 2_000
MAX_BYTES: Final = 2_000_000


class BadCabinet(BadEnvelope):
    """The file cannot be taken over. Carries every finding by line and column."""


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
    readings = [LineReader(home, columns, n, row, file) for n, row in body]
    lines = [each.line() for each in readings]
    if wrong := tuple(f for each in readings for f in each.wrong):
        raise BadCabinet(wrong)
    return tuple(each for each in lines if each)


def _columns(row: Sequence[str], file: str | None) -> dict[str, int]:
    named = {plain(_heading(c, lang)): c for c in COLUMNS for lang in words.LANGS}
    named |= {c: c for c in COLUMNS}
    found: dict[str, int] = {}
    wrong = []
    for at, cell in enumerate(row):
        column = named.get(plain(cell))
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


def counts(lines: Sequence[Line]) -> Counts:
    closed = sum(1 for each in lines if each.closed_on)
    papers = sum(len(each.envelope.sheets) for each in lines)
    return Counts(len(lines) - closed, closed, papers)


def take_over(home: Home, lines: Sequence[Line], *, by: Actor) -> tuple[Case, ...]:
    """Open every case of the lines, in one append: all of them or none. Done again under its
    command id it changes nothing."""
    if not (done := home.journal.command(by.command)):
        batches = [batch for each in lines for batch in _batches(home, each, by.id)]
        done = cases.append(home, batches, by=by, policy=home.policies[-1].version)
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
        row = inbox_row(case, cases.policy_of(home, case), on=day)
        yield Batch(case.id, 0, drafts, row)
