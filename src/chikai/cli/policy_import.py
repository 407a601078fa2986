"""`chikai policy import FILE`: a first draft of a policy file from a published page."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from chikai.cli.answer import BAD_INPUT, DONE, OPEN_QUESTIONS, Answer, stop
from chikai.cli.desk import Desk
from chikai.cli.files import STDIN, read_bytes
from chikai.cli.verb import verb
from chikai.kernel.message import Message, say

_COMPANY = re.compile(r"[a-z][a-z0-9_]*")


@verb("policy import", needs="nothing")
def policy_import(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    company_id: Annotated[str | None, typer.Option("--company")] = None,
    out: Annotated[Path | None, typer.Option("--out")] = None,
) -> Answer:
    """With `--out`, the draft and beside it its report; without, the draft goes to standard
    output and the report to standard error. Exit 3 as long as a question is open."""
    from chikai.policy.draft import report
    from chikai.policy.draft.draft import draft
    from chikai.policy.draft.page import BadPage
    from chikai.policy.draft.reading.read import MAX_BYTES, read_page
    from chikai.words import render

    if company_id is not None and not _COMPANY.fullmatch(company_id):
        raise stop(BAD_INPUT, say("draft.wrong.company_id"), field="--company")
    beside = out.with_name(f"{out.stem}.report.md") if out else None
    for each in (out, beside):
        if each is not None and each.exists():
            raise stop(BAD_INPUT, say("draft.wrong.out_exists", name=str(each)), field="--out")
    try:
        page = read_page(_bytes(file, MAX_BYTES))
    except BadPage as bad:
        wrong = Message(f"draft.wrong.{bad.code}", dict(bad.args_of))
        raise stop(BAD_INPUT, wrong, field="FILE", file=str(file)) from None
    made = draft(page, lang=desk.lang, company_id=company_id)
    code = OPEN_QUESTIONS if made.questions else DONE
    told = report.markdown(made, file=file.name, lang=desk.lang)
    result = report.data(made)
    if out is None or beside is None:
        return Answer(result, raw=made.text, aside=told, code=code)
    _write(out, made.text)
    _write(beside, told)
    shown = (
        report.summary(made),
        say("draft.cli.written", draft=str(out), report=str(beside)),
        say("draft.cli.next", draft=str(out)),
    )
    files = {"draft_file": str(out), "report_file": str(beside)}
    return Answer(result | files, [render(each, lang=desk.lang) for each in shown], code=code)


def _bytes(file: Path, limit: int) -> bytes:
    """The file, or standard input for `-`; one byte more than allowed is enough to refuse it."""
    if str(file) == STDIN:
        return sys.stdin.buffer.read(limit + 1)
    return read_bytes(file, limit=limit, field="FILE")


def _write(path: Path, text: str) -> None:
    """Whole or not at all, and never over a file that is there."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, "utf-8")
        os.link(part, path)
    finally:
        part.unlink(missing_ok=True)
