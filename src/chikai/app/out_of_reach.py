"""A source that is down, as whoever is in charge is told of it: which one and since when, what was
tried, what it holds and is therefore missing, and what there is to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from chikai.app import cases
from chikai.app.cases import Actor
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import left_until, own_target
from chikai.duties.requests.flow import State
from chikai.duties.requests.holdings import Unreached
from chikai.kernel.message import Both, Message, say
from chikai.ports import Home, Unavailable
from chikai.ports.jobs import Job, Standing

_SOURCES = "sources/"
"""So a source that is down is named in `Unavailable`."""


def named(down: Unavailable) -> str | None:
    """The source that is down; None for what is no source."""
    name = str(down)
    return name.removeprefix(_SOURCES) if name.startswith(_SOURCES) else None


class OutOfReach(Unavailable):
    """What was needed of a source that is down, with what it holds."""

    def __init__(self, cause: Unavailable, holds: Message) -> None:
        super().__init__(str(cause))
        self.cause, self.holds = cause, holds


@contextmanager
def told(home: Home, case: Case, *, by: Actor | None = None) -> Iterator[None]:
    """Say with a source that is down what it holds, so that nobody takes the rest for all. With
    `by`, a search stops there: the case says so, once for each time. Raises `OutOfReach`."""
    try:
        yield
    except Unavailable as down:
        source = named(down)
        if source is None or source not in home.sources.names():
            raise
        if by is not None and (case.stopped is None or case.stopped.source != source):
            mine = replace(by, command=f"{by.command}:stopped")
            noted = cmd.Note(happened=ev.SearchStopped(source=source))
            cases.act(home, case, noted, by=mine)
        raise OutOfReach(down, _holds(home, case, source)) from None


@dataclass(frozen=True, slots=True)
class Away:
    """A source that is down while a case waits for it, in sentences."""

    down: Unreached
    said: tuple[Message, ...]


def away(home: Home, case: Case) -> Away | None:
    """Nothing is asked of any source: what its mapping says of it is told."""
    down = case.down
    if down is None:
        return None
    return Away(down, tuple(_said(home, case, down)))


def _said(home: Home, case: Case, down: Unreached) -> Iterator[Message]:
    yield say("away.since", source=_label(home, down.source), since=down.since)
    carrying = case.state is State.CARRYING_OUT
    yield _tried(_waiting(home, case)) if carrying else say("away.not_tried")
    if down.source in home.sources.names():
        yield _holds(home, case, down.source)
    yield say("away.carrying" if carrying else "away.searching")
    if cases.today(home) >= down.decide_on:
        target = own_target(case, cases.policy_of(home, case))
        left = left_until(target, cases.today(home))
        yield say("away.decide", target=target, left=left)


def _label(home: Home, source: str) -> Message:
    if source not in home.sources.names():
        return say("away.unnamed")
    label = home.sources.mapping(source).label
    return say("away.named", label=Both(label.ja, label.en), source=source)


def _waiting(home: Home, case: Case) -> Job | None:
    if home.jobs is None:
        return None
    here = home.jobs.all(Standing.UNREACHED)
    return next((job for job in here if job.order.case == case.id), None)


def _tried(job: Job | None) -> Message:
    if job is None or job.retry_at is None:
        return say("away.tried")
    return say("away.tried_again", times=job.failed, again=_minute(job.retry_at))


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _holds(home: Home, case: Case, source: str) -> Message:
    """Tables that must not even be known to exist (Cabinet Order Art. 5) are not named."""
    tables = [t for t in home.sources.mapping(source).tables if t.existence is None]
    held = {c.item for t in tables for c in t.columns if c.item}
    items = [i.say for i in cases.policy_of(home, case).items if i.id in held]
    return say(
        "away.holds",
        source=source,
        tables=tuple(Both(t.label.ja, t.label.en) for t in tables),
        items=tuple(Both(say.ja, say.en) for say in items) or say("away.no_items"),
    )
