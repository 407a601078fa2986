"""Messages: the id of a sentence in `words/` and its arguments. The core holds no sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Union

from chikai.kernel.citation import Citation


@dataclass(frozen=True, slots=True)
class Both:
    """A text that comes in both languages already: a company's name, the title of its form."""

    ja: str
    en: str


Arg = Union[str, int, date, Citation, Both, "Message", tuple["Arg", ...]]


@dataclass(frozen=True, slots=True)
class Message:
    """`id` names the sentence; `args` fill its places. Arguments never reach a log."""

    id: str
    args: dict[str, Arg] = field(default_factory=dict, hash=False)

    def __repr__(self) -> str:
        return f"Message({self.id})"


def say(id: str, **args: Arg) -> Message:
    """A message, short to write."""
    return Message(id, args)
