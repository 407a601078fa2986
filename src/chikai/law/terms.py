"""The words of the law: one Japanese term, one word of the code, and what others call it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from chikai.law.toml import table


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """`official` is the English of the Ministry of Justice's translation, which binds nobody;
    `place` is where the law defines or first names the term, as `appi:16.4`."""

    ja: str
    code: str
    official: str | None
    others: tuple[str, ...]
    place: str | None


@cache
def terms() -> tuple[Term, ...]:
    """Every term of `terms.toml`, in its order."""
    return tuple(
        Term(
            ja=row["ja"],
            code=row["code"],
            official=row.get("official"),
            others=tuple(row.get("others", ())),
            place=row.get("place"),
        )
        for row in table("terms.toml")["term"]
    )


def term(code: str) -> Term:
    """The term behind a word of the code. Raises `KeyError` when there is none."""
    for each in terms():
        if each.code == code:
            return each
    raise KeyError(code)
