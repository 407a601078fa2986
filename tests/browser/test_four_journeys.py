"""The four journeys, each from its first page to the certificate of destruction.

Nothing here knows a company's procedure: the clerk does what the next step of the case says, as its
policy file says it. Two people beside the clerk look at each answer; the first time, the second
checker types a wrong fact and is stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from browser_house import House, OpenPage, furnish, serve
from hands import Hands
from PIL import Image
from playwright.sync_api import Locator, Page

from chikai import wiring
from chikai.app import cases
from chikai.demo_data.cast import HANAKO, KENICHI, MIRAI
from chikai.duties.requests.case import Case
from chikai.people.model import Person
from chikai.ports import Home

GROUND = "harms_life_body_property_or_rights"
START = date(2026, 11, 2)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("journeys")
    furnish(root)
    return root


@pytest.fixture
def house(root: Path) -> Iterator[House]:
    """One furnished house for all; each journey at a company of its own, from the first day."""
    with serve(root, START) as served:
        yield served


@dataclass
class Office:
    """A clerk, a checker and an approver at one company's desk, and the case they carry."""

    house: House
    company: str
    page: Page
    person: Person
    papers: list[str]
    fee: str
    hands: Hands = field(init=False)
    reply_to: Person = field(init=False)
    case: str = ""
    steps: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hands = Hands(self.page, self.company)
        self.reply_to = self.person

    @property
    def address(self) -> str:
        return f"/desk/{self.company}/cases/{self.case}"

    def look(self) -> Case:
        return self._home(lambda home: cases.load(home, self.case))

    def newest(self) -> None:
        self.case = self._home(lambda home: home.journal.inbox()[-1].case)
        ids = self._home(lambda home: [r.case for r in home.journal.inbox()])
        self.case = max(ids, key=lambda id: self._home(lambda h: h.journal.read(id)[0].seq))

    def _home(self, ask: Callable[[Home], Any]) -> Any:
        with wiring.open_home(wiring.place(self.house.root, self.company)) as home:
            return ask(home)

    def sit(self, who: str) -> None:
        self.page.context.clear_cookies()
        self.hands.sign_in(self.company, who)
        self.page.goto(self.address)

    def later(self, days: int = 3) -> None:
        self.house.clock.move_to(self.house.clock.now().date() + timedelta(days=days))

    # --- the clerk does what the next step says ---------------------------------------------------

    def carry(self, until: str = "") -> None:
        """Until the answer has arrived, or the deed `until` comes next."""
        self.page.goto(self.address)
        for _ in range(40):
            form = self.page.locator(".next form[data-deed]").first
            if not form.count():
                if self.look().unchecked or self.look().unapproved:
                    self.others()
                    continue
                assert not self.look().is_open, self.page.locator(".next").inner_text()
                return
            deed = form.get_attribute("data-deed") or ""
            if deed == until:
                return
            if deed in ("second_check", "approve"):
                self.others()
                continue
            self.steps.append(deed)
            before = self.look().seq
            self.one(deed, form)
            assert self.look().seq > before, (deed, self.page.locator("main").inner_text()[:900])
        raise AssertionError(f"the case does not end: {self.steps[-8:]}")

    def one(self, deed: str, form: Locator) -> None:
        hands = self.hands
        if deed == "answer":
            hands.tick(form.locator("[name=value][value=yes]"))
            if form.locator("[name=reasons]").count():
                hands.type(form.locator("[name=reasons]"), "提出された書類のとおり（架空）")
        elif deed == "match":
            hands.person(form, "paper", self.person)
        elif deed == "paper":
            form.locator('[name="sheet0.type"]').select_option(self.papers.pop(0))
            for what in ("domicile", "my_number"):
                hands.tick(form.locator(f'[name="sheet0.{what}"][value=hidden]'))
        elif deed == "fee":
            form.locator('[name="payment0.means"]').select_option(self.fee)
            hands.type(form.locator('[name="payment0.amount"]'), "2500")
            hands.type(form.locator('[name="payment0.issued_on"]'), "2026-11-01")
        elif deed == "fee_means":
            first = form.locator("[name=means]").first
            self.fee = first.get_attribute("value") or ""
            hands.tick(first)
        elif deed == "withhold":
            hands.tick(form.locator(f"[name=ground][value={GROUND}]"))
            hands.type(form.locator("[name=reason]"), "なりすましのおそれがあるため。")
        elif deed == "posted":
            self.foreign_page()
            hands.seal()
        self.press(deed)

    def press(self, deed: str) -> None:
        form = self.page.locator(f'.next form[data-deed="{deed}"]').first
        self.hands.press(form.locator(".actions button").last)
        self.page.wait_for_load_state()

    def foreign_page(self) -> None:
        """A sheet of another case among them stops the envelope."""
        self.hands.press(self.page.locator('form[data-deed="posted"] a').first)
        self.page.wait_for_load_state()
        self.hands.type(self.page.locator("[name=codes]"), "CHIKAI1 case-0000000000 letter-X 1/1")
        self.hands.press(self.page.locator("form:has([name=codes]) button").first)
        self.page.wait_for_load_state()
        assert self.page.locator(".verdict.stop").count() == 1
        self.page.goto(self.address)

    # --- the others -------------------------------------------------------------------------------

    def others(self) -> None:
        facts = {
            "reply_postal_code": self.reply_to.addresses[0].postal_code or "",
            "reply_address_numbers": self.reply_to.addresses[0].text,
            "reply_email": self.reply_to.emails[0] if self.reply_to.emails else "",
            "birth_date": str(self.person.birth_date),
        }
        if self.look().unchecked:
            self.sit("checker-1")
            for wrong in (True, False):
                form = self.page.locator('.next form[data-deed="second_check"]')
                fields = form.locator("[name^='fact.']")
                for n in range(fields.count()):
                    name = (fields.nth(n).get_attribute("name") or "").removeprefix("fact.")
                    right = facts[name]
                    typed = "1999-01-01" if wrong and name == "birth_date" else right
                    self.hands.type(fields.nth(n), typed)
                self.press("second_check")
                assert self.look().unchecked is wrong
        if self.look().unapproved:
            self.sit("approver-1")
            self.press("approve")
        self.sit("clerk-1")

    def destroyed(self) -> str:
        """Years later the approver destroys what is due; the sheet of the run."""
        self.house.clock.move_to(date(self.house.clock.now().year + 6, 6, 1))
        self.sit("approver-1")
        self.page.goto(f"/desk/{self.company}/destruction")
        self.hands.tick(self.page.locator(f'[name=case][value="{self.case}"]'))
        self.hands.tick(self.page.locator("[name=how][value=shredded]"))
        self.hands.press(self.page.locator('form[data-deed="destroy"] .actions button'))
        self.page.wait_for_load_state()
        case = self.look()
        assert case.destroyed_on is not None and case.certified
        return self.page.locator("#run-sheet").inner_text()


def office(
    visit: OpenPage,
    house: House,
    company: str,
    lang: str,
    script: bool,
    *,
    person: Person = HANAKO,
    papers: tuple[str, ...] = (),
    fee: str = "money_order",
) -> Office:
    page = visit(lang=lang, script=script)
    return Office(house, company, page, person, list(papers), fee)


def envelope(at: Office, asker: str, papers: list[str], representative: Person | None) -> None:
    """An envelope typed sheet by sheet."""
    hands, page = at.hands, at.page
    page.goto(f"/desk/{at.company}/new")
    hands.tick(page.locator(f"[name=asker][value={asker}]"))
    hands.tick(page.locator("[name=form_complete][value=yes]"))
    if representative is not None:
        hands.unfold(page.locator("details", has=page.locator('[name="representative.name"]')))
        hands.person(page, "representative", representative)
        at.reply_to = representative
    hands.person(page, "person0", at.person)
    hands.tick(page.locator('[name="person0.kinds"][value=disclosure]'))
    for n, paper in enumerate(papers):
        name, _, whose = paper.partition(":")
        hands.sheet(n, name)
        if whose:
            page.locator(f'[name="sheet{n}.whose"]').select_option(whose)
    if at.fee:
        page.locator('[name="payment0.means"]').select_option(at.fee)
        hands.type(page.locator('[name="payment0.amount"]'), "1000")
        hands.type(page.locator('[name="payment0.issued_on"]'), "2026-11-01")


def record(at: Office) -> None:
    at.hands.press(at.page.locator("main form .actions button").last)
    at.page.wait_for_load_state()
    at.newest()


@pytest.mark.parametrize(
    ("company", "lang", "script"), [("enhance", "ja", False), ("en_japan", "en", True)]
)
def test_the_requester_alone_on_a_phone(
    visit: OpenPage, house: House, company: str, lang: str, script: bool
) -> None:
    phone = visit(lang=lang, script=script, width=390)
    phone.goto(f"/{company}/request?kind=disclosure&asker=person")
    assert HANAKO.birth_date is not None
    phone.locator('[name="kinds"][value="disclosure"]').check()
    for name, value in (
        ("person.name", HANAKO.names[0].full),
        ("person.postal_code", HANAKO.addresses[0].postal_code or ""),
        ("person.address", HANAKO.addresses[0].text),
        ("person.birth_date", HANAKO.birth_date.isoformat()),
        ("person.email", HANAKO.emails[0]),
    ):
        phone.locator(f'[name="{name}"]').fill(value)
    phone.locator("main form .actions button.large:not(.second)").click()
    phone.wait_for_url(f"**/{company}/received")
    at = office(visit, house, company, lang, script, papers=("drivers_license",))
    at.newest()
    at.carry()
    assert at.look().exit is not None
    assert at.case in at.destroyed()


def test_a_parent_by_post(visit: OpenPage, house: House) -> None:
    at = office(visit, house, "enigmo", "ja", False, person=MIRAI)
    envelope(at, "parent", ["request_form", "eligibility_certificate", "family_register"], KENICHI)
    record(at)
    at.carry()
    case = at.look()
    assert case.answer is not None and case.answer.posted_on is not None
    assert case.search is not None and case.completed_on is not None
    assert at.case in at.destroyed()


def test_a_mandated_lawyer_with_an_electronic_answer(visit: OpenPage, house: House) -> None:
    at = office(visit, house, "bengo4", "en", True, fee="stamps")
    papers = ["request_form", "drivers_license", "drivers_license:representative"]
    papers += ["company_letter_of_proxy:representative"]
    envelope(at, "mandatary", papers, KENICHI)
    wish = at.page.locator('[name="person0.manner"][value=electronic]')
    at.hands.unfold(at.page.locator("details", has=wish).last)
    at.hands.tick(wish)
    record(at)
    at.carry()
    case = at.look()
    assert case.answer is not None and case.answer.attached is not None
    assert at.case in at.destroyed()


def test_a_refusal_in_part_with_a_redacted_document(
    visit: OpenPage, house: House, tmp_path: Path
) -> None:
    at = office(visit, house, "actio", "ja", False, fee="")
    envelope(at, "person", ["request_form", "drivers_license"], None)
    record(at)
    at.fee = "bank_transfer"
    at.carry(until="grant")
    hands, page = at.hands, at.page

    page.goto(f"{at.address}/redact")
    Image.new("RGB", (600, 800), "white").save(tmp_path / "document.png")
    page.locator("#document").set_input_files(tmp_path / "document.png")
    hands.press(page.locator('form[data-deed="document"] button'))
    page.wait_for_load_state()
    part = page.locator("[data-mark]").first
    for side, value in zip("xywh", ("100", "300", "500", "80"), strict=True):
        hands.type(part.locator(f"[data-side={side}]"), value)
    part.locator("select").select_option(GROUND)
    hands.type(part.locator('[name$=".reason"]'), "他の方の権利を害するおそれがあるため")
    hands.press(page.locator('form[data-deed="redact"] button'))
    page.wait_for_load_state()
    assert page.locator(".proof-card dd").all_inner_texts() == ["0"] * 6

    page.goto(at.address)
    grant = page.locator('.next form[data-deed="grant"]')
    hands.unfold(grant.locator("details").first)
    hands.tick(grant.locator("[name=withheld]").first)
    hands.tick(grant.locator(f"[name=ground][value={GROUND}]"))
    hands.type(grant.locator("[name=reason]"), "ご本人の安全を害するおそれがあるため。")
    at.press("grant")
    at.carry()
    case = at.look()
    assert case.documents[0].redacted is not None and case.outcome is not None
    assert at.case in at.destroyed()
