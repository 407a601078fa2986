"""Flow tables: every row says what happened, where it leads and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from chikai.kernel.citation import Citation

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """In state `at`, the event `event` leads to state `to`; `because` is the law behind it."""

    at: S
    event: str
    to: S
    because: Citation | None = None


class NoSuchStep(ValueError):
    """The table has no row for this event in this state."""


@dataclass(frozen=True, slots=True)
class Flow(Generic[S]):
    """A checked table of steps: one row per state and event."""

    steps: tuple[Step[S], ...]

    def __post_init__(self) -> None:
        seen: set[tuple[S, str]] = set()
        for step in self.steps:
            if (step.at, step.event) in seen:
                raise ValueError(f"two rows for `{step.event}` in `{step.at}`")
            seen.add((step.at, step.event))

    def find(self, at: S, event: str) -> Step[S] | None:
        return next((s for s in self.steps if s.at == at and s.event == event), None)

    def next(self, at: S, event: str) -> S:
        """The state after `event`. Raises `NoSuchStep` when the table has no such row."""
        step = self.find(at, event)
        if step is None:
            raise NoSuchStep(f"a case that is `{at}` cannot take `{event}`")
        return step.to

    def events(self, at: S) -> tuple[str, ...]:
        return tuple(s.event for s in self.steps if s.at == at)

    def reachable(self, start: S) -> frozenset[S]:
        seen, todo = {start}, [start]
        while todo:
            here = todo.pop()
            for step in self.steps:
                if step.at == here and step.to not in seen:
                    seen.add(step.to)
                    todo.append(step.to)
        return frozenset(seen)

    def diagram(self) -> str:
        """A Mermaid state diagram of the table."""
        rows: Iterable[str] = (f"    {s.at} --> {s.to}: {s.event}" for s in self.steps)
        return "\n".join(["stateDiagram-v2", *rows])
