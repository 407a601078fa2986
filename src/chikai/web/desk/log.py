"""What happened to a case, in words: for each event its name and every particular that has one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from chikai.duties.requests.questions import asks_authority
from chikai.kernel.event import Event
from chikai.kernel.message import Message, say


@dataclass(frozen=True, slots=True)
class LogLine:
    on: date
    what: str
    detail: tuple[Message, ...]
    by: str


_WORDS: Final = {
    "channel": "channel",
    "asker": "asker",
    "type_": "paper",
    "whose": "web.whose",
    "means": "means",
    "reason": "web.return_reason",
    "delivery": "frame.delivery",
    "manner": "manner",
    "result": "web.searched",
    "action": "web.action",
    "how": "disposal",
    "what": "web.entry",
    "why": "post.back",
    "reached": "post.reached",
}


_BACK: Final = ("answer_returned", "letter_returned")


def log_line(event: Event) -> LogLine:
    """One event in words: its name, and every particular that has a word of its own."""
    return LogLine(event.occurred_on, event.type, tuple(_particulars(event)), event.actor_id)


def _particulars(event: Event) -> Iterator[Message]:
    for name, value in sorted(event.data.items(), key=lambda field: field[0] != "kind"):
        if name == "why" and event.type not in _BACK:
            continue
        if name in _WORDS:
            for each in value if isinstance(value, tuple) else (value,):
                if each is not None:
                    yield say(f"{_WORDS[name]}.{each}")
        elif name == "kind":
            yield say(f"{'kind' if event.type == 'received' else 'letter'}.{value}")
        elif name == "amount" and isinstance(value, int):
            yield say("common.yen", amount=value)
        elif name == "question":
            yield question_words(str(value))
        elif name == "value":
            yield say("web.yes" if value else "web.no")
        elif name == "ground" and value:
            yield say(f"law.{value}")
        elif name == "answer_by" and value:
            yield say("web.until", day=date.fromisoformat(str(value)))


def question_words(key: str) -> Message:
    """A yes-or-no question in full."""
    head = "authority_over" if asks_authority(key) else key
    return say(f"web.question.{head}")
