"""A request that belongs to another window: handed over by us, logged, never bounced."""

from __future__ import annotations

from chikai.duties.requests.letters.facts import Facts, MissingFacts, said
from chikai.duties.requests.letters.model import Letter, LetterKind
from chikai.duties.requests.letters.parts import bullets, contact, letter, opening, paragraph


def wrong_window(f: Facts) -> Letter:
    """Which window, since when; the day of arrival stays. With no day of handing over, the
    window is a recipient with a copy of its own, named for that copy only."""
    if f.window is None:
        raise MissingFacts("wrong_window", "window")
    handed = f.handed_over_on
    blocks = [
        opening(f),
        paragraph("letters.wrong_window.belongs" if handed else "letters.wrong_window.recipient"),
        bullets((said(f.window),)),
        paragraph("letters.wrong_window.handed_over", on=handed)
        if handed
        else paragraph("letters.wrong_window.its_copy"),
        *([paragraph("letters.wrong_window.our_part")] if f.we_answer_our_part else []),
        paragraph("letters.arrival_kept", arrived_on=f.arrived_on),
        *contact(f),
    ]
    return letter(LetterKind.WRONG_WINDOW, f, blocks)
