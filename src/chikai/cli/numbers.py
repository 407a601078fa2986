"""`chikai numbers`: what the desk did, counted from its journal."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chikai.cli.answer import Answer, Table
from chikai.cli.desk import Desk, day
from chikai.cli.files import write
from chikai.cli.shown import message, text
from chikai.cli.verb import verb

if TYPE_CHECKING:
    from chikai.duties.requests.figures import Figures


@verb("numbers", needs="home")
def numbers(
    desk: Desk,
    company_id: Annotated[str | None, typer.Argument(metavar="COMPANY")] = None,
    since: Annotated[str | None, typer.Option("--since")] = None,
    until: Annotated[str | None, typer.Option("--until")] = None,
    csv: Annotated[Path | None, typer.Option("--csv")] = None,
) -> Answer:
    from chikai import places
    from chikai.app import numbers as counting

    where = desk.place(company_id)
    own = places.own_file(where, counting.RATES_FILE)
    rates = counting.read_rates(own, file=str(where.folder / counting.RATES_FILE))
    with desk.home(where.company) as home:
        seen = counting.numbers(
            home, rates=rates, since=day(since, "--since"), until=day(until, "--until")
        )
    if csv is not None:
        write(csv, counting.as_csv(seen, lambda said: message(said, desk.lang)))
        return Answer(result_of(seen), [text("cli.written", desk.lang, file=str(csv))])
    shown: list[str | Table] = [text("numbers.as_of", desk.lang, on=seen.on)]
    heads = [text(f"numbers.column.{each}", desk.lang) for each in counting.COLUMNS]
    rows = [
        [
            *(message(said, desk.lang) for said in (row.table, row.of, row.measure)),
            counting.plain(row.value),
        ]
        for row in counting.rows(seen)
    ]
    shown.append(Table(heads, rows))
    if seen.cost is None:
        shown.append(text("numbers.cost.no_rates", desk.lang))
    if seen.few:
        shown.append(text("numbers.few", desk.lang))
    return Answer(result_of(seen), shown)


def result_of(seen: Figures) -> dict[str, Any]:
    """For programs: the names of the fields are those of `Figures`; days are ISO."""
    plain = asdict(seen)
    plain["months"] = [
        {"month": m.month.strftime("%Y-%m"), "arrived": m.arrived, "answered": m.answered}
        for m in seen.months
    ]
    for name in ("since", "until", "on"):
        plain[name] = plain[name].isoformat() if plain[name] else None
    if seen.cost is not None:
        plain["cost"]["fee_share"] = seen.cost.fee_share
    return plain
