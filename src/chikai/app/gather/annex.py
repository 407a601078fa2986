"""What was found, as the tables behind a letter on paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from chikai.duties.requests.letters.facts import (
    AnnexTable,
    Cell,
)
from chikai.kernel.message import Message, say

_WIDEST = 6  # columns an A4 page takes side by side
_YEN: Final = re.compile("-?[0-9]{1,30}")


def annex_of(table: dict[str, Any], hidden: set[str]) -> list[AnnexTable]:
    """A found table for the annex: side by side when narrow, one item a line when wide; nothing
    where none of its columns is about the person."""
    kept = [i for i, c in enumerate(table["columns"]) if c["item"] not in hidden]
    if not kept:
        return []
    columns = [table["columns"][i] for i in kept]
    label, head = said(table["label"]), tuple(said(c) for c in columns)
    rows = [tuple(cell_of(row[i], table["columns"][i]) for i in kept) for row in table["rows"]]
    if len(head) <= _WIDEST:
        return [AnnexTable(label, head, tuple(rows))]
    two = (say("annex.item"), say("annex.value"))
    return [AnnexTable(label, two, tuple(zip(head, row, strict=True))) for row in rows]


def said(both: dict[str, Any]) -> Cell:
    return say("common.said", ja=both["ja"], en=both["en"])


def cell_of(value: str | None, column: Mapping[str, Any]) -> Cell:
    """One value as the person reads it: days in both calendars, stored codes by their label."""
    if value is None or value == "":
        return say("annex.empty")
    labels = {v: (ja, en) for v, ja, en in column["values"]}
    if value in labels:
        return say("common.said", ja=labels[value][0], en=labels[value][1])
    if column["format"] == "date":
        try:
            return say("annex.day", day=date.fromisoformat(value))
        except ValueError:
            return value
    if column["format"] == "datetime":
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        return say("annex.moment", day=moment.date(), time=_time(moment))
    if column["format"] == "amount" and _YEN.fullmatch(value):
        return say("annex.yen", yen=int(value))
    return value


def _time(moment: datetime) -> Message:
    """The time of day with its zone in words; seconds only where there are any."""
    clock = "annex.time_seconds" if moment.second else "annex.time"
    args = {"hour": f"{moment:%H}", "minute": f"{moment:%M}", "second": f"{moment:%S}"}
    said = say(clock, **args)
    offset = moment.utcoffset()
    if offset is None:
        return said
    if offset == timedelta(hours=9):
        return say("annex.in_japan", time=said)
    if not offset:
        return say("annex.in_utc", time=said)
    sign = "+" if offset > timedelta() else "-"
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return say("annex.in_zone", time=said, offset=f"{sign}{hours}:{minutes:02}")
