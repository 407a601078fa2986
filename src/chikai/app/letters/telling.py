"""Letters that ask for nothing and are not the answer: receipt, method difficult, certificate."""

from __future__ import annotations

from datetime import date
from typing import Any

from chikai.app import cases, gather
from chikai.app.cases import Actor
from chikai.app.letters.sending import send
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import NotNow
from chikai.duties.requests.letters import compose
from chikai.duties.requests.letters.model import LetterKind
from chikai.ports import BadData, Home

_ASKING = frozenset(
    {
        LetterKind.DEFECTS,
        LetterKind.FORMS_SENT,
        LetterKind.FEE_ASKED,
        LetterKind.FEE_REMINDER,
        LetterKind.NO_MATCH,
    }
)


def tell(
    home: Home,
    case_id: str,
    kind: LetterKind,
    *,
    by: Actor,
    lang: str = "ja",
    on: date | None = None,
    **more: Any,
) -> Case:
    """Send a letter that asks for nothing and is not the answer: receipt, method difficult…"""
    case = cases.load(home, case_id)
    if home.journal.command(by.command):
        return case
    if kind in _ASKING:
        raise BadData("ask.use_ask", field="kind")
    day = on or cases.today(home)
    letter_id = home.entropy.id("letter")
    facts = gather.facts(home, (case,), letter_id=letter_id, today=day, lang=lang, **more)
    (told,) = send(
        home, [(case, ())], compose(kind, facts), answer_by=None, by=by, on=day, lang=lang
    )
    return told


def receipt(home: Home, case_id: str, *, by: Actor, lang: str = "ja") -> tuple[Case, ...]:
    """One receipt for all cases of the envelope about this person."""
    first = cases.load(home, case_id)
    if home.journal.command(by.command):
        return (first,)
    group = cases.siblings(home, first)
    day = cases.today(home)
    facts = gather.facts(home, group, letter_id=home.entropy.id("letter"), today=day, lang=lang)
    letter = compose(LetterKind.RECEIPT, facts)
    return send(home, [(c, ()) for c in group], letter, answer_by=None, by=by, on=day, lang=lang)


def certificate(
    home: Home, case_id: str, *, by: Actor, lang: str = "ja", on: date | None = None
) -> Case:
    """The destruction certificate: only after the key is gone and the originals are recorded."""
    case = cases.load(home, case_id)
    if case.destroyed_on is None or case.disposed is None:
        raise NotNow(case, "letter_sent", ())
    more = gather.certificate(home, case)
    return tell(home, case_id, LetterKind.DESTRUCTION_CERTIFICATE, by=by, lang=lang, on=on, **more)
