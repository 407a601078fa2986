"""A case as the command line shows it: no personal value unless it was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chikai.cli.answer import DONE, OPEN_QUESTIONS, Answer

if TYPE_CHECKING:
    from chikai.duties.requests.case import Case
    from chikai.duties.requests.decide import Defect
    from chikai.kernel.message import Arg, Message
    from chikai.ports import Home

CaseArg = Annotated[str, typer.Argument(metavar="CASE")]


def text(id: str, lang: str, **args: Arg) -> str:
    """A sentence of the command line."""
    from chikai.kernel.message import Message

    return message(Message(id, args), lang)


def message(said: Message, lang: str) -> str:
    from chikai.words import render

    return render(said, lang=lang)


def both(said: Message) -> dict[str, str]:
    """A message for programs: its id and its words."""
    return {"id": said.id, "ja": message(said, "ja"), "en": message(said, "en")}


def case_of(home: Home, case: Case) -> dict[str, Any]:
    """What a program learns about a case after each step."""
    from chikai.app import cases, contact
    from chikai.duties.requests.next_step import exit_message, next_step
    from chikai.duties.requests.openings import open_items

    policy, day = cases.policy_of(home, case), cases.today(home)
    return {
        "case": case.id,
        "company": home.company,
        "kind": case.kind.value,
        "state": case.state.value,
        "exit": case.exit.value if case.exit else None,
        "status": both(exit_message(case)),
        "arrived_on": case.basis.arrived_on.isoformat(),
        "waits_for": [i.key for i in open_items(case, policy, on=day)],
        "next_step": both(next_step(case, policy, on=day, can_fetch=contact.can_fetch(home, case))),
    }


def done(desk_lang: str, home: Home, result: Case | Defect | tuple[Case, ...]) -> Answer:
    """The answer after a step: where the case stands now, or what is still open."""
    from chikai.app.faults import of_defect
    from chikai.duties.requests.decide import Defect

    if isinstance(result, Defect):
        return Answer(findings=of_defect(result), code=OPEN_QUESTIONS)
    several = result if isinstance(result, tuple) else (result,)
    seen = [case_of(home, each) for each in several]
    lines = [line for each in seen for line in _lines(each, desk_lang)]
    return Answer({"cases": seen} if isinstance(result, tuple) else seen[0], lines, code=DONE)


def _lines(seen: dict[str, Any], lang: str) -> Iterator[str]:
    kind = text(f"kind.{seen['kind']}", lang)
    yield f"{seen['case']}  {kind}  {seen['status'][lang]}"
    yield f"  → {seen['next_step'][lang]}"


def masked(value: str | None, *, complete: bool) -> str:
    """A value of somebody's, by its first character unless it may be shown."""
    if not value or complete:
        return value or ""
    return value[0] + "＊" * min(len(value) - 1, 5)
