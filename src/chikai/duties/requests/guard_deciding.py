"""Guards of a decision: every refusal needs a ground the law of that day gives."""

from __future__ import annotations

from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.flow import State
from chikai.duties.requests.openings import open_items
from chikai.duties.requests.outcomes import (
    Context,
    Defect,
    Happened,
    NotNow,
    UnlawfulStep,
    must_be,
)
from chikai.duties.requests.questions import BY_HAND, withhold
from chikai.kernel.citation import Citation
from chikai.kernel.message import say
from chikai.kernel.truth import YES, Truth, judged
from chikai.law import grounds
from chikai.law.kinds import APPI, BASIS, RequestKind


def check_ground(case: Case, ground: str, reasons: str, ctx: Context, **also: Truth) -> Citation:
    """The ground must be one the law of today gives for this kind of request."""
    try:
        offered = grounds.ground(case.kind, ground, on=ctx.on)
    except grounds.NoSuchGround as error:
        raise UnlawfulStep(error.message, *error.cites) from None
    judgment = judged(True, by=ctx.by, on=ctx.on, reasons=reasons)
    decision = grounds.refusal(case.kind, ground, judgment, on=ctx.on, also=also)
    if decision.verdict != "permitted":
        cites = tuple(r.cites for r in decision.because if r.cites)
        raise UnlawfulStep(say("unlawful.refusal_forbidden"), *cites)
    return offered.cites[-1]


UNTOLD = "as_none_held"
"""Stands in the journal for every ground that must not be told (Order Arts. 5, 11)."""
_NOTHING_THERE = frozenset({"not_retained", "not_held"})
_FOUND = ev.Searched.FOUND


def refuse(case: Case, command: cmd.Refuse, ctx: Context) -> Happened | Defect:
    """Where the ground is that nothing is held, or that its existence must not show, the case
    goes on as `none_held` does: the ground itself stays sealed."""
    must_be(case, State.DECIDING, "refused", ctx)
    s = command.sealing
    cites = check_ground(case, command.ground, s.sealed, ctx)
    found = case.found_by_hand or (case.search and case.search.result is _FOUND)
    if command.ground in _NOTHING_THERE and found:
        raise UnlawfulStep(say("unlawful.data_were_found"), APPI(33, 3))
    if command.ground in grounds.AS_NONE_HELD:
        return (ev.NoneHeld(sealed=s.sealed, commitment=s.commitment),)
    return (
        ev.Refused(
            ground=command.ground, because=cites.code, sealed=s.sealed, commitment=s.commitment
        ),
    )


def grant(case: Case, command: cmd.Grant, ctx: Context) -> Happened | Defect:
    must_be(case, State.DECIDING, "granted", ctx)
    if case.kind not in cmd.GIVING:
        kind = say(f"kind.{case.kind.value}")
        raise UnlawfulStep(say("unlawful.done_not_given", kind=kind), BASIS[case.kind])
    covered = {withhold(item) for item in command.covered}
    still_open = open_items(case, ctx.policy, on=ctx.on)
    still_open = tuple(i for i in still_open if i.key not in covered)
    if still_open:
        return Defect(still_open)
    found = case.search is None or case.search.result is ev.Searched.FOUND
    if not found and not case.found_by_hand:
        raise UnlawfulStep(say("unlawful.nothing_to_give"), BASIS[case.kind])
    if command.withheld:
        if command.ground is None:
            raise UnlawfulStep(say("unlawful.withheld_without_ground"), BASIS[case.kind])
        check_ground(case, command.ground, command.sealing.sealed, ctx)
    if case.protected and case.facts["protective_judgment"].value:
        if not command.withheld and not case.withheld:
            raise UnlawfulStep(say("unlawful.protected_given_whole"), APPI(33, 2, "i"))
        if command.locating:
            raise UnlawfulStep(say("unlawful.protected_address"), APPI(33, 2, "i"))
    s = command.sealing
    ground = command.ground
    left_out = tuple(_left_out(case, item, ground, s, ctx) for item in command.covered if ground)
    untold = ground in grounds.AS_NONE_HELD
    return (
        *left_out,
        ev.Granted(
            withheld=0 if untold else command.withheld,
            ground=None if untold else ground,
            sealed=s.sealed,
            commitment=s.commitment,
        ),
    )


def withhold_item(case: Case, command: cmd.WithholdItem, ctx: Context) -> Happened | Defect:
    """One item found is left out of the answer, on a ground of its own."""
    if case.state not in (State.DECIDING, State.ANSWERING) or case.answer is not None:
        raise NotNow(case, "item_withheld", open_items(case, ctx.policy, on=ctx.on))
    return (_left_out(case, command.item, command.ground, command.sealing, ctx),)


def _left_out(case: Case, item: str, ground: str, s: cmd.Sealing, ctx: Context) -> ev.ItemWithheld:
    """A ground that must not be told stays sealed: here it has one name for all of its kind."""
    because = check_ground(case, ground, s.sealed, ctx)
    untold = ground in grounds.AS_NONE_HELD
    return ev.ItemWithheld(
        item=item,
        ground=UNTOLD if untold else ground,
        because=BASIS[case.kind].code if untold else because.code,
        sealed=s.sealed,
        commitment=s.commitment,
    )


def order(case: Case, command: cmd.OrderAction, ctx: Context) -> Happened | Defect:
    must_be(case, State.DECIDING, "action_ordered", ctx)
    if command.action not in cmd.ACTIONS.get(case.kind, ()):
        kind = say(f"kind.{case.kind.value}")
        raise UnlawfulStep(say("unlawful.action_of_other_kind", kind=kind), BASIS[case.kind])
    s = command.sealing
    return (
        ev.ActionOrdered(
            action=command.action, owner=command.owner, sealed=s.sealed, commitment=s.commitment
        ),
    )


def substitute(case: Case, command: cmd.Substitute, ctx: Context) -> Happened | Defect:
    must_be(case, State.DECIDING, "substituted", ctx)
    if case.kind not in _ART_35:
        raise UnlawfulStep(say("unlawful.no_substitute"), BASIS[case.kind])
    s = command.sealing
    for each in grounds.grounds(case.kind, on=ctx.on):
        if "substitute_measure_taken" in each.also:
            check_ground(case, each.id, s.sealed, ctx, substitute_measure_taken=YES)
    return (ev.Substituted(sealed=s.sealed, commitment=s.commitment),)


_ART_35 = frozenset(
    {
        RequestKind.CESSATION_VIOLATION,
        RequestKind.PROVISION_STOP_VIOLATION,
        RequestKind.CESSATION_NEED_ENDED,
    }
)


def none_held(case: Case, command: cmd.DeclareNoneHeld, ctx: Context) -> Happened | Defect:
    must_be(case, State.DECIDING, "none_held", ctx)
    items = open_items(case, ctx.policy, on=ctx.on)
    waiting = tuple(i for i in items if i.key in ("search_task", BY_HAND))
    if waiting:
        return Defect(waiting)
    none = case.search is not None and case.search.result is ev.Searched.NONE
    if not none or case.found_by_hand:
        raise UnlawfulStep(say("unlawful.data_were_found"), APPI(33, 3))
    s = command.sealing
    return (ev.NoneHeld(sealed=s.sealed, commitment=s.commitment),)
