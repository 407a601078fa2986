"""What a company's own programs may do at its desk, as the roles of their token allow."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromQuery, RawBody

from chikai.app import cases, envelope_file, intake, known, read
from chikai.app.cases import Actor
from chikai.app.read import InboxLine
from chikai.duties.requests.clocks import clocks
from chikai.duties.requests.openings import open_items
from chikai.people.staff import demand
from chikai.ports import Home
from chikai.web.api.answer import Both, Wrong, both, said
from chikai.web.request import AnyRequest, Segment, page_of, signed_in, web_of

_KEY: Final = re.compile(r"[A-Za-z0-9_.:-]{8,60}")


@dataclass(frozen=True, slots=True)
class Line:
    """A case in a list. Nothing of anybody."""

    case: str
    kind: str
    state: str
    exit: str | None
    open: bool
    arrived_on: str
    nearest_due: str | None
    status: Both
    next_step: Both


@dataclass(frozen=True, slots=True)
class Lines:
    ok: bool
    result: list[Line]


@dataclass(frozen=True, slots=True)
class Open:
    """Something that is missing, and who is to bring it."""

    key: str
    asks: str
    what: Both
    because: list[str]


@dataclass(frozen=True, slots=True)
class Day:
    """A clock of a case, with its arithmetic."""

    case: str
    clock: str
    standing: str
    on: str | None
    arithmetic: Both


@dataclass(frozen=True, slots=True)
class Case:
    """A case. `file` holds what the requester gave and is there only where it was asked for, and
    for a role that may see it."""

    line: Line
    policy: str
    channel: str
    asker: str
    open_items: list[Open]
    days: list[Day]
    file: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    ok: bool
    result: Case


@dataclass(frozen=True, slots=True)
class Days:
    ok: bool
    result: list[Day]


def _line(line: InboxLine) -> Line:
    case = line.case
    return Line(
        case.id,
        case.kind.value,
        case.state.value,
        case.exit.value if case.exit else None,
        case.is_open,
        case.basis.arrived_on.isoformat(),
        line.nearest_due.isoformat() if line.nearest_due else None,
        both(line.status),
        both(line.next_step),
    )


@get("/cases", needs="inbox", tags=["desk"], raises=[])
@page_of
def list_cases(request: AnyRequest, company: Segment) -> Lines:
    """Every case: open ones first, the nearest day first."""
    with web_of(request).homes.home(company) as home:
        return Lines(True, [_line(each) for each in read.inbox(home)])


@get("/due", needs="inbox", tags=["desk"], raises=[])
@page_of
def list_due(request: AnyRequest, company: Segment) -> Days:
    """Every clock that has come due: answers, fees, papers to destroy."""
    with web_of(request).homes.home(company) as home:
        every = (each.case for each in known.cases(home).values())
        found = [day for case in every for day in _days(home, case) if day.standing == "due"]
    return Days(True, found)


def _days(home: Home, case: Any) -> list[Day]:
    ticking = clocks(case, cases.policy_of(home, case), on=cases.today(home))
    return [
        Day(case.id, c.key, c.standing, c.due.isoformat() if c.due else None, both(c.arithmetic))
        for c in ticking
    ]


@get("/cases/{case:str}", needs="inbox", tags=["desk"], raises=[])
@page_of
def one_case(
    request: AnyRequest, company: Segment, case: Segment, file: FromQuery[bool] = False
) -> CaseAnswer:
    """One case. `file=true` adds what the requester gave; the look is logged."""
    at_desk = signed_in(request)
    if file:
        demand(at_desk.roles, "file")
    with web_of(request).homes.home(company) as home:
        loaded = cases.load(home, case)
        line = next(each for each in read.inbox(home) if each.case.id == loaded.id)
        seen = read.view(home, case, actor=at_desk.id, roles=at_desk.roles) if file else None
        items = open_items(loaded, cases.policy_of(home, loaded), on=cases.today(home))
        days = _days(home, loaded)
    opened = [Open(i.key, i.asks, both(i.message), [c.en for c in i.cites]) for i in items]
    return CaseAnswer(
        True,
        Case(
            _line(line),
            loaded.basis.policy,
            loaded.channel.value,
            loaded.asker.value,
            opened,
            days,
            seen.file if seen else None,
        ),
    )


@dataclass(frozen=True, slots=True)
class Opened:
    ok: bool
    result: list[str]


@post("/envelopes", needs="envelope", tags=["desk"], raises=[], status_code=201)
@page_of
def open_envelope(request: AnyRequest, company: Segment, body: RawBody) -> Response[Opened | Wrong]:
    """Record an envelope; its cases. `Idempotency-Key` says which one it is: sent twice, it is
    recorded once, and the answer is the same."""
    at_desk = signed_in(request)
    key = request.headers.get("idempotency-key", "")
    if not _KEY.fullmatch(key):
        return said(422, "idempotency_key", "Idempotency-Key")
    try:
        tree = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return said(422, "json")
    if not isinstance(tree, dict):
        return said(422, "json")
    with web_of(request).homes.home(company) as home:
        envelope = envelope_file.envelope_of(tree)
        by = Actor(at_desk.id, f"api.{at_desk.id}.{key}", at_desk.roles)
        opened = intake.receive(home, envelope, by=by)
    return Response(Opened(True, [case.id for case in opened]), status_code=201)


def _no_constant(name: str) -> None:
    raise ValueError(name)


HANDLERS: Final = (list_cases, list_due, one_case, open_envelope)
