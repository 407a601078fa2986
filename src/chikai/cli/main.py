"""`chikai`: builds the commands in one language, runs one, and says what went wrong, if anything.

No traceback ever reaches a person, and no error text holds a personal value.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import cache

import typer
from typer.main import get_command

import chikai.cli.every as _every_verb  # noqa: F401  (registers the verbs)
from chikai.cli.answer import INTERRUPTED, REFUSED, Answer, Stop, show
from chikai.cli.desk import Lang
from chikai.cli.help import HelpfulCommand, HelpfulGroup, Words
from chikai.cli.verb import VERBS, LangOption


def run() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = REFUSED
    sys.exit(code)


def main(args: Sequence[str]) -> int:
    """Run one command and print its answer; the exit code."""
    lang = _lang(args)
    answer = _answer(lambda: command(lang).main(list(args), "chikai", standalone_mode=False))
    if isinstance(answer, Answer):
        show(answer, lang=lang, as_json="--json" in args)
        return answer.code
    return int(answer or 0)


def _answer(act: Callable[[], Answer | int | None]) -> Answer | int | None:
    """What the verb answers, or what went wrong as an answer."""
    try:
        return act()
    except Stop as stopped:
        return Answer(findings=stopped.findings, code=stopped.code)
    except (typer.Abort, KeyboardInterrupt):
        return Answer(code=INTERRUPTED)
    except BrokenPipeError:
        raise
    except Exception as error:
        from chikai.cli.wrong import what_went_wrong

        return what_went_wrong(error)


def _lang(args: Sequence[str]) -> str:
    """The language of this command line, before anything is parsed: help and errors need it."""
    chosen = os.environ.get("CHIKAI_LANG", "")
    for i, each in enumerate(args):
        if each == "--":
            break
        if each == "--lang" and i + 1 < len(args):
            chosen = args[i + 1]
        elif each.startswith("--lang="):
            chosen = each.removeprefix("--lang=")
    return chosen if chosen in ("ja", "en") else "ja"


@cache
def command(lang: str) -> HelpfulGroup:
    """All commands, with their help in one language."""
    words = Words(lang)
    app = _group()
    groups: dict[tuple[str, ...], typer.Typer] = {(): app}
    for each in VERBS:
        *outer, name = each.path.split()
        for depth in range(1, len(outer) + 1):
            path = tuple(outer[:depth])
            if path not in groups:
                groups[path] = _group()
                groups[path[:-1]].add_typer(groups[path], name=path[-1])
        into = groups[tuple(outer)]
        into.command(name, cls=HelpfulCommand, help=words.command(each.key))(each.callback(lang))
    built = get_command(app)
    assert isinstance(built, HelpfulGroup)
    _say(built, "", words)
    return built


def _group() -> typer.Typer:
    made = typer.Typer(add_completion=False, rich_markup_mode=None)
    made.callback(cls=HelpfulGroup, invoke_without_command=True)(_show_help)
    return made


def _show_help(ctx: typer.Context, lang: LangOption = Lang.JA) -> None:
    """Without a command, a group shows its help. `--lang` may stand here too; see `_lang`."""
    if ctx.invoked_subcommand is None:
        print(ctx.get_help())


def _say(group: HelpfulGroup, key: str, words: Words) -> None:
    """Give every group, command and parameter its words."""
    group.words = words
    group.help = words.command(key or "chikai")
    for name, each in group.commands.items():
        inner = f"{key}_{name}".lstrip("_").replace("-", "_")
        if isinstance(each, HelpfulGroup):
            _say(each, inner, words)
            continue
        assert isinstance(each, HelpfulCommand)
        each.words = words
        for param in each.params:
            param.help = words.option(inner, param.name)  # type: ignore[attr-defined]


if __name__ == "__main__":
    run()
