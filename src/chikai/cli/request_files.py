"""`chikai request arrange-listening`: files that are not given as a copy."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from chikai.cli.answer import BAD_INPUT, Answer, stop
from chikai.cli.desk import Desk
from chikai.cli.shown import CaseArg, done, message
from chikai.cli.verb import verb
from chikai.kernel.message import say


@verb("request arrange-listening")
def arrange_listening(
    desk: Desk,
    case: CaseArg,
    at: Annotated[str, typer.Option("--at")],
    place: Annotated[str, typer.Option("--place")],
    who: Annotated[str, typer.Option("--who")],
) -> Answer:
    from chikai.app import held_files

    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise stop(BAD_INPUT, say("listening.not_a_moment"), field="--at") from None
    with desk.of_case(case) as home:
        listening = held_files.Listening(moment, place, who)
        answer = done(desk.lang, home, held_files.arrange(home, case, listening, by=desk.by))
    told = say("listening.arranged", day=moment.date(), hour=f"{moment:%H}", minute=f"{moment:%M}")
    return Answer(answer.result, [message(told, desk.lang), *answer.shown], answer.findings)
