"""`chikai account …` and `chikai views`: who may sign in at a desk, and who looked at what."""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

import typer

from chikai.cli.answer import BAD_INPUT, Answer, Table, stop
from chikai.cli.desk import Desk, day
from chikai.cli.house import COMPANY, PORT
from chikai.cli.shown import text
from chikai.cli.verb import verb
from chikai.kernel.message import say
from chikai.people.staff import Role

if TYPE_CHECKING:
    from chikai.people.accounts import Account

AccountArg = Annotated[str, typer.Argument(metavar="ACCOUNT")]
Roles = Annotated[list[Role], typer.Option("--role")]


@verb("account add")
def account_add(
    desk: Desk,
    account: AccountArg,
    role: Roles,
    password: Annotated[bool, typer.Option("--password")] = False,
) -> Answer:
    """`--password` reads one from the terminal or from standard input instead of giving a link."""
    from chikai.app import accounts

    typed = _typed(desk.lang) if password else None
    with desk.home() as home:
        if typed is not None:
            accounts.check_password(typed, account=account)
        token = accounts.add(home, account, role, by=desk.by, at=home.clock.now())
        if typed is not None:
            accounts.set_password(home, account, typed)
            accounts.of(home).withdraw(account)
        made = accounts.the(home, account)
        link = None if typed is not None else _link(home.company, token)
    return Answer({**_row(made), "link": link}, _told("cli.account.added", desk.lang, made, link))


@verb("account link")
def account_link(desk: Desk, account: AccountArg) -> Answer:
    from chikai.app import accounts

    with desk.home() as home:
        link = _link(home.company, accounts.new_link(home, account, at=home.clock.now()))
        found = accounts.the(home, account)
    return Answer(
        {**_row(found), "link": link}, _told("cli.account.linked", desk.lang, found, link)
    )


@verb("account list", needs="home")
def account_list(desk: Desk, company_id: Annotated[str | None, COMPANY] = None) -> Answer:
    from chikai.app import accounts

    with desk.home(company_id) as home:
        kept = accounts.of(home)
        rows = [{**_row(a), "passkeys": len(kept.passkeys(a.id))} for a in kept.all()]
    if not rows:
        return Answer(rows, [text("cli.account.none", desk.lang)])
    heads = [text(f"cli.account.{n}", desk.lang) for n in ("id", "roles", "signs_in_by", "state")]
    cells = [[row["id"], _roles(row, desk.lang), _ways(row, desk.lang), _state(row, desk.lang)]
             for row in rows]  # fmt: skip
    return Answer(rows, [Table(heads, cells)])


@verb("account role")
def account_role(desk: Desk, account: AccountArg, role: Roles) -> Answer:
    from chikai.app import accounts

    with desk.home() as home:
        accounts.set_roles(home, account, role, by=desk.by)
        return _now(accounts.the(home, account), desk.lang)


@verb("account lock")
def account_lock(desk: Desk, account: AccountArg) -> Answer:
    from chikai.app import accounts

    with desk.home() as home:
        accounts.lock(home, account, by=desk.by)
        return _now(accounts.the(home, account), desk.lang)


@verb("account unlock")
def account_unlock(desk: Desk, account: AccountArg) -> Answer:
    from chikai.app import accounts

    with desk.home() as home:
        accounts.unlock(home, account, by=desk.by)
        return _now(accounts.the(home, account), desk.lang)


@verb("account reset-passkeys")
def account_reset_passkeys(desk: Desk, account: AccountArg) -> Answer:
    from chikai.app import accounts

    with desk.home() as home:
        accounts.reset_passkeys(home, account, by=desk.by)
        return _now(accounts.the(home, account), desk.lang)


@verb("account remove")
def account_remove(desk: Desk, account: AccountArg) -> Answer:
    from chikai.app import accounts

    with desk.home() as home:
        accounts.remove(home, account, by=desk.by)
    return Answer({"id": account}, [text("cli.account.removed", desk.lang, account=account)])


@verb("views", needs="home")
def views(
    desk: Desk,
    company_id: Annotated[str | None, COMPANY] = None,
    of_day: Annotated[str | None, typer.Option("--day")] = None,
) -> Answer:
    from chikai.app import looks

    with desk.home(company_id) as home:
        seen = looks.of_day(home, day(of_day, "--day") or home.clock.now().date())
    result = {
        "day": seen.day.isoformat(),
        "borne_out": seen.borne_out,
        "views": [
            {"at": x.at.isoformat(), "by": x.actor_id, "case": x.case, "what": x.what}
            for x in seen.looks
        ],
    }
    state = {None: "not_yet", True: "borne_out", False: "altered"}[seen.borne_out]
    shown: list[str | Table] = [
        text("staff.views.on", desk.lang, day=seen.day, count=len(seen.looks)),
        text(f"staff.views.{state}", desk.lang),
    ]
    if seen.looks:
        heads = [text(f"staff.views.{name}", desk.lang) for name in ("at", "who", "case", "what")]
        rows = [[f"{x.at:%H:%M:%S}", x.actor_id, x.case, x.what] for x in seen.looks]
        shown.append(Table(heads, rows))
    return Answer(result, shown)


def _typed(lang: str) -> str:
    """A password, never from the command line, which others on the machine can read."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"{text('staff.password.new', lang)}: ")
    if getpass.getpass(f"{text('staff.password.again', lang)}: ") != first:
        raise stop(BAD_INPUT, say("staff.password.differs"), field="--password")
    return first


def _link(company: str, token: str) -> str:
    origin = os.environ.get("CHIKAI_DESK_ORIGIN") or f"http://localhost:{PORT}"
    return f"{origin.rstrip('/')}/desk/{company}/welcome?{urlencode({'key': token})}"


def _row(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "roles": sorted(role.value for role in account.roles),
        "password": account.password is not None,
        "outside": account.outside is not None,
        "locked": account.locked,
    }


def _roles(row: dict[str, Any], lang: str) -> str:
    names = [text(f"staff.role.{role}", lang) for role in row["roles"]]
    return ("、" if lang == "ja" else ", ").join(names)


def _ways(row: dict[str, Any], lang: str) -> str:
    ways = [
        text(f"cli.account.by_{name}", lang)
        for name in ("password", "passkeys", "outside")
        if row.get(name)
    ]
    return ("、" if lang == "ja" else ", ").join(ways) or text("cli.account.by_nothing", lang)


def _state(row: dict[str, Any], lang: str) -> str:
    return text("cli.account.is_locked" if row["locked"] else "cli.account.is_open", lang)


def _told(key: str, lang: str, account: Account, link: str | None) -> list[str | Table]:
    shown: list[str | Table] = [
        text(key, lang, account=account.id, roles=_roles(_row(account), lang)),
    ]
    if link:
        shown += [text("cli.account.link", lang), f"  {link}"]
    return shown


def _now(account: Account, lang: str) -> Answer:
    row = _row(account)
    names = {"account": account.id, "roles": _roles(row, lang), "state": _state(row, lang)}
    return Answer(row, [text("cli.account.now", lang, **names)])
