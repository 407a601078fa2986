"""`chikai request …`, others who hold the data of a case: who they are, and a notice to one."""

from __future__ import annotations

from typing import Annotated

import typer

from chikai.cli.answer import Answer
from chikai.cli.desk import Desk, Lang
from chikai.cli.request_do import one_of
from chikai.cli.request_in import LetterLang
from chikai.cli.shown import CaseArg, done, message, text
from chikai.cli.verb import verb


@verb("request others", needs="look")
def others(desk: Desk, case: CaseArg) -> Answer:
    from chikai.app import recipients
    from chikai.kernel.message import say

    with desk.of_case(case) as home:
        found = recipients.others(home, case, actor=desk.viewer)
    lines, listed = [], []
    for each in found.holdings:
        name = each.name or say("recipient.unnamed")
        named = message(say("common.text", text=name), desk.lang)
        when = "due" if each.due else "at_wish"
        lines.append(
            f"{text(f'recipient.holder.{each.holder.value}', desk.lang)}  {named}  "
            f"{text(f'recipient.{when}', desk.lang)}"
        )
        lines.append(f"  {message(each.because, desk.lang)}")
        listed.append({"holder": each.holder.value, "name": named, "due": each.due})
    told = [
        {"name": t.name, "holder": t.holder.value, "letter": t.letter, "on": t.on.isoformat()}
        for t in found.told
    ]
    lines += [text("recipient.told_line", desk.lang, name=t.name, day=t.on) for t in found.told]
    return Answer({"case": case, "others": listed, "told": told}, lines)


@verb("request tell-other")
def tell_other(
    desk: Desk,
    case: CaseArg,
    holder: Annotated[str, typer.Argument(metavar="HOLDER")],
    name: Annotated[str, typer.Option("--name")],
    address: Annotated[str, typer.Option("--address")],
    by_what: Annotated[str, typer.Option("--by-what")],
    data: Annotated[str, typer.Option("--data")],
    postal: Annotated[str | None, typer.Option("--postal")] = None,
    wish: Annotated[bool, typer.Option("--wish")] = False,
    letter_lang: LetterLang = Lang.JA,
) -> Answer:
    from chikai.app import recipients
    from chikai.duties.requests.events import Holder
    from chikai.people.model import Address

    given = (one_of(Holder, holder, "HOLDER"), name, Address(address, postal), by_what, data)
    with desk.of_case(case) as home:
        told = recipients.tell(home, case, *given, by=desk.by, wish=wish, lang=letter_lang.value)
        return done(desk.lang, home, told)
