"""`chikai init`: the interview that writes a first policy and makes an empty place for it.

Answers are kept in a file after each question, so that whoever stops goes on from there.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chikai.cli.answer import BAD_INPUT, OPEN_QUESTIONS, REFUSED, Answer, Stop, safe, stop
from chikai.cli.desk import Desk
from chikai.cli.files import read_text, write
from chikai.cli.law import today
from chikai.cli.shown import message, text
from chikai.cli.verb import verb
from chikai.kernel.message import Message, say

if TYPE_CHECKING:
    from chikai.app.faults import Fault
    from chikai.policy.interview import Answers, Asked

KEPT = "init-answers.json"
MAX_ANSWERS = 1_000_000


@verb("init", needs="home")
def init(
    desk: Desk,
    folder: Annotated[Path | None, typer.Argument(metavar="DIR")] = None,
    answers: Annotated[Path | None, typer.Option("--answers")] = None,
) -> Answer:
    """Exit 3 for answers that lack what no file can be without; 1 when the file breaks the law."""
    if folder is not None:
        desk = replace(desk, home_folder=folder)
    if answers is not None:
        given = _from_file(desk, answers)
    elif sys.stdin.isatty():
        given = _interview(desk)
    else:
        raise stop(BAD_INPUT, say("init.not_a_terminal"), field="--answers")
    return _written(desk, given)


# --- answers from a file ----------------------------------------------------------------------


def _from_file(desk: Desk, path: Path) -> Answers:
    from chikai.app.faults import Fault, faults_of
    from chikai.policy.finding import BadPolicy
    from chikai.policy.interview import of_values
    from chikai.policy.tree import read

    source = read(read_text(path, limit=MAX_ANSWERS, field="--answers"), file=str(path))
    if source.findings:
        raise Stop(*_first(faults_of(BadPolicy(tuple(source.findings)))))
    if not isinstance(source.tree, dict):
        raise stop(BAD_INPUT, say("init.answers_shape"), field="--answers", file=str(path))
    found, problems = of_values(_flat(source.tree))

    def fault(key: str, told: Message, question: bool) -> Fault:
        place: tuple[str, ...] = tuple(key.split("."))
        line, column = source.place(place, key=not question)
        severity = "question" if question else "error"
        return Fault(told.id, told, severity, str(path), line, column, key)  # type: ignore[arg-type]

    if problems:
        faults = [fault(each.key, each.message, each.open) for each in problems]
        only_open = all(each.open for each in problems)
        raise Stop(OPEN_QUESTIONS if only_open else BAD_INPUT, *faults)
    _free(desk, found)
    return found


def _first(coded: tuple[int, tuple[Fault, ...]]) -> tuple[Any, ...]:
    return coded[0], *coded[1]


def _flat(tree: Mapping[str, Any]) -> dict[str, object]:
    """`purposes: {customers: […]}` is the answer to `purposes.customers`; a text in two languages
    is an answer itself."""
    found: dict[str, object] = {}
    for key, value in tree.items():
        if isinstance(value, dict) and not set(value) <= {"ja", "en"}:
            found |= {f"{key}.{inner}": each for inner, each in value.items()}
        else:
            found[key] = value
    return found


def _free(desk: Desk, answers: Answers) -> None:
    """Nothing is written over. Raises `Stop` for a company that is there already."""
    from chikai import policies

    company = answers.text("company") or ""
    if company in policies.SHIPPED or (desk.root / company).exists():
        raise stop(BAD_INPUT, say("init.taken", company=company), field="company")


# --- answers from a person --------------------------------------------------------------------


def _interview(desk: Desk) -> Answers:
    """Ask until nothing is left. The words given are kept after each answer."""
    from chikai.policy.interview import BadAnswer, asked, take

    kept = desk.root / KEPT
    given, answers = _resumed(kept)
    total = len(asked(answers))
    hint = "init.resumed" if given else "init.intro"
    print(text(hint, desk.lang, total=total, done=len(given)))
    section = ""
    try:
        while (question := answers.next()) is not None:
            if question.question.section != section:
                section = question.question.section
                print(f"\n■ {text(f'interview.section.{section}', desk.lang)}")
            put = asked(answers)
            _put(question, [q.key for q in put].index(question.key) + 1, len(put), desk.lang)
            raw = input("> ").strip()
            try:
                answers = take(answers, question, raw)
                if question.key == "company":
                    _free(desk, answers)
            except BadAnswer as error:
                print(f"  ! {message(error.message, desk.lang)}")
                continue
            except Stop as stopped:
                answers = take_back(answers, question)
                print(f"  ! {stopped.findings[0].say(desk.lang)}")
                continue
            given[question.key] = raw
            _keep(kept, given)
    except (KeyboardInterrupt, EOFError):
        print("\n" + text("init.not_finished", desk.lang, file=str(kept)))
        raise KeyboardInterrupt from None
    return answers


def take_back(answers: Answers, question: Asked) -> Answers:
    """The answers without one."""
    values = {k: v for k, v in answers.values.items() if k != question.key}
    return replace(answers, values=values, open=answers.open - {question.key})


def _put(question: Asked, number: int, total: int, lang: str) -> None:
    q = question.question
    ask = message(question.ask, lang)
    print("\n" + text("init.number", lang, number=number, total=total, ask=ask))
    why = message(question.why, lang)
    cites = tuple(c.say(lang) for c in q.cites)
    print("  " + (text("init.because", lang, why=why, cites=cites) if cites else why))
    for place, choice in enumerate(q.choices, 1):
        what = message(q.choice(choice), lang)
        print("    " + text("init.choice", lang, number=place, what=what))
    notes = {"many": "init.several", "yes_no": "init.yes_or_no"}
    if q.kind in notes:
        print("  " + text(notes[q.kind], lang))
    if q.must:
        print("  " + text("init.needed", lang))


def _resumed(kept: Path) -> tuple[dict[str, str], Answers]:
    """What was answered before, taken again in order; an answer that no longer fits is put anew."""
    from chikai.policy.interview import Answers, BadAnswer, take

    given: dict[str, str] = {}
    if kept.exists():
        try:
            found = json.loads(read_text(kept, limit=MAX_ANSWERS, field="DIR"))
            given = {str(k): str(v) for k, v in found.items()}
        except (ValueError, AttributeError):
            unreadable = say("init.draft_unreadable", file=str(kept))
            raise stop(BAD_INPUT, unreadable, field="DIR") from None
    answers = Answers()
    while (question := answers.next()) is not None and question.key in given:
        try:
            answers = take(answers, question, given[question.key])
        except BadAnswer:
            break
    return {k: v for k, v in given.items() if k in answers}, answers


def _keep(kept: Path, given: Mapping[str, str]) -> None:
    """Whole or not at all, and for the owner's eyes alone."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_name(f".{kept.name}.part")
    with open(part, "w", encoding="utf-8", opener=lambda p, f: os.open(p, f, 0o600)) as file:
        json.dump(given, file, ensure_ascii=False, indent=1)
    part.replace(kept)


# --- the file ---------------------------------------------------------------------------------


def _written(desk: Desk, answers: Answers) -> Answer:
    """Write the policy, check it, and say the next step."""
    from chikai.cli.lint_shown import Shown
    from chikai.policy.interview import compose
    from chikai.policy.lint import lint_text
    from chikai.policy.load import load

    draft = compose(answers, lang=desk.lang)
    place = desk.root / draft.company
    file = place / "policies" / f"{draft.version}.yaml"
    policy = load(draft.text, file=str(file))  # a fault of ours must not leave a file behind
    for name in ("policies", "sources"):
        (place / name).mkdir(parents=True, exist_ok=True)
    write(file, draft.text.encode())
    kept = desk.root / KEPT
    if kept.exists():
        kept.replace(place / KEPT)
    on = max(desk.on or today().date(), policy.effective_from)
    report = lint_text(draft.text, file=str(file), on=on)
    weights = [each.severity for each in report.findings]
    errors = weights.count("error")
    step = "next_mend" if errors else "next_open" if draft.open else "next_serve"
    following = text(f"init.{step}", desk.lang, file=str(file), home=str(desk.root))
    shown = [
        text("init.written", desk.lang, file=str(file)),
        *(text("init.open", desk.lang, ask=message(q.ask, desk.lang)) for q in draft.open),
        text(
            "init.counts",
            desk.lang,
            errors=errors,
            warnings=weights.count("warning"),
            questions=weights.count("question"),
            advice=weights.count("advice"),
        ),
        following,
    ]
    result = {
        "company": draft.company,
        "version": draft.version,
        "file": str(file),
        "open": [
            {"question": q.key, "ja": message(q.ask, "ja"), "en": message(q.ask, "en")}
            for q in draft.open
        ],
        "next": following,
    }
    found = tuple(Shown.of(each) for each in report.findings)
    return Answer(result, [safe(each) for each in shown], found, REFUSED if errors else 0)
