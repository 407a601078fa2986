"""`chikai cabinet …`: cases and papers that were here before, from one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chikai.cli.answer import Answer
from chikai.cli.desk import Desk
from chikai.cli.files import read_bytes
from chikai.cli.shown import text
from chikai.cli.verb import verb


@verb("cabinet template", needs="nothing")
def template(desk: Desk, file: Annotated[Path, typer.Argument(metavar="FILE")]) -> Answer:
    from chikai.app import cabinet

    file.write_bytes(cabinet.template("en" if desk.lang == "en" else "ja"))
    return Answer({"file": str(file)}, [text("cli.written", desk.lang, file=str(file))])


@verb("cabinet import")
def take_over(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    company_id: Annotated[str | None, typer.Argument(metavar="COMPANY")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
) -> Answer:
    from chikai.app import cabinet

    content = read_bytes(file, limit=cabinet.MAX_BYTES, field="FILE")
    with desk.home(company_id) as home:
        lines = cabinet.read(home, cabinet.decode(content), file=str(file))
        seen = cabinet.counts(lines)
        opened = () if dry_run else cabinet.take_over(home, lines, by=desk.by)
    found = {"open": seen.open_, "closed": seen.closed, "papers": seen.papers}
    key = "console.cabinet.tried" if dry_run else "console.cabinet.taken"
    return Answer(
        {**found, "dry_run": dry_run, "cases": [case.id for case in opened]},
        [text(key, desk.lang, **found)],
    )
