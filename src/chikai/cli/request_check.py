"""`chikai request …`, the eyes of others: second check, approval, searches by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from chikai.cli.answer import BAD_INPUT, DONE, REFUSED, Answer, stop
from chikai.cli.desk import Desk, day, token
from chikai.cli.files import read_scan, words_or_file
from chikai.cli.shown import CaseArg, done, text
from chikai.cli.verb import verb
from chikai.kernel.message import say


@verb("request check")
def check(
    desk: Desk,
    case: CaseArg,
    fact: Annotated[list[str] | None, typer.Option("--fact")] = None,
) -> Answer:
    """Without a fact it says which two to enter; the values are never shown."""
    from chikai.app import checking
    from chikai.app.faults import Fault
    from chikai.duties.requests.decide import Defect

    entered = {}
    for each in fact or ():
        name, equals, value = each.partition("=")
        if not equals:
            raise stop(BAD_INPUT, say("cli.usage.fact"), field="--fact")
        entered[name] = value
    with desk.of_case(case) as home:
        asked = checking.facts(home, case)
        if not entered:
            lines = [f"{name}  {text(f'check.fact.{name}', desk.lang)}" for name in asked]
            return Answer({"facts": list(asked)}, lines, code=DONE)
        checked = checking.second_check(home, case, entered, by=desk.by)
        answer = done(desk.lang, home, checked)
        if isinstance(checked, Defect):
            return answer
        stopped = checking.stopped(home, checked, by=desk.by)
        if stopped is None:
            return answer
        return replace(answer, findings=(Fault(stopped.id, stopped),), code=REFUSED)


@verb("request approve")
def approve(desk: Desk, case: CaseArg) -> Answer:
    from chikai.app import checking

    with desk.of_case(case) as home:
        return done(desk.lang, home, checking.approve(home, case, by=desk.by))


@verb("request task set")
def task_set(
    desk: Desk,
    case: CaseArg,
    where: Annotated[str, typer.Argument(metavar="WHERE")],
    owner: Annotated[str, typer.Option("--owner")],
    due: Annotated[str, typer.Option("--due")],
    given: Annotated[list[str], typer.Option("--given")],
) -> Answer:
    """A named owner is to look where no machine can."""
    from chikai.app import tasks

    until = day(due, "--due")
    assert until is not None
    who = token(owner, "--owner")
    with desk.of_case(case) as home:
        asked = tasks.set_task(home, case, where, who, until, tuple(given), by=desk.by)
        return done(desk.lang, home, asked)


@verb("request task sign")
def task_sign(
    desk: Desk,
    case: CaseArg,
    task: Annotated[str, typer.Argument(metavar="TASK")],
    found: Annotated[bool, typer.Option("--found/--none-held")],
    said: Annotated[str | None, typer.Option("--said")] = None,
    file: Annotated[Path | None, typer.Option("--file")] = None,
) -> Answer:
    """The owner signs: found, or none held."""
    from chikai.app import tasks

    content = read_scan(file) if file else None
    words = words_or_file(said, field="--said") or ""
    with desk.of_case(case) as home:
        signed = tasks.sign(
            home, case, token(task, "TASK"), found, words, by=desk.by, upload=content
        )
        return done(desk.lang, home, signed)
