"""`chikai policy publish`, `form print`, `trace`: what goes out, and how its promises are kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chikai.cli.answer import Answer, Table
from chikai.cli.desk import Desk
from chikai.cli.files import MAX_ENVELOPE, read_text, write
from chikai.cli.law import today
from chikai.cli.verb import verb
from chikai.kernel.message import say
from chikai.law.kinds import Asker, RequestKind

if TYPE_CHECKING:
    from chikai.policy.model import Clause
    from chikai.policy.trace import Traced


@verb("policy publish")
def policy_publish(
    desk: Desk,
    company_id: Annotated[str, typer.Argument(metavar="COMPANY")],
    out: Annotated[Path, typer.Option("--out")],
) -> Answer:
    from chikai.app.publishing import publish
    from chikai.words import render

    with desk.home(company_id) as home:
        done = publish(home, out, by=desk.by)
    told = say(
        "publish.done",
        policy=done.policy,
        files=done.files,
        folder=str(out),
        hash=done.hash,
        at=done.shown_at.isoformat(timespec="seconds"),
    )
    result = {
        "policy": done.policy,
        "hash": done.hash,
        "files": done.files,
        "shown_at": done.shown_at.isoformat(),
    }
    return Answer(result, [render(told, lang=desk.lang)])


@verb("policy form print", needs="home")
def policy_form_print(
    desk: Desk,
    company_id: Annotated[str, typer.Argument(metavar="COMPANY")],
    kind: Annotated[RequestKind, typer.Argument(metavar="KIND")],
    out: Annotated[Path, typer.Option("--out")],
    asker: Annotated[Asker, typer.Option("--asker")] = Asker.PERSON,
    prefill: Annotated[Path | None, typer.Option("--prefill")] = None,
) -> Answer:
    """HTML for a name that ends in `.html`, PDF otherwise."""
    from chikai import places, wiring
    from chikai.app.envelope_file import read_prefill
    from chikai.app.publishing import form
    from chikai.policy.load import in_force
    from chikai.words import render

    day = desk.on or today().date()
    policy = in_force(places.read_policies(desk.place(company_id)), day)
    given = None
    if prefill is not None:
        text = read_text(prefill, limit=MAX_ENVELOPE, field="--prefill")
        given = read_prefill(text, file=str(prefill))
    document = form(policy, kind, asker, lang=desk.lang, on=day, prefill=given)
    pages = wiring.pages()
    on_screen = out.suffix in (".html", ".htm")
    made = policy.effective_from
    write(out, pages.html(document) if on_screen else pages.pdf(document, made=made))
    told = say("publish.form_printed", title=document.title, file=str(out))
    return Answer({"file": str(out), "title": document.title}, [render(told, lang=desk.lang)])


@verb("policy trace", needs="home")
def policy_trace(
    desk: Desk,
    company_id: Annotated[str, typer.Argument(metavar="COMPANY")],
) -> Answer:
    """Every promise and how it is kept."""
    from chikai import places
    from chikai.policy.load import in_force
    from chikai.policy.trace import counts, trace
    from chikai.words import render

    day = desk.on or today().date()
    policy = in_force(places.read_policies(desk.place(company_id)), day)
    found = trace(policy)
    states = {
        state: render(say(f"trace.keeps.{state.value}"), lang=desk.lang) for state in counts(found)
    }
    rows = [
        [each.check, states[each.keeps], _how(each, desk.lang), _shown(each.clauses, desk.lang)]
        for each in found
    ]
    heads = [render(say(f"trace.{h}"), lang=desk.lang) for h in ("check", "state", "how", "says")]
    total = " / ".join(f"{states[state]} {n}" for state, n in counts(found).items())
    result = [
        {
            "check": each.check,
            "keeps": each.keeps.value,
            "by": each.by,
            "at": each.at,
            "task": each.task,
            "waits": each.waits,
            "law": [cited.code for cited in each.law],
            "test": each.test,
            "clauses": [clause.id for clause in each.clauses],
        }
        for each in found
    ]
    return Answer(result, [Table(heads, rows), total])


def _how(each: Traced, lang: str) -> str:
    """What keeps it, where it is seen, which law stands against it, or what it waits for."""
    from chikai.words import render

    law = tuple(cited.say(lang) for cited in each.law)
    beside = render(say("trace.law_first", law=law), lang=lang) if law else ""
    if each.keeps == "conflict":
        return render(say("trace.against", law=law), lang=lang)
    if each.keeps == "not_yet":
        return render(say(f"trace.waits.{each.waits}"), lang=lang)
    what = render(say(f"trace.task.{each.task}"), lang=lang) if each.task else f"{each.by}"
    return f"{what} (chikai {each.at}) {beside}".strip()


def _shown(clauses: tuple[Clause, ...], lang: str) -> str:
    text = clauses[0].say[lang]
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


_SHOWN = 40
