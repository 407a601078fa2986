"""Verbs: plain functions `(desk, …) -> Answer`, registered by their path.

A verb says which circumstances it needs: a day, a home, somebody who looks at personal data, or a
deed. The options that give them are added here, once.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import typer

from chikai.cli.answer import BAD_INPUT, Answer, stop
from chikai.cli.desk import Desk, Lang, day
from chikai.kernel.message import say

Needs = Literal["nothing", "day", "home", "look", "deed"]
F = TypeVar("F", bound=Callable[..., Answer])


@dataclass(frozen=True, slots=True)
class Verb:
    """One command: `path` is `request accept`."""

    path: str
    run: Callable[..., Answer]
    needs: Needs

    @property
    def key(self) -> str:
        """Its name in `words/`: `request_accept`."""
        return self.path.replace(" ", "_").replace("-", "_")

    def callback(self, lang: str) -> Callable[..., Answer]:
        """The verb as Typer calls it: its own parameters, then those of its circumstances.

        `lang` is that of the whole command line: `--lang` may stand anywhere on it.
        """
        own = list(inspect.signature(self.run, eval_str=True).parameters.values())[1:]
        shared = list(inspect.signature(_COMMON[self.needs], eval_str=True).parameters.values())

        def call(**given: Any) -> Answer:
            common = {each.name: given.pop(each.name) for each in shared}
            for each in own:
                _fits(each, given[each.name])
            return self.run(_desk(**{**common, "lang": lang}), **given)

        call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in (*own, *shared)]
        )
        return call


def _fits(parameter: inspect.Parameter, given: Any) -> None:
    """Raises `Stop` for a text longer than a form of the web would take."""
    from chikai.people.limits import most

    limit = most(parameter.name)
    for each in given if isinstance(given, list) else [given]:
        if isinstance(each, str) and len(each) > limit:
            (how,) = parameter.annotation.__metadata__
            field = how.default if isinstance(how.default, str) else how.metavar
            raise stop(BAD_INPUT, say("envelope.error.text_too_long", limit=limit), field=field)


VERBS: list[Verb] = []


def verb(path: str, *, needs: Needs = "deed") -> Callable[[F], F]:
    """Register a function as the command at `path`."""

    def register(run: F) -> F:
        VERBS.append(Verb(path, run, needs))
        return run

    return register


def _desk(
    *,
    lang: str,
    as_json: bool,
    on: str | None = None,
    home: Path | None = None,
    company: str | None = None,
    by: str | None = None,
    command_id: str | None = None,
) -> Desk:
    return Desk(
        lang=lang,
        home_folder=home,
        company=company,
        actor=by,
        command=command_id,
        on=day(on, "--on"),
    )


JsonFlag = Annotated[bool, typer.Option("--json")]
LangOption = Annotated[Lang, typer.Option("--lang", envvar="CHIKAI_LANG")]
OnOption = Annotated[str | None, typer.Option("--on")]
HomeOption = Annotated[Path | None, typer.Option("--home", envvar="CHIKAI_HOME")]
CompanyOption = Annotated[str | None, typer.Option("--company", envvar="CHIKAI_COMPANY")]
ByOption = Annotated[str | None, typer.Option("--by", envvar="CHIKAI_ACTOR")]
CommandOption = Annotated[str | None, typer.Option("--command-id")]


def _nothing(lang: LangOption = Lang.JA, as_json: JsonFlag = False) -> None: ...


def _day(on: OnOption = None, lang: LangOption = Lang.JA, as_json: JsonFlag = False) -> None: ...


def _home(
    on: OnOption = None,
    home: HomeOption = None,
    company: CompanyOption = None,
    lang: LangOption = Lang.JA,
    as_json: JsonFlag = False,
) -> None: ...


def _look(
    by: ByOption = None,
    on: OnOption = None,
    home: HomeOption = None,
    company: CompanyOption = None,
    lang: LangOption = Lang.JA,
    as_json: JsonFlag = False,
) -> None: ...


def _deed(
    by: ByOption = None,
    on: OnOption = None,
    command_id: CommandOption = None,
    home: HomeOption = None,
    company: CompanyOption = None,
    lang: LangOption = Lang.JA,
    as_json: JsonFlag = False,
) -> None: ...


_COMMON: dict[Needs, Callable[..., None]] = {
    "nothing": _nothing,
    "day": _day,
    "home": _home,
    "look": _look,
    "deed": _deed,
}
COMMON_NAMES = frozenset(inspect.signature(_deed).parameters)
"""Parameters that belong to the circumstances of a verb, not to the verb."""
