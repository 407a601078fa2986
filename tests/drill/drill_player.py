"""Somebody at the desk of a drill: reads an envelope rightly, or makes one mistake on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from chikai.app import cases, checking, gate, intake, letters, search, steps
from chikai.app.cases import Actor
from chikai.app.drill_envelopes import ACCEPT, ANSWER, ASK, GUARD, Dealt
from chikai.app.envelope import Envelope, Sheet
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.fees import to_return
from chikai.duties.requests.openings import open_items
from chikai.kernel.sheet_code import SheetCode
from chikai.law.kinds import Asker, Channel, Means, Paper, RequestKind
from chikai.ports import BadData, Home

CLERK, CHECKER = "clerk-7", "checker-8"


class Player:
    """Carries one envelope as far as its goal. `mistake` names the one thing done wrongly."""

    def __init__(self, home: Home, goal: str, mistake: str = "") -> None:
        self.home, self.goal, self.mistake, self._n = home, goal, mistake, 0

    def by(self, who: str = CLERK) -> Actor:
        return Actor(who, self.home.entropy.id("command"))

    def play(self, dealt: Dealt) -> str:
        envelope = MISTYPED.get(self.mistake, _as_is)(dealt.truth)
        (case,) = intake.receive(self.home, envelope, by=self.by())
        if self.mistake == "twice":
            (case,) = intake.receive(self.home, envelope, by=self.by())
        if self.mistake != "left_lying":
            self._handle(case.id, dealt)
        return case.id

    def _handle(self, id: str, dealt: Dealt) -> None:
        home = self.home
        if self.mistake != "not_compared":
            search.match(home, id, dealt.reading, by=self.by())
        self._settle(id)
        if self.goal == GUARD:
            return
        if self.mistake == "not_asked":
            return
        if self.mistake == "late":
            self._days(40)
        if self.goal == ASK:
            self._ask(id)
            if self.mistake == "asked_again":
                self._ask(id)
            return
        if self.goal in (ACCEPT, ANSWER) and not self._accept(id):
            self._ask(id)
        elif self.goal == ANSWER and self.mistake != "not_answered":
            self._answer(id)

    def _ask(self, id: str) -> None:
        """Where the mistake leaves nothing to ask for, the desk goes on, as it would."""
        try:
            letters.ask(self.home, id, by=self.by())
        except BadData:
            self._accept(id)

    def _days(self, n: int) -> None:
        self.home = replace(self.home, day=cases.today(self.home) + timedelta(days=n))

    def case(self, id: str) -> Case:
        return cases.load(self.home, id)

    def _settle(self, id: str) -> None:
        """Questions the desk answers by looking at the papers."""
        case = self.case(id)
        policy = cases.policy_of(self.home, case)
        for item in open_items(case, policy, on=cases.today(self.home)):
            if item.key in ("form_sealed", "form_complete"):
                steps.answer_question(self.home, id, item.key, True, by=self.by())
            if item.key == "fee_means":
                steps.set_fee_means(self.home, id, (Means.MONEY_ORDER,), by=self.by())

    def _accept(self, id: str) -> bool:
        """False when something is still open: then a desk asks for it."""
        if isinstance(steps.accept(self.home, id, by=self.by()), Defect):
            return False
        if self.mistake != "not_returned" and self._too_much(id):
            letters.return_fees(self.home, id, by=self.by())
        return True

    def _too_much(self, id: str) -> bool:
        case = self.case(id)
        return bool(to_return(case, cases.policy_of(self.home, case), on=cases.today(self.home)))

    def _answer(self, id: str) -> None:
        home = self.home
        search.search(home, id, by=self.by())
        steps.grant(home, id, by=self.by())
        if self.mistake == "check_failed":
            wrong = {name: "000-0000x" for name in checking.facts(home, id)}
            checking.second_check(home, id, wrong, by=self.by(CHECKER))
        if self.case(id).unchecked:
            right = checking.as_on_paper(home, id)
            checking.second_check(home, id, right, by=self.by(CHECKER))
        if self.case(id).unapproved:
            checking.approve(home, id, by=self.by("approver-9"))
        letters.send_answer(home, id, by=self.by())
        answer = self.case(id).answer
        assert answer is not None
        texts = [str(code) for code in gate.expected(home, self.case(id), answer.id)]
        if self.mistake == "foreign_at_gate":
            stranger = str(SheetCode(("case-OTHER00001",), "letter-OTHER00001", 1, 1))
            gate.check(home, id, answer.id, [*texts, stranger], by=self.by())
        if self.mistake != "no_gate":
            gate.check(home, id, answer.id, texts, by=self.by())


def _as_is(envelope: Envelope) -> Envelope:
    return envelope


def _asked(**changed: object) -> Callable[[Envelope], Envelope]:
    def change(envelope: Envelope) -> Envelope:
        (asked,) = envelope.asked
        return replace(envelope, asked=(replace(asked, **changed),))  # type: ignore[arg-type]

    return change


def _wrong_kind(envelope: Envelope) -> Envelope:
    kind = RequestKind.NOTICE_OF_PURPOSE
    return _asked(kinds=(kind,))(envelope)


def _wrong_asker(envelope: Envelope) -> Envelope:
    someone = envelope.representative or envelope.asked[0].person
    asker = Asker.CURATOR if envelope.asker is not Asker.CURATOR else Asker.PARENT
    return replace(envelope, asker=asker, representative=someone)


def _wrong_day(envelope: Envelope) -> Envelope:
    return replace(envelope, arrived_on=envelope.arrived_on - timedelta(days=1))


def _wrong_name(envelope: Envelope) -> Envelope:
    (asked,) = envelope.asked
    name = replace(asked.person.names[0], full=asked.person.names[0].full + "子")
    return _asked(person=replace(asked.person, names=(name,)))(envelope)


def _missed_paper(envelope: Envelope) -> Envelope:
    return replace(envelope, sheets=envelope.sheets[1:])


def _foreign_taken(envelope: Envelope) -> Envelope:
    taken = Sheet(type=Paper.RESIDENT_RECORD)
    return replace(envelope, sheets=(*envelope.sheets, taken))


def _unmasked(envelope: Envelope) -> Envelope:
    bare = (replace(s, domicile_shown=False, masked=()) for s in envelope.sheets)
    return replace(envelope, sheets=tuple(bare))


def _wrong_expiry(envelope: Envelope) -> Envelope:
    def later(sheet: Sheet) -> Sheet:
        day = sheet.expires_on
        return replace(sheet, expires_on=day + timedelta(days=1000)) if day else sheet

    return replace(envelope, sheets=tuple(later(s) for s in envelope.sheets))


def _wrong_money(envelope: Envelope) -> Envelope:
    return replace(
        envelope, payments=tuple(replace(p, amount=p.amount + 100) for p in envelope.payments)
    )


MISTYPED: dict[str, Callable[[Envelope], Envelope]] = {
    "wrong_kind": _wrong_kind,
    "wrong_asker": _wrong_asker,
    "wrong_channel": lambda e: replace(e, channel=Channel.FAX),
    "wrong_day": _wrong_day,
    "wrong_name": _wrong_name,
    "missed_paper": _missed_paper,
    "foreign_taken": _foreign_taken,
    "unmasked": _unmasked,
    "wrong_expiry": _wrong_expiry,
    "wrong_money": _wrong_money,
    "unflagged": lambda e: replace(e, protected=None),
}
