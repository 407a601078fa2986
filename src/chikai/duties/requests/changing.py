"""Where the work in the company's databases stands: the fold of its events, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from chikai.duties.requests import events_change as ec
from chikai.duties.requests.happening import Happening
from chikai.kernel.message import Message, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One plan. A new plan takes the place of one that was not carried out, or was undone; of one
    that was carried out in part (`done`, by source) that part stays, among the `earlier` ones."""

    plan: str
    work: str
    undo_days: int
    sealed: str
    contents: str
    files: str | None = None
    made_by: str
    approved_by: str | None = None
    started: bool = False
    applied_on: date | None = None
    complete: bool | None = None
    undone: bool = False
    destroyed: bool = False
    unreached: str = ""
    unreached_on: date | None = None
    signed: bool = False
    """An owner has signed since everything was last read again."""
    kept_until: tuple[date, ...] = ()
    done: tuple[str, ...] = ()
    earlier: tuple[Change, ...] = ()
    last_on: date = date.min
    """The day of the last thing that happened to it: what comes next is not before it, whatever a
    clock says."""

    @property
    def undo_until(self) -> date | None:
        """The last day on which everything can be put back; None before it was carried out."""
        return None if self.applied_on is None else self.applied_on + timedelta(self.undo_days)

    def window_open(self, on: date) -> bool:
        """Whether what was taken away must still be there to be put back."""
        until = self.undo_until
        return until is not None and self.undo_days > 0 and on <= until and not self.destroyed

    @property
    def comes_back(self) -> bool:
        """Of an earlier plan: whether its part is put back with the last one's."""
        return self.undo_days > 0 and self.files is None

    @property
    def settled(self) -> bool:
        """Whether nothing of it is left to do or to put back."""
        return self.undone or self.destroyed


def changed(change: Change | None, happened: Happening, *, on: date, by: str) -> Change | None:
    """The change after an event; other events leave it alone."""
    now = _changed(change, happened, on=on, by=by)
    return now if now is None or now is change else replace(now, last_on=max(now.last_on, on))


def _changed(change: Change | None, happened: Happening, *, on: date, by: str) -> Change | None:
    if isinstance(happened, ec.PlanMade):
        return Change(
            plan=happened.plan,
            work=happened.work,
            undo_days=happened.undo_days,
            sealed=happened.sealed,
            contents=happened.contents,
            files=happened.files,
            made_by=by,
            earlier=_earlier(change),
        )
    if change is None:
        return None
    match happened:
        case ec.PlanApproved():
            return replace(change, approved_by=by)
        case ec.ApplyStarted():
            return replace(change, started=True)
        case ec.SourceUnreached(source=source):
            since = change.unreached_on or on
            return replace(change, unreached=source or "", unreached_on=since)
        case ec.ApplyStopped(done=done):
            return replace(change, done=done)
        case ec.PlanApplied():
            return replace(change, applied_on=on, unreached_on=None)
        case ec.OwnerAttested():
            return replace(change, signed=True)
        case ec.PlanVerified(complete=complete, kept_until=until):
            seen = replace(change, complete=complete, signed=False, unreached_on=None)
            return replace(seen, kept_until=until)
        case ec.PlanUndone():
            stays = tuple(each for each in change.earlier if not each.comes_back)
            return replace(change, undone=True, earlier=stays)
        case ec.PriorDestroyed():
            return replace(change, destroyed=True)
    return change


def _earlier(change: Change | None) -> tuple[Change, ...]:
    if change is None:
        return ()
    stays = change.done and not change.undone
    return (*change.earlier, *((replace(change, earlier=()),) if stays else ()))


def next_of(change: Change | None, *, on: date) -> Message | None:
    """What comes next, where a plan was made; None where the work is done by hand."""
    if change is None or change.settled:
        return None
    if change.unreached_on is not None:
        return say("next.source_unreached", source=change.unreached, since=change.unreached_on)
    if change.applied_on is None:
        return say("next.apply_plan" if change.approved_by else "next.approve_plan")
    if not change.complete:
        return say("next.verify_plan")
    until = change.undo_until
    assert until is not None
    if change.window_open(on):
        pending = "next.erasure_pending" if change.work == "erase" else "next.undo_window"
        return say(pending, until=until)
    return say("next.finish_plan")
