"""Setting a company up, and keeping its store: setup, serve, demo, backup, sweep, rebuild."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chikai.cli import serving
from chikai.cli.answer import BAD_INPUT, Answer, Table, stop
from chikai.cli.desk import Desk
from chikai.cli.law import today
from chikai.cli.shown import message, text
from chikai.cli.verb import verb
from chikai.kernel.message import say

COMPANY = typer.Argument(metavar="COMPANY")
PORT = 8000


@verb("setup", needs="home")
def setup(
    desk: Desk,
    company_id: Annotated[str, COMPANY],
    demo: Annotated[bool, typer.Option("--demo")] = False,
) -> Answer:
    from chikai import places

    where = desk.place(company_id)
    again = where.company in desk.companies()
    if demo and not places.is_demo(where):
        if again:
            raise stop(BAD_INPUT, say("cli.not_a_demo"), field="--demo")
        from chikai.demo.stage import furnish

        where.folder.mkdir(parents=True, exist_ok=True)
        furnish(where)
        mark_as_demo(where.folder)
    (where.folder / "sources").mkdir(parents=True, exist_ok=True)
    with desk.home(company_id, new=True) as home:
        sources = list(home.sources.names())
        events = home.journal.size()
    names = {"company": where.company, "folder": str(where.folder)}
    key = "cli.setup.again" if again else "cli.setup.done"
    shown = [text(key, desk.lang, **names)]
    if not sources:
        shown.append(text("cli.setup.no_sources", desk.lang, folder=str(where.folder / "sources")))
    return Answer({**names, "sources": sources, "events": events, "demo": demo}, shown)


def mark_as_demo(folder: Path) -> None:
    from chikai.places import DEMO_MARK

    (folder / DEMO_MARK).write_text("Fictional data: deeds may lie in the future.\n", "utf-8")


@verb("demo", needs="nothing")
def demo(
    desk: Desk,
    once: Annotated[bool, typer.Option("--once")] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = PORT,
    no_browser: Annotated[bool, typer.Option("--no-browser")] = False,
    root: Annotated[Path | None, typer.Option("--root")] = None,
) -> Answer:
    """`--once` plays the journeys and ends; otherwise the desks are filled and served."""
    import tempfile

    folder = root or Path(tempfile.mkdtemp(prefix="chikai-demo-"))
    if once:
        return _play(desk, folder)
    import os

    from chikai import policies
    from chikai.demo import play

    with serving.listen("127.0.0.1", port) as listener:
        with serving.patience(text("cli.demo.seeding", desk.lang)):
            play.seed(folder)
        for company in policies.COMPANIES:
            mark_as_demo(folder / company)
        os.environ["CHIKAI_CLOCK"] = today().date().isoformat()  # the desk may move it forward
        serving.serve(listener, folder, desk.lang, browser=not no_browser)


def _play(desk: Desk, folder: Path) -> Answer:
    from chikai.demo import play, servers
    from chikai.demo.row import COLUMNS, head

    with serving.patience(text("cli.demo.playing", desk.lang)):
        rows = play.play_once(folder)
        more, missing = servers.play_on_servers(folder)
    rows += more
    cells = [row.cells(lang=desk.lang) for row in rows]
    result = [dict(zip(COLUMNS, cell, strict=True)) for cell in cells]
    letters = next((row.letter_file.parent for row in rows if row.letter_file), folder)
    note = text("cli.demo.letters", desk.lang, folder=str(letters))
    not_there = [
        text("cli.demo.not_there", desk.lang, database=each.database, setting=each.setting)
        for each in missing
    ]
    return Answer(result, [Table(head(lang=desk.lang), cells), *not_there, note])


@verb("serve", needs="home")
def serve(
    desk: Desk,
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = PORT,
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    no_worker: Annotated[bool, typer.Option("--no-worker")] = False,
) -> Answer:
    if not desk.companies():
        missing = say("cli.not_set_up", company="enigmo", home=str(desk.root))
        raise stop(BAD_INPUT, missing, field="--home")
    with serving.listen(host, port) as listener:
        serving.serve(listener, desk.root, desk.lang, workers=not no_worker)


@verb("backup", needs="home")
def backup(
    desk: Desk,
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    company_id: Annotated[str | None, COMPANY] = None,
) -> Answer:
    from chikai.app import upkeep

    with desk.home(company_id) as home:
        folder.mkdir(parents=True, exist_ok=True)
        made = upkeep.backup(home, folder)
    shown = [text("cli.backup.data", desk.lang, file=str(made.data))]
    if made.keys is not None:
        shown.append(text("cli.backup.keys", desk.lang, file=str(made.keys)))
    keys = str(made.keys) if made.keys else None
    return Answer({"data": str(made.data), "keys": keys}, shown)


@verb("restore", needs="home")
def restore(
    desk: Desk,
    data: Annotated[Path, typer.Argument(metavar="DATA")],
    keys: Annotated[Path, typer.Argument(metavar="KEYS")],
    company_id: Annotated[str, COMPANY],
) -> Answer:
    from chikai import wiring

    where = desk.place(company_id)
    wiring.restore(where, data, keys)
    with desk.home(company_id) as home:
        events = home.journal.size()
    names = {"company": where.company, "folder": str(where.folder)}
    shown = text("cli.restored", desk.lang, **names, events=events)
    return Answer({**names, "events": events}, [shown])


@verb("sweep")
def sweep(desk: Desk, company_id: Annotated[str | None, COMPANY] = None) -> Answer:
    from chikai.app.sweep import sweep as run

    with desk.home(company_id) as home:
        swept = run(home, by=desk.by)
    due = [
        {"case": d.case, "clock": d.clock, "arithmetic": message(d.arithmetic, desk.lang)}
        for d in swept.due
    ]
    finished = list(swept.finished)
    counts = {"orphans": swept.orphans, "finished": len(finished), "digests": swept.digests}
    shown: list[str | Table] = [text("cli.sweep.done", desk.lang, **counts)]
    if due:
        heads = [text(f"cli.sweep.{name}", desk.lang) for name in ("case", "due")]
        shown.append(Table(heads, [[d["case"], d["arithmetic"]] for d in due]))
    return Answer({**counts, "finished": finished, "due": due}, shown)


@verb("rebuild", needs="home")
def rebuild(desk: Desk, company_id: Annotated[str | None, COMPANY] = None) -> Answer:
    from chikai.app import upkeep
    from chikai.app.cases import fold_row

    with desk.home(company_id) as home:
        made = upkeep.rebuild(home, lambda history: fold_row(home, history))
    shown = [text("cli.rebuilt", desk.lang, rows=made.rows, differed=len(made.differed))]
    return Answer({"rows": made.rows, "differed": list(made.differed)}, shown)
