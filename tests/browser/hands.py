"""Hands at a keyboard: every control is reached by focus and worked by keys, never by a mouse."""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Locator, Page

from chikai.people.model import Person

PATIENCE = 120_000
"""Milliseconds: a busy machine is no fault of a page."""


def keep_picture(page: Page) -> None:
    """The whole page as a picture in the folder `CHIKAI_TEST_PICTURES` names, to be looked at."""
    if folder := os.environ.get("CHIKAI_TEST_PICTURES"):
        test = re.sub(r"\W+", "-", os.environ["PYTEST_CURRENT_TEST"].split("::")[-1])
        count = len(list(Path(folder).glob(f"{test}*")))
        page.screenshot(path=f"{folder}/{test}{count:03}.png", full_page=True)


def follow(thing: Locator) -> None:
    """Click, and wait for the page that answers."""
    with thing.page.expect_navigation():
        thing.click()
    keep_picture(thing.page)


class Hands:
    """One person at the desk of one company."""

    def __init__(self, page: Page, company: str, *, who: str = "clerk-1") -> None:
        self.page, self.company = page, company
        self.sign_in(company, who)

    def sign_in(self, company: str, who: str = "clerk-1") -> None:
        """By the door of the demo, which asks for no password."""
        self.page.goto(f"/desk/{company}/sign-in?next=/desk/{company}")
        self.send(self.page.locator(f'form[data-as="{who}"] button'))
        assert self.page.url.endswith(f"/desk/{company}")

    @staticmethod
    def type(field: Locator, text: str) -> None:
        field.focus()
        field.press("Control+a")
        field.page.keyboard.insert_text(text)

    @staticmethod
    def tick(box: Locator) -> None:
        box.focus()
        box.press("Space")

    @staticmethod
    def press(button: Locator) -> None:
        button.focus()
        button.press("Enter")

    def send(self, button: Locator) -> None:
        """Press, and wait for the page that answers: nothing is under way when this returns."""
        with self.page.expect_navigation():
            self.press(button)
        keep_picture(self.page)

    @staticmethod
    def unfold(details: Locator) -> None:
        if details.get_attribute("open") is None:
            summary = details.locator("> summary")
            summary.focus()
            summary.press("Enter")

    def person(self, scope: Locator | Page, prefix: str, person: Person) -> None:
        """The particulars of a person as a clerk copies them."""
        fields = {
            "name": person.names[0].full,
            "address": person.addresses[0].text,
            "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        }
        for name, text in fields.items():
            self.type(scope.locator(f'[name="{prefix}.{name}"]'), text)

    def sheet(
        self, n: int, paper: str, *, domicile: str = "hidden", number: str = "hidden"
    ) -> None:
        slot = self.page.locator("details.slot", has=self.page.locator(f'[name="sheet{n}.type"]'))
        if slot.count():
            self.unfold(slot)
        self.page.locator(f'[name="sheet{n}.type"]').select_option(paper)
        self.tick(self.page.locator(f'[name="sheet{n}.domicile"][value={domicile}]'))
        self.tick(self.page.locator(f'[name="sheet{n}.my_number"][value={number}]'))

    # --- a case -----------------------------------------------------------------------------

    @property
    def next_step(self) -> str:
        return self.page.locator(".next-step").inner_text()

    def deed(self, name: str) -> Locator:
        """The form of a deed, unfolded where it is not the next one."""
        form = self.page.locator(f'form[data-deed="{name}"]')
        slot = self.page.locator(f"#deed-{name}")
        if slot.count():
            self.unfold(slot)
        return form.first

    def do(self, name: str) -> None:
        self.send(self.deed(name).locator("button").last)

    def seal(self) -> None:
        """Check the envelope of the answer by hand: every sheet looked at and counted."""
        case = self.page.url
        self.send(self.page.locator('form[data-deed="posted"] a[href*="/gate/"]'))
        self.unfold(self.page.locator("details.card"))
        self.type(self.page.locator("[name=counted]"), str(self.page.locator(".sheets li").count()))
        self.send(self.page.locator("details.card button"))
        assert self.page.locator(".verdict.pass").count() == 1
        self.page.goto(case)

    def settle(self, value: str, *, reasons: str | None = None) -> None:
        """Answer the question of the next step."""
        form = self.page.locator('.next form[data-deed="answer"]')
        self.tick(form.locator(f"[name=value][value={value}]"))
        if reasons:
            self.type(form.locator("[name=reasons]"), reasons)
        self.send(form.locator("button"))

    def log(self) -> str:
        return self.page.locator("#log").inner_text()
