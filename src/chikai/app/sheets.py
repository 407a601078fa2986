"""Scanned returns sort themselves: each page by the code it bears, into the cases it belongs to.

Nothing is stored by sorting. A page is kept only by `take`: when somebody has said what paper it
is, and everything on it that must not be kept is painted over and looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from chikai.app import cases
from chikai.app.cases import Actor
from chikai.app.envelope import Sheet
from chikai.app.intake import paper_events
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.flow import FLOW
from chikai.kernel.area import Area
from chikai.kernel.sheet_code import BadSheetCode, SheetCode, form_sheet, read
from chikai.law.kinds import Paper
from chikai.people.masking import ENTRIES, Proposal, proposals
from chikai.people.staff import demand
from chikai.ports import BadData, Home, Missing, ScannedPage, Scans, Unavailable

ALIKE: Final = 40
"""Two prints of 1,024 bits that differ in no more are taken for one page."""


class Standing(StrEnum):
    """What became of a page."""

    OF_CASE = "of_case"  # its code names cases that are here
    FORM = "form"  # our own form, printed before there was a case
    BESIDE = "beside"  # no code; it came after a page of a case
    OTHER = "other"  # our code, but of no case here
    DAMAGED = "damaged"  # our code, misread
    UNKNOWN = "unknown"  # no code, and nothing before it
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class SortedPage:
    """One page of a scan. `cases`: where it belongs, or for `beside` where it may; `same_as`: the
    number of an earlier page that it seems to be again."""

    file: str
    number: int
    standing: Standing
    page: ScannedPage
    sheet: SheetCode | None = None
    cases: tuple[str, ...] = ()
    same_as: int | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """A place to paint over and what stands there: one of `people.masking.ENTRIES`."""

    what: str
    area: Area


def scans_of(home: Home) -> Scans:
    """Raises `Unavailable` where nothing here opens scans."""
    if home.scans is None:
        raise Unavailable("scans")
    return home.scans


# --- sorting ------------------------------------------------------------------------------------


def sort(home: Home, files: Iterable[tuple[str, bytes]]) -> tuple[SortedPage, ...]:
    """Every page of the files, in order, numbered through. Nothing is stored or journalled.

    Raises `BadData` for a file that is no scan, naming it.
    """
    open_ = scans_of(home).pages
    known = frozenset(home.journal.cases())
    found: list[SortedPage] = []
    for name, content in files:
        before: tuple[str, ...] = ()
        try:
            pages = open_(content)
        except BadData as error:
            error.file, error.field = name, None
            raise
        for page in pages:
            placed = _placed(home, page, known, before)
            same = next((p.number for p in found if _same(p, placed)), None)
            before = placed.cases if placed.standing is Standing.OF_CASE else before
            found.append(replace(placed, file=name, number=len(found) + 1, same_as=same))
    return tuple(found)


def _placed(
    home: Home, page: ScannedPage, known: frozenset[str], before: tuple[str, ...]
) -> SortedPage:
    sheets, damaged = _codes(page)
    if sheets:
        here = tuple(c for c in sheets[0].cases if c in known and _takes(home, c))
        if here:
            return SortedPage("", 0, Standing.OF_CASE, page, sheets[0], here)
        ours = _is_form(home, sheets[0])
        return SortedPage("", 0, Standing.FORM if ours else Standing.OTHER, page, sheets[0])
    if damaged:
        return SortedPage("", 0, Standing.DAMAGED, page)
    if page.blank:
        return SortedPage("", 0, Standing.BLANK, page)
    if before:
        return SortedPage("", 0, Standing.BESIDE, page, cases=before)
    return SortedPage("", 0, Standing.UNKNOWN, page)


def _codes(page: ScannedPage) -> tuple[list[SheetCode], bool]:
    """Our codes on the page, and whether one of ours was misread."""
    sheets, damaged = [], False
    for code in page.codes:
        try:
            sheets.append(read(code.text))
        except BadSheetCode as bad:
            damaged = damaged or bad.ours
    return sheets, damaged


def _takes(home: Home, case_id: str) -> bool:
    """Whether the case can still take a page: its papers are not destroyed."""
    try:
        case = cases.load(home, case_id)
    except Missing:
        return False
    return FLOW.find(case.state, ev.PagesSorted.type()) is not None


def _is_form(home: Home, sheet: SheetCode) -> bool:
    return not sheet.cases and sheet.sheet.startswith(f"{form_sheet(home.company)}-")


def _same(one: SortedPage, other: SortedPage) -> bool:
    if one.sheet is not None or other.sheet is not None:
        return one.sheet == other.sheet
    if one.page.blank or other.page.blank:
        return False
    return (one.page.print_ ^ other.page.print_).bit_count() <= ALIKE


def record(home: Home, pages: Sequence[SortedPage], *, by: Actor) -> tuple[str, ...]:
    """Journal for each case how many pages of it came. A repeated command changes nothing; the
    cases it was about."""
    demand(by.roles, "scan")
    mine = [p for p in pages if p.standing is Standing.OF_CASE]
    ids = tuple(dict.fromkeys(c for p in mine for c in p.cases))
    if not ids or home.journal.command(by.command):
        return ids
    came = []
    for id in ids:
        of_case = [p for p in mine if id in p.cases]
        again = sum(p.same_as is not None for p in of_case)
        note = cmd.Note(happened=ev.PagesSorted(pages=len(of_case), again=again))
        came.append((cases.load(home, id), [note]))
    cases.act_together(home, came, by=by, on=cases.today(home))
    return ids


# --- covering and taking ------------------------------------------------------------------------


def propose(home: Home, page: ScannedPage, paper: Paper | None) -> tuple[Proposal, ...]:
    """What to cover on a page, for a clerk to accept or to add to. Codes of our own stay. Where no
    reader is installed, only picture codes are found."""
    scans = scans_of(home)
    codes = [c.area for c in page.codes if not c.text.startswith("CHIKAI")]
    return proposals(scans.words(page.picture), codes=codes, paper=paper)


def take(
    home: Home,
    page: ScannedPage,
    sheet: Sheet,
    covers: Sequence[Cover],
    *,
    into: Sequence[str],
    by: Actor,
) -> tuple[Case, ...]:
    """Keep a page as a paper of one case, or of several that share it: all or none.

    What shows of domicile and individual number must be among `covers`, but for the number a
    request about specific personal information is about. Raises `BadData` for what is left open
    and for what is still seen after covering; `Missing` for a case that is not here.
    """
    demand(by.roles, "scan")
    ids = tuple(dict.fromkeys(into))
    if not ids:
        raise BadData("scan.no_case", field="case")
    loaded = [cases.load(home, id) for id in ids]
    if home.journal.command(by.command):
        return tuple(loaded)
    _all_covered(sheet, covers, loaded)
    areas = [each.area for each in covers]
    scans = scans_of(home)
    picture = scans.covered(page.picture, areas)
    if areas and scans.uncovered(picture, areas):
        raise BadData("scan.still_shows", field="covers")
    marked = replace(sheet, scan=picture, masked=tuple(each.what for each in covers))
    taken = [
        (case, [cmd.Note(happened=each) for each in paper_events(home, case, marked)])
        for case in loaded
    ]
    return cases.act_together(home, taken, by=by, on=cases.today(home))


def _all_covered(sheet: Sheet, covers: Sequence[Cover], into: Sequence[Case]) -> None:
    done = {each.what for each in covers}
    if not done <= set(ENTRIES):
        raise BadData("scan.no_such_entry", field="covers")
    shown = {"domicile"} if sheet.domicile_shown else set()
    if sheet.number_shown and not all(case.specific for case in into):
        shown.add("my_number")
    if shown - done:
        raise BadData("intake.cover_first", field="covers")
