"""Destroying: the submitted papers, and years later our answer and the record of the case.

The journal says first that a key is about to go, then the key goes, then the journal says so. A
crash in between leaves a case that still says what was begun: running the command again finishes
it, or the sweep does. A hold set at the same moment either comes before the first of the three
and stops it, or is told that it came too late.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chikai.app import cases
from chikai.app.cases import Actor, once
from chikai.duties.requests import commands as cmd
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect, NotNow
from chikai.duties.requests.flow import State
from chikai.ports import Conflict, Home, Purpose

Result = Case | Defect
BACKUP_DAYS = "backup_days"
"""The setting: how many days our own backups of keys are kept. Without it nothing is said."""


@once
def destroy_papers(home: Home, case_id: str, *, by: Actor, on: date | None = None) -> Result:
    """Destroy the key of the submitted papers. Papers destroyed already are no fault."""
    case = cases.load(home, case_id)
    if case.destroyed_on is not None:
        return case
    if not case.destroying:
        _begin(home, case_id, cmd.BeginDestruction(), by, on)
    home.failpoint("app.before_key_destruction")
    done = home.keys.destroy(case_id, Purpose.PAPERS)
    home.failpoint("app.after_key_destruction")
    command = cmd.DestroyPapers(generation=done.generation, backups_live_days=_days(home))
    return _written(home, case_id, command, by, on)


@once
def destroy_records(home: Home, case_id: str, *, by: Actor, on: date | None = None) -> Result:
    """Destroy the keys of our answer and of the record of the case, which the one who acts
    confirms. The journal stays, and with it the proof of what was done."""
    case = cases.load(home, case_id)
    if case.records_destroyed_on is not None:
        return case
    if case.records_confirmed_by is None:
        _begin(home, case_id, cmd.BeginRecordsDestruction(), by, on)
    home.failpoint("app.before_records_destruction")
    home.keys.destroy(case_id, Purpose.ANSWER)
    home.failpoint("app.between_records_destruction")
    done = home.keys.destroy(case_id, Purpose.RECORD)
    home.failpoint("app.after_records_destruction")
    command = cmd.DestroyRecords(generation=done.generation, backups_live_days=_days(home))
    return _written(home, case_id, command, by, on)


def finish(home: Home, case: Case, by: Actor) -> bool:
    """Bring to its end what a crash left half done. Whether there was anything to finish."""
    if case.state is State.CLOSED and (case.destroying or _key_gone(home, case)):
        destroy_papers(home, case.id, by=Actor(by.id, f"{by.command}:{case.id}"))
        return True
    if case.state is State.PAPERS_DESTROYED and case.records_confirmed_by is not None:
        destroy_records(home, case.id, by=Actor(by.id, f"{by.command}:{case.id}:records"))
        return True
    return False


def _key_gone(home: Home, case: Case) -> bool:
    """As a crash left it before the journal was told first."""
    scans = any(p.sealed is not None for p in case.papers)
    return bool(case.disposed) and scans and not home.keys.exists(case.id, Purpose.PAPERS)


def _begin(home: Home, case_id: str, command: cmd.Command, by: Actor, on: date | None) -> None:
    """A command id of its own: the caller's marks the whole. Somebody who began it at the same
    moment is no fault; a hold set at the same moment is, and raises `Conflict`."""
    try:
        cases.act(home, case_id, command, by=replace(by, command=f"{by.command}:begin"), on=on)
    except (Conflict, NotNow):
        case = cases.load(home, case_id)
        papers = isinstance(command, cmd.BeginDestruction)
        if not (case.destroying if papers else case.records_confirmed_by):
            raise
    home.failpoint("app.destruction_begun")


def _written(home: Home, case_id: str, command: cmd.Command, by: Actor, on: date | None) -> Result:
    try:
        return cases.act(home, case_id, command, by=by, on=on)
    except (Conflict, NotNow):
        case = cases.load(home, case_id)
        papers = isinstance(command, cmd.DestroyPapers)
        if (case.destroyed_on if papers else case.records_destroyed_on) is None:
            raise
        return case  # somebody wrote it down between our two steps


def _days(home: Home) -> int | None:
    days = home.settings.get(BACKUP_DAYS)
    return None if days is None else int(days)
