"""Letters: gather the facts, compose, print, seal, and record that they left the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from chikai.app import cases, gather
from chikai.app.cases import Actor
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case, FeeHeld, after
from chikai.duties.requests.commands import Action
from chikai.duties.requests.decide import Context, Defect, NotNow, decide
from chikai.duties.requests.letters import compose
from chikai.duties.requests.letters.facts import FeeAsked, FeeReceived
from chikai.duties.requests.letters.facts import OpenItem as Asked
from chikai.duties.requests.letters.model import Letter, LetterKind
from chikai.duties.requests.openings import OpenItem, open_items
from chikai.law.kinds import Manner, RequestKind
from chikai.ports import BadData, Home, Posting, Purpose

DEFECT_DAYS = 30
_ASKING = frozenset(
    {
        LetterKind.DEFECTS,
        LetterKind.FORMS_SENT,
        LetterKind.FEE_ASKED,
        LetterKind.FEE_REMINDER,
        LetterKind.NO_MATCH,
    }
)
_NO_MATCH = frozenset({"no_match"})


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter in both languages' model, its PDF, and where it lies."""

    letter: Letter
    pdf: bytes
    cases: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Printed({self.letter.kind.value})"


# --- letters that ask -----------------------------------------------------------------------------


def which_letter(items: tuple[OpenItem, ...], case: Case, home: Home) -> LetterKind:
    """The one letter that fits what is open: the fee alone, no match alone, forms to send, or
    everything together."""
    keys = {i.key for i in items if i.asks == "requester"}
    if keys == {"fee"}:
        told = case.told("fee")
        return LetterKind.FEE_REMINDER if told else LetterKind.FEE_ASKED
    if keys == _NO_MATCH:
        return LetterKind.NO_MATCH
    if "form" in keys and gather.form_is_sent_first(cases.policy_of(home, case), case.kind):
        return LetterKind.FORMS_SENT
    return LetterKind.DEFECTS


def ask(
    home: Home, case_id: str, *, by: Actor, lang: str = "ja", on: date | None = None
) -> tuple[Case, ...] | Defect:
    """Send the one letter that asks for everything open in this envelope about this person.

    Raises `BadData` when nothing is open that the requester could send.
    """
    first = cases.load(home, case_id)
    if home.journal.command(by.command):
        return (first,)
    day = on or cases.today(home)
    group = [c for c in cases.siblings(home, first) if c.is_open]
    wanted: list[tuple[Case, tuple[OpenItem, ...]]] = []
    for case in group:
        items = open_items(case, cases.policy_of(home, case), on=day)
        mine = tuple(i for i in items if i.asks == "requester")
        if mine:
            wanted.append((case, mine))
    if not wanted:
        raise BadData("ask.nothing_to_ask", field="case")
    everything = {i.key: i for _, items in wanted for i in items}
    kind = which_letter(tuple(everything.values()), wanted[0][0], home)
    policy = cases.policy_of(home, first)
    answer_by = day + timedelta(days=_period(policy.requests.fee, everything))
    letter_id = home.entropy.id("letter")
    facts = gather.facts(
        home,
        tuple(c for c, _ in wanted),
        letter_id=letter_id,
        today=day,
        lang=lang,
        open_items=tuple(
            Asked(i.key, i.message, i.clauses, i.cites, i.alternatives) for i in everything.values()
        ),
        cure_by=answer_by,
        fee=_fee_asked(home, [c for c, _ in wanted], day, answer_by),
        free_kinds=tuple(c.kind for c in group if fees.due(c, policy, on=day) == 0),
    )
    letter = compose(kind, facts)
    return _send(home, wanted, letter, answer_by=answer_by, by=by, on=day, lang=lang)


def _period(fee: Any, items: dict[str, OpenItem]) -> int:
    if "fee" in items and fee is not None and fee.period_days:
        return int(fee.period_days)
    return DEFECT_DAYS


def _fee_asked(home: Home, group: list[Case], day: date, due: date) -> FeeAsked | None:
    policy = cases.policy_of(home, group[0])
    owing = [
        (c, missing)
        for c in group
        if (missing := fees.due(c, policy, on=day) - fees.paid(c, policy, on=day)) > 0
        and fees.means(c, policy)
    ]
    if not owing:
        return None
    kinds = tuple(c.kind for c, _ in owing)
    return FeeAsked(sum(m for _, m in owing), kinds, fees.means(owing[0][0], policy), due)


def _send(
    home: Home,
    wanted: list[tuple[Case, tuple[OpenItem, ...]]],
    letter: Letter,
    *,
    answer_by: date | None,
    by: Actor,
    on: date,
    lang: str,
) -> tuple[Case, ...]:
    pdf = home.press.letter(letter, lang)
    changes = []
    postings = []
    for case, items in wanted:
        sealed = cases.seal_bytes(home, case.id, Purpose.ANSWER, pdf)
        sent = ev.LetterSent(
            letter=letter.id,
            kind=letter.kind.value,
            delivery=ev.Delivery(letter.delivery),
            open_items=tuple(i.key for i in items),
            answer_by=answer_by,
            sealed=sealed.sealed,
            commitment=sealed.commitment,
        )
        ctx = Context(cases.policy_of(home, case), on, by.id)
        result = decide(case, cmd.Tell(letter=sent), ctx)
        assert not isinstance(result, Defect)
        changes.append((after(case, result[0], on=on, by=by.id), case.seq, list(result)))
        postings.append(Posting(letter.id, case.id, sealed.sealed, letter.kind, letter.delivery))
    cases.journal(home, changes, by=by, on=on, postings=postings[:1])
    return tuple(case for case, _, _ in changes)


# --- letters that tell ----------------------------------------------------------------------------


def tell(
    home: Home,
    case_id: str,
    kind: LetterKind,
    *,
    by: Actor,
    lang: str = "ja",
    on: date | None = None,
    **more: Any,
) -> Case:
    """Send a letter that asks for nothing and is not the answer: receipt, method difficult…"""
    case = cases.load(home, case_id)
    if home.journal.command(by.command):
        return case
    if kind in _ASKING:
        raise BadData("ask.use_ask", field="kind")
    day = on or cases.today(home)
    letter_id = home.entropy.id("letter")
    facts = gather.facts(home, (case,), letter_id=letter_id, today=day, lang=lang, **more)
    (told,) = _send(
        home, [(case, ())], compose(kind, facts), answer_by=None, by=by, on=day, lang=lang
    )
    return told


def receipt(home: Home, case_id: str, *, by: Actor, lang: str = "ja") -> tuple[Case, ...]:
    """One receipt for all cases of the envelope about this person."""
    first = cases.load(home, case_id)
    if home.journal.command(by.command):
        return (first,)
    group = cases.siblings(home, first)
    day = cases.today(home)
    facts = gather.facts(home, group, letter_id=home.entropy.id("letter"), today=day, lang=lang)
    letter = compose(LetterKind.RECEIPT, facts)
    return _send(home, [(c, ()) for c in group], letter, answer_by=None, by=by, on=day, lang=lang)


# --- the answer -----------------------------------------------------------------------------------

_GRANTED = {
    RequestKind.NOTICE_OF_PURPOSE: LetterKind.PURPOSE_NOTICE,
    RequestKind.DISCLOSURE: LetterKind.DISCLOSURE,
    RequestKind.RECORD_DISCLOSURE: LetterKind.RECORDS_GIVEN,
    RequestKind.FOREIGN_MEASURES_INFO: LetterKind.FOREIGN_MEASURES,
}
_REFUSED = {
    RequestKind.NOTICE_OF_PURPOSE: LetterKind.PURPOSE_NOT_NOTIFIED,
    RequestKind.DISCLOSURE: LetterKind.REFUSAL,
    RequestKind.RECORD_DISCLOSURE: LetterKind.RECORDS_NOT_GIVEN,
    RequestKind.CORRECTION: LetterKind.NOT_CORRECTED,
    RequestKind.CESSATION_VIOLATION: LetterKind.NOT_CEASED,
    RequestKind.CESSATION_NEED_ENDED: LetterKind.NOT_CEASED,
    RequestKind.PROVISION_STOP_VIOLATION: LetterKind.PROVISION_NOT_STOPPED,
    RequestKind.FOREIGN_MEASURES_INFO: LetterKind.FOREIGN_MEASURES_REFUSED,
}
_DONE = {
    Action.CORRECT: LetterKind.CORRECTED,
    Action.ADD: LetterKind.CORRECTED,
    Action.DELETE: LetterKind.CORRECTED,
    Action.CEASE: LetterKind.CEASED,
    Action.ERASE: LetterKind.ERASED,
    Action.STOP_PROVISION: LetterKind.PROVISION_STOPPED,
}


def answer_kind(case: Case) -> LetterKind:
    """Which letter answers the case. Raises `NotNow` before a decision."""
    match case.outcome:
        case ev.Granted():
            return _GRANTED[case.kind]
        case ev.Refused():
            return _REFUSED[case.kind]
        case ev.NoneHeld():
            return LetterKind.NONE_HELD
        case ev.Substituted():
            return LetterKind.SUBSTITUTE_MEASURE
        case ev.ActionDone() if case.kind is RequestKind.OPT_OUT_STOP:
            return LetterKind.OPT_OUT_STOPPED
        case ev.ActionDone(action=action):
            return _DONE[Action(action)]
        case _:
            raise NotNow(case, "answer_sent", ())


def compose_answer(
    home: Home, case: Case, *, lang: str, letter_id: str, day: date, manner: Manner
) -> Letter:
    """The answer as a letter, not yet printed."""
    return compose(answer_kind(case), gather.answer(home, case, letter_id, day, lang, manner))


def send_answer(
    home: Home,
    case_id: str,
    *,
    by: Actor,
    lang: str = "ja",
    manner: Manner | None = None,
    on: date | None = None,
) -> Case | Defect:
    """Print the answer from the decision record, seal it, and record that it was sent."""
    case = cases.load(home, case_id)
    if home.journal.command(by.command):
        return case
    day = on or cases.today(home)
    how = manner or gather.manner(case)
    letter_id = home.entropy.id("letter")
    letter = compose_answer(home, case, lang=lang, letter_id=letter_id, day=day, manner=how)
    content = gather.electronic(home, case, letter) if how is Manner.ELECTRONIC else None
    pdf = home.press.letter(letter, lang)
    if content is not None:
        cases.seal_bytes(home, case.id, Purpose.ANSWER, content)
    sealed = cases.seal_bytes(home, case.id, Purpose.ANSWER, pdf)
    command = cmd.SendAnswer(
        letter=letter.id,
        kind=letter.kind.value,
        manner=how,
        delivery=ev.Delivery(letter.delivery),
        sealing=sealed,
    )
    posting = Posting(letter.id, case.id, sealed.sealed, letter.kind, letter.delivery)
    return cases.act(home, case_id, command, by=by, on=day, postings=[posting])


# --- fees, withdrawal, hand-over, certificate -----------------------------------------------------


def return_fees(
    home: Home, case_id: str, *, by: Actor, lang: str = "ja", on: date | None = None
) -> Case:
    """Send back every fee that must go back, by recorded post at our cost, with one letter."""
    case = cases.load(home, case_id)
    if home.journal.command(by.command):
        return case
    day = on or cases.today(home)
    policy = cases.policy_of(home, case)
    back = fees.to_return(case, policy, on=day)
    if not back:
        raise BadData("ask.no_fee_to_return", field="case")
    received = tuple(_booked(home, fee) for fee, _ in back)
    facts = gather.facts(
        home,
        (case,),
        letter_id=home.entropy.id("letter"),
        today=day,
        lang=lang,
        delivery=gather.FEE_RETURN_DELIVERY,
        received=received,
        fee_return=gather.FEE_RETURN[back[0][1]],
    )
    letter = compose(LetterKind.FEE_RETURNED, facts)
    pdf = home.press.letter(letter, lang)
    sealed = cases.seal_bytes(home, case.id, Purpose.ANSWER, pdf)
    sent = ev.LetterSent(
        letter=letter.id,
        kind=letter.kind.value,
        delivery=ev.Delivery(letter.delivery),
        open_items=(),
        answer_by=None,
        sealed=sealed.sealed,
        commitment=sealed.commitment,
    )
    returns = [
        cmd.Note(
            happened=ev.FeeReturned(fee=f.id, reason=why, delivery=ev.Delivery(letter.delivery))
        )
        for f, why in back
    ]
    posting = Posting(letter.id, case.id, sealed.sealed, letter.kind, letter.delivery)
    result = cases.act(
        home, case_id, *returns, cmd.Tell(letter=sent), by=by, on=day, postings=[posting]
    )
    assert isinstance(result, Case)
    return result


def _booked(home: Home, fee: FeeHeld) -> FeeReceived:
    book = cases.unseal(home, fee.sealed)
    return FeeReceived(fee.means, int(book["face"]), book["serial"], fee.issued_on)


def withdraw(
    home: Home, case_id: str, *, by: Actor, lang: str = "ja", on: date | None = None
) -> Case | Defect:
    """The request is taken back: closed, and confirmed in a letter."""
    return _close(home, case_id, cmd.Withdraw(), LetterKind.WITHDRAWN, by=by, lang=lang, on=on)


def close_unpaid(
    home: Home, case_id: str, *, by: Actor, lang: str = "ja", on: date | None = None
) -> Case | Defect:
    """The fee was never paid: treated as not made, and told so."""
    command = cmd.TreatAsNotMade()
    return _close(home, case_id, command, LetterKind.CLOSED_UNPAID, by=by, lang=lang, on=on)


def hand_over(
    home: Home, case_id: str, *, by: Actor, lang: str = "ja", on: date | None = None
) -> Case | Defect:
    """Another window answers: we hand the request over ourselves and say so."""
    case = cases.load(home, case_id)
    if home.journal.command(by.command):
        return case
    s = cases.seal(home, case_id, Purpose.RECORD, {"window": gather.window(home, case).en})
    complaint = case.kind is RequestKind.COMPLAINT
    kind = LetterKind.COMPLAINT_RECEIVED if complaint else LetterKind.WRONG_WINDOW
    return _close(home, case_id, cmd.HandOver(sealing=s), kind, by=by, lang=lang, on=on)


def not_confirmed(
    home: Home,
    case_id: str,
    question: str,
    reason: str,
    *,
    by: Actor,
    lang: str = "ja",
    on: date | None = None,
) -> Case | Defect:
    """Identity or power stayed unproved after we asked and waited; a named person closes."""
    s = cases.seal(home, case_id, Purpose.RECORD, {"reason": reason})
    command = cmd.CloseNotConfirmed(question=question, sealing=s)
    kind = LetterKind.IDENTITY_NOT_CONFIRMED
    return _close(home, case_id, command, kind, by=by, lang=lang, on=on)


def _close(
    home: Home,
    case_id: str,
    command: cmd.Command,
    kind: LetterKind,
    *,
    by: Actor,
    lang: str,
    on: date | None,
) -> Case | Defect:
    """Close and tell in one append: nobody is closed on without a letter."""
    case = cases.load(home, case_id)
    if home.journal.command(by.command):
        return case
    day = on or cases.today(home)
    policy = cases.policy_of(home, case)
    result = decide(case, command, Context(policy, day, by.id))
    if isinstance(result, Defect):
        return result
    closed = case
    for happened in result:
        closed = after(closed, happened, on=day, by=by.id)
    facts = gather.closing(home, case, closed, home.entropy.id("letter"), day, lang)
    letter = compose(kind, facts)
    sealed = cases.seal_bytes(home, case_id, Purpose.ANSWER, home.press.letter(letter, lang))
    sent = ev.LetterSent(
        letter=letter.id,
        kind=letter.kind.value,
        delivery=ev.Delivery(letter.delivery),
        open_items=(),
        answer_by=None,
        sealed=sealed.sealed,
        commitment=sealed.commitment,
    )
    posting = Posting(letter.id, case_id, sealed.sealed, letter.kind, letter.delivery)
    return cases.act(
        home, case_id, command, cmd.Tell(letter=sent), by=by, on=day, postings=[posting]
    )


def certificate(
    home: Home, case_id: str, *, by: Actor, lang: str = "ja", on: date | None = None
) -> Case:
    """The destruction certificate: only after the key is gone and the originals are recorded."""
    case = cases.load(home, case_id)
    if case.destroyed_on is None or case.disposed is None:
        raise NotNow(case, "letter_sent", ())
    more = gather.certificate(home, case)
    return tell(home, case_id, LetterKind.DESTRUCTION_CERTIFICATE, by=by, lang=lang, on=on, **more)
