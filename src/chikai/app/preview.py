"""The answer as it will go out: composed from the decision, printed, looked at, and not kept."""

from __future__ import annotations

from dataclasses import dataclass

from chikai.app import cases
from chikai.app.letters.answering import compose_answer
from chikai.app.search import manner_of
from chikai.app.sheets import scans_of
from chikai.ports import Home, Window, Windowed


@dataclass(frozen=True, slots=True, repr=False)
class Preview:
    """`window` None for what goes by wire, or where no press tells."""

    pdf: bytes
    window: Window | None


def answer(home: Home, case_id: str, *, actor: str, lang: str) -> Preview:
    """The look is logged. Raises `NotNow` before a decision, `Destroyed`."""
    case = cases.load(home, case_id)
    home.views.log(actor_id=actor, case=case_id, what="preview", at=home.clock.now())
    manner = manner_of(case, cases.policy_of(home, case))
    letter = compose_answer(
        home,
        case,
        lang=lang,
        letter_id=home.entropy.id("letter"),
        day=cases.today(home),
        manner=manner,
    )
    pdf = home.press.letter(letter, lang)
    press = home.press
    shown = press.window(pdf, letter.envelope) if isinstance(press, Windowed) else None
    return Preview(pdf, shown if letter.posted and pdf.startswith(b"%PDF") else None)


def first_page(home: Home, pdf: bytes) -> bytes:
    """Page 1 as a picture."""
    (page,) = scans_of(home).pages(pdf, only=1)
    return page.picture
