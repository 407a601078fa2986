"""The envelope gate at the desk: what must be in the envelope, what was read, and its record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chikai.app import cases
from chikai.app.cases import Actor
from chikai.app.sheets import scans_of
from chikai.duties.requests import events as ev
from chikai.duties.requests import gate
from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Note
from chikai.duties.requests.gate import Rule, Verdict
from chikai.kernel.sheet_code import SheetCode
from chikai.people.staff import demand
from chikai.ports import BadData, Home, Missing

SETTING = "envelope_gate"


def rule(home: Home) -> Rule:
    """The house rule here: answers of more than one sheet, unless it is set otherwise."""
    return Rule(home.settings.get(SETTING, Rule.ANNEXES))


def expected(home: Home, case: Case, letter_id: str) -> tuple[SheetCode, ...]:
    """Every sheet that belongs into the envelope of a letter: its pages, and behind an answer those
    of the documents disclosed with it. Raises `Missing` for a letter that is not the case's."""
    letter = next((x for x in case.every_letter if x.id == letter_id), None)
    if letter is None:
        raise Missing(letter_id)
    found = list(_sheets(home, case, letter.id, letter.sealed))
    if case.answer is not None and letter.id == case.answer.id:
        for document in case.documents:
            if document.redacted:
                found += _sheets(home, case, document.id, document.redacted.sealed)
    return tuple(found)


def _sheets(home: Home, case: Case, sheet: str, blob: str) -> tuple[SheetCode, ...]:
    """One for each page of a PDF we made; none for a letter that was printed as plain text."""
    content = home.vault.get(blob)
    if not content.startswith(b"%PDF-"):
        return ()
    total = scans_of(home).extract(content).pages
    return tuple(SheetCode((case.id,), sheet, n, total) for n in range(1, total + 1))


def check(
    home: Home,
    case_id: str,
    letter_id: str,
    texts: Sequence[str],
    *,
    by: Actor,
    unread: int = 0,
    on: date | None = None,
) -> Verdict:
    """Judge the sheets in the hand, one code each, and record the outcome, passed or stopped."""
    case = cases.load(home, case_id)
    verdict = gate.judge(case.id, expected(home, case, letter_id), texts, unread=unread)
    _record(home, case, letter_id, verdict, len(texts) + unread, by=by, on=on)
    return verdict


def check_scan(
    home: Home,
    case_id: str,
    letter_id: str,
    scan: bytes,
    *,
    by: Actor,
    on: date | None = None,
) -> Verdict:
    """The same, from a scan of everything that is about to be sealed. A blank back is no sheet; a
    page without a code is. Nothing of the scan is kept."""
    texts, unread = [], 0
    for page in scans_of(home).pages(scan):
        ours = [code.text for code in page.codes if code.text.startswith("CHIKAI")]
        if ours:
            texts.append(ours[0])
        elif not page.blank:
            unread += 1
    return check(home, case_id, letter_id, texts, by=by, unread=unread, on=on)


def check_by_hand(
    home: Home, case_id: str, letter_id: str, sheets: int, *, by: Actor, on: date | None = None
) -> Case:
    """Somebody counted the sheets and looked at each: the person is named by the record. Raises
    `BadData` when the count is not that of the envelope."""
    case = cases.load(home, case_id)
    wanted = expected(home, case, letter_id)
    if sheets != len(wanted):
        raise BadData("gate.other_count", field="sheets")
    verdict = Verdict(wanted, wanted, (), (), (), 0)
    return _record(home, case, letter_id, verdict, sheets, by=by, on=on, by_hand=True)


def may_leave(home: Home, case: Case, letter_id: str) -> None:
    """Raises `UnlawfulStep` where the house rule wants the gate passed first and it was not. Where
    nothing opens what we printed, its sheets cannot be counted and nothing is asked."""
    if rule(home) is not Rule.OFF and home.scans is not None:
        sheets = len(expected(home, case, letter_id))
        gate.may_leave(case, letter_id, rule=rule(home), sheets=sheets)


def _record(
    home: Home,
    case: Case,
    letter_id: str,
    verdict: Verdict,
    read: int,
    *,
    by: Actor,
    on: date | None,
    by_hand: bool = False,
) -> Case:
    happened = ev.EnvelopeChecked(
        letter=letter_id,
        expected=len(verdict.expected),
        read=read,
        missing=len(verdict.missing),
        foreign=len(verdict.foreign),
        twice=len(verdict.twice),
        unread=verdict.unread,
        by_hand=by_hand,
        passed=verdict.passed,
    )
    demand(by.roles, "send")
    result = cases.act(home, case.id, Note(happened=happened), by=by, on=on)
    assert isinstance(result, Case)
    return result
