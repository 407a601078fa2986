"""Citations: which law, article, paragraph and item, and when that numbering is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Days from `start` to `end`, both included; `None` is open on that side."""

    start: date | None = None
    end: date | None = None

    @classmethod
    def parse(cls, text: str) -> Interval:
        """Read `2022-04-01..`, `..2027-01-16`, `2022-04-01..2027-01-16` or `unset` (never)."""
        if text == "unset":
            return cls(date.max, date.min)
        left, dots, right = text.partition("..")
        if not dots:
            raise ValueError(f"`{text}` is not an interval: write `2022-04-01..`")
        return cls(
            date.fromisoformat(left) if left else None,
            date.fromisoformat(right) if right else None,
        )

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, other: Interval) -> bool:
        start = max(self.start or date.min, other.start or date.min)
        end = min(self.end or date.max, other.end or date.max)
        return start <= end

    def __str__(self) -> str:
        if self.start is not None and self.end is not None and self.end < self.start:
            return "unset"
        return f"{self.start or ''}..{self.end or ''}"


@dataclass(frozen=True, slots=True, order=True)
class Law:
    """A statute, order, rule or guideline. Call it to cite it: `APPI(33, 2, "i")`."""

    id: str
    ja: str
    en: str
    numbering: str = ".."

    def __call__(
        self,
        article: int | str,
        paragraph: int | None = None,
        item: str | None = None,
        *,
        numbering: str | None = None,
    ) -> Citation:
        interval = Interval.parse(numbering or self.numbering)
        return Citation(self, str(article), paragraph, item, interval)


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """A place in a law. `in_force` says when the place bears this number."""

    law: Law
    article: str
    paragraph: int | None = None
    item: str | None = None
    in_force: Interval = Interval()

    @property
    def ja(self) -> str:
        """`個人情報保護法第33条第2項第1号`."""
        number, _, branch = self.article.partition("-")
        text = f"{self.law.ja}第{number}条" + (f"の{branch}" if branch else "")
        if self.paragraph is not None:
            text += f"第{self.paragraph}項"
        return text + (f"第{_arabic(self.item)}号" if self.item else "")

    @property
    def en(self) -> str:
        """`APPI Art. 33(2)(i)`."""
        text = f"{self.law.en} Art. {self.article}"
        if self.paragraph is not None:
            text += f"({self.paragraph})"
        return text + (f"({self.item})" if self.item else "")

    @property
    def code(self) -> str:
        """A machine-readable id without spaces: `appi:33.2.i`."""
        parts = [self.article, *([str(self.paragraph)] if self.paragraph else [])]
        return f"{self.law.id}:" + ".".join([*parts, *([self.item] if self.item else [])])

    def say(self, lang: str) -> str:
        return self.ja if lang == "ja" else self.en

    def __str__(self) -> str:
        return self.en


_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def _arabic(item: str) -> str:
    return str(_ROMAN.index(item) + 1) if item in _ROMAN else item
