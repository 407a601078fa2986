"""What columns say of one another: a key and a value, a number and the table it leads to, the parts
of an address."""

from __future__ import annotations

import re

from chikai.adapters.sources.guessing import key_and_value
from chikai.adapters.sources.leading import Drafted
from chikai.adapters.sources.naming import plain
from chikai.adapters.sources.survey import Field


def explained(field: Field, each: Drafted) -> str:
    """That another column says what this one is, or where it leads."""
    pair = key_and_value(each.of)
    if pair and field.name == pair[1]:
        return f"; see `by: {pair[0]}` and `keys`"
    there = {plain(f.name): f.name for f in each.of.fields}
    for a, b in _LEADING:
        beside = there.get(re.sub(b, a, plain(field.name), count=1))
        if beside and beside != field.name:
            return f"; {beside} says where it leads: see `follows` with `where`"
    return ""


_LEADING = (
    (r"content_type_id", r"^object_id$"),
    (r"\1_type", r"^(\w+)_id$"),
    (r"\1_model", r"^(\w+)_id$"),
    (r"model", r"^res_id$"),
)
"""What stands beside a number that leads now to this table and now to that."""


_WIDER = (("prefecture", "pref", "state", "province", "region", "district", "都道府県"),
          ("city", "town", "市区町村"))  # fmt: skip


def how_near(column: str) -> int:
    """Addresses are written from the prefecture to the door, whichever way the columns stand."""
    said = plain(column)
    for n, words in enumerate(_WIDER):
        if any(word in (said if not word.isascii() else said.split("_")) for word in words):
            return n
    return len(_WIDER)


def country(column: str) -> bool:
    return "country" in plain(column).split("_")
