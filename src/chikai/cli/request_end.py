"""`chikai request …`, how a case ends: closing without an answer, flags, papers destroyed."""

from __future__ import annotations

from typing import Annotated

import typer

from chikai.cli.answer import Answer
from chikai.cli.desk import Desk, Lang
from chikai.cli.files import words_or_file
from chikai.cli.request_do import NeededReasons, one_of
from chikai.cli.request_in import LetterLang
from chikai.cli.shown import CaseArg, done
from chikai.cli.verb import verb


@verb("request withdraw")
def withdraw(desk: Desk, case: CaseArg, letter_lang: LetterLang = Lang.JA) -> Answer:
    from chikai.app import letters

    with desk.of_case(case) as home:
        closed = letters.withdraw(home, case, by=desk.by, lang=letter_lang.value)
        return done(desk.lang, home, closed)


@verb("request not-made")
def not_made(desk: Desk, case: CaseArg, letter_lang: LetterLang = Lang.JA) -> Answer:
    from chikai.app import letters

    with desk.of_case(case) as home:
        closed = letters.close_unpaid(home, case, by=desk.by, lang=letter_lang.value)
        return done(desk.lang, home, closed)


@verb("request hand-over")
def hand_over(desk: Desk, case: CaseArg, letter_lang: LetterLang = Lang.JA) -> Answer:
    from chikai.app import letters

    with desk.of_case(case) as home:
        closed = letters.hand_over(home, case, by=desk.by, lang=letter_lang.value)
        return done(desk.lang, home, closed)


@verb("request not-confirmed")
def not_confirmed(
    desk: Desk,
    case: CaseArg,
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    reasons: NeededReasons,
    letter_lang: LetterLang = Lang.JA,
) -> Answer:
    from chikai.app import letters
    from chikai.cli.desk import token

    why = words_or_file(reasons, field="--reasons") or ""
    asked = token(question, "QUESTION")
    with desk.of_case(case) as home:
        closed = letters.not_confirmed(home, case, asked, why, by=desk.by, lang=letter_lang.value)
        return done(desk.lang, home, closed)


def _flag(desk: Desk, case: str, reasons: str, *, hold: bool, lift: bool) -> Answer:
    from chikai.app import steps

    set_ = steps.set_hold if hold else steps.set_flag
    why = words_or_file(reasons, field="--reasons") or ""
    with desk.of_case(case) as home:
        return done(desk.lang, home, set_(home, case, why, by=desk.by, lift=lift))


@verb("request flag")
def flag(desk: Desk, case: CaseArg, reasons: NeededReasons) -> Answer:
    return _flag(desk, case, reasons, hold=False, lift=False)


@verb("request unflag")
def unflag(desk: Desk, case: CaseArg, reasons: NeededReasons) -> Answer:
    return _flag(desk, case, reasons, hold=False, lift=True)


@verb("request hold")
def hold(desk: Desk, case: CaseArg, reasons: NeededReasons) -> Answer:
    return _flag(desk, case, reasons, hold=True, lift=False)


@verb("request unhold")
def unhold(desk: Desk, case: CaseArg, reasons: NeededReasons) -> Answer:
    return _flag(desk, case, reasons, hold=True, lift=True)


@verb("request dispose")
def dispose(
    desk: Desk,
    case: CaseArg,
    how: Annotated[str, typer.Argument(metavar="HOW")],
    sheets: Annotated[int, typer.Option("--sheets", min=0, max=10_000)],
) -> Answer:
    from chikai.app import steps
    from chikai.duties.requests.events import Disposal

    went = one_of(Disposal, how, "HOW")
    with desk.of_case(case) as home:
        disposed = steps.dispose_originals(home, case, went, sheets, by=desk.by)
        return done(desk.lang, home, disposed)


@verb("request destroy")
def destroy(desk: Desk, case: CaseArg) -> Answer:
    from chikai.app import destroying

    with desk.of_case(case) as home:
        return done(desk.lang, home, destroying.destroy_papers(home, case, by=desk.by))


@verb("request destroy-records")
def destroy_records(desk: Desk, case: CaseArg) -> Answer:
    """The one who acts confirms that the answer and the record may go."""
    from chikai.app import destroying

    with desk.of_case(case) as home:
        return done(desk.lang, home, destroying.destroy_records(home, case, by=desk.by))


@verb("request certificate")
def certificate(desk: Desk, case: CaseArg, letter_lang: LetterLang = Lang.JA) -> Answer:
    from chikai.app import letters

    with desk.of_case(case) as home:
        told = letters.certificate(home, case, by=desk.by, lang=letter_lang.value)
        return done(desk.lang, home, told)
