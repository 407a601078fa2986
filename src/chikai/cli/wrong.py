"""Any error as an answer: the product's own by `faults_of`, Typer's own in our words, and the
unforeseen as one line with an id."""

from __future__ import annotations

import os
import sys
import traceback
from typing import Any
from uuid import uuid4

import typer

from chikai.app.faults import Fault, faults_of
from chikai.cli.answer import BAD_INPUT, REFUSED, UNAVAILABLE, Answer
from chikai.cli.help import metavar
from chikai.kernel.message import Message, say


def what_went_wrong(error: Exception) -> Answer:
    """The findings and the exit code for an error. Never quotes an unforeseen error's text, which
    may hold a personal value; `CHIKAI_DEBUG` shows where it happened, and no more."""
    if isinstance(error, typer.TyperException):
        return Answer(findings=(_usage(error),), code=BAD_INPUT)
    try:
        code, findings = faults_of(error)
    except Exception:
        return _unforeseen(error)
    return Answer(findings=findings, code=code)


def _usage(error: Any) -> Fault:
    """A mistake on the command line itself: which option, and what may stand there."""
    kind = type(error).__name__
    param = getattr(error, "param", None)
    name = _name(param) if param is not None else None
    if kind == "MissingParameter":
        return _fault(say("cli.usage.missing", name=name or ""), name)
    if kind == "NoSuchOption":
        near = ", ".join(error.possibilities or ())
        unknown = say("cli.usage.no_such_option", option=error.option_name)
        if near:
            unknown = say("cli.usage.no_such_option_near", option=error.option_name, near=near)
        return _fault(unknown, error.option_name)
    if kind == "BadParameter" and param is not None:
        described = param.type_descriptor
        if described.is_choice and described.choices:
            choices = tuple(str(each.value) for each in described.choices)
            return _fault(say("cli.usage.choice", name=name or "", choices=choices), name)
        return _fault(say("cli.usage.bad_value", name=name or ""), name)
    if kind == "BadOptionUsage":
        return _fault(say("cli.usage.needs_value", name=error.option_name), error.option_name)
    commands = getattr(getattr(error, "cmd", None), "commands", None)
    if commands:
        return _fault(say("cli.usage.no_such_command", commands=tuple(commands)), None)
    return _fault(say("cli.usage.too_many"), None)


def _name(param: Any) -> str:
    return str(param.opts[-1]) if param.param_type_name == "option" else metavar(param)


def _fault(message: Message, field: str | None) -> Fault:
    return Fault(message.id, message, field=field)


def _unforeseen(error: Exception) -> Answer:
    if isinstance(error, OSError):
        what = os.strerror(error.errno) if error.errno else type(error).__name__
        file = error.filename if isinstance(error.filename, str) else None
        message = say("cli.os_error", what=what)
        return Answer(findings=(Fault(message.id, message, file=file),), code=UNAVAILABLE)
    id = uuid4().hex[:8]
    if os.environ.get("CHIKAI_DEBUG"):
        print(f"{id}: {type(error).__name__}", file=sys.stderr)
        for frame in traceback.extract_tb(error.__traceback__):
            print(f"  {frame.filename}:{frame.lineno} {frame.name}", file=sys.stderr)
    message = say("cli.unforeseen", number=id)
    return Answer(findings=(Fault(message.id, message),), code=REFUSED)
