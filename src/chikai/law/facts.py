"""Facts of an act: what is not yet known about it, and what nobody has raised."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any, Final, TypeVar, get_type_hints

from chikai.kernel.truth import Judged, Truth, to_judge, unknown

A = TypeVar("A")

NOT_RAISED: Final = Judged(False)
"""Nobody has raised this point. An excuse that is not raised excuses nothing, so it needs no
judgment; a doubt that is not raised blocks nothing. Raised, it needs `judged` or `to_judge`."""


def open_field(act: type, name: str) -> Truth:
    """The fact `name` of an act while nobody knows it: a question, or a judgment to be made."""
    return to_judge(name) if hints(act)[name] is Judged else unknown(name)


def blank(act: type[A], **known: Any) -> A:
    """The act with everything open that is not in `known`, even what has a default.

    The question behind each open fact is keyed by the name of its field.
    """
    opened = {f.name: open_field(act, f.name) for f in facts_of(act)}
    return act(**{**opened, **known})


def facts_of(act: Any) -> tuple[Field[Any], ...]:
    """The fields of an act that are truths, in the order it states them."""
    return tuple(f for f in fields(act) if hints(act)[f.name] in (Truth, Judged))


@cache
def hints(act: Any) -> dict[str, Any]:
    """The types of an act's fields."""
    return get_type_hints(act)


def has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING
