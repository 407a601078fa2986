"""Window envelopes: where the address of a folded letter must lie so that it shows, alone.

A letter slides inside its envelope. The address block is placed so that it stays in the window
however the letter lies; everything else is kept out of every place the window can reach.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources

A4_WIDTH = 210.0
A4_HEIGHT = 297.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in millimetres, from the top left."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """An envelope lying on its long side, its window, and the letter's play inside it (mm)."""

    name: str
    width: float
    height: float
    folds: int
    window: Box
    play_right: float
    play_down: float

    @property
    def panel(self) -> float:
        """Height of one panel of the folded A4 sheet."""
        return A4_HEIGHT / self.folds

    @property
    def address(self) -> Box:
        """The part of page 1 that shows in the window wherever the letter has slid to."""
        w = self.window
        return Box(
            left=w.left,
            top=w.top,
            width=w.width - self.play_right,
            height=w.height - self.play_down,
        )

    @property
    def reach(self) -> Box:
        """Every part of page 1 that the window can show in some position of the letter."""
        w = self.window
        left, top = max(0.0, w.left - self.play_right), max(0.0, w.top - self.play_down)
        return Box(left=left, top=top, width=w.right - left, height=w.bottom - top)


def envelope(name: str) -> Envelope:
    """A named profile of `envelopes.toml`. Raises `KeyError` for an unknown name."""
    file = resources.files(__package__).joinpath("envelopes.toml")
    profile = tomllib.loads(file.read_text(encoding="utf-8"))[name]
    window = profile.pop("window")
    return Envelope(name=name, window=Box(**window), **profile)
