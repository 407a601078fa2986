"""`chikai work` and `chikai jobs …`: work on the company's databases, and how far it is."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chikai.cli.answer import DONE, OPEN_QUESTIONS, UNAVAILABLE, Answer, Table, stop
from chikai.cli.desk import Desk
from chikai.cli.shown import both, text
from chikai.cli.verb import verb
from chikai.kernel.message import say

if TYPE_CHECKING:
    from chikai.ports.jobs import Job

JobArg = Annotated[str, typer.Argument(metavar="JOB")]
HEADS = ("case", "action", "standing", "step", "progress", "since")


@verb("work", needs="home")
def work(
    desk: Desk,
    company_id: Annotated[str | None, typer.Argument(metavar="COMPANY")] = None,
    until_idle: Annotated[bool, typer.Option("--until-idle")] = False,
    at_once: Annotated[int, typer.Option("--at-once", min=1, max=32)] = 4,
) -> Answer:
    """A signal to end lets the steps in hand come to their end first."""
    from chikai.app import carrying, jobs
    from chikai.ports.jobs import Busy

    enough = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: enough.set())
    with desk.home(company_id) as home, bars(desk.lang) as show:
        try:
            left = jobs.work(
                home,
                carrying.deed(home),
                orders=carrying.Ordered(),
                wait=enough.wait,
                until_idle=until_idle,
                at_once=at_once,
                show=show,
            )
        except Busy:
            raise stop(UNAVAILABLE, say("jobs.busy")) from None
    result = {"done": left.done, "waiting": left.waiting, "halted": left.halted}
    code = OPEN_QUESTIONS if left.halted else DONE
    return Answer(result, [text("jobs.worked", desk.lang, **result)], code=code)


@contextmanager
def bars(lang: str) -> Iterator[Callable[[Sequence[Job]], None] | None]:
    """A bar for each job in hand, for people who look at a terminal; None where nobody does."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        shown: dict[str, Any] = {}

        def show(jobs: Sequence[Job]) -> None:
            for job in jobs:
                standing = job.standing.value
                if job.id not in shown:
                    if standing in ("done", "ordered", "queued"):
                        continue
                    shown[job.id] = progress.add_task("", total=None)
                how = _step(job, lang) if standing == "running" else _standing(job, lang)
                said = f"{job.order.case}  {_action(job, lang)}  {how}"
                if standing == "done":
                    progress.console.print(said)
                    progress.remove_task(shown.pop(job.id))
                    continue
                progress.update(
                    shown[job.id], description=said, completed=job.done, total=job.total or None
                )
            for gone in shown.keys() - {job.id for job in jobs}:
                progress.remove_task(shown.pop(gone))

        yield show


@verb("jobs list", needs="home")
def jobs_list(desk: Desk) -> Answer:
    from chikai.app import jobs

    with desk.home() as home:
        found = jobs.jobs_of(home).all()
    if not found:
        return Answer([], [text("jobs.none", desk.lang)])
    return Answer([_result(job) for job in found], [_table(found, desk.lang)])


@verb("jobs show", needs="home")
def jobs_show(desk: Desk, job: JobArg) -> Answer:
    from chikai.app import jobs

    with desk.of_case(_case(job)) as home:
        found = jobs.named(home, job)
    shown: list[str | Table] = [_table(found, desk.lang)]
    shown += (line for each in found for line in _lines(each, desk.lang))
    return Answer([_result(each) for each in found], shown)


@verb("jobs resume", needs="home")
def jobs_resume(desk: Desk, job: JobArg) -> Answer:
    from chikai.app import jobs

    with desk.of_case(_case(job)) as home:
        found = jobs.resume(home, job)
    shown: list[str | Table] = [_table(found, desk.lang), text("jobs.resumed", desk.lang)]
    return Answer([_result(each) for each in found], shown)


def _case(job: str) -> str:
    """Of a job, by its id or by that of its case."""
    return job.split(":", 1)[0]


def _result(job: Job) -> dict[str, Any]:
    from chikai.app import carrying

    why = carrying.why(job)
    return {
        "id": job.id,
        "case": job.order.case,
        "action": job.order.action,
        "plan": job.order.plan,
        "standing": job.standing.value,
        "step": job.step,
        "done": job.done,
        "total": job.total,
        "attempt": job.attempt,
        "since": job.since.isoformat() if job.since else None,
        "retry_at": job.retry_at.isoformat() if job.retry_at else None,
        "code": job.code,
        "why": both(why) if why else None,
    }


def _table(jobs: Sequence[Job], lang: str) -> Table:
    heads = [text(f"jobs.head.{each}", lang) for each in HEADS]
    rows = [
        [
            job.order.case,
            _action(job, lang),
            _standing(job, lang),
            _step(job, lang),
            f"{job.done}/{job.total}" if job.total else "",
            f"{job.since:%Y-%m-%d %H:%M}" if job.since else "",
        ]
        for job in jobs
    ]
    return Table(heads, rows)


def _lines(job: Job, lang: str) -> Iterator[str]:
    from chikai.app import carrying

    yield text("jobs.id", lang, job=job.id)
    why = carrying.why(job)
    if why is not None and job.since and job.retry_at:
        since, again = (f"{moment:%Y-%m-%d %H:%M}" for moment in (job.since, job.retry_at))
        yield text("jobs.unreached", lang, since=since, again=again, why=why)
    elif why is not None:
        yield text("jobs.halted", lang, why=why, case=job.order.case)


def _action(job: Job, lang: str) -> str:
    return text(f"jobs.action.{job.order.action}", lang)


def _standing(job: Job, lang: str) -> str:
    return text(f"jobs.standing.{job.standing.value}", lang)


def _step(job: Job, lang: str) -> str:
    return text(f"jobs.step.{job.step}", lang) if job.step else ""
