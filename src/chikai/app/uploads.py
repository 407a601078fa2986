"""Papers a requester sends as pictures: they wait, sealed and for a while, until the desk looked.

Nothing is stored in a case before somebody has covered what must be covered, or has seen that
there is nothing to cover. What nobody took is deleted when its time is over.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from chikai.app import cases, contact, steps
from chikai.app.cases import Actor
from chikai.app.envelope import Sheet
from chikai.app.intake import check_scan
from chikai.duties.contact import events as ev
from chikai.duties.contact.contact import Contact, Upload
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.law.kinds import Paper, Whose
from chikai.ports import BadData, Home, Missing

DAYS: Final = 14
MOST: Final = 12
"""Pictures that may wait in one contact."""
_KIND: Final = "upload"


def add(
    home: Home,
    id: str,
    case_id: str,
    paper: Paper,
    content: bytes,
    *,
    by: Actor,
    whose: Whose = Whose.PERSON,
) -> Contact:
    """A picture of a paper arrives and waits. Raises `BadData` for too large or too many ones,
    `Missing` for a case of somebody else."""
    known = contact.load(home, id)
    if home.journal.command(by.command):
        return known
    if case_id not in known.cases:
        raise Missing(case_id)
    check_scan(content)
    if len(known.uploads) >= MOST:
        raise BadData("contact.too_many_papers", field="scan", most=MOST)
    upload = home.entropy.id("upload") + home.entropy.id("")
    until = cases.today(home) + timedelta(days=DAYS)
    end = datetime.combine(until + timedelta(days=1), time.min, tzinfo=home.clock.now().tzinfo)
    contact.tray(home).put(_KIND, upload, content, until=end)
    happened = ev.PaperUploaded(upload=upload, case=case_id, paper=paper, whose=whose, until=until)
    case = cases.load(home, case_id)
    return contact.append(home, id, known.seq, [happened], case, by=by)


def waiting(home: Home, case: Case) -> tuple[Upload, ...]:
    """What waits for the desk in a case."""
    known = contact.find(home, case)
    return tuple(u for u in known.uploads if u.case == case.id) if known else ()


def look(home: Home, case: Case, upload: str, *, actor: str) -> bytes:
    """The picture as it came, for the clerk who covers it. The look is logged.
    Raises `Missing` for what is not there, or not any more."""
    held = _held(home, case, upload)
    home.views.log(actor_id=actor, case=case.id, what="upload", at=home.clock.now())
    content = contact.tray(home).get(_KIND, held.id, at=home.clock.now())
    if content is None:
        raise Missing(upload)
    return content


def take(home: Home, case_id: str, upload: str, sheet: Sheet, *, by: Actor) -> Case | Defect:
    """Book the paper as the clerk saw it, of the day it came; `sheet.scan` is the picture after
    covering, or None where the result is enough. The picture as it came is deleted."""
    case = cases.load(home, case_id)
    if home.journal.command(by.command):
        return case
    held = _held(home, case, upload)
    sheet = replace(sheet, type=held.paper, whose=held.whose)
    done = steps.add_paper(home, case_id, sheet, by=by, on=held.on)
    if isinstance(done, Case):
        _settle(home, case, held, taken=True, by=Actor(by.id, f"{by.command}:settled"))
    return done


def throw_away(home: Home, case_id: str, upload: str, *, by: Actor) -> None:
    """The picture is of no use: unreadable, or not asked for."""
    case = cases.load(home, case_id)
    if not home.journal.command(by.command):
        _settle(home, case, _held(home, case, upload), taken=False, by=by)


def _settle(home: Home, case: Case, held: Upload, *, taken: bool, by: Actor) -> None:
    known = contact.find(home, case)
    assert known is not None
    happened = ev.UploadSettled(upload=held.id, taken=taken)
    contact.append(home, known.id, known.seq, [happened], case, by=by)
    contact.tray(home).drop(contact.tray(home).name(_KIND, held.id))


def _held(home: Home, case: Case, upload: str) -> Upload:
    found = next((u for u in waiting(home, case) if u.id == upload), None)
    if found is None:
        raise Missing(upload)
    return found
