"""`chikai account token …` and `chikai webhook …`: what other programs get and are told."""

from __future__ import annotations

from typing import Annotated

import typer

from chikai.cli.account import AccountArg
from chikai.cli.answer import Answer, Table
from chikai.cli.desk import Desk
from chikai.cli.shown import text
from chikai.cli.verb import verb
from chikai.people.staff import Role

Company = Annotated[str | None, typer.Argument(metavar="COMPANY")]
HookArg = Annotated[str, typer.Argument(metavar="WEBHOOK")]


@verb("account token add")
def token_add(
    desk: Desk,
    account: AccountArg,
    role: Annotated[list[Role] | None, typer.Option("--role")] = None,
    days: Annotated[int, typer.Option("--days")] = 90,
) -> Answer:
    from chikai.app import tokens

    with desk.home() as home:
        token, held = tokens.make(home, account, role or (), days=days, by=desk.by)
    result = {
        "token": token,
        "id": held.id,
        "account": account,
        "roles": [each.value for each in held.roles],
        "until": held.until.isoformat(),
    }
    return Answer(result, [text("api.token.made", desk.lang, token=token)])


@verb("account token list", needs="home")
def token_list(desk: Desk, company_id: Company = None) -> Answer:
    from chikai.app import tokens

    with desk.home(company_id) as home:
        found = tokens.held(home)
    rows = [
        {
            "id": h.id,
            "account": h.account,
            "roles": [each.value for each in h.roles],
            "until": h.until.isoformat(),
        }
        for h in found
    ]
    if not rows:
        return Answer(rows, [text("api.token.none", desk.lang)])
    heads = [text(f"api.token.{n}", desk.lang) for n in ("id", "account", "roles", "until")]
    cells = [
        [h.id, h.account, ", ".join(each.value for each in h.roles), h.until.isoformat()]
        for h in found
    ]
    return Answer(rows, [Table(heads, cells)])


@verb("account token remove")
def token_remove(
    desk: Desk, token_id: Annotated[str, typer.Argument(metavar="TOKEN-ID")]
) -> Answer:
    from chikai.app import tokens

    with desk.home() as home:
        tokens.withdraw(home, token_id, by=desk.by)
    return Answer({"id": token_id}, [text("api.token.withdrawn", desk.lang)])


@verb("webhook add")
def webhook_add(
    desk: Desk,
    url: Annotated[str, typer.Argument(metavar="URL")],
    tells: Annotated[list[str] | None, typer.Option("--tells")] = None,
) -> Answer:
    from chikai.app import hooks

    with desk.home() as home:
        made = hooks.add(home, url, [hooks.told(each) for each in tells or ()], by=desk.by)
    result = {"id": made.id, "secret": made.secret, "tells": [t.value for t in made.tells]}
    return Answer(result, [text("hooks.added", desk.lang, secret=made.secret)])


@verb("webhook list", needs="home")
def webhook_list(desk: Desk, company_id: Company = None) -> Answer:
    from chikai.app import hooks

    with desk.home(company_id) as home:
        found = hooks.all_of(home)
    rows = [
        {"id": h.id, "url": h.url, "tells": [t.value for t in h.tells], "tries": h.tries}
        for h in found
    ]
    if not rows:
        return Answer(rows, [text("hooks.none", desk.lang)])
    heads = [text(f"hooks.{name}", desk.lang) for name in ("id", "url", "tells", "tries")]
    cells = [[h.id, h.url, ", ".join(t.value for t in h.tells), str(h.tries)] for h in found]
    return Answer(rows, [Table(heads, cells)])


@verb("webhook test")
def webhook_test(desk: Desk, hook_id: HookArg) -> Answer:
    from chikai.app import hooks

    with desk.home() as home:
        status = hooks.ping(home, hook_id, by=desk.by)
    return Answer({"status": status}, [text("hooks.answered", desk.lang, status=str(status))])


@verb("webhook remove")
def webhook_remove(desk: Desk, hook_id: HookArg) -> Answer:
    from chikai.app import hooks

    with desk.home() as home:
        hooks.remove(home, hook_id, by=desk.by)
    return Answer({"id": hook_id}, [text("hooks.removed", desk.lang)])


@verb("webhook send")
def webhook_send(desk: Desk, company_id: Company = None) -> Answer:
    from chikai.app import drp_callbacks, hooks

    with desk.home(company_id) as home:
        told = hooks.deliver(home), drp_callbacks.deliver(home)
    counts = {"made": sum(t.made for t in told), "failed": sum(t.failed for t in told)}
    return Answer(counts, [text("hooks.called", desk.lang, **counts)])
