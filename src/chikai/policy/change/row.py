"""A row of the table: what kind of change, which way it goes, and the duty either way."""

from __future__ import annotations

from dataclasses import dataclass

from chikai.policy.change import duties as D
from chikai.policy.change.duties import Duty
from chikai.policy.change.ways import Way, Ways, either, reading

WORSE, BETTER, EITHER, READING = Way.WORSE, Way.BETTER, Way.EITHER, Way.READING
INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Row:
    """`worse` also counts where the value does not tell which way the change goes."""

    kind: str
    worse: Duty
    better: Duty = D.KEEP_RIGHT
    way: Ways = either

    @property
    def way_within(self) -> Way:
        """Of a value inside this place that has no row of its own."""
        return READING if self.worse is D.NOTHING else EITHER

    def duty(self, way: Way) -> Duty:
        if way is READING:
            return D.NOTHING
        return self.better if way is BETTER else self.worse


RECORD = Row("record", D.NOTHING, D.NOTHING, reading)
"""Our own notes: which published promise it is, assumptions, what contradicts, what is silent."""

NOTES = frozenset({"id", "checks", "assumption", "contradicts", "refers_to"})
"""What every clause has beside its words and its values."""


def promise(kind: str, way: Ways = either, better: Duty = D.KEEP_RIGHT) -> Row:
    """A promise of the company's own: weaker is told before, better is simply published."""
    return Row(kind, D.WEAKER, better, way)


def procedure(way: Ways = either, kind: str = "procedure") -> Row:
    return Row(kind, D.HEAVIER, D.LIGHTER, way)


def neutral(kind: str, duty: Duty) -> Row:
    """A change that goes neither way; the duty is the same."""
    return Row(kind, duty, duty)
