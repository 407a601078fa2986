"""A case as the demo plays it: one verb per deed of the desk."""

from __future__ import annotations

from typing import Any, Final

from chikai.app import carry_out, checking, destroying, letters, search, steps
from chikai.app.envelope import Payment, Sheet
from chikai.app.search import PaperReading
from chikai.demo.looks import APPROVER, CHECKER
from chikai.demo.papers import SCAN, reads
from chikai.demo.played import OFFICER, Played
from chikai.duties.requests import events as ev
from chikai.duties.requests.commands import Action
from chikai.duties.requests.letters.model import LetterKind
from chikai.law.kinds import Channel, Manner, Means

LOGIN_GROUND: Final = "harms_life_body_property_or_rights"
LOGIN_REASON: Final = (
    "照合値が知られると、第三者がご本人になりすまして会員ページに入り、"
    "ご本人の財産を害するおそれがあるため。"
)


class Matter(Played):
    """One case on one desk, with a verb for each deed."""

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
