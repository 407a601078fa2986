"""Guards of what is destroyed: first the submitted papers, years later our answer and record.

Either is begun in the journal before a key goes. The journal takes one of two things that happen
at the same moment, so a hold stops a destruction or comes too late; it is never overrun.
"""

from __future__ import annotations

from datetime import date, timedelta

from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import destruction_due, records_due
from chikai.duties.requests.flow import State
from chikai.duties.requests.outcomes import Context, Defect, Happened, UnlawfulStep, must_be
from chikai.kernel.message import say
from chikai.law.kinds import APPI


def begin(case: Case, ctx: Context) -> Happened | Defect:
    """Papers go when their period is over, nobody holds them, no fee is left to return, and a
    named person has recorded how the originals went."""
    if case.destroying:
        return ()
    may_destroy(case, ctx)
    must_be(case, State.CLOSED, "destruction_begun", ctx)
    return (ev.DestructionBegun(),)


def destroyed(case: Case, command: cmd.DestroyPapers, ctx: Context) -> Happened | Defect:
    """The certificate follows, never before."""
    must_be(case, State.CLOSED, "papers_destroyed", ctx)
    if not case.destroying:
        may_destroy(case, ctx)
    return (
        ev.PapersDestroyed(
            generation=command.generation,
            sheets=case.disposed.sheets if case.disposed else 0,
            copies_until=_last_copy(ctx, command.backups_live_days),
        ),
    )


def may_destroy(case: Case, ctx: Context) -> None:
    """Raises `UnlawfulStep` when the papers must not be destroyed yet."""
    if case.hold:
        raise UnlawfulStep(say("unlawful.destroy_on_hold"), APPI(22))
    due = destruction_due(case, ctx.policy)
    if due is None:
        raise UnlawfulStep(say("unlawful.destroy_no_period"), APPI(22))
    if ctx.on < due:
        raise UnlawfulStep(say("unlawful.destroy_too_early", due=due), APPI(22))
    if fees.to_return(case, ctx.policy, on=ctx.on):
        raise UnlawfulStep(say("unlawful.destroy_fee_first"), APPI(38, 1))
    if case.disposed is None:
        raise UnlawfulStep(say("unlawful.destroy_originals_first"), APPI(23))


def begin_records(case: Case, ctx: Context) -> Happened | Defect:
    """Our answer and the record go after the papers and their certificate, when the period of
    the policy is over and nobody holds them."""
    must_be(case, State.PAPERS_DESTROYED, "records_destruction_begun", ctx)
    if case.records_confirmed_by is not None:
        return ()
    if case.hold:
        raise UnlawfulStep(say("unlawful.records_on_hold"), APPI(22))
    due = records_due(case, ctx.policy)
    if due is None or ctx.on < due:
        raise UnlawfulStep(say("unlawful.records_too_early", due=due or ctx.on), APPI(22))
    if not case.certified:
        raise UnlawfulStep(say("unlawful.records_certificate_first"), APPI(22))
    return (ev.RecordsDestructionBegun(by=ctx.by),)


def records_destroyed(case: Case, command: cmd.DestroyRecords, ctx: Context) -> Happened | Defect:
    must_be(case, State.PAPERS_DESTROYED, "records_destroyed", ctx)
    return (
        ev.RecordsDestroyed(
            generation=command.generation,
            copies_until=_last_copy(ctx, command.backups_live_days),
        ),
    )


def hold(case: Case, happened: ev.HoldSet) -> Happened | Defect:
    """A hold set once a destruction has begun could no longer keep anything."""
    papers = case.state is State.CLOSED and case.destroying
    if papers or case.records_confirmed_by is not None:
        raise UnlawfulStep(say("unlawful.hold_too_late"), APPI(22))
    return (happened,)


def _last_copy(ctx: Context, days: int | None) -> date | None:
    return None if days is None else ctx.on + timedelta(days=days)
