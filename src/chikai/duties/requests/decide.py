"""Commands give events. Every guard of the desk stands here, under its citation.

`decide` returns what happened, or a `Defect` that names what is still open. It raises
`UnlawfulStep` when the step would break the law or the policy, and `NotNow` when the case is not
in a state that can take it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import destruction_due, fee_period_end
from chikai.duties.requests.flow import FLOW, State
from chikai.duties.requests.openings import OpenItem, open_items
from chikai.kernel.citation import Citation
from chikai.kernel.decision import decide as judge
from chikai.kernel.message import Message, say
from chikai.kernel.truth import NO, YES, Truth, judged, to_judge
from chikai.law import grounds
from chikai.law.appi.art33_disclosure import AnswerInManner
from chikai.law.kinds import APPI, BASIS, Manner, RequestKind
from chikai.policy.model import Policy

CHOICE_OF_MANNER = frozenset({RequestKind.DISCLOSURE, RequestKind.RECORD_DISCLOSURE})


@dataclass(frozen=True, slots=True)
class Context:
    """The policy of the day of arrival, the day of this deed, and who does it."""

    policy: Policy
    on: date
    by: str


class UnlawfulStep(Exception):
    """We would break the law, or a promise of the policy. `message` says what and why."""

    def __init__(self, message: Message, *cites: Citation) -> None:
        super().__init__(message.id)
        self.message, self.cites = message, cites


class NotNow(Exception):
    """The case is not in a state that can take this step."""

    def __init__(self, case: Case, step: str, still_open: tuple[OpenItem, ...]) -> None:
        super().__init__(step)
        self.state, self.step, self.still_open = case.state, step, still_open


@dataclass(frozen=True, slots=True)
class Defect:
    """A paper or a fact is missing. Nothing happened."""

    items: tuple[OpenItem, ...]


Happened = tuple[ev.Happening, ...]


def decide(case: Case, command: cmd.Command, ctx: Context) -> Happened | Defect:
    """What a command makes happen to a case on the day `ctx.on`."""
    result = _decide(case, command, ctx)
    if isinstance(result, tuple):
        state: State = case.state
        for happened in result:
            if FLOW.find(state, happened.type()) is None:
                raise NotNow(case, happened.type(), open_items(case, ctx.policy, on=ctx.on))
            state = FLOW.next(state, happened.type())
    return result


def _decide(case: Case, command: cmd.Command, ctx: Context) -> Happened | Defect:
    match command:
        case cmd.Note(happened=happened):
            return (happened,)
        case cmd.Tell(letter=letter):
            return _tell(case, letter, ctx)
        case cmd.Accept():
            return _accept(case, command, ctx)
        case cmd.RecordSearch(result=result, sealing=s):
            return (ev.SearchDone(result=result, sealed=s.sealed, commitment=s.commitment),)
        case cmd.Grant():
            return _grant(case, command, ctx)
        case cmd.OrderAction():
            return _order(case, command, ctx)
        case cmd.RecordAction(action=action, sealing=s):
            return (ev.ActionDone(action=action, sealed=s.sealed, commitment=s.commitment),)
        case cmd.Substitute():
            return _substitute(case, command, ctx)
        case cmd.Refuse():
            return _refuse(case, command, ctx)
        case cmd.DeclareNoneHeld():
            return _none_held(case, command, ctx)
        case cmd.SendAnswer():
            return _send_answer(case, command, ctx)
        case cmd.RecordDelivered():
            return _delivered(case, ctx)
        case cmd.RecordReturned():
            return _returned(case, ctx)
        case cmd.Withdraw():
            return (ev.Withdrawn(),)
        case cmd.TreatAsNotMade():
            return _not_made(case, ctx)
        case cmd.HandOver():
            return _hand_over(case, command, ctx)
        case cmd.CloseNotConfirmed():
            return _not_confirmed(case, command, ctx)
        case cmd.DisposeOriginals(how=how, sheets=sheets):
            return (ev.OriginalsDisposed(how=how, sheets=sheets, by=ctx.by),)
        case cmd.DestroyPapers():
            return _destroy(case, command, ctx)


def _must_be(case: Case, state: State, step: str, ctx: Context) -> None:
    if case.state is not state:
        raise NotNow(case, step, open_items(case, ctx.policy, on=ctx.on))


# --- preparing ----------------------------------------------------------------------------------


def _tell(case: Case, letter: ev.LetterSent, ctx: Context) -> Happened | Defect:
    """One letter asks for everything that is open, and for nothing that is not (Art. 37(4))."""
    asked = set(letter.open_items)
    may_ask = {i.key for i in open_items(case, ctx.policy, on=ctx.on) if i.asks == "requester"}
    if asked - may_ask:
        over = ", ".join(sorted(asked - may_ask))
        cites = (APPI(38, 1),) if "fee" in asked - may_ask else (APPI(37, 4),)
        raise UnlawfulStep(say("unlawful.over_asking", items=over), *cites)
    if asked and may_ask - asked and letter.kind != "fee_reminder":
        missing = ", ".join(sorted(may_ask - asked))
        raise UnlawfulStep(say("unlawful.asking_in_two_letters", items=missing), APPI(37, 4))
    return (letter,)


def _accept(case: Case, command: cmd.Accept, ctx: Context) -> Happened | Defect:
    _must_be(case, State.PREPARING, "accepted", ctx)
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


def _not_made(case: Case, ctx: Context) -> Happened | Defect:
    """Closing for non-payment: only when the fee alone is open, was asked for with a period, and
    the period is over; or, where the policy sets no such effect, when a named person decides."""
    _must_be(case, State.PREPARING, "treated_as_not_made", ctx)
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
    return (ev.TreatedAsNotMade(clause=clause.id),)


def _hand_over(case: Case, command: cmd.HandOver, ctx: Context) -> Happened | Defect:
    """Handed over by us, never bounced; the arrival stays. Only what the policy sends elsewhere."""
    if case.kind is RequestKind.COMPLAINT:
        clause = ctx.policy.complaints.desk
    else:
        windows = (
            w
            for w in ctx.policy.requests.other_windows
            if case.kind in w.kinds and not w.keep_our_part
        )
        window = next(windows, None)
        if window is None:
            raise UnlawfulStep(say("unlawful.no_other_window"), BASIS[case.kind], APPI(37, 4))
        clause = window.id
    s = command.sealing
    return (ev.HandedOver(clause=clause, sealed=s.sealed, commitment=s.commitment),)


def _not_confirmed(case: Case, command: cmd.CloseNotConfirmed, ctx: Context) -> Happened | Defect:
    """Identity or power stays unproved after we asked and waited: a named person closes."""
    letter = case.told(command.question)
    still = {i.key for i in open_items(case, ctx.policy, on=ctx.on) if i.asks == "requester"}
    if command.question not in still:
        raise UnlawfulStep(say("unlawful.nothing_unconfirmed"), APPI(37, 1))
    if letter is None or letter.answer_by is None or ctx.on <= letter.answer_by:
        raise UnlawfulStep(say("unlawful.not_confirmed_too_early"), APPI(37, 1), APPI(37, 4))
    s = command.sealing
    return (ev.NotConfirmed(question=command.question, sealed=s.sealed, commitment=s.commitment),)


# --- deciding -----------------------------------------------------------------------------------


def _check_ground(case: Case, ground: str, reasons: str, ctx: Context, **also: Truth) -> Citation:
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


def _refuse(case: Case, command: cmd.Refuse, ctx: Context) -> Happened | Defect:
    _must_be(case, State.DECIDING, "refused", ctx)
    s = command.sealing
    cites = _check_ground(case, command.ground, s.sealed, ctx)
    return (
        ev.Refused(
            ground=command.ground, because=cites.code, sealed=s.sealed, commitment=s.commitment
        ),
    )


def _grant(case: Case, command: cmd.Grant, ctx: Context) -> Happened | Defect:
    _must_be(case, State.DECIDING, "granted", ctx)
    if case.kind not in cmd.GIVING:
        raise NotNow(case, "granted", ())
    still_open = open_items(case, ctx.policy, on=ctx.on)
    if still_open:
        return Defect(still_open)
    if case.search is not None and case.search.result is not ev.Searched.FOUND:
        raise UnlawfulStep(say("unlawful.nothing_to_give"), BASIS[case.kind])
    if command.withheld:
        if command.ground is None:
            raise UnlawfulStep(say("unlawful.withheld_without_ground"), BASIS[case.kind])
        _check_ground(case, command.ground, command.sealing.sealed, ctx)
    elif case.protected and case.facts["protective_judgment"].value:
        raise UnlawfulStep(say("unlawful.protected_given_whole"), APPI(33, 2, "i"))
    s = command.sealing
    return (
        ev.Granted(
            withheld=command.withheld,
            ground=command.ground,
            sealed=s.sealed,
            commitment=s.commitment,
        ),
    )


def _order(case: Case, command: cmd.OrderAction, ctx: Context) -> Happened | Defect:
    _must_be(case, State.DECIDING, "action_ordered", ctx)
    if command.action not in cmd.ACTIONS.get(case.kind, ()):
        kind = say(f"kind.{case.kind.value}")
        raise UnlawfulStep(say("unlawful.action_of_other_kind", kind=kind), BASIS[case.kind])
    s = command.sealing
    return (
        ev.ActionOrdered(
            action=command.action, owner=command.owner, sealed=s.sealed, commitment=s.commitment
        ),
    )


def _substitute(case: Case, command: cmd.Substitute, ctx: Context) -> Happened | Defect:
    _must_be(case, State.DECIDING, "substituted", ctx)
    if case.kind not in _ART_35:
        raise UnlawfulStep(say("unlawful.no_substitute"), BASIS[case.kind])
    s = command.sealing
    for each in grounds.grounds(case.kind, on=ctx.on):
        if "substitute_measure_taken" in each.also:
            _check_ground(case, each.id, s.sealed, ctx, substitute_measure_taken=YES)
    return (ev.Substituted(sealed=s.sealed, commitment=s.commitment),)


_ART_35 = frozenset(
    {
        RequestKind.CESSATION_VIOLATION,
        RequestKind.PROVISION_STOP_VIOLATION,
        RequestKind.CESSATION_NEED_ENDED,
    }
)


def _none_held(case: Case, command: cmd.DeclareNoneHeld, ctx: Context) -> Happened | Defect:
    _must_be(case, State.DECIDING, "none_held", ctx)
    if case.search is None or case.search.result is not ev.Searched.NONE:
        raise UnlawfulStep(say("unlawful.data_were_found"), APPI(33, 3))
    s = command.sealing
    return (ev.NoneHeld(sealed=s.sealed, commitment=s.commitment),)


# --- answering and after ------------------------------------------------------------------------


def _send_answer(case: Case, command: cmd.SendAnswer, ctx: Context) -> Happened | Defect:
    _must_be(case, State.ANSWERING, "answer_sent", ctx)
    if case.kind in CHOICE_OF_MANNER and isinstance(case.outcome, ev.Granted):
        _check_manner(case, command.manner, ctx)
    s = command.sealing
    sent = ev.AnswerSent(
        letter=command.letter,
        kind=command.kind,
        manner=command.manner,
        delivery=command.delivery,
        sealed=s.sealed,
        commitment=s.commitment,
    )
    if command.delivery.tracked:
        return (sent,)
    return (sent, ev.Completed(letter=command.letter))


def _check_manner(case: Case, manner: Manner, ctx: Context) -> None:
    """The person chooses; paper instead only when difficult, and after telling so (33(2), (3))."""
    difficult = case.facts.get("manner_difficult")
    facts = AnswerInManner(
        chosen_by_person=YES if case.manner in (None, manner) else NO,
        is_paper=YES if manner is Manner.PAPER else NO,
        chosen_is_costly_or_difficult=(
            to_judge("manner_difficult")
            if difficult is None
            else judged(
                difficult.value,
                by=difficult.by,
                on=difficult.on,
                reasons=difficult.sealed or "recorded",
            )
        ),
        difficulty_told=YES if any(x.kind == "method_difficult" for x in case.letters) else NO,
    )
    decision = judge(facts, on=ctx.on)
    if decision.verdict != "permitted":
        raise UnlawfulStep(say("unlawful.other_manner"), APPI(33, 2), APPI(33, 3))


def _delivered(case: Case, ctx: Context) -> Happened | Defect:
    if case.answer is None or case.answer.returned_on is not None:
        raise NotNow(case, "completed", ())
    return (ev.Completed(letter=case.answer.id),)


def _returned(case: Case, ctx: Context) -> Happened | Defect:
    if case.answer is None:
        raise NotNow(case, "answer_returned", ())
    return (ev.AnswerReturned(letter=case.answer.id),)


def _destroy(case: Case, command: cmd.DestroyPapers, ctx: Context) -> Happened | Defect:
    """Papers go when their period is over, nobody holds them, and a named person has recorded
    how the originals went; the certificate follows, never before."""
    _must_be(case, State.CLOSED, "papers_destroyed", ctx)
    may_destroy(case, ctx)
    assert case.disposed is not None
    return (
        ev.PapersDestroyed(
            generation=command.generation,
            sheets=case.disposed.sheets,
            copies_until=ctx.on + timedelta(days=command.backups_live_days),
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
    if case.disposed is None:
        raise UnlawfulStep(say("unlawful.destroy_originals_first"), APPI(23))
