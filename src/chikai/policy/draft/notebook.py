"""What has been taken from which sentence, while the parts of a draft are put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from chikai.kernel.message import Arg, say
from chikai.policy.draft.page import Lang, Page, Sentence
from chikai.policy.draft.spots import Spot
from chikai.policy.draft.topics import procedures
from chikai.policy.draft.write import Block, Entry, Node, block
from chikai.words import render

Used = tuple[str, str]
"""A fact that stands in the draft: its kind and its value."""


@dataclass(slots=True)
class Notebook:
    """`lang` is that of comments and questions; the page keeps its own."""

    page: Page
    lang: str
    company: str | None = None
    taken: dict[int, list[str]] = field(default_factory=dict)
    used: dict[int, set[Used]] = field(default_factory=dict)
    whole: set[int] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    desks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    _procedures: frozenset[tuple[str, ...]] | None = None

    # --- what the page says -------------------------------------------------------------------

    @property
    def other(self) -> Lang:
        return "en" if self.page.lang == "ja" else "ja"

    def where(self, pattern: re.Pattern[str]) -> Iterator[Sentence]:
        return (each for each in self.page.body if pattern.search(each.text))

    def procedure(self, sentence: Sentence) -> bool:
        """Whether it stands in a part on how to make requests, whatever the heading is called."""
        if self._procedures is None:
            self._procedures = procedures(self.page)
        return any(sentence.path[: len(each)] == each for each in self._procedures)

    # --- what goes into the draft -------------------------------------------------------------

    def id(self, wanted: str) -> str:
        """The id, or the id with a number when it stands for something else already."""
        name = wanted
        for number in count(2):
            if name not in self.ids:
                break
            name = f"{wanted}_{number}"
        self.ids.add(name)
        return name

    def take(
        self, sentence: Sentence, clause: str, used: Iterable[Used] = (), *, whole: bool = False
    ) -> None:
        """These facts of the sentence stand in the clause; `whole`: all that it says does."""
        if whole:
            self.whole.add(sentence.number)
        clauses = self.taken.setdefault(sentence.number, [])
        if clause not in clauses:
            clauses.append(clause)
        self.used.setdefault(sentence.number, set()).update(used)

    def text(self, words: str) -> Block:
        """A text in the language of the page; the other language is an open question."""
        waits = Entry(self.other, None, ask=self.words(f"draft.ask.in_{self.other}"))
        here = Entry(self.page.lang, words)
        return Block((here, waits) if self.page.lang == "ja" else (waits, here))

    def clause(
        self,
        id: str,
        sentences: Iterable[Sentence],
        *entries: Entry | tuple[str, Node | None] | None,
        words: str | None = None,
        used: Iterable[Used] = (),
    ) -> Block:
        """A clause with the page's own sentences as its text, and where they stand."""
        kept = list({each.number: each for each in sentences}.values())
        for each in kept:
            self.take(each, id, used, whole=words is None or each.text in words)
        joined = words or ("" if self.page.lang == "ja" else " ").join(_ended(kept))
        say_it = ("say", self.text(joined)) if joined else self.open("say", "draft.ask.say")
        above = (self.source(kept),) if kept else ()
        return block(("id", id), *entries, say_it, above=above)

    def source(self, sentences: Iterable[Sentence]) -> str:
        numbers = ", ".join(str(each.number) for each in sentences)
        return self.words("draft.from", numbers=numbers)

    def open(self, key: str, question: str, **args: Arg) -> Entry:
        """A key that waits for its value, with what to ask."""
        return Entry(key, None, ask=self.words(question, **args))

    def words(self, id: str, **args: Arg) -> str:
        return render(say(id, **args), lang=self.lang)

    def desk(self, *about: str) -> Entry:
        """The contact whose surroundings speak of that; a question when it cannot be told."""
        for name in about:
            for id, topics in self.desks.items():
                if name in topics:
                    return Entry("desk", id)
        if len(self.desks) == 1:
            return Entry("desk", next(iter(self.desks)))
        return self.open("desk", "draft.ask.desk", known=tuple(self.desks) or ("-",))


def facts(spots: Iterable[Spot]) -> set[Used]:
    return {(each.kind, each.value) for each in spots}


def _ended(sentences: list[Sentence]) -> Iterator[str]:
    """Items of a list get a separator, so that they do not run into one another."""
    for index, each in enumerate(sentences):
        last = index == len(sentences) - 1
        closed = each.text[-1] in "。．.!?！？、,;；:："
        yield (
            each.text
            if last or closed
            else f"{each.text}、"
            if _wide(each.text)
            else f"{each.text};"
        )


def _wide(text: str) -> bool:
    return ord(text[-1]) > 0x2E80
