"""`chikai request …`, the work in the databases: plan, approval, deed, proof, undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from chikai.cli.answer import BAD_INPUT, DONE, REFUSED, Answer, stop
from chikai.cli.desk import Desk, token
from chikai.cli.files import read_bytes, words_or_file
from chikai.cli.shown import CaseArg, done, masked, message, text
from chikai.cli.verb import verb
from chikai.kernel.message import say

if TYPE_CHECKING:
    from chikai.app.carry_out import PlanView, Scope
    from chikai.ledger.plan import Kept, Plan, SourceChange
    from chikai.ports import Remains

MOST: Final = 20_000_000
"""Bytes of a file that shows what was done by hand."""
Reasons = Annotated[str | None, typer.Option("--reasons")]


@verb("request plan")
def plan(
    desk: Desk,
    case: CaseArg,
    item: Annotated[list[str] | None, typer.Option("--item")] = None,
    purpose: Annotated[list[str] | None, typer.Option("--purpose")] = None,
    correct: Annotated[
        list[str] | None, typer.Option("--correct", metavar="ITEM=BEFORE=AFTER")
    ] = None,
    undo_days: Annotated[int, typer.Option("--undo-days", min=0, max=90)] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
) -> Answer:
    from chikai.app import carry_out

    scope = _scope(item, purpose, correct, undo_days)
    with desk.of_case(case) as home:
        if dry_run:
            made = carry_out.dry_run(home, case, scope, by=desk.by)
            head = text("plan.dry_run", desk.lang)
            return Answer({"plan": made.to_dict()}, [head, *plan_lines(made, desk.lang)])
        result = carry_out.plan(home, case, scope, by=desk.by)
        seen = carry_out.shown(home, case, actor=desk.viewer)
        answer = done(desk.lang, home, result)
        lines = [*plan_lines(seen.plan, desk.lang), *answer.shown]
        return Answer({**answer.result, "plan": seen.plan.hash}, lines)


def _scope(
    items: list[str] | None, purposes: list[str] | None, correct: list[str] | None, days: int
) -> Scope:
    from chikai.app.carry_out import Scope
    from chikai.ledger.plan import Correction

    corrections = []
    for each in correct or ():
        parts = each.split("=")
        if len(parts) != 3 or not parts[0]:
            raise stop(BAD_INPUT, say("cli.corrected"), field="--correct")
        name, column = parts[0], None
        if ":" in name:
            name, column = name.split(":", 1)
        corrections.append(Correction(name, parts[1] or None, parts[2] or None, column))
    return Scope(
        items=tuple(items or ()),
        purposes=tuple(purposes or ()),
        corrections=tuple(corrections),
        undo_days=days,
    )


@verb("request show-plan", needs="look")
def show_plan(
    desk: Desk, case: CaseArg, complete: Annotated[bool, typer.Option("--complete")] = False
) -> Answer:
    """What a correction puts there is masked unless `complete`; either way the look is logged."""
    from chikai.app import carry_out

    with desk.of_case(case) as home:
        seen = carry_out.shown(home, case, actor=desk.viewer)
        said = [
            (c.item, *(masked(v, complete=complete) for v in (c.before, c.after)))
            for c in seen.corrections
        ]
        lines = [*plan_lines(seen.plan, desk.lang), *_standing(seen, desk.lang)]
        lines += [f"  {item}: {before or '—'} → {after or '—'}" for item, before, after in said]
        corrected = [{"item": i, "before": b, "after": a} for i, b, a in said]
        return Answer({**_result(seen), "corrections": corrected}, lines)


@verb("request approve-plan")
def approve_plan(
    desk: Desk,
    case: CaseArg,
    plan_hash: Annotated[str, typer.Argument(metavar="HASH")],
    reasons: Reasons = None,
) -> Answer:
    from chikai.app import carry_out

    why = words_or_file(reasons, field="--reasons")
    with desk.of_case(case) as home:
        approved = carry_out.approve(home, case, token(plan_hash, "HASH"), by=desk.by, reasons=why)
        return done(desk.lang, home, approved)


@verb("request apply")
def apply(
    desk: Desk, case: CaseArg, dry_run: Annotated[bool, typer.Option("--dry-run")] = False
) -> Answer:
    from chikai.app import carry_out

    with desk.of_case(case) as home:
        if dry_run:
            seen = carry_out.shown(home, case, actor=desk.viewer)
            head = text("plan.dry_run", desk.lang)
            return Answer(_result(seen), [head, *plan_lines(seen.plan, desk.lang)])
        return _after(desk, case, done(desk.lang, home, carry_out.apply(home, case, by=desk.by)))


@verb("request verify")
def verify(desk: Desk, case: CaseArg) -> Answer:
    from chikai.app import carry_out

    with desk.of_case(case) as home:
        return _after(desk, case, done(desk.lang, home, carry_out.verify(home, case, by=desk.by)))


@verb("request sign-done")
def sign_done(
    desk: Desk,
    case: CaseArg,
    source: Annotated[str, typer.Argument(metavar="SOURCE")],
    rows: Annotated[int, typer.Option("--rows", min=0)],
    said: Annotated[str, typer.Option("--said")],
    evidence: Annotated[Path | None, typer.Option("--evidence")] = None,
) -> Answer:
    from chikai.app import carry_out

    file = None if evidence is None else read_bytes(evidence, limit=MOST, field="--evidence")
    words = words_or_file(said, field="--said") or ""
    with desk.of_case(case) as home:
        signed = carry_out.attest(
            home, case, token(source, "SOURCE"), rows, words, by=desk.by, evidence=file
        )
        return done(desk.lang, home, signed)


@verb("request undo")
def undo(desk: Desk, case: CaseArg, reasons: Annotated[str, typer.Option("--reasons")]) -> Answer:
    from chikai.app import carry_out

    why = words_or_file(reasons, field="--reasons") or ""
    with desk.of_case(case) as home:
        return done(desk.lang, home, carry_out.undo(home, case, why, by=desk.by))


def _after(desk: Desk, case: str, answer: Answer) -> Answer:
    """What the verification saw stands before where the case stands now."""
    from chikai.app import carry_out

    with desk.of_case(case) as home:
        seen = carry_out.shown(home, case, actor=desk.viewer)
    clean = seen.verified is not None and seen.verified.clean
    lines = [*_standing(seen, desk.lang), *answer.shown]
    return Answer(
        {**answer.result, **_result(seen)}, lines, answer.findings, DONE if clean else REFUSED
    )


def _result(seen: PlanView) -> dict[str, Any]:
    left = seen.verified
    return {
        "hash": seen.change.plan,
        "plan": seen.plan.to_dict(),
        "approved_by": seen.change.approved_by,
        "applied_on": seen.change.applied_on.isoformat() if seen.change.applied_on else None,
        "complete": seen.change.complete,
        "differing": [_remains(r) for r in left.differing] if left else [],
        "residues": [_remains(r) for r in left.found] if left else [],
        "attested": [_remains(r) for r in left.attested] if left else [],
        "may_remain": [_remains(r) for r in left.may_be] if left else [],
    }


def _remains(each: Remains) -> dict[str, Any]:
    return {"code": each.code, "source": each.source, "table": each.table, "count": each.count}


def _standing(seen: PlanView, lang: str) -> Iterator[str]:
    left = seen.verified
    if left is None:
        return
    yield text("plan.verified" if left.clean else "plan.not_verified", lang, rows=seen.plan.rows)
    if left.clean and seen.change.complete is False:
        yield "  " + text("plan.waits_for_owner", lang)
    for each in (*left.differing, *left.found, *left.attested, *left.may_be):
        args: dict[str, str | int] = {
            "source": each.source,
            "table": each.table,
            "count": each.count,
        }
        yield "  " + text(each.code, lang, **args)


def plan_lines(made: Plan, lang: str) -> Iterator[str]:
    """A plan as a person reads it before approving it."""
    yield text("plan.head", lang, work=text(f"plan.work.{made.work.value}", lang), rows=made.rows)
    yield text("plan.hash", lang, hash=made.hash)
    for source in made.sources:
        yield from _source(source, lang)
    for owner in made.by_hand:
        yield "  " + text("plan.by_hand", lang, source=owner.label[lang])
    if made.undo_days:
        yield "  " + text("plan.undo", lang, days=made.undo_days)
        if any(source.files for source in made.sources):
            yield "  " + text("plan.files_kept", lang)
    if made.to_judge:
        yield "  " + text("plan.to_judge", lang)


def _source(source: SourceChange, lang: str) -> Iterator[str]:
    yield f"■ {source.label[lang]} ({source.source})"
    for table in source.tables:
        how = "plan.rows_go" if table.deletes else "plan.rows_change"
        yield "  " + text(how, lang, table=f"{table.label[lang]} ({table.place})", rows=table.rows)
        for column in table.columns:
            deed = text(f"plan.deed.{column.deed.value}", lang)
            yield f"    {column.label[lang]} ({column.column}): {column.filled} → {deed}"
    for each in source.files:
        args: dict[str, str | int] = {"column": f"{each.label[lang]} ({each.table}.{each.column})"}
        yield "  " + text("plan.files_go", lang, count=each.files, size=each.size, **args)
        if each.missing:
            yield "  ! " + text("plan.files_missing", lang, count=each.missing, **args)
    for kept in source.kept:
        yield "  " + _kept(kept, lang)
    for note in source.notes:
        said: dict[str, str | int] = {"table": note.table, "name": note.name, "count": note.rows}
        yield "  ! " + text(note.code, lang, **said)


def _kept(kept: Kept, lang: str) -> str:
    place = f"{kept.label[lang]} ({kept.table}{f'.{kept.column}' if kept.column else ''})"
    said_why = kept.reason[lang] if kept.reason else None
    why = said_why or text(f"plan.why.{kept.why.value}", lang)
    law = f" [{kept.law[lang]}]" if kept.law else ""
    said = text("plan.kept", lang, place=place, rows=kept.rows, why=f"{why}{law}")
    if kept.until is None:
        return said
    until = message(say("plan.until", until=kept.until), lang)
    return f"{said} {until}"
