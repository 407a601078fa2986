"""`chikai mail …`: fetched, looked at, settled, answered, sent."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chikai.cli.answer import Answer, Table
from chikai.cli.desk import Desk
from chikai.cli.shown import CaseArg, text
from chikai.cli.verb import verb

if TYPE_CHECKING:
    from chikai.duties.mail.item import Item

MailArg = Annotated[str, typer.Argument(metavar="MAIL")]
Company = Annotated[str | None, typer.Argument(metavar="COMPANY")]


@verb("mail fetch")
def fetch(desk: Desk, company_id: Company = None) -> Answer:
    from chikai.app import mail_in

    with desk.home(company_id) as home:
        got = mail_in.fetch(home, by=desk.by)
    counts = {
        "new": got.new,
        "known": got.known,
        "bounced": got.bounced,
        "set_aside": got.set_aside,
    }
    return Answer(counts, [text("mail.fetched", desk.lang, **counts)])


@verb("mail list", needs="home")
def list_(
    desk: Desk, company_id: Company = None, every: Annotated[bool, typer.Option("--all")] = False
) -> Answer:
    from chikai.app import mail

    with desk.home(company_id) as home:
        found = mail.items(home) if every else mail.waiting(home)
    if not found:
        return Answer([], [text("mail.none", desk.lang)])
    heads = [text(f"mail.{name}", desk.lang) for name in ("id", "arrived", "what")]
    rows = [[x.id, x.arrived_on.isoformat(), what(x, desk.lang)] for x in found]
    return Answer([_row(x) for x in found], [Table(heads, rows)])


@verb("mail show", needs="look")
def show(desk: Desk, mail_id: MailArg) -> Answer:
    from chikai.app import mail

    with _home(desk, mail_id) as home:
        seen = mail.view(home, mail_id, actor=desk.viewer)
    result = {**_row(seen.item), "mail": seen.record, "siblings": [i.id for i in seen.siblings]}
    lines = [what(seen.item, desk.lang)]
    if seen.record:
        lines += [f"{text(f'mail.{n}', desk.lang)}: {seen.record[n]}" for n in ("from", "subject")]
        lines += ["", str(seen.record["text"])]
    return Answer(result, lines)


@verb("mail link")
def link(desk: Desk, mail_id: MailArg, case: CaseArg) -> Answer:
    from chikai.app import mail

    with _home(desk, mail_id) as home:
        return _now(mail.link(home, mail_id, case, by=desk.by), desk.lang)


@verb("mail dismiss")
def dismiss(
    desk: Desk, mail_id: MailArg, mailbot: Annotated[bool, typer.Option("--mailbot")] = False
) -> Answer:
    from chikai.app import mail
    from chikai.duties.mail.events import NotOurs

    why = NotOurs.MAILBOT if mailbot else NotOurs.NOT_OURS
    with _home(desk, mail_id) as home:
        return _now(mail.dismiss(home, mail_id, why, by=desk.by), desk.lang)


@verb("mail draft", needs="look")
def draft(desk: Desk, mail_id: MailArg) -> Answer:
    from chikai.app import cases, mail, recognise

    with _home(desk, mail_id) as home:
        item, today = mail.load(home, mail_id), cases.today(home)
        policy = cases.policy_on(home, today)
        takes = mail.takes_mail(policy)
        made = recognise.draft(item, policy, takes_mail=takes, on=today, lang=desk.lang)
    return Answer({"subject": made.subject, "text": made.text}, [made.subject, "", made.text])


@verb("mail reply")
def reply(
    desk: Desk,
    mail_id: MailArg,
    subject: Annotated[str | None, typer.Option("--subject")] = None,
    file: Annotated[Path | None, typer.Option("--file")] = None,
) -> Answer:
    """Without `--file` the text is read from standard input: no word of it stands in a command."""
    from chikai.app import mail

    words = file.read_text("utf-8") if file is not None else sys.stdin.read()
    title = subject or text("mail.reply.subject", desk.lang)
    with _home(desk, mail_id) as home:
        return _now(mail.reply(home, mail_id, title, words, by=desk.by), desk.lang)


@verb("mail send")
def send(desk: Desk, company_id: Company = None) -> Answer:
    from chikai.app import mail_out

    with desk.home(company_id) as home:
        done = mail_out.deliver(home, by=desk.by)
    counts = {"sent": done.sent, "later": done.later, "failed": done.failed}
    return Answer(counts, [text("mail.delivered", desk.lang, **counts)])


def _home(desk: Desk, mail_id: str) -> Any:
    """The home that holds a mail, as that of a case."""
    return desk.of_case(mail_id)


def what(item: Item, lang: str) -> str:
    """A mail in a few words, none of them its own."""
    from chikai import words
    from chikai.app.recognise import chips

    return "; ".join(words.render(each, lang=lang) for each in chips(item))


def _row(item: Item) -> dict[str, Any]:
    return {
        "mail": item.id,
        "arrived": item.arrived_on.isoformat(),
        "standing": item.standing,
        "files": item.files,
        "service": item.service,
        "guess": [kind.value for kind in item.guess],
        "claims": list(item.claims),
        "names": list(item.named),
        "cases": list(item.cases),
    }


def _now(item: Item, lang: str) -> Answer:
    return Answer(_row(item), [f"{item.id}  {what(item, lang)}"])
