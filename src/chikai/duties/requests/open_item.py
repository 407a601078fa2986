"""One thing that is still open in a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chikai.duties.requests.case import Case
from chikai.duties.requests.questions import asks_authority, asks_withholding
from chikai.kernel.citation import Citation
from chikai.kernel.message import Message, say

Asks = Literal["requester", "desk", "owner"]


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing that must be settled before the case can go on.

    `key` names the question; a `judgment` must be answered by a named person with reasons.
    `alternatives` are the ways to settle it, any one of which is enough.
    """

    key: str
    asks: Asks
    message: Message
    clauses: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()
    alternatives: tuple[Message, ...] = ()
    judgment: bool = False

    @property
    def label(self) -> Message:
        """The item in a few words, to stand in a list."""
        return label(self.key)


def label(key: str) -> Message:
    """What an open item is about, in a few words, without the category or item it names."""
    if asks_withholding(key):
        return say("item.withhold")
    return say("item.authority_over" if asks_authority(key) else f"item.{key}")


def yes(case: Case, question: str) -> bool:
    """The question was answered, and with yes."""
    return asked(case, question) and case.facts[question].value


def asked(case: Case, question: str) -> bool:
    """The question was answered, either way."""
    return question in case.facts
