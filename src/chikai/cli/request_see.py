"""`chikai request …`, what there is to see: the inbox, a case, what was found, a letter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chikai.cli.answer import BAD_INPUT, Answer, Table, stop
from chikai.cli.case_lines import view_lines
from chikai.cli.case_result import clocks_result, view_result
from chikai.cli.desk import Desk
from chikai.cli.files import write
from chikai.cli.next_command import next_command
from chikai.cli.shown import CaseArg, both, case_of, masked, message, text
from chikai.cli.verb import verb
from chikai.kernel.message import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chikai.app.search import InDoubt
    from chikai.ledger.found import Candidate


@verb("request inbox", needs="home")
def inbox(
    desk: Desk, company_id: Annotated[str | None, typer.Argument(metavar="COMPANY")] = None
) -> Answer:
    from chikai.app import read

    with desk.home(company_id) as home:
        lines = read.inbox(home)
        result = [case_of(home, line.case) for line in lines]
    names = ("case", "kind", "status", "arrived", "due", "next")
    heads = [text(f"cli.inbox.{name}", desk.lang) for name in names]
    rows = [
        [
            line.case.id,
            text(f"kind.{line.case.kind.value}", desk.lang),
            message(line.status, desk.lang),
            line.case.basis.arrived_on.isoformat(),
            line.nearest_due.isoformat() if line.nearest_due else "",
            message(line.next_step, desk.lang),
        ]
        for line in lines
    ]
    shown = [Table(heads, rows)] if rows else [text("cli.inbox.empty", desk.lang)]
    return Answer(result, shown)


@verb("request show", needs="look")
def show(
    desk: Desk, case: CaseArg, file: Annotated[bool, typer.Option("--file")] = False
) -> Answer:
    from chikai.app import read

    with desk.of_case(case) as home:
        view = read.view(home, case, actor=desk.viewer)
    return Answer(view_result(view, file=file), list(view_lines(view, desk.lang, file=file)))


@verb("request next", needs="home")
def next_(desk: Desk, case: CaseArg) -> Answer:
    """The sentence of the next step, and its command where the step is a single one."""
    from chikai.app import cases
    from chikai.duties.requests.next_step import next_step
    from chikai.duties.requests.openings import open_items

    with desk.of_case(case) as home:
        held = cases.load(home, case)
        seen, policy, day = case_of(home, held), cases.policy_of(home, held), cases.today(home)
    step = next_step(held, policy, on=day)
    command = next_command(held, open_items(held, policy, on=day), step)
    lines = [seen["next_step"][desk.lang], *([f"  $ {command}"] if command else [])]
    return Answer({**seen, "command": command}, lines)


@verb("request clocks", needs="home")
def clocks(desk: Desk, case: CaseArg) -> Answer:
    from chikai.app import cases
    from chikai.duties.requests.clocks import clocks as running

    with desk.of_case(case) as home:
        held = cases.load(home, case)
        found = running(held, cases.policy_of(home, held), on=cases.today(home))
    heads = [text(f"cli.clocks.{name}", desk.lang) for name in ("due", "standing", "arithmetic")]
    rows = [
        [
            clock.due.isoformat() if clock.due else "",
            text(f"cli.standing.{clock.standing}", desk.lang),
            message(clock.arithmetic, desk.lang),
        ]
        for clock in found
    ]
    return Answer(clocks_result(found), [Table(heads, rows)])


@verb("request found", needs="look")
def found(
    desk: Desk, case: CaseArg, complete: Annotated[bool, typer.Option("--complete")] = False
) -> Answer:
    """Masked unless `complete`; either way the look is logged."""
    from chikai.app import cases, search

    with desk.of_case(case) as home:
        home.views.log(actor_id=desk.viewer, case=case, what="found", at=home.clock.now())
        held = cases.load(home, case)
        tables = search.found_tables(home, held)
        if held.in_doubt is not None or (held.search and held.search.result == "many"):
            lead = "cli.found.in_doubt" if held.in_doubt is None else "doubt.lead"
            return _in_doubt(search.candidates(home, case, actor=desk.viewer), lead, desk.lang)
    if not tables:
        return Answer([], [text("cli.found.nothing", desk.lang)])
    copied = held.kind not in search.TO_GO
    shown: list[str | Table] = [] if copied else [text("cli.found.not_copied", desk.lang)]
    result = []
    for table in tables:
        if not table["columns"]:
            continue
        rows = [[masked(each, complete=complete) for each in row] for row in table["rows"]]
        heads = [column[desk.lang] for column in table["columns"]]
        shown += [f"■ {table['label'][desk.lang]}", Table(heads, rows)]
        columns = [{"item": c["item"], "ja": c["ja"], "en": c["en"]} for c in table["columns"]]
        linked = {key: table[key] for key in ("linked",) if key in table}
        if linked:
            how = text("doubt.linked", desk.lang, count=table["linked"]["rows"])
            shown.append(f"{how} {_named(table['linked']['by'], desk.lang)}")
        result.append({"label": table["label"], "columns": columns, "rows": rows} | linked)
    return Answer(result, shown)


def _in_doubt(doubt: InDoubt, lead: str, lang: str) -> Answer:
    """Who may be meant, masked: enough to judge or to ask for one more lead, not to read on."""
    from chikai.app.doubt import masked, masked_table

    head = [text(f"doubt.{each}", lang) for each in ("record", "with_form", "with_found")]
    rows = [_masked(each, lang) for each in doubt.candidates]
    if doubt.more:
        ask = f"{text('doubt.narrow', lang)} {_named(doubt.ask, lang)}" if doubt.ask else ""
        rows.append([text("doubt.others", lang, count=doubt.more), ask, ""])
    for table in doubt.undecided:
        label = table.label.ja if lang == "ja" else table.label.en
        rows.append([f"■ {label}", f"{text('doubt.needs', lang)} {_named(table.needs, lang)}", ""])
        rows += [_masked(each, lang) for each in table.rows]
        if table.more:
            rows.append([text("doubt.more", lang, count=table.more), "", ""])
    result = {
        "candidates": [masked(each) for each in doubt.candidates],
        "more": doubt.more,
        "undecided": [masked_table(each) for each in doubt.undecided],
        "ask": [i.value for i in doubt.ask],
    }
    return Answer(result, [text(lead, lang), Table(head, rows)])


def _masked(row: Candidate, lang: str) -> list[str]:
    """One row: what it says, and how that stands to the request and to the records found."""
    shown = "  ".join(f"{text(f'sources.identifier.{i}', lang)} {v}" for i, v in row.shown)
    said = []
    for agrees, differs in ((row.agrees, row.differs), (row.as_found, row.unlike_found)):
        parts = [("doubt.agrees", agrees), ("doubt.differs", differs)]
        said.append("  ".join(f"{text(id, lang)}: {_named(of, lang)}" for id, of in parts if of))
    return [shown, *said]


def _named(identifiers: Sequence[str], lang: str) -> str:
    return " ".join(text(f"sources.identifier.{each}", lang) for each in identifiers)


@verb("request letter", needs="look")
def letter(
    desk: Desk,
    case: CaseArg,
    which: Annotated[str, typer.Argument(metavar="LETTER")],
    out: Annotated[Path, typer.Option("--out")],
    electronic: Annotated[bool, typer.Option("--electronic")] = False,
) -> Answer:
    """`which` is a letter's id, its kind, or `answer`; the last one of its kind is given."""
    from chikai.app import cases, read
    from chikai.duties.requests.events import AnswerSent, parse

    with desk.of_case(case) as home:
        held = cases.load(home, case)
        sent = [*held.letters, *([held.answer] if held.answer else [])]
        names: list[dict[str, Any]] = [{"id": x.id, "kind": x.kind} for x in sent]
        wanted = [x for x in sent if which in (x.id, x.kind)]
        if which == "answer" and held.answer:
            wanted = [held.answer]
        if not wanted:
            known = ", ".join(f"{each['id']} ({each['kind']})" for each in names)
            raise stop(BAD_INPUT, say("cli.no_such_letter", known=known or "—"), field="LETTER")
        blob = wanted[-1].sealed
        if electronic:
            answers = [parse(e.type, e.data) for e in home.journal.read(case)]
            files = [a.attached for a in answers if isinstance(a, AnswerSent) and a.attached]
            if not files:
                raise stop(BAD_INPUT, say("cli.no_electronic_file"), field="--electronic")
            blob = files[-1]
        content = read.open_blob(home, case, blob, actor=desk.viewer)
    write(out, content)
    result = {"letter": wanted[-1].id, "kind": wanted[-1].kind, "file": str(out)}
    return Answer(result | {"bytes": len(content)}, [text("cli.written", desk.lang, file=str(out))])


@verb("request grounds", needs="home")
def grounds(desk: Desk, case: CaseArg) -> Answer:
    """What the law offers for refusing this kind of request, and the actions it knows."""
    from chikai.app import cases
    from chikai.duties.requests.commands import ACTIONS
    from chikai.law.grounds import grounds as offered

    with desk.of_case(case) as home:
        held = cases.load(home, case)
        day = cases.today(home)
    actions = [each.value for each in ACTIONS.get(held.kind, ())]
    rows = offered(held.kind, on=day)
    result = {
        "grounds": [
            {"id": g.id, "judged": g.judged, **both(g.message), "because": [c.en for c in g.cites]}
            for g in rows
        ],
        "actions": actions,
    }
    heads = [text(f"cli.grounds.{name}", desk.lang) for name in ("id", "what", "law")]
    cells = [[g.id, message(g.message, desk.lang), g.cites[-1].say(desk.lang)] for g in rows]
    shown: list[str | Table] = [Table(heads, cells)] if cells else []
    if actions:
        shown.append(text("cli.grounds.actions", desk.lang, actions=", ".join(actions)))
    return Answer(json.loads(json.dumps(result)), shown or [text("cli.grounds.none", desk.lang)])
