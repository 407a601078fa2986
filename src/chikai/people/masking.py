"""What must be covered on a copy of an identity paper before it is stored, found among its words.

A finding is a proposal to a clerk, who accepts it, moves it or adds to it: a reader misses things.
It errs towards covering: the label beside a number counts although its digits were misread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chikai.kernel.area import Area, Word, around
from chikai.law.documents import document
from chikai.law.kinds import Paper

ALWAYS: Final = frozenset({"domicile", "my_number"})
"""Never kept, on whatever paper it stands (My Number Act Art. 20; practice for the domicile)."""

ENTRIES: Final = (
    *("domicile", "my_number", "insurer_number", "insured_symbol_and_number", "qr_code"),
    *("licence_number", "passport_number", "card_number", "basic_pension_number"),
    "resident_record_code",
)
"""Everything that is looked for, by its name in `law/documents.toml`."""

_MARGIN: Final = 4
_DIGITS: Final = str.maketrans("OIl|", "0111")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place to cover and why: `what` as in `law/documents.toml`. `must`: before it is stored."""

    what: str
    area: Area
    must: bool


def is_my_number(digits: str) -> bool:
    """Whether twelve digits end in the check digit of an individual number (Ordinance of the
    Ministry of Internal Affairs and Communications No. 85 of 2014, Art. 5)."""
    if not re.fullmatch(r"[0-9]{12}", digits):
        return False
    weights = [*range(2, 8), *range(2, 7)]  # from the digit beside the check digit outwards
    rest = sum(int(d) * w for d, w in zip(reversed(digits[:11]), weights, strict=True)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def proposals(
    words: Sequence[Word], *, codes: Sequence[Area] = (), paper: Paper | None = None
) -> tuple[Proposal, ...]:
    """What to cover on a paper with these words and picture codes, top to bottom. What is not a
    paper's to bear is not looked for on it; on an unknown paper, everything is."""
    lines = _lines(words)
    found = [*_numbers(lines, paper), *_labelled(lines)]
    found += [("qr_code", code) for code in codes]
    known = None if paper is None else document(paper)
    must = ALWAYS | (frozenset(known.mask) if known else frozenset())
    wanted = None if known is None or not known.mask else must | set(known.mask_better)
    kept = {
        Proposal(what, area.grown(_MARGIN), must=what in must)
        for what, area in found
        if wanted is None or what in wanted
    }
    ordered = sorted(kept, key=lambda p: (p.area.top, p.area.left, p.what))
    return tuple(p for p in ordered if not _inside_another(p, ordered))


def _inside_another(one: Proposal, every: Sequence[Proposal]) -> bool:
    return any(
        other is not one
        and other.what == one.what
        and other.area != one.area
        and around((one.area, other.area)) == other.area
        for other in every
    )


# --- lines --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class _Line:
    """Words side by side, as one text without spaces; `owners` names each character's word."""

    words: tuple[Word, ...]
    text: str
    owners: tuple[int, ...]

    def area(self, start: int, end: int) -> Area:
        return around(self.words[n].area for n in sorted(set(self.owners[start:end])))

    @property
    def whole(self) -> Area:
        return around(word.area for word in self.words)


def _lines(words: Sequence[Word]) -> list[_Line]:
    """Words whose middles lie at one height belong to one line."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.area.top + w.area.bottom, w.area.left)):
        middle = (word.area.top + word.area.bottom) / 2
        row = next((r for r in rows if r[-1].area.top <= middle <= r[-1].area.bottom), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    made = []
    for row in rows:
        row.sort(key=lambda w: w.area.left)
        chars = [(c, n) for n, word in enumerate(row) for c in _plain(word.text)]
        text, owners = "".join(c for c, _ in chars), tuple(n for _, n in chars)
        made.append(_Line(tuple(row), text, owners))
    return made


def _plain(text: str) -> str:
    """In one width, without space, and with hyphens in one shape or none between digits."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[-‐‑‒–—―−ー_.,](?=[0-9])", "", plain)


# --- what is found by its own shape -------------------------------------------------------------

_SHAPES: Final[tuple[tuple[str, str], ...]] = (
    ("card_number", r"(?<![A-Z])[A-Z]{2}[0-9]{8}[A-Z]{2}(?![A-Z])"),
    ("passport_number", r"(?<![A-Z])[A-Z]{2}[0-9]{7}(?![0-9])"),
)


def _numbers(lines: Sequence[_Line], paper: Paper | None) -> Iterator[tuple[str, Area]]:
    for line in lines:
        for digits in re.finditer(r"(?<![0-9])[0-9]{12}(?![0-9])", line.text.translate(_DIGITS)):
            area = line.area(*digits.span())
            if paper is Paper.DRIVERS_LICENSE:
                yield "licence_number", area
            elif is_my_number(digits[0]):
                yield "my_number", area
            elif paper is None and "号" in line.text:
                yield "licence_number", area
        for what, shape in _SHAPES:
            for found in re.finditer(shape, line.text):
                yield what, line.area(*found.span())


# --- what is found by the label beside it -------------------------------------------------------

_LABELS: Final[tuple[tuple[str, str, str], ...]] = (
    ("domicile", r"本[籍藉](?!地?の?(?:記載|表示)?の?(?:省略|なし|を除く))地?(?:・?国籍)?", r"."),
    ("my_number", r"個人番号(?!カード)|マイナンバー(?!カード)", r"[0-9]{4,}"),
    ("insurer_number", r"保険者番号", r"[0-9]{4,}"),
    ("insured_symbol_and_number", r"被保険者等?記号|記号[・及び]*番号|記号", r"[0-9]"),
    ("basic_pension_number", r"基礎年金番号", r"[0-9]{4,}"),
    ("resident_record_code", r"住民票コード", r"[0-9]{4,}"),
    ("passport_number", r"旅券番号", r"[A-Z0-9]{5,}"),
)
"""What it is, its label, and what its value looks like."""


def _labelled(lines: Sequence[_Line]) -> Iterator[tuple[str, Area]]:
    for n, line in enumerate(lines):
        for what, label, value in _LABELS:
            found = re.search(label, line.text)
            if found is None:
                continue
            if re.search(value, line.text[found.end() :]):
                yield what, line.area(found.start(), len(line.text))
            elif below := _below(lines[n + 1 :], line.area(*found.span()), value):
                yield what, around((line.area(*found.span()), below))


def _below(lines: Sequence[_Line], label: Area, value: str) -> Area | None:
    """The value of a label that stands alone: in the next line, if that is near."""
    for line in lines[:2]:
        here = [w for w in line.words if w.area.left < label.right and label.left < w.area.right]
        near = line.whole.top - label.bottom < 2 * label.height
        if here and near and re.search(value, "".join(_plain(w.text) for w in here)):
            return around(w.area for w in line.words if w.area.right > label.left)
    return None
