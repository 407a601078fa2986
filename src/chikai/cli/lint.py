"""`chikai policy check` and `chikai policy lint`: a policy against the law of a day.

`check` is for people: whether the file reads, the law's table, what to mend, and where the law
goes before the text. `lint` is the same examination for programs and code review."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chikai.cli.answer import BAD_INPUT, DONE, REFUSED, Answer, Table, stop
from chikai.cli.desk import Desk, day
from chikai.cli.files import read_text
from chikai.cli.law import today
from chikai.cli.verb import verb
from chikai.kernel.message import say

if TYPE_CHECKING:
    from chikai.policy.lint import Report


MAX_POLICY = 1_000_000


class FailOn(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


@verb("policy check", needs="home")
def policy_check(
    desk: Desk,
    what: Annotated[list[str] | None, typer.Argument(metavar="[FILE|COMPANY]...")] = None,
) -> Answer:
    """Every company here unless some are named. Exit 1 when the law finds an error, 2 when a
    file cannot be run."""
    from chikai import places
    from chikai.app.faults import Fault
    from chikai.cli.lint_shown import Shown
    from chikai.policy.law_first import law_beats_text
    from chikai.policy.lint import lint_text
    from chikai.policy.load import load
    from chikai.words import render

    on = desk.on or today().date()
    files = [each for one in what or places.companies(desk.root) for each in _files(desk, one)]
    for name, text in files:
        load(text, file=name)  # what cannot be run is refused before it is judged
    reports = [lint_text(text, file=name, on=on) for name, text in files]
    findings = [Shown.of(each) for report in reports for each in report.findings]
    first = [
        Fault(f.code, f.message, "advice", report.file, f.line, f.column, f.field, f.cites)
        for report in reports
        for f in law_beats_text(report.policy, on=max(on, report.policy.effective_from))
    ]
    grave = any(report.at_least("error") for report in reports)
    good = [
        render(say("cli.policy_good", file=report.file), lang=desk.lang)
        for report in reports
        if not report.at_least("error")
    ]
    shown: list[str | Table] = [_table(reports, desk.lang), *_counts(reports, desk.lang), *good]
    code = REFUSED if grave else DONE
    return Answer([_result(each) for each in reports], shown, (*findings, *first), code)


@verb("policy lint", needs="home")
def policy_lint(
    desk: Desk,
    what: Annotated[list[str], typer.Argument(metavar="COMPANY|FILE")],
    asof: Annotated[str | None, typer.Option("--asof")] = None,
    fail_on: Annotated[FailOn, typer.Option("--fail-on")] = FailOn.ERROR,
    format: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    fix: Annotated[bool, typer.Option("--fix")] = False,
) -> Answer:
    """Exit 0 when nothing is as grave as `--fail-on`, 1 when something is, 2 for a bad file."""
    from chikai.cli.lint_shown import Shown, sarif
    from chikai.policy.lint import lint_text, mend
    from chikai.words import render

    on = day(asof, "--asof") or desk.on or today().date()
    reports, mended = [], []
    for name, text in (each for one in what for each in _files(desk, one, fix)):
        if fix and (new := mend(text, file=name, on=on)) != text:
            _replace(Path(name), new)
            mended.append(render(say("lint.cli.fixed", file=name), lang=desk.lang))
            text = new
        reports.append(lint_text(text, file=name, on=on))
    grave = any(report.at_least(fail_on.value) for report in reports)
    code = REFUSED if grave else DONE
    found = tuple(Shown.of(each) for report in reports for each in report.findings)
    result = [_result(each) for each in reports]
    if format is Format.SARIF:
        return Answer(result, raw=sarif(reports, desk.lang), code=code)
    if format is Format.JSON:
        whole = {"ok": code == DONE, "result": result, "findings": [f.to_dict() for f in found]}
        raw = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
        return Answer(result, raw=raw, code=code)
    shown: list[str | Table] = [*mended, _table(reports, desk.lang), *_counts(reports, desk.lang)]
    return Answer(result, shown, found, code)


def _files(desk: Desk, what: str, fix: bool = False) -> Iterator[tuple[str, str]]:
    """A file alone, or every version of a company: shipped ones, then its own."""
    from chikai import policies

    path = Path(what)
    if path.suffix in (".yaml", ".yml") or path.is_file() or what == "-":
        yield what, read_text(path, limit=MAX_POLICY, field="FILE")
        return
    where = desk.place(what)
    if fix:
        raise stop(BAD_INPUT, say("lint.cli.fix_needs_file"), field="--fix")
    own = {each.name: each for each in (where.folder / "policies").glob("*.yaml")}
    shipped = policies.shipped(what) if what in policies.SHIPPED else ()
    for each in shipped:
        if each.name.rpartition("/")[2] not in own:
            yield each.name, each.text
    for _, file in sorted(own.items()):
        yield str(file), read_text(file, limit=MAX_POLICY, field="FILE")


def _replace(path: Path, text: str) -> None:
    """Write the mended file, whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, "utf-8")
        part.chmod(path.stat().st_mode & 0o777)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _result(report: Report) -> dict[str, Any]:
    return {
        "file": report.file,
        "company": report.policy.company,
        "version": report.policy.version,
        "on": report.on.isoformat(),
        "table": [
            {
                "rule": cell.rule.id,
                "status": cell.status.value,
                "mark": cell.status.mark,
                "because": [cite.en for cite in cell.rule.cites],
            }
            for cell in report.table
        ],
    }


def _table(reports: list[Report], lang: str) -> Table:
    from chikai.words import render

    head = [render(say(f"lint.cli.{name}"), lang=lang) for name in ("item", "basis")]
    names = [f"{each.policy.company} {each.policy.version}" for each in reports]
    first = reports[0].table if reports else ()
    rows = [
        [
            render(say(cell.rule.word("title")), lang=lang),
            cell.rule.cites[0].say(lang),
            *(report.table[index].status.mark for report in reports),
        ]
        for index, cell in enumerate(first)
    ]
    return Table([*head, *names], rows)


def _counts(reports: list[Report], lang: str) -> Iterator[str]:
    from chikai.words import render

    for report in reports:
        given = [each.severity for each in report.findings]
        yield render(
            say(
                "lint.cli.count",
                file=report.file,
                errors=given.count("error"),
                warnings=given.count("warning"),
                questions=given.count("question"),
                advice=given.count("advice"),
            ),
            lang=lang,
        )
