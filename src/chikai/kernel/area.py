"""Places on a page of any size: in thousandths of its width and height, from the top left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WHOLE: Final = 1000


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on the page. Raises `ValueError` for one that is empty or begins outside it."""

    left: int
    top: int
    width: int
    height: int

    def __post_init__(self) -> None:
        begins = 0 <= self.left < WHOLE and 0 <= self.top < WHOLE
        if not begins or self.width < 1 or self.height < 1:
            raise ValueError("an area lies on its page and is not empty")

    @property
    def right(self) -> int:
        return min(WHOLE, self.left + self.width)

    @property
    def bottom(self) -> int:
        return min(WHOLE, self.top + self.height)

    def meets(self, other: Area) -> bool:
        """Whether the two share any place."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def grown(self, by: int) -> Area:
        """The area and a margin around it, as far as the page goes."""
        left, top = max(0, self.left - by), max(0, self.top - by)
        right, bottom = min(WHOLE, self.right + by), min(WHOLE, self.bottom + by)
        return Area(left, top, right - left, bottom - top)


def around(areas: Iterable[Area]) -> Area:
    """The smallest area that holds them all. Raises `ValueError` for none."""
    every = list(areas)
    left, top = min(a.left for a in every), min(a.top for a in every)
    right, bottom = max(a.right for a in every), max(a.bottom for a in every)
    return Area(left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True, repr=False)
class Word:
    """What a reader saw, and where. Personal data: never in a log or a repr."""

    text: str
    area: Area
