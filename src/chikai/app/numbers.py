"""The desk's numbers: taken from the journal when asked for, kept nowhere, with nobody's name."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from chikai.app import cases
from chikai.duties.requests import events as ev
from chikai.duties.requests.counted import Counted, counted
from chikai.duties.requests.events import Delivery
from chikai.duties.requests.figures import Figures, Rates, figures
from chikai.duties.requests.fold import start
from chikai.duties.requests.happening import EVENTS
from chikai.kernel.event import Event
from chikai.kernel.message import Message, say
from chikai.ports import BadData, Home

RATES_FILE: Final = "numbers.toml"
"""In the company's folder: what an hour of work and each way of posting costs here."""
MAX_YEN: Final = 1_000_000
_POSTED: Final = frozenset({Delivery.REGISTERED, Delivery.SIMPLE_REGISTERED, Delivery.ORDINARY})


def numbers(
    home: Home,
    *,
    rates: Rates | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Figures:
    """The numbers as they stand today, of the requests that arrived in a period."""
    if since is not None and until is not None and until < since:
        raise BadData("numbers.bad_period", field="until")
    day = cases.today(home)
    return figures(of_cases(home, day), on=day, rates=rates, since=since, until=until)


def of_cases(home: Home, day: date) -> Iterator[Counted]:
    """Every case as far as it counts, in one reading of the journal."""
    histories: dict[str, list[Event]] = {}
    for event in home.journal.all():
        histories.setdefault(event.case, []).append(event)
    for history in histories.values():
        if history[0].type == ev.Received.type():
            policy = cases.policy_of(home, start(history[0]))
            yield counted(history, policy, on=day)


def read_rates(text: str | None, *, file: str) -> Rates | None:
    """The company's rates; None where it has none, and then no cost is shown. Raises `BadData`."""
    if text is None:
        return None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise BadData("numbers.rates_unread", file=file) from None
    for key in table.keys() - {"yen_per_hour", "minutes", "postage"}:
        raise BadData("numbers.rates_key", file=file, field=key)
    postage = _amounts(table, "postage", frozenset(Delivery), file)
    for way in sorted(_POSTED - postage.keys()):
        raise BadData("numbers.rates_missing", file=file, field=f"postage.{way}")
    return Rates(
        _amount(table.get("yen_per_hour"), "yen_per_hour", file),
        _amounts(table, "minutes", frozenset(EVENTS), file),
        postage,
    )


def _amounts(
    table: Mapping[str, Any], name: str, known: frozenset[str], file: str
) -> dict[str, int]:
    found = table.get(name, {})
    if not isinstance(found, dict):
        raise BadData("numbers.rates_amount", file=file, field=name)
    for key in found.keys() - known:
        raise BadData("numbers.rates_key", file=file, field=f"{name}.{key}")
    return {key: _amount(value, f"{name}.{key}", file) for key, value in found.items()}


def _amount(value: object, field: str, file: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_YEN:
        raise BadData("numbers.rates_amount", file=file, field=field)
    return value


# --- as rows ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One number under its table: what it is of, what it measures, how much."""

    table: Message
    of: Message
    measure: Message
    value: float | None


WORDS: Final[Mapping[str, str]] = {
    "kind": "kind",
    "channel": "channel",
    "asker": "asker",
    "result": "numbers.result",
    "exit": "exit",
}
"""Where the words of each heading are."""


def rows(seen: Figures) -> Iterator[Row]:
    """Every number, one a row: what the CSV holds."""

    def row(table: str, of: Message, measure: str, value: float | None) -> Row:
        return Row(say(f"numbers.table.{table}"), of, say(f"numbers.measure.{measure}"), value)

    every = say("numbers.every")
    yield row("counts", every, "arrived", seen.arrived)
    yield row("counts", every, "open", seen.open)
    for heading, counts in seen.by.items():
        for key, count in counts.items():
            yield row(heading, say(f"{WORDS[heading]}.{key}"), "requests", count)
    for month in seen.months:
        of = say("numbers.month", year=str(month.month.year), month=month.month.month)
        yield row("months", of, "arrived", month.arrived)
        yield row("months", of, "answered", month.answered)
    for year in seen.years:
        of = say("numbers.year", year=str(year.year))
        yield row("years", of, "arrived", year.arrived)
        for result, count in year.results.items():
            yield Row(say("numbers.table.years"), of, say(f"numbers.result.{result}"), count)
        yield row("years", of, "median", year.median_days)
    for took in seen.days:
        of = say(f"numbers.step.{took.step}_{took.unit}")
        yield row("days", of, "requests", took.count)
        yield row("days", of, "median", took.median)
        yield row("days", of, "p90", took.p90)
        yield row("days", of, "most", took.most)
    if seen.cost is not None:
        for name in ("closed", "average", "with_fee", "average_with_fee", "average_fee"):
            yield row("cost", every, name, getattr(seen.cost, name))
        yield row("cost", every, "fee_share", seen.cost.fee_share)
    for name in ("papers_held", "papers_destroyed"):
        yield row("papers", every, name, getattr(seen, name))
    for key, count in seen.overdue.items():
        yield row("overdue", say(f"numbers.promise.{key}"), "requests", count)
    for name in ("asking_letters", "cases_asked", "cases_asked_more", "cases_asked_again"):
        yield row("asking", every, name, getattr(seen, name))
    for name in ("gate_checks", "gate_stops", "gate_foreign"):
        yield row("gate", every, name, getattr(seen, name))


COLUMNS: Final = ("table", "of", "measure", "value")


def plain(value: float | None) -> str:
    """A number without a needless fraction; nothing where there is none."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else str(value)


def as_csv(seen: Figures, said: Callable[[Message], str]) -> bytes:
    """The rows as CSV for a spreadsheet: UTF-8 with its mark, so that Excel reads it as such.
    `said` puts a message into words."""
    out = io.StringIO(newline="")
    write = csv.writer(out)
    write.writerow([said(say(f"numbers.column.{each}")) for each in COLUMNS])
    for each in rows(seen):
        write.writerow([said(each.table), said(each.of), said(each.measure), plain(each.value)])
    return out.getvalue().encode("utf-8-sig")
