"""`chikai scan …`: returned pages sorted, covered and kept; the envelope gate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chikai.cli.answer import BAD_INPUT, DONE, REFUSED, Answer, Table, stop
from chikai.cli.desk import Desk, day
from chikai.cli.files import read_scan
from chikai.cli.shown import CaseArg, done, message, text
from chikai.cli.verb import verb
from chikai.kernel.message import say
from chikai.law.kinds import Paper, Whose

if TYPE_CHECKING:
    from chikai.app.sheets import Cover, SortedPage
    from chikai.ports import Home, ScannedPage

ENDINGS = frozenset({".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg"})

FileArg = Annotated[Path, typer.Argument(metavar="FILE")]
Number = Annotated[int, typer.Option("--page", min=1)]


@verb("scan sort")
def sort(
    desk: Desk,
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    company_id: Annotated[str | None, typer.Argument(metavar="COMPANY")] = None,
) -> Answer:
    from chikai.app import sheets

    if not folder.is_dir():
        raise stop(BAD_INPUT, say("cli.scan.not_a_folder"), field="DIR", file=str(folder))
    files = sorted(p for p in folder.iterdir() if p.suffix.lower() in ENDINGS)
    with desk.home(company_id) as home:
        pages = sheets.sort(home, ((path.name, read_scan(path)) for path in files))
        sheets.record(home, pages, by=desk.by)
    names = ("page", "file", "standing", "case", "sheet")
    heads = [text(f"cli.scan.{name}", desk.lang) for name in names]
    rows = [_row(each, desk.lang) for each in pages]
    shown: list[str | Table] = (
        [Table(heads, rows)] if rows else [text("cli.scan.nothing", desk.lang)]
    )
    return Answer([_result(each) for each in pages], shown)


def _row(page: SortedPage, lang: str) -> list[str]:
    standing = text(f"scan.standing.{page.standing}", lang)
    if page.same_as is not None:
        standing += f" ({text('scan.again.same', lang, number=page.same_as)})"
    sheet = f"{page.sheet.sheet} {page.sheet.page}/{page.sheet.total}" if page.sheet else ""
    return [str(page.number), page.file, standing, ", ".join(page.cases), sheet]


def _result(page: SortedPage) -> dict[str, Any]:
    return {
        "number": page.number,
        "file": page.file,
        "standing": page.standing.value,
        "cases": list(page.cases),
        "sheet": page.sheet.sheet if page.sheet else None,
        "page": page.sheet.page if page.sheet else None,
        "of": page.sheet.total if page.sheet else None,
        "same_as": page.same_as,
    }


@verb("scan find", needs="nothing")
def find(
    desk: Desk,
    file: FileArg,
    number: Number = 1,
    kind: Annotated[Paper | None, typer.Option("--paper")] = None,
) -> Answer:
    """Proposals only: nothing is stored, and no word that was read is shown."""
    from chikai import wiring
    from chikai.people.masking import proposals

    scans = wiring.scans()
    page = _page(scans.pages(read_scan(file)), number)
    codes = [c.area for c in page.codes if not c.text.startswith("CHIKAI")]
    found = proposals(scans.words(page.picture), codes=codes, paper=kind)
    places = [(p, f"{p.area.left},{p.area.top},{p.area.width},{p.area.height}") for p in found]
    heads = [text(f"cli.scan.{name}", desk.lang) for name in ("what", "where", "must")]
    rows = [
        [f"{p.what} ({text(f'web.entry.{p.what}', desk.lang)})", place, "●" if p.must else ""]
        for p, place in places
    ]
    shown: list[str | Table] = [Table(heads, rows)] if rows else []
    if not rows:
        shown.append(text("cli.scan.found_nothing", desk.lang))
    if not scans.reads:
        shown.append(text("cli.scan.no_reader", desk.lang))
    return Answer([{"what": p.what, "cover": place, "must": p.must} for p, place in places], shown)


def _page(pages: tuple[ScannedPage, ...], number: int) -> ScannedPage:
    if number > len(pages):
        raise stop(BAD_INPUT, say("cli.scan.no_such_page"), field="--page")
    return pages[number - 1]


@verb("scan take")
def take(
    desk: Desk,
    file: FileArg,
    kind: Annotated[Paper, typer.Argument(metavar="TYPE")],
    into: Annotated[list[str], typer.Option("--case")],
    number: Number = 1,
    whose: Annotated[Whose, typer.Option("--whose")] = Whose.PERSON,
    issued: Annotated[str | None, typer.Option("--issued")] = None,
    expires: Annotated[str | None, typer.Option("--expires")] = None,
    domicile_shown: Annotated[bool, typer.Option("--domicile-shown")] = False,
    number_shown: Annotated[bool, typer.Option("--number-shown")] = False,
    cover: Annotated[list[str] | None, typer.Option("--cover")] = None,
) -> Answer:
    from chikai.app import sheets
    from chikai.app.envelope import Sheet

    covers = [_cover(each) for each in cover or ()]
    sheet = Sheet(
        type=kind,
        whose=whose,
        issued_on=day(issued, "--issued"),
        expires_on=day(expires, "--expires"),
        domicile_shown=domicile_shown or any(c.what == "domicile" for c in covers),
        number_shown=number_shown or any(c.what == "my_number" for c in covers),
    )
    with desk.of_case(into[0]) as home:
        page = _page(sheets.scans_of(home).pages(read_scan(file)), number)
        return done(desk.lang, home, sheets.take(home, page, sheet, covers, into=into, by=desk.by))


def _cover(written: str) -> Cover:
    """`domicile=100,300,400,30`."""
    from chikai.app.sheets import Cover
    from chikai.kernel.area import Area

    what, _, place = written.partition("=")
    try:
        left, top, width, height = (int(each) for each in place.split(","))
        return Cover(what, Area(left, top, width, height))
    except ValueError:
        raise stop(BAD_INPUT, say("cli.scan.cover"), field="--cover") from None


@verb("scan gate")
def gate(
    desk: Desk,
    case: CaseArg,
    which: Annotated[str, typer.Argument(metavar="LETTER")] = "answer",
    code: Annotated[list[str] | None, typer.Option("--code")] = None,
    scan: Annotated[Path | None, typer.Option("--scan")] = None,
    counted: Annotated[int | None, typer.Option("--counted", min=1)] = None,
) -> Answer:
    """By codes, by a scan of the whole envelope, or by hand with a count; exit 1 stops it."""
    from chikai.app import gate as gates
    from chikai.duties.requests.gate import said

    with desk.of_case(case) as home:
        letter = _letter(home, case, which)
        if counted is not None:
            gates.check_by_hand(home, case, letter, counted, by=desk.by)
            shown = text("gate.verdict.passed", desk.lang, count=counted)
            return Answer({"passed": True, "by_hand": True}, [shown])
        if scan is not None:
            verdict = gates.check_scan(home, case, letter, read_scan(scan), by=desk.by)
        else:
            once = tuple(dict.fromkeys(each.strip() for each in code or ()))
            verdict = gates.check(home, case, letter, once, by=desk.by)
    lines = [message(each, desk.lang) for each in said(verdict)]
    result = {
        "passed": verdict.passed,
        "expected": len(verdict.expected),
        "missing": [str(each) for each in verdict.missing],
        "foreign": [{"why": f.why.value, "sheet": str(f.sheet or "")} for f in verdict.foreign],
        "twice": [str(each) for each in verdict.twice],
        "unread": verdict.unread,
    }
    return Answer(result, lines, code=DONE if verdict.passed else REFUSED)


def _letter(home: Home, case_id: str, which: str) -> str:
    """The letter named by its id or kind, or the answer."""
    from chikai.app import cases

    case = cases.load(home, case_id)
    if which == "answer" and case.answer:
        return case.answer.id
    found = [x.id for x in case.every_letter if which in (x.id, x.kind)]
    return found[-1] if found else which
