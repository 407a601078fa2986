"""The envelope gate: all sheets of this letter, once each, and none of another case.

A wrong paper in a wrong envelope is the commonest accident there is (Art. 23: security control).
A look at a list is no check: what is in the hand is read, sheet by sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chikai.duties.requests.case import Case
from chikai.duties.requests.outcomes import UnlawfulStep
from chikai.kernel.message import Message, say
from chikai.kernel.sheet_code import BadSheetCode, SheetCode, read
from chikai.law.kinds import APPI


class Rule(StrEnum):
    """The house rule: for which letters the gate must have been passed before they leave."""

    ANNEXES = "annexes"  # answers of more than one sheet, which is what can be mixed up
    ALL = "all"
    OFF = "off"


class Why(StrEnum):
    """What is wrong with a sheet that does not belong."""

    OTHER_CASE = "other_case"
    OTHER_LETTER = "other_letter"
    FORM = "form"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A sheet that must not go into this envelope; `sheet` None where its code is damaged."""

    why: Why
    sheet: SheetCode | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was in the hand, against what must be. No personal data."""

    expected: tuple[SheetCode, ...]
    there: tuple[SheetCode, ...]
    missing: tuple[SheetCode, ...]
    foreign: tuple[Foreign, ...]
    twice: tuple[SheetCode, ...]
    unread: int

    @property
    def passed(self) -> bool:
        return not (self.missing or self.foreign or self.twice or self.unread)


def judge(
    case: str, expected: Sequence[SheetCode], texts: Sequence[str], *, unread: int = 0
) -> Verdict:
    """Compare codes as read, one a sheet, with the sheets expected. `unread` sheets bore none. A
    letter to several cases bears the codes of all; that this case is among them is enough."""
    wanted = tuple(expected)
    places = {(each.sheet, each.page, each.total): each for each in wanted}
    there: list[SheetCode] = []
    foreign: list[Foreign] = []
    for text in texts:
        try:
            sheet = read(text)
        except BadSheetCode:
            foreign.append(Foreign(Why.DAMAGED, None))
            continue
        place = places.get((sheet.sheet, sheet.page, sheet.total))
        if place is not None and case in sheet.cases:
            there.append(place)
        else:
            foreign.append(Foreign(_why(case, sheet), sheet))
    counted = Counter(there)
    return Verdict(
        expected=wanted,
        there=tuple(each for each in wanted if each in counted),
        missing=tuple(each for each in wanted if each not in counted),
        foreign=tuple(foreign),
        twice=tuple(each for each, count in counted.items() if count > 1),
        unread=unread,
    )


def _why(case: str, sheet: SheetCode) -> Why:
    if not sheet.cases:
        return Why.FORM
    return Why.OTHER_LETTER if case in sheet.cases else Why.OTHER_CASE


def passed(case: Case, letter: str) -> bool:
    """Whether the last check of this letter's envelope passed."""
    checks = [each for each in case.checks if each.letter == letter]
    return bool(checks) and checks[-1].passed


def may_leave(case: Case, letter: str, *, rule: Rule, sheets: int) -> None:
    """Raises `UnlawfulStep` where the house rule wants the gate passed and it was not. `sheets` are
    all sheets of the envelope. Nothing is sealed that goes by wire."""
    answer = case.answer is not None and case.answer.id == letter
    wire = answer and case.answer is not None and case.answer.delivery.value == "electronic"
    wanted = rule is Rule.ALL or (rule is Rule.ANNEXES and answer and sheets > 1)
    if wanted and not wire and not passed(case, letter):
        raise UnlawfulStep(say("unlawful.envelope_unchecked"), APPI(23))


def said(verdict: Verdict) -> Iterator[Message]:
    """The verdict in sentences, the worst first."""
    if verdict.passed:
        yield say("gate.verdict.passed", count=len(verdict.expected))
        return
    yield say("gate.verdict.stopped")
    for foreign in verdict.foreign:
        if foreign.sheet is None:
            yield say("gate.verdict.damaged")
        else:
            sheet, page = foreign.sheet.sheet, foreign.sheet.page
            yield say(f"gate.verdict.{foreign.why}", sheet=sheet, page=page)
    for each in verdict.twice:
        yield say("gate.verdict.twice", sheet=each.sheet, page=each.page)
    for each in verdict.missing:
        yield say("gate.verdict.missing", sheet=each.sheet, page=each.page, total=each.total)
    if verdict.unread:
        yield say("gate.verdict.unread", count=verdict.unread)
