"""A case as the demo plays it: one verb per deed of the desk, and a memory of what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from chikai.app import carry_out, cases, checking, contact, destroying, letters, read, search, steps
from chikai.app.envelope import Envelope, Payment, Sheet
from chikai.app.search import PaperReading
from chikai.demo.looks import APPROVER, CHECKER
from chikai.demo.papers import SCAN, reads
from chikai.demo.remembered import Mail, Moment, StillOpen
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import Clock, clocks
from chikai.duties.requests.commands import Action
from chikai.duties.requests.decide import Defect, NotNow, UnlawfulStep
from chikai.duties.requests.letters.model import LetterKind
from chikai.duties.requests.next_step import next_step
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.openings import open_items
from chikai.kernel.event import Event
from chikai.law.kinds import Channel, Manner, Means
from chikai.policy.model import Policy

if TYPE_CHECKING:
    from chikai.demo.stage import Desk

CLERK: Final = "clerk-1"
OFFICER: Final = "officer-1"
"""Who judges: reasons stand under this id."""


LOGIN_GROUND: Final = "harms_life_body_property_or_rights"
LOGIN_REASON: Final = (
    "照合値が知られると、第三者がご本人になりすまして会員ページに入り、"
    "ご本人の財産を害するおそれがあるため。"
)


class Matter:
    """One case on one desk. A deed the law forbids raises `UnlawfulStep`, one that must wait
    raises `StillOpen` or `NotNow`; `must_not` plays such a deed and keeps its refusal."""

    def __init__(self, desk: Desk, case_id: str, envelope: Envelope | None = None) -> None:
        self.desk, self.id, self.envelope = desk, case_id, envelope
        self.moments: list[Moment] = []
        self.stops: list[UnlawfulStep | StillOpen | NotNow] = []
        self._remember("receive", self.case)

    # --- how it stands --------------------------------------------------------------------------

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

    # --- what comes in --------------------------------------------------------------------------

    def matches(self, reading: PaperReading | None = None) -> Matter:
        """Form, paper and file are compared."""
        return self._do("match", search.match, reading or reads(None))

    def paper(self, sheet: Sheet) -> Matter:
        return self._do("paper", steps.add_paper, self.desk.scanned(sheet, self.envelope))

    def form_back(self, *, complete: bool = True, channel: Channel = Channel.POST) -> Matter:
        return self._do("form_back", steps.add_form, channel, complete)

    def mask(self, what: str) -> Matter:
        """Cover what still shows on a paper."""
        shows = next(p for p in self.case.papers if what in p.to_mask())
        return self._do("mask", steps.mask, shows.id, what, 1)

    def store_covered(self, what: str) -> Matter:
        """Cover what shows on a paper, and only then store its scan."""
        shows = next(p for p in self.case.papers if what in p.to_mask())
        blank = Sheet(
            type=shows.type,
            whose=shows.whose,
            domicile_shown=what == "domicile",
            number_shown=what == "my_number",
            scan=SCAN,
        )
        scan = self.desk.scanned(blank, self.envelope).scan
        return self._do("store_covered", steps.attach_scan, shows.id, scan, covers=(what,))

    def pays(self, payment: Payment) -> Matter:
        return self._do("pays", steps.take_fee, payment)

    def fee_means(self, *means: Means) -> Matter:
        """The owner of the policy says how the fee may be paid."""
        return self._do("fee_means", steps.set_fee_means, means, actor=OFFICER)

    def chooses(self, manner: Manner) -> Matter:
        return self._do("chooses", steps.choose_manner, manner)

    def says(self, question: str, value: bool) -> Matter:
        """A clerk answers a question of fact."""
        return self._do("says", steps.answer_question, question, value)

    def judges(self, question: str, value: bool, reasons: str) -> Matter:
        """A named person judges, with reasons."""
        return self._do(
            "judges", steps.answer_question, question, value, actor=OFFICER, reasons=reasons
        )

    def protect(self, why: str, *, lift: bool = False) -> Matter:
        return self._do("protect", steps.set_flag, why, lift=lift)

    def hold(self, why: str, *, lift: bool = False) -> Matter:
        return self._do("hold", steps.set_hold, why, lift=lift)

    # --- what is decided ------------------------------------------------------------------------

    def accept(self) -> Matter:
        return self._do("accept", steps.accept)

    def search(self) -> Matter:
        """What is found; and of every item that is not shown, whether the law lets it be left
        out. In the demo these are check values of passwords, and the officer judges them so."""
        self._do("search", search.search)
        for item in self.case.unjudged():
            self.withhold(item, LOGIN_GROUND, LOGIN_REASON)
        return self

    def grant(
        self,
        *,
        withheld: tuple[str, ...] = (),
        ground: str | None = None,
        reason: str | None = None,
        content: dict[str, Any] | None = None,
    ) -> Matter:
        return self._do(
            "grant",
            steps.grant,
            actor=OFFICER,
            withheld=withheld,
            ground=ground,
            reason=reason,
            content=content,
        )

    def withhold(self, item: str, ground: str, reason: str) -> Matter:
        """One item that was found and is not shown is left out, on a ground of its own."""
        return self._do("withhold", steps.withhold, item, ground, reason, actor=OFFICER)

    def refuse(self, ground: str, reason: str) -> Matter:
        return self._do("refuse", steps.refuse, ground, reason, actor=OFFICER)

    def none_held(self) -> Matter:
        return self._do("none_held", steps.none_held, actor=OFFICER)

    def order(self, action: Action, owner: str, task: dict[str, Any]) -> Matter:
        return self._do("order", steps.order, action, owner, task, actor=OFFICER)

    def done(self, **result: Any) -> Matter:
        """The owner of the task reports."""
        return self._do("done", steps.record_action, result)

    def substitute(self, measure: str, reason: str) -> Matter:
        return self._do("substitute", steps.substitute, measure, reason, actor=OFFICER)

    # --- what is carried out in the databases ---------------------------------------------------

    def plan(self, scope: carry_out.Scope) -> Matter:
        return self._do("plan", carry_out.plan, scope)

    def approve_plan(self) -> Matter:
        """Somebody else lets exactly this plan be carried out."""
        change = self.case.change
        assert change is not None
        return self._do("approve_plan", carry_out.approve, change.plan, actor=APPROVER)

    def apply(self) -> Matter:
        return self._do("apply", carry_out.apply)

    def verify(self) -> Matter:
        """Every planned cell is read again; the result stands when nothing can be put back."""
        return self._do("verify", carry_out.verify)

    # --- what goes out --------------------------------------------------------------------------

    def receipt(self) -> Matter:
        return self._do("receipt", letters.receipt)

    def ask(self) -> Matter:
        """The one letter that asks for everything open."""
        return self._do("ask", letters.ask)

    def tell(self, kind: LetterKind, **more: Any) -> Matter:
        return self._do("tell", letters.tell, kind, **more)

    def answer(self, manner: Manner | None = None) -> Matter:
        """Two more people look first, where the house rule wants it."""
        if self.case.unchecked:
            self.second_look()
        if self.case.unapproved:
            self._do("approve", checking.approve, actor=APPROVER)
        return self._do("answer", letters.send_answer, manner=manner)

    def second_look(self, **wrong: str) -> Matter:
        """The second checker enters two facts again, as they stand on the papers."""
        right = checking.as_on_paper(self.desk.home, self.id)
        return self._do("second_look", checking.second_check, {**right, **wrong}, actor=CHECKER)

    def address_proven(self, reasons: str) -> Matter:
        """After an answer came back: where it may go again."""
        return self.judges("address_after_return", True, reasons)

    def delivered(self, reached: ev.Reached | None = None) -> Matter:
        """`reached`: how an electronic answer that nobody fetched was handed over."""
        return self._do("delivered", steps.delivered, reached=reached)

    def came_back(self) -> Matter:
        return self._do("came_back", steps.returned)

    def return_fees(self) -> Matter:
        return self._do("return_fees", letters.return_fees)

    def return_papers(self) -> Matter:
        """Every paper still here goes back to the sender."""
        back = [ev.PaperReturned(paper=p.id) for p in self.case.papers if not p.returned]
        return self._do("return_papers", steps.note, *back)

    # --- how it ends ----------------------------------------------------------------------------

    def withdraw(self) -> Matter:
        return self._do("withdraw", letters.withdraw)

    def close_unpaid(self) -> Matter:
        return self._do("close_unpaid", letters.close_unpaid, actor=OFFICER)

    def hand_over(self) -> Matter:
        return self._do("hand_over", letters.hand_over)

    def not_confirmed(self, question: str, reason: str) -> Matter:
        return self._do("not_confirmed", letters.not_confirmed, question, reason, actor=OFFICER)

    def dispose(self, how: ev.Disposal, sheets: int) -> Matter:
        return self._do("dispose", steps.dispose_originals, how, sheets, actor=OFFICER)

    def destroy(self) -> Matter:
        return self._do("destroy", destroying.destroy_papers, actor=OFFICER)

    def destroy_records(self) -> Matter:
        """Years later: our answer and the record of the case go too."""
        return self._do("destroy_records", destroying.destroy_records, actor=OFFICER)

    def certificate(self) -> Matter:
        return self._do("certificate", letters.certificate)

    # --- how a deed is done ---------------------------------------------------------------------

    def must_not(self, deed: Callable[[], Matter]) -> UnlawfulStep | StillOpen | NotNow:
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
    ) -> Matter:
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
