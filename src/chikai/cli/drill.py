"""`chikai drill …`: fictional envelopes that score the desk, and what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chikai.cli.answer import BAD_INPUT, Answer, Table, stop
from chikai.cli.desk import Desk, day
from chikai.cli.drill_shown import (
    drill_result,
    drill_table,
    marked_lines,
    score_result,
    training_result,
    training_table,
)
from chikai.cli.files import write
from chikai.cli.law import today
from chikai.cli.shown import both, message, text
from chikai.cli.verb import verb
from chikai.kernel.message import say

if TYPE_CHECKING:
    from chikai.app.drill import Drill
    from chikai.app.drill_envelopes import Dealt
    from chikai.kernel.message import Arg
    from chikai.ports import Home
    from chikai.words import Lang

DrillArg = Annotated[str, typer.Argument(metavar="DRILL")]
ENVELOPES = 6


@verb("drill new")
def new(
    desk: Desk,
    company_id: Annotated[str | None, typer.Argument(metavar="COMPANY")] = None,
    seed: Annotated[int | None, typer.Option("--seed")] = None,
    envelopes: Annotated[int, typer.Option("--envelopes")] = ENVELOPES,
) -> Answer:
    """Without `--on` the drill begins today."""
    from chikai import drills

    where = desk.place(company_id)
    made = drills.new(
        desk.root,
        where.id,
        seed=drills.lot() if seed is None else seed,
        envelopes=envelopes,
        on=desk.on or today().date(),
        by=desk.by,
    )
    with _opened(desk, made.id) as (drill, home):
        lying = _dealt(home, drill)
    told: dict[str, Arg] = {"drill": drill.id, "count": len(lying), "day": drill.on}
    shown = [text(f"drill.cli.{key}", desk.lang, **told) for key in ("made", "next", "work")]
    return Answer(drill_result(drill), shown)


@verb("drill status", needs="home")
def status(
    desk: Desk, drill: Annotated[str | None, typer.Argument(metavar="[DRILL]")] = None
) -> Answer:
    from chikai import drills
    from chikai.app import drill_record

    if drill is not None:
        return _one(desk, drill)
    company = desk.place().company
    found = drills.all_of(desk.root, company)
    with desk.home(company) as home:
        kept = drill_record.trainings(home)
    shown: list[str | Table] = [text("drill.list.none", desk.lang)]
    if found:
        shown = [drill_table(found, desk.lang)]
    if kept:
        shown.append(training_table(kept, desk.lang))
    result = {
        "drills": [drill_result(d) for d in found],
        "record": [training_result(t) for t in kept],
    }
    return Answer(result, shown)


def _one(desk: Desk, id: str) -> Answer:
    from chikai.app import cases
    from chikai.app import drill as drilling

    with _opened(desk, id) as (drill, home):
        lying, opened = _dealt(home, drill), drilling.opened(home, drill)
        now = cases.today(home)
    shown = [
        text("drill.day", desk.lang, day=now),
        text("drill.cli.opened", desk.lang, opened=len(opened), count=len(lying)),
        *(
            f"  {text('drill.work.number', desk.lang, number=e.number)}  "
            + (opened.get(e.number) or text("drill.work.unopened", desk.lang))
            for e in lying
        ),
    ]
    result = {**drill_result(drill), "day": now.isoformat(), "opened": opened}
    return Answer(result, shown)


@verb("drill show", needs="home")
def show(
    desk: Desk,
    drill: DrillArg,
    number: Annotated[int | None, typer.Argument(metavar="[NUMBER]")] = None,
    scans: Annotated[Path | None, typer.Option("--scans")] = None,
) -> Answer:
    with _opened(desk, drill) as (found, home):
        lying = [d for d in _dealt(home, found) if number in (None, d.number)]
    if not lying:
        raise stop(BAD_INPUT, say("drill.no_such_envelope"), field="NUMBER")
    shown: list[str | Table] = []
    for each in lying:
        shown.append(text("drill.work.number", desk.lang, number=each.number))
        for page in each.pages:
            shown.append(f"  [{message(page.title, desk.lang)}]")
            shown += [f"    {message(line, desk.lang)}" for line in page.lines]
    if scans is not None:
        _write_scans(desk, lying, scans)
        shown.append(text("drill.cli.written", desk.lang, folder=str(scans)))
    result = [
        {
            "number": e.number,
            "pages": [
                {"title": both(p.title), "lines": [both(line) for line in p.lines]} for p in e.pages
            ],
        }
        for e in lying
    ]
    return Answer(result, shown)


def _write_scans(desk: Desk, lying: list[Dealt], folder: Path) -> None:
    from chikai import drills

    folder.mkdir(parents=True, exist_ok=True)
    for each in lying:
        for n, page in enumerate(each.pages, start=1):
            write(folder / f"{each.number}-{n}.png", drills.picture(page, _lang(desk)))


@verb("drill day")
def day_(desk: Desk, drill: DrillArg, to: Annotated[str, typer.Argument(metavar="DAY")]) -> Answer:
    from chikai import drills

    found = drills.the(desk.root, drill)
    coming = day(to, "DAY")
    assert coming is not None
    drills.move(desk.root, found, coming)
    result = {**drill_result(found), "day": coming.isoformat()}
    return Answer(result, [text("drill.cli.moved", desk.lang, drill=found.id, day=coming)])


@verb("drill score")
def score(desk: Desk, drill: DrillArg) -> Answer:
    """What is done after this counts for nothing."""
    from chikai import drills
    from chikai.app import drill as drilling

    with _opened(desk, drill) as (found, home):
        ended = drilling.ends(home, found, by=desk.by)
        drills.keep(desk.root, ended)
        scored = drilling.score(home, drills.scratch(home), ended)
    shown = [
        text("drill.score.title", desk.lang, drill=ended.id),
        f"{text('drill.score.total', desk.lang, got=scored.got, most=scored.most)}  "
        + text("drill.score.percent", desk.lang, percent=scored.percent),
    ]
    for each in scored.marked:
        shown += ["", *marked_lines(each, desk.lang)]
    return Answer(score_result(scored), shown)


@verb("drill record")
def record(
    desk: Desk,
    drill: DrillArg,
    certificate: Annotated[Path | None, typer.Option("--certificate")] = None,
) -> Answer:
    from chikai import drills
    from chikai.app import drill as drilling
    from chikai.app import drill_letter, drill_record

    with _opened(desk, drill) as (found, home):
        scored = drilling.score(home, drills.scratch(home), found)
    with desk.home(found.company) as home:
        kept = drill_record.record(home, scored, by=desk.by)
        if certificate is not None:
            pdf = drill_letter.certificate(home, kept, lang=_lang(desk))
            write(certificate, pdf)
    told: dict[str, Arg] = {"drill": kept.drill, "got": kept.got, "most": kept.most}
    shown = [text("drill.cli.recorded", desk.lang, **told)]
    if certificate is not None:
        shown.append(text("cli.written", desk.lang, file=str(certificate)))
    return Answer(training_result(kept), shown)


# --- shared -------------------------------------------------------------------------------------


@contextmanager
def _opened(desk: Desk, id: str) -> Iterator[tuple[Drill, Home]]:
    from chikai import drills, places, wiring

    found = drills.the(desk.root, id)
    with wiring.open_home(places.place(desk.root, id)) as home:
        yield found, home


def _dealt(home: Home, drill: Drill) -> tuple[Dealt, ...]:
    from chikai.app.drill import dealt

    return dealt(home, drill)


def _lang(desk: Desk) -> Lang:
    return "en" if desk.lang == "en" else "ja"
