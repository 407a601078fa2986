"""`chikai sources …`: the company's databases drafted, checked, sampled, indexed."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chikai.cli.answer import BAD_INPUT, DONE, REFUSED, Answer, Table, stop
from chikai.cli.desk import Desk
from chikai.cli.law import today
from chikai.cli.verb import verb
from chikai.kernel.message import say

if TYPE_CHECKING:
    from chikai.ledger.model import SourceMapping

NAME = typer.Argument(metavar="NAME")
SCHEMA = typer.Option("--schema")
_VARIABLE = re.compile(r"\$?\{?([A-Z][A-Z0-9_]*)\}?")
"""`SHOP_URL`, or as a shell would write it: `${SHOP_URL}`."""


def _word(id: str, lang: str, **args: str | int) -> str:
    from chikai.words import render

    return render(say(id, **args), lang=lang)


@verb("sources list", needs="home")
def sources_list(desk: Desk) -> Answer:
    from chikai import places

    where = desk.place()
    mappings = places.read_mappings(where, places.read_policies(where)[-1])
    result = [
        {
            "source": each.source,
            "label": each.label[desk.lang],
            "kind": each.kind.value,
            "tables": len(each.tables),
            "reviewed": f"{each.review.on} {each.review.by}" if each.review else "",
        }
        for each in mappings
    ]
    keys = ("source", "label", "kind", "tables", "reviewed")
    heads = [_word(f"sources.head.{key}", desk.lang) for key in keys]
    rows = [[str(each[key]) for key in keys] for each in result]
    return Answer(result, [Table(heads, rows)])


@verb("sources inspect", needs="home")
def sources_inspect(
    desk: Desk,
    url: Annotated[str, typer.Argument(metavar="URL")],
    name: Annotated[str, typer.Option("--name")] = "database",
    schema: Annotated[list[str] | None, SCHEMA] = None,
    out: Annotated[Path | None, typer.Option("--out")] = None,
) -> Answer:
    """`URL` may be the name of an environment variable, so that no password is typed."""
    from chikai import wiring

    where = desk.place()
    variable = _VARIABLE.fullmatch(url)
    address = os.environ.get(variable[1], "") if variable else url
    if not address:
        unset = say("sources.variable_not_set", name=variable[1] if variable else "")
        raise stop(BAD_INPUT, unset, field="URL")
    env = variable[1] if variable else f"{name.upper()}_URL"
    draft = wiring.inspect_source(where, address, name=name, url_env=env, schemas=schema or ())
    if out is None:
        return Answer({"draft": draft}, raw=draft)
    if out.exists():
        raise stop(BAD_INPUT, say("cli.already_there"), field="--out", file=str(out))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(draft, "utf-8")
    return Answer({"file": str(out)}, [_word("sources.drafted", desk.lang, file=str(out))])


@verb("sources check", needs="home")
def sources_check(desk: Desk, name: Annotated[str, NAME]) -> Answer:
    """Drift against the live database, and what a draft still leaves open."""
    from chikai import wiring
    from chikai.app.faults import of_problem

    where = desk.place()
    sources, mapping, open_ = wiring.one_source(where, name)
    seen = sources.check(mapping.source)
    found = (*open_, *seen)
    wiring.keep_check(where, mapping, seen, today().date())
    shapes = sources.shapes(mapping.source)
    by_line = sorted(found, key=lambda each: (each.line or 0, each.column or 0))
    faults = tuple(of_problem(each, mapping.file) for each in by_line)
    lines = [] if found else [_word("sources.agrees", desk.lang, source=mapping.source)]
    unsigned = mapping.review is None or not mapping.review.shapes
    if unsigned and all(each.code == "sources.not_reviewed" for each in found):
        lines.append(_word("sources.sign", desk.lang, file=mapping.file or name))
        lines.append(_signed(mapping, shapes))
    result = {"source": mapping.source, "draft": mapping.draft, "shape": shapes}
    return Answer(result, lines, faults, REFUSED if found else DONE)


def _signed(mapping: SourceMapping, shapes: Mapping[str, str]) -> str:
    """The line of a mapping that says who reviewed what, as YAML."""
    by, on = (mapping.review.by, mapping.review.on) if mapping.review else ("NAME", today())
    listed = ", ".join(f"{_plain(place)}: {_plain(shape)}" for place, shape in shapes.items())
    return f"reviewed: {{by: {_plain(by)}, on: {on:%Y-%m-%d}, shape: {{{listed}}}}}"


def _plain(text: str) -> str:
    """Quoted where YAML would read something else: a number, a mark of its own."""
    return text if re.fullmatch(r"[A-Za-z_][\w.]*", text) else json.dumps(text, ensure_ascii=False)


@verb("sources sample", needs="home")
def sources_sample(
    desk: Desk,
    name: Annotated[str, NAME],
    rows: Annotated[int, typer.Option("--rows", min=1, max=10_000)] = 100,
) -> Answer:
    """The forms of the values, never a value: 漢漢 漢漢, 999-9999-9999."""
    from chikai import wiring

    sources, mapping, _ = wiring.one_source(desk.place(), name)
    found = sources.sample(mapping.source, rows=rows)
    heads = [_word(f"sources.head.{n}", desk.lang) for n in ("table", "column", "filled", "forms")]
    shown = [
        [s.table, s.column, str(s.filled), "  ".join(f"{f} ×{n}" for f, n in s.forms)]
        for s in found
    ]
    result = [
        {
            "table": s.table,
            "column": s.column,
            "filled": s.filled,
            "forms": [{"form": f, "count": n} for f, n in s.forms],
        }
        for s in found
    ]
    return Answer(result, [Table(heads, shown)])


@verb("sources index", needs="home")
def sources_index(desk: Desk, name: Annotated[str, NAME]) -> Answer:
    """What would make every search a look-up: printed, never run."""
    from chikai import wiring

    sources, mapping, _ = wiring.one_source(desk.place(), name)
    found = sources.indexes(mapping.source)
    lines = [_word("sources.indexed" if not found else "sources.review_and_run", desk.lang)]
    for statement, change in found:
        lines.append(statement)
        if change is not None:
            lines.append(_word("sources.then_map", desk.lang, change=change))
    result = [{"statement": statement, "mapping": change} for statement, change in found]
    return Answer(result, lines)
