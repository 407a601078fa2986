"""A published page as an ordered row of numbered sentences, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Lang = Literal["ja", "en"]
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or one heading. `line` counts from 1 in the source as it was read; `path` are
    the headings and labels it stands under, outermost first; `block` is shared by the sentences of
    one paragraph or list item."""

    number: int
    text: str
    line: int
    path: tuple[str, ...]
    block: int
    heading: bool = False
    item: bool = False

    @property
    def place(self) -> str:
        """Where it stands, for a report: the line and the headings."""
        return f"{self.line}: {' > '.join(self.path)}" if self.path else str(self.line)

    def under(self, pattern: re.Pattern[str]) -> bool:
        """Whether a heading above it, or the heading itself, speaks of that."""
        return any(pattern.search(each) for each in self.path)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that was read, in order. Headings have numbers too, and no mark."""

    lang: Lang
    sentences: tuple[Sentence, ...]

    @property
    def body(self) -> tuple[Sentence, ...]:
        return tuple(each for each in self.sentences if not each.heading)

    @property
    def text(self) -> str:
        return "\n".join(each.text for each in self.sentences)


class BadPage(ValueError):
    """The file cannot be read as a policy. `code` names the reason (`draft.wrong.…`)."""

    def __init__(self, code: str, **args: str | int) -> None:
        super().__init__(code)
        self.code, self.args_of = code, args


def language(text: str) -> Lang:
    """Japanese when at least one letter in twelve is; a Japanese name in an English page is not."""
    letters = sum(1 for each in text if each.isalpha()) or 1
    return "ja" if len(_JAPANESE.findall(text)) * 12 >= letters else "en"
