"""The lines an explanation of a policy is made of, and how each is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from chikai.kernel.message import Arg, Message, say
from chikai.policy.model import Clause, Model, Policy, Say, StatedItem
from chikai.policy.phrases import said, words
from chikai.words import render


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `promise` is the published promise in our words, `detail` a parameter of it,
    `assumption` what we chose where the text is silent (⚖), `law` where the law goes first."""

    kind: Literal["promise", "detail", "assumption", "law"]
    text: str
    clause: str | None = None
    checks: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The policy and the language it is shown in."""

    policy: Policy
    lang: str

    def render(self, message: Message) -> str:
        return render(message, lang=self.lang)

    def promise(self, clause: Clause) -> Line:
        return Line("promise", clause.say[self.lang], clause.id, clause.checks)

    def detail(self, key: str, **args: Arg) -> Line:
        return Line("detail", self.render(say(f"policy.show.text.{key}", **args)))

    def choice(self, text: Say | None, clause: str | None) -> Iterator[Line]:
        """The assumption, marked ⚖; nothing when there is none."""
        if text is not None:
            said = self.render(say("policy.show.assumption", text=text[self.lang]))
            yield Line("assumption", said, clause)

    def clause(self, clause: Clause, details: Iterable[Line] = ()) -> Iterator[Line]:
        """The promise, its parameters, the texts it stands on, what the published text sets
        against it, and the assumption behind it."""
        yield self.promise(clause)
        yield from details
        texts = {each.id: each.name for each in self.policy.external_texts}
        if clause.refers_to:
            names = tuple(said(texts[id]) for id in clause.refers_to)
            yield self.detail("refers_to", texts=names)
        yield from self.choice(clause.assumption, clause.id)

    def given(self, model: Model, *names: str) -> Iterator[Line]:
        """Which of the named fields the text gives, gives in part, lacks, or leaves untold."""
        states: dict[str, list[Message]] = {}
        remarks: list[Line] = []
        for name in names:
            value = getattr(model, name)
            field = say(f"policy.show.field.{name}")
            if isinstance(value, StatedItem):
                if value.say is not None:
                    remarks.append(self.detail("remark", name=field, text=said(value.say)))
                value = value.state
            states.setdefault(value, []).append(field)
        for state in ("present", "partly", "absent", "unknown"):
            if fields := states.get(state):
                yield self.detail(f"given_{state}", names=tuple(fields))
        yield from remarks

    def known(self, model: Model, *names: str) -> Iterator[Line]:
        """`Third parties abroad: yes`, one line for each fact."""
        for name in names:
            value = say(f"policy.show.known.{getattr(model, name)}")
            yield self.detail("fact", name=say(f"policy.show.field.{name}"), value=value)

    def listed(self, key: str, values: Iterable[str]) -> Iterator[Line]:
        """One line that lists values by their names; none when there are none."""
        if names := words("policy.show.value", values):
            yield self.detail(key, names=names)

    def listed_topics(self) -> Iterator[Line]:
        """What the published text says nothing about."""
        yield self.detail("silent", names=words("policy.show.topic", self.policy.silent))
