"""One line of the demo's table: what was asked, by whom, with what, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chikai import words
from chikai.demo.matter import Matter
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.next_step import exit_message
from chikai.kernel.message import Both, Message, say
from chikai.policy.model import Policy

COLUMNS: Final = (
    "journey",
    "company",
    "database",
    "request",
    "asker",
    "papers",
    "fee",
    "days_by_clock",
    "outcome",
    "letter_file",
)


@dataclass(frozen=True, slots=True)
class Row:
    """`days_by_clock` counts Tokyo days from arrival to the last letter that answers or closes.
    `letter_file` is that letter. `database` is the brand that was searched and changed. `journey`
    is the letter of the list it belongs to."""

    journey: str
    company: str
    company_name: Both
    database: str
    request: Message
    asker: Message
    papers: tuple[Message, ...]
    fee: Message
    days_by_clock: int
    outcome: Message
    letter_file: Path | None

    def cells(self, *, lang: str) -> tuple[str, ...]:
        """The row in words, in the order of `COLUMNS`."""

        def said(message: Message) -> str:
            return words.render(message, lang=lang)

        return (
            self.journey,
            self.company_name.ja if lang == "ja" else self.company_name.en,
            self.database,
            said(self.request),
            said(self.asker),
            said(say("demo.papers", papers=self.papers)) if self.papers else "",
            said(self.fee),
            str(self.days_by_clock),
            said(self.outcome),
            self.letter_file.name if self.letter_file else "",
        )


def head(*, lang: str) -> tuple[str, ...]:
    """The names of the columns."""
    return tuple(words.render(say(f"demo.column.{each}"), lang=lang) for each in COLUMNS)


def row_of(matter: Matter, *, journey: str, database: str = "SQLite") -> Row:
    """How a matter ended, as one row."""
    case, policy = matter.case, matter.policy
    closing = _closing_letter(matter)
    on = next((m.on for m in matter.mail if m.letter.id == closing), case.closed_on)
    name = policy.about.name
    return Row(
        journey=journey,
        company=matter.desk.company,
        company_name=Both(name.ja, name.en),
        database=database,
        request=say(f"kind.{case.kind.value}"),
        asker=say(f"asker.{case.asker.value}"),
        papers=tuple(dict.fromkeys(say(f"paper.{p.type.value}") for p in case.papers)),
        fee=_fee(case, policy, matter),
        days_by_clock=((on or matter.desk.today) - case.basis.arrived_on).days,
        outcome=exit_message(case),
        letter_file=matter.desk.stage.files.get(closing) if closing else None,
    )


def _closing_letter(matter: Matter) -> str | None:
    """The answer, or else the last letter before what only tidies up."""
    if matter.case.answer is not None:
        return matter.case.answer.id
    tidying = ("fee_returned", "destruction_certificate")
    return next((m.letter.id for m in reversed(matter.mail) if m.kind not in tidying), None)


def _fee(case: Case, policy: Policy, matter: Matter) -> Message:
    due = fees.due(case, policy, on=matter.desk.today)
    kept = sum(f.left for f in case.fees)
    back = sum(f.amount for f in case.fees) - kept
    if kept:
        return say("demo.fee.paid", amount=kept)
    if back:
        return say("demo.fee.returned", amount=back)
    return say("demo.fee.unpaid", amount=due) if due else say("demo.fee.none")
