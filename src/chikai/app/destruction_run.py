"""A run of destruction: everything that is due on a day, done in one sitting by one named person.

Each case goes its own way: one that must not be destroyed (a hold, a fee to return first) is left
and says why; the others are not held up by it. Repeating a run's command changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from chikai.app import cases, destroying, letters, steps
from chikai.app.cases import Actor
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import destruction_due, records_due
from chikai.duties.requests.decide import Defect, NotNow, UnlawfulStep
from chikai.duties.requests.events import Disposal
from chikai.duties.requests.flow import State
from chikai.kernel.message import Message, say
from chikai.people.staff import demand
from chikai.ports import Conflict, Home

What = Literal["papers", "records"]


@dataclass(frozen=True, slots=True)
class Due:
    """One case whose papers, or whose answer and record, are due; `stop` says what keeps them."""

    case: Case
    what: What
    since: date
    stop: Message | None


@dataclass(frozen=True, slots=True)
class Gone:
    """What came of one case in a run; `certificate` is the sealed letter, `stop` why not."""

    case: Case
    what: What
    certificate: str | None
    stop: Message | None


def due(home: Home, *, on: date | None = None) -> tuple[Due, ...]:
    """What may be destroyed on the day, and what would be due but is held, oldest first."""
    day = on or cases.today(home)
    found = []
    for row in home.journal.inbox():
        case = cases.load(home, row.case)
        policy = cases.policy_of(home, case)
        if case.state is State.CLOSED:
            since, what = destruction_due(case, policy), "papers"
        elif case.state is State.PAPERS_DESTROYED:
            since, what = records_due(case, policy), "records"
        else:
            continue
        if since is None or since > day:
            continue
        stop = None
        if case.hold:
            stop = say("destruction.held")
        elif what == "papers" and fees.to_return(case, policy, on=day):
            stop = say("destruction.fee_first")
        found.append(Due(case, "papers" if what == "papers" else "records", since, stop))
    return tuple(sorted(found, key=lambda d: (d.since, d.case.id)))


def run(
    home: Home,
    chosen: Sequence[str],
    how: Disposal,
    sheets: Mapping[str, int],
    *,
    by: Actor,
    lang: str = "ja",
) -> tuple[Gone, ...]:
    """Destroy what is chosen of what is due: how the originals went, the key, the certificate.
    Raises `NotAllowed`."""
    demand(by.roles, "destroy")
    waiting = {d.case.id: d for d in due(home)}
    gone = []
    for n, case_id in enumerate(chosen):
        one = replace(by, command=f"{by.command}-{n}")
        what: What = waiting[case_id].what if case_id in waiting else "papers"
        try:
            if what == "papers":
                _papers(home, case_id, how, sheets.get(case_id), by=one, lang=lang)
            else:
                _records(home, case_id, by=one, lang=lang)
            stop = None
        except (UnlawfulStep, NotNow, Conflict) as error:
            stop = getattr(error, "message", None) or say("destruction.not_now")
        case = cases.load(home, case_id)
        letter = [x for x in case.letters if x.kind == "destruction_certificate"]
        sealed = letter[-1].sealed if letter and what == "papers" else None
        gone.append(Gone(case, what, sealed, stop))
    return tuple(gone)


def _papers(
    home: Home, case_id: str, how: Disposal, sheets: int | None, *, by: Actor, lang: str
) -> None:
    case = cases.load(home, case_id)
    if case.disposed is None and case.state is State.CLOSED:
        count = len(case.papers) if sheets is None else sheets
        went = how if count else Disposal.NONE_HELD
        done = replace(by, command=f"{by.command}-originals")
        _whole(steps.dispose_originals(home, case_id, went, count, by=done))
    _whole(destroying.destroy_papers(home, case_id, by=replace(by, command=f"{by.command}-key")))
    _certify(home, case_id, by=by, lang=lang)


def _records(home: Home, case_id: str, *, by: Actor, lang: str) -> None:
    _certify(home, case_id, by=by, lang=lang)
    done = replace(by, command=f"{by.command}-records")
    _whole(destroying.destroy_records(home, case_id, by=done))


def _certify(home: Home, case_id: str, *, by: Actor, lang: str) -> None:
    if not cases.load(home, case_id).certified:
        written = replace(by, command=f"{by.command}-certificate")
        _whole(letters.certificate(home, case_id, by=written, lang=lang))


def _whole(result: Case | Defect) -> None:
    assert not isinstance(result, Defect)
