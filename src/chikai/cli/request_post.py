"""`chikai request …`, the answer on its way: made, posted, delivered, or back again."""

from __future__ import annotations

from typing import Annotated

import typer

from chikai.cli.answer import DONE, Answer
from chikai.cli.desk import Desk, Lang
from chikai.cli.request_do import one_of
from chikai.cli.request_in import LetterLang
from chikai.cli.shown import CaseArg, done
from chikai.cli.verb import verb
from chikai.kernel.message import say
from chikai.law.kinds import Manner

Tracking = Annotated[str | None, typer.Option("--tracking")]


@verb("request send")
def send(
    desk: Desk,
    case: CaseArg,
    manner: Annotated[Manner | None, typer.Option("--manner")] = None,
    again: Annotated[bool, typer.Option("--again")] = False,
    letter_lang: LetterLang = Lang.JA,
) -> Answer:
    from chikai.app import letters

    with desk.of_case(case) as home:
        sent = letters.send_answer(
            home, case, by=desk.by, lang=letter_lang.value, manner=manner, again=again
        )
        return done(desk.lang, home, sent)


@verb("request posted")
def posted(desk: Desk, case: CaseArg, tracking: Tracking = None) -> Answer:
    from chikai.app import steps

    with desk.of_case(case) as home:
        noted = steps.posted(home, case, by=desk.by, tracking=tracking)
        return done(desk.lang, home, noted)


@verb("request delivered")
def delivered(
    desk: Desk,
    case: CaseArg,
    tracking: Tracking = None,
    how: Annotated[str | None, typer.Option("--how")] = None,
) -> Answer:
    """The day it reached the requester is that of the deed: `--on`."""
    from chikai.app import steps
    from chikai.app.after_post import HANDED

    reached = one_of(HANDED, how, "--how") if how else None
    with desk.of_case(case) as home:
        noted = steps.delivered(home, case, by=desk.by, tracking=tracking, reached=reached)
        return done(desk.lang, home, noted)


@verb("request give-code")
def give_code(desk: Desk, case: CaseArg) -> Answer:
    """Shown once: to be printed and sent by letter to the address that was proven."""
    from chikai.app import contact
    from chikai.kernel.codes import shown
    from chikai.words import render

    with desk.of_case(case) as home:
        given = contact.give_by_letter(home, case, by=desk.by)
    code, secret = shown(given.code), given.secret or ""
    number = render(say("portal.code.label"), lang=desk.lang)
    phrase = render(say("portal.secret.label"), lang=desk.lang)
    told = render(say("contact.slip_text"), lang=desk.lang)
    lines = [f"{number}  {code}", f"{phrase}  {secret}", told]
    return Answer({"case": case, "code": code, "secret": secret}, lines, code=DONE)


@verb("request returned")
def returned(
    desk: Desk,
    case: CaseArg,
    letter: Annotated[str | None, typer.Option("--letter")] = None,
    why: Annotated[str | None, typer.Option("--why")] = None,
) -> Answer:
    from chikai.app import steps
    from chikai.duties.requests.events import CameBack

    said = one_of(CameBack, why, "--why") if why else None
    with desk.of_case(case) as home:
        noted = steps.returned(home, case, by=desk.by, letter=letter, why=said)
        return done(desk.lang, home, noted)
