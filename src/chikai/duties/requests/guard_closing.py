"""Guards of the answer: its manner, its delivery, its coming back."""

from __future__ import annotations

from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.evidence import CHOICE_OF_MANNER
from chikai.duties.requests.flow import Exit, State
from chikai.duties.requests.openings import open_items
from chikai.duties.requests.outcomes import (
    Context,
    Defect,
    Happened,
    NotNow,
    UnlawfulStep,
    must_be,
)
from chikai.kernel.decision import decide as judge
from chikai.kernel.message import say
from chikai.kernel.truth import NO, YES, judged, to_judge
from chikai.law.appi.art33_disclosure import AnswerInManner
from chikai.law.kinds import APPI, Manner


def send_answer(case: Case, command: cmd.SendAnswer, ctx: Context) -> Happened | Defect:
    must_be(case, State.ANSWERING, "answer_sent", ctx)
    if case.answer is not None and case.answer.returned_on is None and not command.again:
        raise UnlawfulStep(say("unlawful.answer_sent_already", on=case.answer.on))
    if still_open := open_items(case, ctx.policy, on=ctx.on):
        return Defect(still_open)
    if case.kind in CHOICE_OF_MANNER and isinstance(case.outcome, ev.Granted):
        _check_manner(case, command.manner, ctx)
    elif command.manner is not Manner.PAPER and ctx.policy.requests.answer.written:
        raise UnlawfulStep(say("unlawful.answer_in_writing"), APPI(33, 2))
    s = command.sealing
    sent = ev.AnswerSent(
        letter=command.letter,
        kind=command.kind,
        manner=command.manner,
        delivery=command.delivery,
        sealed=s.sealed,
        commitment=s.commitment,
        attached=command.attached.sealed if command.attached else None,
        attached_commitment=command.attached.commitment if command.attached else None,
    )
    if command.delivery.noted:
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


def posted(case: Case, command: cmd.RecordPosted, ctx: Context) -> Happened | Defect:
    if case.answer is None or case.answer.returned_on is not None:
        raise NotNow(case, "answer_posted", ())
    sealed, commitment = _traced(command.tracking)
    return (ev.AnswerPosted(letter=case.answer.id, sealed=sealed, commitment=commitment),)


def delivered(case: Case, command: cmd.RecordDelivered, ctx: Context) -> Happened | Defect:
    if case.answer is None or case.answer.returned_on is not None:
        raise NotNow(case, "completed", ())
    sealed, commitment = _traced(command.tracking)
    done = ev.Completed(
        letter=case.answer.id, sealed=sealed, commitment=commitment, reached=command.reached
    )
    return (done,)


def _traced(by: cmd.Sealing | None) -> tuple[str, str] | tuple[None, None]:
    """The number by which the post traces a letter, where it has one."""
    return (by.sealed, by.commitment) if by else (None, None)


def returned(case: Case, command: cmd.RecordReturned, ctx: Context) -> Happened | Defect:
    """A letter that came back told nobody anything. Where the answer was held complete because
    ordinary mail leaves no trace, the case is open again; papers that are being destroyed are
    past that."""
    answer = case.answer
    if command.letter is not None and (answer is None or command.letter != answer.id):
        return _letter_returned(case, command.letter, command.why or ev.CameBack.OTHER)
    if answer is None or answer.returned_on is not None or case.destroying:
        raise NotNow(case, "answer_returned", ())
    if case.state is State.CLOSED and case.exit is not Exit.ANSWERED:
        raise NotNow(case, "answer_returned", ())
    return (ev.AnswerReturned(letter=answer.id, why=command.why),)


def _letter_returned(case: Case, id: str, why: ev.CameBack) -> Happened:
    out = next((x for x in case.letters if x.id == id), None)
    if out is None or not out.posted or out.returned_on is not None:
        raise NotNow(case, "letter_returned", ())
    return (ev.LetterReturned(letter=id, why=why),)


def recipient_told(case: Case, happened: ev.RecipientTold) -> Happened | Defect:
    """That this person made a request is personal data: a third party is told at their wish."""
    if case.action is None:
        raise NotNow(case, "recipient_told", ())
    if happened.holder is ev.Holder.RECIPIENT and not happened.wish:
        raise UnlawfulStep(say("unlawful.recipient_without_wish"), APPI(27, 1))
    return (happened,)
