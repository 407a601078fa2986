"""Fees that go back, and cases that close with a letter but without an answer."""

from __future__ import annotations

from datetime import date

from chikai.app import cases, gather
from chikai.app.cases import Actor, once
from chikai.app.letters.sending import sealed
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.fees import GoesBack
from chikai.duties.requests.letters import compose
from chikai.duties.requests.letters.facts import FeeReceived
from chikai.duties.requests.letters.model import LetterKind
from chikai.law.kinds import RequestKind
from chikai.ports import BadData, Home, Purpose


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
    received = tuple(_booked(home, each) for each in back)
    facts = gather.facts(
        home,
        (case,),
        letter_id=home.entropy.id("letter"),
        today=day,
        lang=lang,
        delivery=gather.FEE_RETURN_DELIVERY,
        received=received,
        fee_return=gather.FEE_RETURN[back[0].reason],
    )
    letter = compose(LetterKind.FEE_RETURNED, facts)
    sent, posting = sealed(home, case.id, letter, home.press.letter(letter, lang))
    returns = [
        cmd.Note(
            happened=ev.FeeReturned(
                fee=each.fee.id,
                reason=each.reason,
                delivery=ev.Delivery(letter.delivery),
                part=None if each.amount == each.fee.left else each.amount,
            )
        )
        for each in back
    ]
    result = cases.act(
        home, case_id, *returns, cmd.Tell(letter=sent), by=by, on=day, postings=[posting]
    )
    assert isinstance(result, Case)
    return result


def _booked(home: Home, back: GoesBack) -> FeeReceived:
    fee, book = back.fee, cases.unseal(home, back.fee.sealed)
    part = back.amount if back.reason is ev.ReturnReason.OVERPAID else None
    return FeeReceived(fee.means, int(book["face"]), book["serial"], fee.issued_on, part)


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


@once
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
    result = cases.decided(home, case, [command], by=by, on=day)
    if isinstance(result, Defect):
        return result
    closed, _ = result
    facts = gather.closing(home, case, closed, home.entropy.id("letter"), day, lang)
    letter = compose(kind, facts)
    sent, posting = sealed(home, case_id, letter, home.press.letter(letter, lang))
    return cases.act(
        home, case_id, command, cmd.Tell(letter=sent), by=by, on=day, postings=[posting]
    )
