"""Commands give events. The guards of each step stand in `guard_*.py`, under their citations.

`decide` returns what happened, or a `Defect` that names what is still open. It raises
`UnlawfulStep` when the step would break the law or the policy, and `NotNow` when the case is not
in a state that can take it.
"""

from __future__ import annotations

from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests import guard_checking as checking
from chikai.duties.requests import guard_closing as closing
from chikai.duties.requests import guard_deciding as deciding
from chikai.duties.requests import guard_destroying as destroying
from chikai.duties.requests import guard_preparing as preparing
from chikai.duties.requests.case import Case
from chikai.duties.requests.events_change import OF_PLAN, OfPlan
from chikai.duties.requests.flow import FLOW, State
from chikai.duties.requests.guard_destroying import may_destroy
from chikai.duties.requests.openings import open_items
from chikai.duties.requests.outcomes import Context, Defect, Happened, NotNow, UnlawfulStep
from chikai.kernel.message import say

__all__ = ["Context", "Defect", "NotNow", "UnlawfulStep", "decide", "may_destroy"]


def decide(case: Case, command: cmd.Command, ctx: Context) -> Happened | Defect:
    """What a command makes happen to a case on the day `ctx.on`."""
    result = _decide(case, command, ctx)
    if isinstance(result, tuple):
        result = (*result, *checking.needed(case, result, ctx))
        state: State = case.state
        for happened in result:
            if FLOW.find(state, happened.type()) is None:
                raise NotNow(case, happened.type(), open_items(case, ctx.policy, on=ctx.on))
            state = FLOW.next(state, happened.type())
    return result


def _withdrawn(case: Case) -> Happened:
    """With the case what was taken away can no longer be put back: a plan that was begun comes to
    its end first."""
    if case.change is not None and case.change.started and not case.change.settled:
        raise NotNow(case, ev.Withdrawn.type(), (), first=say("plan.end_first"))
    return (ev.Withdrawn(),)


def _another_plan(case: Case, happened: ev.PlanMade) -> Happened:
    """What was carried out and may still be put back is not forgotten for another plan."""
    change = case.change
    if change is not None and change.applied_on is not None and not change.undone:
        raise NotNow(case, happened.type(), ())
    return (happened,)


def _of_plan(case: Case, happened: OfPlan) -> Happened:
    """Nothing happens to a plan that another has taken the place of: whoever still worked at it
    is told so. That a plan was carried out is noted once, also where two did it at one moment."""
    change = case.change
    if change is None or change.plan != happened.plan:
        raise NotNow(case, happened.type(), ())
    if isinstance(happened, ev.PlanApplied) and change.applied_on is not None:
        return ()
    return (happened,)


def _decide(case: Case, command: cmd.Command, ctx: Context) -> Happened | Defect:
    match command:
        case cmd.Note(happened=ev.HoldSet() as happened):
            return destroying.hold(case, happened)
        case cmd.Note(happened=ev.FactRecorded() as happened):
            return checking.fact(case, happened, ctx)
        case cmd.Note(happened=ev.RecipientTold() as happened):
            return closing.recipient_told(case, happened)
        case cmd.Note(happened=ev.PlanMade() as happened):
            return _another_plan(case, happened)
        case cmd.Note(happened=happened) if isinstance(happened, OF_PLAN):
            return _of_plan(case, happened)
        case cmd.Note(happened=happened):
            return (happened,)
        case cmd.Tell(letter=letter):
            return preparing.tell(case, letter, ctx)
        case cmd.Accept():
            return preparing.accept(case, command, ctx)
        case cmd.RecordSearch(result=result, sealing=s, withheld=withheld, by_hand=by_hand):
            return (
                ev.SearchDone(
                    result=result,
                    sealed=s.sealed,
                    commitment=s.commitment,
                    withheld=withheld,
                    by_hand=by_hand,
                ),
            )
        case cmd.Grant():
            return deciding.grant(case, command, ctx)
        case cmd.WithholdItem():
            return deciding.withhold_item(case, command, ctx)
        case cmd.OrderAction():
            return deciding.order(case, command, ctx)
        case cmd.RecordAction(action=action, sealing=s):
            return (ev.ActionDone(action=action, sealed=s.sealed, commitment=s.commitment),)
        case cmd.Substitute():
            return deciding.substitute(case, command, ctx)
        case cmd.Refuse():
            return deciding.refuse(case, command, ctx)
        case cmd.DeclareNoneHeld():
            return deciding.none_held(case, command, ctx)
        case cmd.SecondLook():
            return checking.second_look(case, command, ctx)
        case cmd.Approve():
            return checking.approve(case, ctx)
        case cmd.SetSearchTask():
            return checking.set_task(case, command, ctx)
        case cmd.AnswerSearchTask():
            return checking.answer_task(case, command, ctx)
        case cmd.SendAnswer():
            return closing.send_answer(case, command, ctx)
        case cmd.RecordPosted():
            return closing.posted(case, command, ctx)
        case cmd.RecordDelivered():
            return closing.delivered(case, command, ctx)
        case cmd.RecordReturned():
            return closing.returned(case, command, ctx)
        case cmd.Withdraw():
            return _withdrawn(case)
        case cmd.TreatAsNotMade():
            return preparing.not_made(case, ctx)
        case cmd.HandOver():
            return preparing.hand_over(case, command, ctx)
        case cmd.CloseNotConfirmed():
            return preparing.not_confirmed(case, command, ctx)
        case cmd.DisposeOriginals(how=how, sheets=sheets):
            return (ev.OriginalsDisposed(how=how, sheets=sheets, by=ctx.by),)
        case cmd.BeginDestruction():
            return destroying.begin(case, ctx)
        case cmd.DestroyPapers():
            return destroying.destroyed(case, command, ctx)
        case cmd.BeginRecordsDestruction():
            return destroying.begin_records(case, ctx)
        case cmd.DestroyRecords():
            return destroying.records_destroyed(case, command, ctx)
