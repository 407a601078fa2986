"""What a played case remembers: each deed as it left the case, each letter, each stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.letters.model import Letter, LetterKind
from chikai.duties.requests.open_item import OpenItem
from chikai.kernel.message import Message


class StillOpen(Exception):
    """The desk answered a deed with what is still open. Nothing happened."""

    def __init__(self, defect: Defect) -> None:
        super().__init__(", ".join(i.key for i in defect.items))
        self.items = defect.items

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(i.key for i in self.items)


@dataclass(frozen=True, slots=True)
class Moment:
    """How the case stood after one deed: what was open, and the one next step."""

    deed: str
    on: date
    case: Case
    items: tuple[OpenItem, ...]
    next_step: Message

    @property
    def open(self) -> tuple[str, ...]:
        return tuple(i.key for i in self.items)


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter that left the house."""

    kind: LetterKind
    on: date
    delivery: str
    asked: tuple[str, ...]
    letter: Letter
