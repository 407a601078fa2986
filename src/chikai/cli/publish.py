"""`chikai policy publish`, `policy form print`: what goes out to the public, and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chikai.cli.answer import Answer
from chikai.cli.desk import Desk
from chikai.cli.files import MAX_ENVELOPE, read_text, write
from chikai.cli.law import today
from chikai.cli.verb import verb
from chikai.kernel.message import say
from chikai.law.kinds import Asker, RequestKind


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
    from chikai import wiring
    from chikai.app.envelope_file import read_prefill
    from chikai.app.publishing import form
    from chikai.policy.load import in_force
    from chikai.words import render

    day = desk.on or today().date()
    policy = in_force(wiring.read_policies(desk.place(company_id)), day)
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
