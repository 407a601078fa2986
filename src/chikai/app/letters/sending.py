"""Print a letter once, seal it in every case it is about, and journal that it left."""

from __future__ import annotations

from datetime import date

from chikai.app import cases
from chikai.app.cases import Actor
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case, after
from chikai.duties.requests.decide import Context, Defect, decide
from chikai.duties.requests.letters.model import Letter
from chikai.duties.requests.open_item import OpenItem
from chikai.ports import Home, Posting, Purpose


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
    changes = []
    postings = []
    for case, items in wanted:
        sealed = cases.seal_bytes(home, case.id, Purpose.ANSWER, pdf)
        sent = ev.LetterSent(
            letter=letter.id,
            kind=letter.kind.value,
            delivery=ev.Delivery(letter.delivery),
            open_items=tuple(i.key for i in items),
            answer_by=answer_by,
            sealed=sealed.sealed,
            commitment=sealed.commitment,
        )
        ctx = Context(cases.policy_of(home, case), on, by.id)
        result = decide(case, cmd.Tell(letter=sent), ctx)
        assert not isinstance(result, Defect)
        changes.append((after(case, result[0], on=on, by=by.id), case.seq, list(result)))
        postings.append(Posting(letter.id, case.id, sealed.sealed, letter.kind, letter.delivery))
    cases.journal(home, changes, by=by, on=on, postings=postings[:1])
    return tuple(cases.load(home, case.id) for case, _ in wanted)
