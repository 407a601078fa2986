"""The desk's numbers on a page: tables first, pictures beside them, all made from the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from litestar import Response, get

from chikai import places, words
from chikai.app import numbers
from chikai.duties.requests.figures import Figures, Month
from chikai.web import faults
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.faults import FINE
from chikai.web.pages import lang_of
from chikai.web.posted import Posted
from chikai.web.request import AnyRequest, Segment, page_of, web_of

HEIGHT: Final = 160
STEP: Final = 44
BAR: Final = 16


@dataclass(frozen=True, slots=True)
class Column:
    """One month of the picture: where its two bars stand, in the picture's own units."""

    month: Month
    x: int
    arrived: int
    answered: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars for each month. `lines` are the heights of the ruled lines with their counts."""

    columns: tuple[Column, ...]
    width: int
    height: int
    lines: tuple[tuple[int, int], ...]


def chart(months: Sequence[Month]) -> Chart:
    """Two bars a month, on a scale that begins at zero."""
    most = max((max(m.arrived, m.answered) for m in months), default=0)
    top = next(t for t in _tops() if t >= most)

    def high(count: int) -> int:
        return round(HEIGHT * count / top)

    columns = tuple(
        Column(m, 40 + STEP * n, high(m.arrived), high(m.answered)) for n, m in enumerate(months)
    )
    lines = tuple((HEIGHT - high(count), count) for count in (0, top // 2, top))
    return Chart(columns, 40 + STEP * max(len(months), 6) + 8, HEIGHT, lines)


def _tops() -> Sequence[int]:
    """Round, even ends of a scale."""
    return [n * 10**e for e in range(8) for n in (2, 4, 6, 10)]


def _seen(request: AnyRequest, company: str) -> tuple[Figures, Posted]:
    asked = Posted({k: [v] for k, v in request.query_params.items() if k in ("since", "until")}, {})
    where = places.place(web_of(request).homes.root, company)
    text = places.own_file(where, numbers.RATES_FILE)
    rates = numbers.read_rates(text, file=numbers.RATES_FILE)
    with asked.whole() as read:
        since, until = read.day("since"), read.day("until")
    with web_of(request).homes.home(company) as home:
        return numbers.numbers(home, rates=rates, since=since, until=until), asked


@get("/desk/{company:str}/numbers", needs="numbers")
@page_of
def shown(request: AnyRequest, company: Segment) -> Page:
    asked = Posted({k: [v] for k, v in request.query_params.items() if k in ("since", "until")}, {})
    wrong, seen = FINE, None
    try:
        seen, asked = _seen(request, company)
    except faults.EXPECTED as error:
        wrong = faults.of(error)
    return desk_page(
        request,
        company,
        "numbers",
        form=asked,
        wrong=wrong,
        company_name=_name(request, company),
        seen=seen,
        chart=chart(seen.months) if seen else None,
        columns=_results(seen) if seen else (),
        query=_query(asked) if seen else "",
        headings=numbers.WORDS,
    )


def _name(request: AnyRequest, company: str) -> str:
    policy = web_of(request).homes.policy(company, web_of(request).homes.today(company))
    return str(policy.about.name[lang_of(request)])


def _results(seen: Figures) -> tuple[str, ...]:
    """The columns of the table by year: every result there is, most frequent first."""
    return tuple(seen.by["result"])


def _query(asked: Posted) -> str:
    """The period again, for the link to the file: days only."""
    pairs = ((name, asked.day(name)) for name in ("since", "until"))
    return "&".join(f"{name}={day.isoformat()}" for name, day in pairs if isinstance(day, date))


@get("/desk/{company:str}/numbers.csv", needs="numbers")
@page_of
def as_file(request: AnyRequest, company: Segment) -> Shown:
    seen, _ = _seen(request, company)
    lang = lang_of(request)
    content = numbers.as_csv(seen, lambda message: words.render(message, lang=lang))
    headers = {"content-disposition": f'attachment; filename="numbers-{seen.on.isoformat()}.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


HANDLERS = (shown, as_file)
