"""How much of the law stands in code, paragraph by paragraph. The table is `coverage.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from chikai.kernel.citation import Citation, Law
from chikai.law.kinds import APPI, CIVIL_CODE, MY_NUMBER, ORDER, RULES
from chikai.law.toml import table

Status = Literal["coded", "human", "not_ours", "open"]
STATUSES: Final[tuple[Status, ...]] = ("coded", "human", "not_ours", "open")
LAWS: Final[dict[str, Law]] = {law.id: law for law in (APPI, ORDER, RULES, MY_NUMBER, CIVIL_CODE)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A heading or a remark of the table in both languages."""

    ja: str
    en: str

    def say(self, lang: str) -> str:
        return self.ja if lang == "ja" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One paragraph. `coded`: decided by what `code` names as `module:name` below `chikai.law`.
    `human`: a named person judges it. `not_ours`: it binds somebody else. `open`: not coded yet."""

    cites: Citation
    status: Status
    code: tuple[str, ...]
    note: Text | None


@cache
def rows() -> tuple[Row, ...]:
    """Every row: APPI Articles 16 to 46, then the places of other laws requests lean on."""
    return tuple(_row(each) for each in table("coverage.toml")["row"])


def row(place: Citation) -> Row | None:
    """The row a place falls under: its paragraph, or its whole article."""
    codes = (paragraph(place), f"{place.law.id}:{place.article}")
    return next((r for code in codes for r in rows() if r.cites.code == code), None)


def count() -> dict[Status, int]:
    """How many paragraphs of the APPI have each status."""
    ours = [r for r in rows() if r.cites.law is APPI]
    return {status: sum(r.status == status for r in ours) for status in STATUSES}


def caption(place: Citation) -> Text:
    """The heading of the article: the statute's in Japanese, for the APPI the official
    translation's in English. Raises `KeyError` for an article the table does not cover."""
    heading = table("coverage.toml")["captions"][f"{place.law.id}:{place.article}"]
    return Text(ja=heading["ja"], en=heading["en"])


def paragraph(place: Citation) -> str:
    """The code of the paragraph a place lies in: `appi:33.2` for Art. 33(2)(i)."""
    whole = f"{place.law.id}:{place.article}"
    return whole if place.paragraph is None else f"{whole}.{place.paragraph}"


def read(code: str) -> Citation:
    """A citation from its code: `appi:33.2.i`, or `33` for an article of the APPI.

    Raises `ValueError` when it is not a place of a law known here.
    """
    law_id, colon, place = code.rpartition(":")
    article, *rest = place.split(".")
    law = LAWS.get(law_id if colon else "appi")
    if law is None or not article or len(rest) > 2 or (rest and not rest[0].isdigit()):
        raise ValueError(f"`{code}` is not a place of a law: write `33` or `order:13`")
    number = int(rest[0]) if rest else None
    return law(article, number, rest[1] if len(rest) == 2 else None)


def _row(each: dict[str, Any]) -> Row:
    note = each.get("note")
    place = read(each["cites"])
    if "in_force" in each:
        place = place.law(place.article, place.paragraph, numbering=each["in_force"])
    return Row(
        cites=place,
        status=each["status"],
        code=tuple(each.get("in", ())),
        note=None if note is None else Text(ja=note["ja"], en=note["en"]),
    )
