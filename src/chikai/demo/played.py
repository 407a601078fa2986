"""A case that is played: how it stands today, how a deed is done, and a memory of what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Self

from chikai.app import cases, contact, read
from chikai.app.envelope import Envelope
from chikai.demo.remembered import Mail, Moment, StillOpen
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import Clock, clocks
from chikai.duties.requests.decide import Defect, NotNow, UnlawfulStep
from chikai.duties.requests.letters.model import LetterKind
from chikai.duties.requests.next_step import next_step
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.openings import open_items
from chikai.kernel.event import Event
from chikai.policy.model import Policy

if TYPE_CHECKING:
    from chikai.demo.stage import Desk

CLERK: Final = "clerk-1"
OFFICER: Final = "officer-1"
"""Who judges: reasons stand under this id."""


class Played:
    """One case on one desk. A deed the law forbids raises `UnlawfulStep`, one that must wait
    raises `StillOpen` or `NotNow`; `must_not` plays such a deed and keeps its refusal."""

    def __init__(self, desk: Desk, case_id: str, envelope: Envelope | None = None) -> None:
        self.desk, self.id, self.envelope = desk, case_id, envelope
        self.moments: list[Moment] = []
        self.stops: list[UnlawfulStep | StillOpen | NotNow] = []
        self._remember("receive", self.case)

    @property
    def case(self) -> Case:
        return cases.load(self.desk.home, self.id)

    @property
    def policy(self) -> Policy:
        return cases.policy_of(self.desk.home, self.case)

    @property
    def items(self) -> tuple[OpenItem, ...]:
        return open_items(self.case, self.policy, on=self.desk.today)

    @property
    def open(self) -> tuple[str, ...]:
        """The keys of what is open today."""
        return tuple(i.key for i in self.items)

    @property
    def events(self) -> tuple[Event, ...]:
        return self.desk.home.journal.read(self.id)

    @property
    def happened(self) -> tuple[str, ...]:
        """The types of the case's events, in order."""
        return tuple(e.type for e in self.events)

    @property
    def mail(self) -> tuple[Mail, ...]:
        """Every letter of this case, in the order it left the house."""
        return tuple(self._mail(e) for e in self.events if e.type in ("letter_sent", "answer_sent"))

    def letter(self, kind: LetterKind) -> Mail:
        """The latest letter of a kind. Raises `StopIteration` when none was sent."""
        return next(m for m in reversed(self.mail) if m.kind is kind)

    def clock(self, key: str) -> Clock:
        """One of the case's clocks as it stands today."""
        every = clocks(self.case, self.policy, on=self.desk.today)
        return next(c for c in every if c.key == key)

    def after(self, deed: str) -> Moment:
        """How the case stood after the latest deed of that name."""
        return next(m for m in reversed(self.moments) if m.deed == deed)

    def view(self) -> read.CaseView:
        return read.view(self.desk.home, self.id, actor=CLERK)

    def _mail(self, event: Event) -> Mail:
        sent = ev.parse(event.type, event.data)
        assert isinstance(sent, ev.LetterSent | ev.AnswerSent)
        asked = sent.open_items if isinstance(sent, ev.LetterSent) else ()
        printed = self.desk.stage.printed[sent.letter]
        return Mail(LetterKind(sent.kind), event.occurred_on, sent.delivery.value, asked, printed)

    def must_not(self, deed: Callable[[], object]) -> UnlawfulStep | StillOpen | NotNow:
        """Try a deed that has to be stopped, and keep what stopped it."""
        before = self.case.seq
        try:
            deed()
        except (UnlawfulStep, StillOpen, NotNow) as stop:
            assert self.case.seq == before, "a deed that was stopped left something behind"
            self.stops.append(stop)
            return stop
        raise AssertionError("this deed should have been stopped")

    def _do(
        self, deed: str, verb: Callable[..., Any], *args: Any, actor: str = CLERK, **more: Any
    ) -> Self:
        home = self.desk.home
        try:
            result = verb(home, self.id, *args, by=self.desk.actor(actor), **more)
        finally:
            self.desk.stage.keep_letters(home)
        if isinstance(result, Defect):
            raise StillOpen(result)
        self._remember(deed, result if isinstance(result, Case) else self.case)
        return self

    def _remember(self, deed: str, case: Case) -> None:
        policy, today = cases.policy_of(self.desk.home, case), self.desk.today
        items = open_items(case, policy, on=today)
        can_fetch = contact.can_fetch(self.desk.home, case)
        step = next_step(case, policy, on=today, can_fetch=can_fetch)
        self.moments.append(Moment(deed, today, case, items, step))
