"""A desk of one company and the people who work there, each in a browser of their own.

Nothing here knows a company's procedure: the clerk does what the next step of the case says, as its
policy file says it; the requester sends what the company's own checklist and letters ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from browser_house import House, OpenPage
from hands import Hands
from playwright.sync_api import Locator, Page

from chikai.app import cases
from chikai.duties.requests.case import Case
from chikai.duties.requests.needs import needs
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.openings import open_items
from chikai.kernel.message import Message
from chikai.kernel.sheet_code import SheetCode
from chikai.law.kinds import Asker, RequestKind
from chikai.people.model import Person
from chikai.policy.model import Policy

GROUND: Final = "harms_life_body_property_or_rights"
Enclosed = tuple[str, str]
"""A paper, and whose it is."""


def enclosed(items: Iterable[OpenItem], held: Iterable[Enclosed] = ()) -> Iterator[Enclosed]:
    """Of each thing asked of the requester, the first paper named that is not here yet."""
    here = set(held)
    for item in items:
        whose = "representative" if item.key.endswith("representative") else "person"
        named = [p for way in item.alternatives for p in _papers(way)]
        child = item.message.id.endswith("child")
        for paper in named if item.asks == "requester" else ():
            if (paper, whose) not in here and not (child and paper == "drivers_license"):
                here.add((paper, whose))
                yield paper, whose
                break


def _papers(message: Message) -> Iterator[str]:
    if message.id.startswith("paper."):
        yield message.id.removeprefix("paper.")
    for value in message.args.values():
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Message):
                yield from _papers(each)


@dataclass
class Office:
    """A clerk, a checker and an approver, and the case they carry. `person` is whom the case is
    about, `by` who asks."""

    visit: OpenPage
    house: House
    company: str
    lang: str
    script: bool
    person: Person
    by: Person | None = None
    case: str = ""
    steps: list[str] = field(default_factory=list)
    desks: dict[str, Hands] = field(default_factory=dict)

    # --- what there is --------------------------------------------------------------------------

    @property
    def address(self) -> str:
        return f"/desk/{self.company}/cases/{self.case}"

    @property
    def today(self) -> date:
        return self.house.clock.now().date()

    @property
    def policy(self) -> Policy:
        return self.house.homes.policy(self.company, self.today)

    @property
    def hands(self) -> Hands:
        return self.of("clerk-1")

    @property
    def page(self) -> Page:
        return self.hands.page

    def of(self, who: str) -> Hands:
        """Somebody of the desk, signed in."""
        if who not in self.desks:
            page = self.visit(lang=self.lang, script=self.script, width=1280)
            self.desks[who] = Hands(page, self.company, who=who)
        return self.desks[who]

    def look(self) -> Case:
        with self.house.homes.home(self.company) as home:
            return cases.load(home, self.case)

    def checklist(self, asker: str) -> list[Enclosed]:
        """What the portal tells this requester to enclose for a disclosure."""
        found = needs(self.policy, RequestKind.DISCLOSURE, Asker(asker), on=self.today)
        return list(enclosed(found.items))

    # --- the envelope ---------------------------------------------------------------------------

    def open_envelope(self, asker: str, papers: list[Enclosed], *, electronic: bool) -> None:
        """An envelope typed sheet by sheet, with the fee where the policy says how it is paid."""
        hands, page = self.hands, self.page
        page.goto(f"/desk/{self.company}/new")
        hands.tick(page.locator(f"[name=asker][value={asker}]"))
        hands.tick(page.locator("[name=form_complete][value=yes]"))
        if self.by is not None:
            hands.unfold(page.locator("details", has=page.locator('[name="representative.name"]')))
            hands.person(page, "representative", self.by)
        hands.person(page, "person0", self.person)
        hands.tick(page.locator('[name="person0.kinds"][value=disclosure]'))
        for n, (paper, whose) in enumerate([("request_form", "person"), *papers]):
            hands.sheet(n, paper)
            page.locator(f'[name="sheet{n}.whose"]').select_option(whose)
        fee = self.policy.requests.fee
        if fee is not None and fee.means:
            self.pay(page, fee.means[0].value)
        if electronic:
            wish = page.locator('[name="person0.manner"][value=electronic]')
            hands.unfold(page.locator("details", has=wish).last)
            hands.tick(wish)
        hands.send(page.locator("main form .actions button").last)
        self.case = page.url.rsplit("/", 1)[1]

    def pay(self, scope: Page | Locator, means: str) -> None:
        fee = self.policy.requests.fee
        assert fee is not None
        scope.locator('[name="payment0.means"]').select_option(means)
        self.hands.type(scope.locator('[name="payment0.amount"]'), str(fee.amount))
        self.hands.type(scope.locator('[name="payment0.issued_on"]'), "2026-11-01")

    # --- the clerk does what the next step says ---------------------------------------------------

    def carry(self, until: str = "") -> None:
        """Until the answer has arrived, or the deed `until` comes next."""
        self.page.goto(self.address)
        for _ in range(40):
            case = self.look()
            form = self.page.locator(".next form[data-deed]").first
            deed = (form.get_attribute("data-deed") if form.count() else None) or ""
            if deed == until and until:
                return
            if case.unchecked or case.unapproved:
                self.others(case)
                self.page.reload()
            elif not deed and not case.is_open:
                return
            elif not deed:
                self.handed_over()
            else:
                self.steps.append(deed)
                self.one(deed, form, case)
                assert self.look().seq > case.seq, (deed, self.page.locator(".alert").all())
        raise AssertionError(f"the case does not end: {self.steps[-8:]}")

    def one(self, deed: str, form: Locator, case: Case) -> None:
        hands = self.hands
        if deed == "answer":
            hands.tick(form.locator("[name=value][value=yes]"))
            if form.locator("[name=reasons]").count():
                hands.type(form.locator("[name=reasons]"), "提出された書類のとおり（架空）")
        elif deed == "match":
            hands.person(form, "paper", self.person)
        elif deed == "paper":
            paper, whose = self.next_paper(case)
            form.locator('[name="sheet0.type"]').select_option(paper)
            form.locator('[name="sheet0.whose"]').select_option(whose)
            hands.tick(form.locator('[name="sheet0.clean"]'))
        elif deed == "fee":
            fee = self.policy.requests.fee
            means = case.fee_means or (fee.means if fee else ())
            self.pay(form, means[0].value)
        elif deed == "fee_means":
            hands.tick(form.locator("[name=means]").first)
        elif deed == "withhold":
            hands.tick(form.locator(f"[name=ground][value={GROUND}]"))
            hands.type(form.locator("[name=reason]"), "なりすましのおそれがあるため。")
        elif deed == "posted":
            self.foreign_page()
            hands.seal()
        self.press(hands, deed)

    def handed_over(self) -> None:
        """Whoever asked on paper holds no code to fetch an electronic answer with: the data were
        handed over on a disc, and that is noted."""
        hands, page = self.hands, self.page
        assert page.locator('.next a[href$="/contact#give"]').count(), "the next step offers a code"
        slot = page.locator("#deed-delivered")
        hands.unfold(slot)
        hands.tick(slot.locator("[name=reached][value=in_person]"))
        hands.send(slot.locator(".actions button").last)
        assert not self.look().is_open, page.locator(".next").inner_text()

    def next_paper(self, case: Case) -> Enclosed:
        """What the letter asked for and is not here yet."""
        held = [(p.type.value, p.whose.value) for p in case.papers]
        return next(enclosed(open_items(case, self.policy, on=self.today), held))

    @staticmethod
    def press(hands: Hands, deed: str) -> None:
        form = hands.page.locator(f'.next form[data-deed="{deed}"]').first
        hands.send(form.locator(".actions button").last)

    def foreign_page(self) -> None:
        """A sheet of another case among them stops the envelope."""
        hands, page = self.hands, self.page
        hands.send(page.locator('form[data-deed="posted"] a[href*="/gate/"]'))
        foreign = SheetCode(("case-0000000000",), "letter-0000000000", 1, 1)
        hands.type(page.locator("[name=codes]"), str(foreign))
        hands.send(page.locator("form:has([name=codes]) button").first)
        assert page.locator(".verdict.stop").count() == 1
        page.goto(self.address)

    # --- the others -------------------------------------------------------------------------------

    def others(self, case: Case) -> None:
        """The checker types a wrong fact, is stopped, and types what the papers say; the approver
        approves."""
        if case.unchecked:
            checker = self.of("checker-1")
            checker.page.goto(self.address)
            for wrong in (True, False):
                form = checker.page.locator('.next form[data-deed="second_check"]')
                for each in form.locator("[name^='fact.']").all():
                    name = (each.get_attribute("name") or "").removeprefix("fact.")
                    stopped = wrong and name == "birth_date"
                    checker.type(each, "1999-01-01" if stopped else self.fact(name))
                self.press(checker, "second_check")
                assert self.look().unchecked is wrong
        if case.unapproved:
            approver = self.of("approver-1")
            approver.page.goto(self.address)
            self.press(approver, "approve")
            assert not self.look().unapproved

    def fact(self, name: str) -> str:
        to = self.by or self.person
        facts = {
            "reply_postal_code": to.addresses[0].postal_code or "",
            "reply_address_numbers": to.addresses[0].text,
            "reply_email": to.emails[0] if to.emails else "",
            "birth_date": str(self.person.birth_date),
        }
        return facts[name]

    def destroyed(self) -> str:
        """Years later the approver destroys what is due; the sheet of the run."""
        self.house.clock.move_to(self.today + timedelta(days=366 * 6))
        approver = self.of("approver-1")
        page = approver.page
        page.goto(f"/desk/{self.company}/destruction")
        approver.tick(page.locator(f'[name=case][value="{self.case}"]'))
        approver.tick(page.locator("[name=how][value=shredded]"))
        approver.send(page.locator('form[data-deed="destroy"] .actions button'))
        case = self.look()
        assert case.destroyed_on is not None and case.certified
        return page.locator("#run-sheet").inner_text()
