"""Texts of a file made from answers: the answers' own, and sentences of ours from `words/`."""

from __future__ import annotations

from chikai.kernel.message import Arg, say
from chikai.policy.base import Say
from chikai.policy.draft.write import Block, block
from chikai.policy.interview.answers import Answers
from chikai.words import render


def both(said: Say) -> Block:
    return block(("ja", said.ja), ("en", said.en))


def names(id: str, **args: Arg) -> Say:
    """A sentence of ours in both languages."""
    message = say(id, **args)
    return Say(ja=render(message, lang="ja"), en=render(message, lang="en"))


def clause(name: str, **args: Arg) -> Block:
    """What a clause says."""
    return both(names(f"interview.say.{name}", **args))


def line(id: str, *, lang: str) -> str:
    return render(say(id), lang=lang)


def the(answers: Answers, key: str) -> Say:
    """An answer that the file cannot be without. Raises `KeyError`."""
    said = answers.said(key)
    if said is None:
        raise KeyError(key)
    return said
