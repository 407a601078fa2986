"""`chikai document …`: documents that are disclosed in part."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chikai.cli.answer import BAD_INPUT, Answer, stop
from chikai.cli.desk import Desk, Lang
from chikai.cli.files import MAX_ENVELOPE, read_scan, read_text, write
from chikai.cli.request_in import LetterLang
from chikai.cli.shown import CaseArg, done, text
from chikai.cli.verb import verb
from chikai.kernel.message import say

if TYPE_CHECKING:
    from chikai.app.redaction import Part

DocumentArg = Annotated[str, typer.Argument(metavar="DOCUMENT")]


@verb("document add")
def add(desk: Desk, case: CaseArg, file: Annotated[Path, typer.Argument(metavar="FILE")]) -> Answer:
    from chikai.app import redaction
    from chikai.duties.requests.decide import Defect

    with desk.of_case(case) as home:
        result = redaction.add_document(home, case, read_scan(file), by=desk.by)
        if isinstance(result, Defect):
            return done(desk.lang, home, result)
        made = result.documents[-1]
    shown = text("cli.scan.added", desk.lang, document=made.id, pages=made.pages)
    return Answer({"document": made.id, "pages": made.pages}, [shown])


@verb("document redact")
def redact(
    desk: Desk,
    case: CaseArg,
    document: DocumentArg,
    parts: Annotated[Path, typer.Option("--parts")],
    letter_lang: LetterLang = Lang.JA,
) -> Answer:
    from chikai.app import redaction
    from chikai.duties.requests.decide import Defect

    read = _parts(read_text(parts, limit=MAX_ENVELOPE, field="--parts"))
    with desk.of_case(case) as home:
        result = redaction.redact(home, case, document, read, by=desk.by, lang=letter_lang.value)
        if isinstance(result, Defect):
            return done(desk.lang, home, result)
    return Answer(
        {"document": document, "parts": len(read)},
        [text("cli.scan.redacted", desk.lang, parts=len(read))],
    )


def _parts(written: str) -> list[Part]:
    """The parts of a JSON list. Raises `Stop`, which quotes nothing of it."""
    from chikai.app.redaction import Part
    from chikai.kernel.area import Area

    try:
        rows: list[dict[str, Any]] = json.loads(written)
        return [
            Part(
                int(row["page"]),
                Area(int(row["left"]), int(row["top"]), int(row["width"]), int(row["height"])),
                str(row["ground"]),
                str(row["reason"]),
            )
            for row in rows
        ]
    except (ValueError, KeyError, TypeError):
        raise stop(BAD_INPUT, say("cli.scan.parts"), field="--parts") from None


@verb("document write", needs="look")
def write_out(
    desk: Desk,
    case: CaseArg,
    document: DocumentArg,
    out: Annotated[Path, typer.Option("--out")],
) -> Answer:
    from chikai.app import cases, read, redaction
    from chikai.ports import Missing

    with desk.of_case(case) as home:
        held = redaction.document_of(cases.load(home, case), document)
        if held.redacted is None:
            raise Missing(document)
        content = read.open_blob(home, case, held.redacted.sealed, actor=desk.viewer)
    write(out, content)
    return Answer({"file": str(out)}, [text("cli.written", desk.lang, file=str(out))])
