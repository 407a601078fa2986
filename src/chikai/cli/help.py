"""Help in Japanese and English: sentences from `words/`, laid out by the width of their cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import typer.core

from chikai.cli.verb import COMMON_NAMES
from chikai.words import sentences

WIDTH = 96
_COLUMN = 28


class Words:
    """The words of the command line in one language."""

    def __init__(self, lang: str) -> None:
        self.all = sentences(lang)

    def frame(self, name: str) -> str:
        return self.all[f"cli.frame.{name}"]

    def command(self, key: str) -> str:
        return self.all[f"cli.help.{key}"]

    def option(self, verb: str, name: str) -> str:
        """A verb may have a sentence of its own for an option that others have too."""
        return self.all.get(f"cli.option_of.{verb}.{name}") or self.all[f"cli.option.{name}"]


class HelpfulCommand(typer.core.TyperCommand):
    words: Words

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(command_help(self, ctx.command_path, self.words)) + "\n")


class HelpfulGroup(typer.core.TyperGroup):
    words: Words

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(group_help(self, ctx.command_path, self.words)) + "\n")


def command_help(command: HelpfulCommand, path: str, words: Words) -> Iterator[str]:
    own = [p for p in command.params if p.name not in COMMON_NAMES]
    common = [p for p in command.params if p.name in COMMON_NAMES]
    arguments = [p for p in own if p.param_type_name == "argument"]
    options = [p for p in own if p.param_type_name == "option"]
    names = [metavar(p) if p.required else f"[{metavar(p)}]" for p in arguments]
    yield " ".join([f"{words.frame('usage')}: {path}", *names, f"[{words.frame('options')}]"])
    yield ""
    yield from fold(command.help or "", indent=2)
    for title, params in (("arguments", arguments), ("yours", options), ("common", common)):
        if params:
            yield from ("", f"{words.frame(title)}:")
            for param in params:
                yield from _row(_name(param), _describe(param, words))


def group_help(group: HelpfulGroup, path: str, words: Words) -> Iterator[str]:
    yield f"{words.frame('usage')}: {path} {words.frame('command')} …"
    yield ""
    yield from fold(group.help or "", indent=2)
    yield from ("", f"{words.frame('commands')}:")
    for name, command in group.commands.items():
        yield from _row(name, (command.help or "").split("\n")[0])
    yield from ("", *fold(words.frame("more"), indent=2))


def _row(name: str, text: str) -> Iterator[str]:
    lines = list(fold(text, indent=2 + _COLUMN))
    if cells(name) > _COLUMN - 2:
        yield f"  {name}"
        yield from lines
        return
    first, *rest = lines or [""]
    yield f"  {name}{' ' * (_COLUMN - cells(name))}{first.strip()}"
    yield from rest


def _name(param: Any) -> str:
    if param.param_type_name == "argument":
        return metavar(param)
    text = ", ".join(param.opts) + "".join(f" / {each}" for each in param.secondary_opts)
    return text if param.is_flag else f"{text} {param.name.upper()}"


def metavar(param: Any) -> str:
    """How an argument is written in help and in errors."""
    return str(param.metavar or param.name.upper())


def _describe(param: Any, words: Words) -> str:
    text = str(param.help or "")
    choices = param.type_descriptor.choices
    if param.type_descriptor.is_choice and choices:
        text += " [" + " | ".join(str(each.value) for each in choices) + "]"
    if param.required and param.param_type_name == "option":
        text += f" {words.frame('required')}"
    if param.envvar:
        text += f" [{param.envvar}]"
    return text


def cells(text: str) -> int:
    """How many columns a terminal needs for the text."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def fold(text: str, *, indent: int) -> Iterator[str]:
    """The text in lines of `WIDTH`: Latin words stay whole, Japanese breaks anywhere but before
    a mark that may not begin a line (JIS X 4051)."""
    pad = " " * indent
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and cells(line) + cells(piece) > WIDTH - indent and piece not in _NEVER_FIRST:
                yield pad + line.rstrip()
                line = piece.lstrip()
            else:
                line += piece
        yield (pad + line.rstrip()).rstrip()


_NEVER_FIRST = frozenset("、。）」』：；！？ー・…")


def _pieces(text: str) -> Iterator[str]:
    """Wide characters one by one; runs of narrow ones up to and with their space."""
    run = ""
    for char in text:
        if unicodedata.east_asian_width(char) in "WF":
            if run:
                yield run
            run = ""
            yield char
        else:
            run += char
            if char == " ":
                yield run
                run = ""
    if run:
        yield run
