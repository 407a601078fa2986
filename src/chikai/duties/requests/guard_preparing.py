"""Guards while a request is being prepared: letters, acceptance, closing without an answer."""

from __future__ import annotations

from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import fee_period_end
from chikai.duties.requests.flow import State
from chikai.duties.requests.open_item import OpenItem, label
from chikai.duties.requests.openings import open_items, other_window
from chikai.duties.requests.outcomes import (
    Context,
    Defect,
    Happened,
    NotNow,
    UnlawfulStep,
    must_be,
)
from chikai.duties.requests.questions import PRODUCT_DATA
from chikai.kernel.decision import decide as judge
from chikai.kernel.message import say
from chikai.kernel.truth import YES
from chikai.law.appi.art37_procedure import TreatAsNotMade as Unmade
from chikai.law.appi.art38_fee import bears_fee
from chikai.law.kinds import APPI, BASIS, RequestKind


def tell(case: Case, letter: ev.LetterSent, ctx: Context) -> Happened | Defect:
    """One letter asks for everything that is open, and for nothing that is not (Art. 37(4))."""
    asked = set(letter.open_items)
    may_ask = {i.key for i in open_items(case, ctx.policy, on=ctx.on) if i.asks == "requester"}
    if asked - may_ask:
        over = tuple(label(key) for key in sorted(asked - may_ask))
        cites = (APPI(38, 1),) if "fee" in asked - may_ask else (APPI(37, 4),)
        raise UnlawfulStep(say("unlawful.over_asking", items=over), *cites)
    if asked and may_ask - asked and letter.kind != "fee_reminder":
        missing = tuple(label(key) for key in sorted(may_ask - asked))
        raise UnlawfulStep(say("unlawful.asking_in_two_letters", items=missing), APPI(37, 4))
    return (letter,)


def accept(case: Case, command: cmd.Accept, ctx: Context) -> Happened | Defect:
    must_be(case, State.PREPARING, "accepted", ctx)
    still_open = open_items(case, ctx.policy, on=ctx.on)
    if still_open:
        return Defect(still_open)
    if case.kind is RequestKind.COMPLAINT:
        raise NotNow(case, "accepted", ())
    if case.kind is RequestKind.OPT_OUT_STOP and command.sealing is not None:
        return (
            ev.ActionOrdered(
                action=cmd.Action.STOP_PROVISION,
                owner=command.owner,
                sealed=command.sealing.sealed,
                commitment=command.sealing.commitment,
            ),
        )
    return (ev.Accepted(),)


def not_made(case: Case, ctx: Context) -> Happened | Defect:
    """Closing for non-payment: only when the fee alone is open, was asked for with a period, and
    the period is over; or, where the policy sets no such effect, when a named person decides."""
    must_be(case, State.PREPARING, "treated_as_not_made", ctx)
    items = open_items(case, ctx.policy, on=ctx.on)
    clause = ctx.policy.requests.fee
    if clause is None or not any(i.key == "fee" for i in items):
        raise UnlawfulStep(say("unlawful.not_made_without_fee"), APPI(38, 1), APPI(37, 1))
    others = tuple(i for i in items if i.key != "fee")
    if others:
        return Defect(others)
    end = fee_period_end(case)
    if end is None:
        raise UnlawfulStep(say("unlawful.not_made_untold"), APPI(37, 4))
    if ctx.on <= end:
        raise UnlawfulStep(say("unlawful.not_made_too_early", end=end), APPI(37, 4))
    if clause.unpaid == "remind_then_person_decides":
        reminded = any(x.kind == "fee_reminder" for x in case.letters)
        fact = case.facts.get("close_unpaid")
        if not reminded or fact is None or not fact.value:
            item = OpenItem(
                "close_unpaid",
                "desk",
                say("open.close_unpaid"),
                (clause.id,),
                (APPI(37, 1), APPI(38, 1)),
                judgment=True,
            )
            return Defect((item,))
    lawful = judge(
        Unmade(
            procedure_published=YES,
            defect_told=YES,
            time_to_cure_given=YES,
            defect_is_fee=YES,
            kind_bears_fee=bears_fee(case.kind),
        ),
        on=ctx.on,
    )
    if lawful.verdict != "permitted":
        cites = tuple(r.cites for r in lawful.because if r.cites)
        raise UnlawfulStep(say("unlawful.refusal_forbidden"), *cites)
    return (ev.TreatedAsNotMade(clause=clause.id),)


def hand_over(case: Case, command: cmd.HandOver, ctx: Context) -> Happened | Defect:
    """Handed over by us, never bounced; the arrival stays. Only what the policy sends elsewhere."""
    if case.kind is RequestKind.COMPLAINT:
        clause = ctx.policy.complaints.desk
    else:
        window = other_window(case, ctx.policy)
        fact = case.facts.get(PRODUCT_DATA)
        if window is None or (fact is not None and not fact.value):
            raise UnlawfulStep(say("unlawful.no_other_window"), BASIS[case.kind], APPI(37, 4))
        if fact is None:
            question = say("open.registered_data_of_product")
            return Defect((OpenItem(PRODUCT_DATA, "desk", question, (window.id,), (APPI(37, 4),)),))
        clause = window.id
    s = command.sealing
    return (ev.HandedOver(clause=clause, sealed=s.sealed, commitment=s.commitment),)


def not_confirmed(case: Case, command: cmd.CloseNotConfirmed, ctx: Context) -> Happened | Defect:
    """Identity or power stays unproved after we asked and waited: a named person closes."""
    letter = case.told(command.question)
    still = {i.key for i in open_items(case, ctx.policy, on=ctx.on) if i.asks == "requester"}
    if command.question not in still:
        raise UnlawfulStep(say("unlawful.nothing_unconfirmed"), APPI(37, 1))
    if letter is None or letter.answer_by is None or ctx.on <= letter.answer_by:
        raise UnlawfulStep(say("unlawful.not_confirmed_too_early"), APPI(37, 1), APPI(37, 4))
    s = command.sealing
    return (ev.NotConfirmed(question=command.question, sealed=s.sealed, commitment=s.commitment),)
