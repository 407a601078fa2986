"""The answer: composed from the decision record, printed, sealed, sent."""

from __future__ import annotations

from datetime import date

from chikai.app import cases, gather
from chikai.app.cases import Actor
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Action
from chikai.duties.requests.decide import Defect, NotNow
from chikai.duties.requests.letters import compose
from chikai.duties.requests.letters.model import Letter, LetterKind
from chikai.law.kinds import Manner, RequestKind
from chikai.ports import Home, Posting, Purpose

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
    again: bool = False,
) -> Case | Defect:
    """Print the answer from the decision record, seal it, and record it. A second letter is made
    when the first came back, or when `again` says so."""
    case = cases.load(home, case_id)
    if home.journal.command(by.command):
        return case
    day = on or cases.today(home)
    how = manner or gather.manner(case, cases.policy_of(home, case))
    letter_id = home.entropy.id("letter")
    letter = compose_answer(home, case, lang=lang, letter_id=letter_id, day=day, manner=how)
    content = gather.electronic(home, case, letter) if how is Manner.ELECTRONIC else None
    pdf = home.press.letter(letter, lang)
    attached = cases.seal_stream(home, case.id, Purpose.ANSWER, content) if content else None
    sealed = cases.seal_bytes(home, case.id, Purpose.ANSWER, pdf)
    command = cmd.SendAnswer(
        letter=letter.id,
        kind=letter.kind.value,
        manner=how,
        delivery=ev.Delivery(letter.delivery),
        sealing=sealed,
        attached=attached,
        again=again,
    )
    posting = Posting(letter.id, case.id, sealed.sealed, letter.kind, letter.delivery)
    return cases.act(home, case_id, command, by=by, on=day, postings=[posting])
