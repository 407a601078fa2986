"""Where a verb runs: which home and company, who acts, on which day, in which language."""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from chikai.cli.answer import BAD_INPUT, stop
from chikai.kernel.dates import BadDate, parse_date
from chikai.kernel.message import say

if TYPE_CHECKING:
    from chikai.app.cases import Actor
    from chikai.places import Place
    from chikai.ports import Home

_TOKEN = re.compile(r"[A-Za-z0-9_.:+\-]{1,100}")


class Lang(StrEnum):
    JA = "ja"
    EN = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The circumstances of one command."""

    lang: str
    home_folder: Path | None = None
    company: str | None = None
    actor: str | None = None
    command: str | None = None
    on: date | None = None

    @property
    def root(self) -> Path:
        """The home directory. The default is read late: `wiring` loads slowly."""
        if self.home_folder is not None:
            return self.home_folder
        from chikai import places

        return places.DEFAULT_HOME

    @property
    def by(self) -> Actor:
        """Who acts, and the command's id: a new one unless it was given."""
        from chikai.app.cases import Actor

        actor = token(self.actor or _login(), "--by")
        return Actor(actor, token(self.command or f"cmd-{uuid4().hex}", "--command-id"))

    @property
    def viewer(self) -> str:
        """Who looks at personal data: the log of views names them."""
        return self.by.id

    def place(self, company: str | None = None) -> Place:
        """The company's place; the only one set up here when none is named."""
        from chikai import places, policies

        named = company or self.company
        if named is None:
            here = self.companies()
            if len(here) != 1:
                known = ", ".join(here or policies.COMPANIES)
                raise stop(BAD_INPUT, say("cli.which_company", known=known), field="COMPANY")
            named = here[0]
        return places.place(self.root, named)

    def companies(self) -> tuple[str, ...]:
        """The companies set up in this home."""
        marks = ("sources", "keys", "store.db", "key-backups")
        found = {path.parent.name for mark in marks for path in self.root.glob(f"*/{mark}")}
        return tuple(sorted(found))

    @contextmanager
    def home(self, company: str | None = None, *, new: bool = False) -> Iterator[Home]:
        """A company's home. Unless `new`, it must have been set up: a mistyped folder must not
        become a second, empty store."""
        from chikai import wiring

        where = self.place(company)
        if not new and where.drill is None and where.company not in self.companies():
            message = say("cli.not_set_up", company=where.company, home=str(self.root))
            raise stop(BAD_INPUT, message, field="--home")
        with wiring.open_home(where) as home:
            yield self._on_day(home, where)

    @contextmanager
    def of_case(self, case: str) -> Iterator[Home]:
        """The home that holds a case. Raises `Missing` when none here does."""
        from chikai.ports import Missing

        for company in (self.company,) if self.company else self.companies():
            with self.home(company) as home:
                history = home.journal.read(case)
                if history:
                    if self.on is not None and self.on < history[0].occurred_on:
                        raise stop(BAD_INPUT, say("cli.before_arrival"), field="--on")
                    yield home
                    return
        raise Missing(case)

    def _on_day(self, home: Home, where: Place) -> Home:
        """The deed's day is the one given; the day of recording is always the real one."""
        if self.on is None:
            return home
        from chikai import places
        from chikai.app.slips import near

        today = home.clock.now().date()
        if self.on > today and not places.is_demo(where):
            raise stop(BAD_INPUT, say("cli.deed_in_future"), field="--on")
        near(self.on, after=today, field="--on")
        return replace(home, day=self.on)


def day(text: str | None, field: str) -> date | None:
    """A day in any notation a paper may use. Raises `Stop`, which names the option."""
    if text is None:
        return None
    try:
        return parse_date(text)
    except BadDate as error:
        raise stop(BAD_INPUT, error.message, field=field) from None


def token(text: str, field: str) -> str:
    """An id as the journal may hold it: no name, no sentence. Raises `Stop`."""
    if not _TOKEN.fullmatch(text):
        raise stop(BAD_INPUT, say("cli.not_a_token"), field=field)
    return text


def _login() -> str:
    """The name of the login, with what no id may hold left out."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = ""
    return os.environ.get("CHIKAI_ACTOR") or re.sub(r"[^A-Za-z0-9_.+\-]", "", name) or "desk"
