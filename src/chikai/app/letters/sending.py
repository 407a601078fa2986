"""Print a letter once, seal it in every case it is about, and journal that it left."""

from __future__ import annotations

from datetime import date

from chikai.app import cases
from chikai.app.cases import Actor
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.letters.model import Letter
from chikai.duties.requests.open_item import OpenItem
from chikai.ports import Home, Posting, Purpose


def sealed(
    home: Home,
    case_id: str,
    letter: Letter,
    pdf: bytes,
    *,
    open_items: tuple[str, ...] = (),
    answer_by: date | None = None,
) -> tuple[ev.LetterSent, Posting]:
    """A printed letter sealed in a case: as the journal has it, and as it is posted."""
    s = cases.seal_bytes(home, case_id, Purpose.ANSWER, pdf)
    sent = ev.LetterSent(
        letter=letter.id,
        kind=letter.kind.value,
        delivery=ev.Delivery(letter.delivery),
        open_items=open_items,
        answer_by=answer_by,
        sealed=s.sealed,
        commitment=s.commitment,
    )
    return sent, Posting(letter.id, case_id, s.sealed, letter.kind, letter.delivery)


def send(
    home: Home,
    wanted: list[tuple[Case, tuple[OpenItem, ...]]],
    letter: Letter,
    *,
    answer_by: date | None,
    by: Actor,
    on: date,
    lang: str,
) -> tuple[Case, ...]:
    pdf = home.press.letter(letter, lang)
    telling: list[tuple[Case, list[cmd.Tell]]] = []
    postings = []
    for case, items in wanted:
        keys = tuple(item.key for item in items)
        sent, posting = sealed(home, case.id, letter, pdf, open_items=keys, answer_by=answer_by)
        telling.append((case, [cmd.Tell(letter=sent)]))
        postings.append(posting)
    return cases.act_together(home, telling, by=by, on=on, postings=postings[:1])
