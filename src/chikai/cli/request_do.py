"""`chikai request …`, what the desk does: asks, judges, searches, decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from chikai.cli.answer import BAD_INPUT, Answer, stop
from chikai.cli.desk import Desk, Lang, day
from chikai.cli.files import MAX_ENVELOPE, read_text, words_or_file
from chikai.cli.request_in import LetterLang
from chikai.cli.shown import CaseArg, done, text
from chikai.cli.verb import verb
from chikai.kernel.message import say
from chikai.law.kinds import Manner

E = TypeVar("E", bound=StrEnum)
Reasons = Annotated[str | None, typer.Option("--reasons")]
NeededReasons = Annotated[str, typer.Option("--reasons")]


def one_of(kinds: Iterable[E], value: str, field: str) -> E:
    """The one of `kinds`, a whole enumeration or a part of it, that has this value. The kinds of
    the core load slowly, so no parameter has them as its type; a test holds their help to their
    names. Raises `Stop`."""
    known = {str(each.value): each for each in kinds}
    if value not in known:
        message = say("cli.usage.choice", name=field, choices=tuple(known))
        raise stop(BAD_INPUT, message, field=field)
    return known[value]


@verb("request ask")
def ask(desk: Desk, case: CaseArg, letter_lang: LetterLang = Lang.JA) -> Answer:
    from chikai.app import letters

    with desk.of_case(case) as home:
        asked = letters.ask(home, case, by=desk.by, lang=letter_lang.value)
        return done(desk.lang, home, asked)


@verb("request receipt")
def receipt(desk: Desk, case: CaseArg, letter_lang: LetterLang = Lang.JA) -> Answer:
    from chikai.app import letters

    with desk.of_case(case) as home:
        told = letters.receipt(home, case, by=desk.by, lang=letter_lang.value)
        return done(desk.lang, home, told)


@verb("request answer-question")
def answer_question(
    desk: Desk,
    case: CaseArg,
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    value: Annotated[str, typer.Argument(metavar="yes|no")],
    reasons: Reasons = None,
) -> Answer:
    from chikai.app import steps

    if value not in ("yes", "no"):
        choices = ("yes", "no")
        raise stop(BAD_INPUT, say("cli.usage.choice", name="yes|no", choices=choices))
    why = words_or_file(reasons, field="--reasons")
    with desk.of_case(case) as home:
        noted = steps.answer_question(home, case, question, value == "yes", by=desk.by, reasons=why)
        return done(desk.lang, home, noted)


@verb("request manner")
def manner(
    desk: Desk, case: CaseArg, manner: Annotated[Manner, typer.Argument(metavar="MANNER")]
) -> Answer:
    from chikai.app import steps

    with desk.of_case(case) as home:
        return done(desk.lang, home, steps.choose_manner(home, case, manner, by=desk.by))


@verb("request manner-difficult")
def manner_difficult(desk: Desk, case: CaseArg, letter_lang: LetterLang = Lang.JA) -> Answer:
    """The letter that says so; the judgment itself is an answer to `manner_difficult`."""
    from chikai.app import letters
    from chikai.duties.requests.letters.model import LetterKind

    with desk.of_case(case) as home:
        told = letters.tell(
            home, case, LetterKind.METHOD_DIFFICULT, by=desk.by, lang=letter_lang.value
        )
        return done(desk.lang, home, told)


@verb("request accept")
def accept(desk: Desk, case: CaseArg) -> Answer:
    from chikai.app import steps

    with desk.of_case(case) as home:
        return done(desk.lang, home, steps.accept(home, case, by=desk.by))


@verb("request search")
def search(desk: Desk, case: CaseArg) -> Answer:
    from chikai.app import search as finding

    with desk.of_case(case) as home:
        result = finding.search(home, case, by=desk.by)
        answer = done(desk.lang, home, result)
    if finding.doubts(result):
        said = [text(id, desk.lang, case=case) for id in ("doubt.searched", "doubt.look")]
        return replace(answer, shown=said)
    return answer


@verb("request grant")
def grant(
    desk: Desk,
    case: CaseArg,
    withhold: Annotated[list[str] | None, typer.Option("--withhold")] = None,
    ground: Annotated[str | None, typer.Option("--ground")] = None,
    reasons: Reasons = None,
    content: Annotated[Path | None, typer.Option("--content")] = None,
) -> Answer:
    from chikai.app import steps

    with desk.of_case(case) as home:
        given = steps.grant(
            home,
            case,
            by=desk.by,
            withheld=tuple(withhold or ()),
            ground=ground,
            reason=words_or_file(reasons, field="--reasons"),
            content=_content(content),
        )
        return done(desk.lang, home, given)


@verb("request withhold")
def withhold(
    desk: Desk,
    case: CaseArg,
    item: Annotated[str, typer.Argument(metavar="ITEM")],
    ground: Annotated[str, typer.Option("--ground")],
    reasons: NeededReasons,
) -> Answer:
    """The item is one that was found and is not shown; each is judged by itself."""
    from chikai.app import steps

    why = words_or_file(reasons, field="--reasons") or ""
    with desk.of_case(case) as home:
        return done(desk.lang, home, steps.withhold(home, case, item, ground, why, by=desk.by))


def _content(path: Path | None) -> dict[str, Any] | None:
    from chikai.app.envelope_file import read_measures

    if path is None:
        return None
    text = read_text(path, limit=MAX_ENVELOPE, field="--content")
    return {"measures": read_measures(text, file=str(path))}


@verb("request refuse")
def refuse(
    desk: Desk,
    case: CaseArg,
    ground: Annotated[str, typer.Argument(metavar="GROUND")],
    reasons: NeededReasons,
) -> Answer:
    from chikai.app import steps

    why = words_or_file(reasons, field="--reasons") or ""
    with desk.of_case(case) as home:
        return done(desk.lang, home, steps.refuse(home, case, ground, why, by=desk.by))


@verb("request none")
def none_held(desk: Desk, case: CaseArg) -> Answer:
    from chikai.app import steps

    with desk.of_case(case) as home:
        return done(desk.lang, home, steps.none_held(home, case, by=desk.by))


@verb("request order")
def order(
    desk: Desk,
    case: CaseArg,
    action: Annotated[str, typer.Argument(metavar="ACTION")],
    owner: Annotated[str, typer.Option("--owner")],
    task: Annotated[str, typer.Option("--task")],
) -> Answer:
    from chikai.app import steps
    from chikai.cli.desk import token
    from chikai.duties.requests.commands import Action

    to_do = one_of(Action, action, "ACTION")
    what = {"task": words_or_file(task, field="--task")}
    who = token(owner, "--owner")
    with desk.of_case(case) as home:
        return done(desk.lang, home, steps.order(home, case, to_do, who, what, by=desk.by))


@verb("request done")
def carried_out(
    desk: Desk,
    case: CaseArg,
    done_on: Annotated[str | None, typer.Option("--done-on")] = None,
    corrected: Annotated[
        list[str] | None, typer.Option("--corrected", metavar="ITEM=BEFORE=AFTER")
    ] = None,
    scope: Annotated[list[str] | None, typer.Option("--scope")] = None,
    measure: Annotated[list[str] | None, typer.Option("--measure")] = None,
) -> Answer:
    from chikai.app import cases, steps

    rows = [_corrected(each) for each in corrected or ()]
    ended = day(done_on, "--done-on")
    with desk.of_case(case) as home:
        result = {
            "corrected": rows,
            "scope": list(scope or ()),
            "measures": list(measure or ()),
            "done_on": (ended or cases.today(home)).isoformat(),
        }
        return done(desk.lang, home, steps.record_action(home, case, result, by=desk.by))


def _corrected(text: str) -> dict[str, str]:
    parts = text.split("=")
    if len(parts) != 3 or not parts[0]:
        raise stop(BAD_INPUT, say("cli.corrected"), field="--corrected")
    return dict(zip(("item", "before", "after"), parts, strict=True))


@verb("request substitute")
def substitute(
    desk: Desk,
    case: CaseArg,
    measure: Annotated[str, typer.Option("--measure")],
    reasons: NeededReasons,
) -> Answer:
    from chikai.app import steps

    what = words_or_file(measure, field="--measure") or ""
    why = words_or_file(reasons, field="--reasons") or ""
    with desk.of_case(case) as home:
        return done(desk.lang, home, steps.substitute(home, case, what, why, by=desk.by))
