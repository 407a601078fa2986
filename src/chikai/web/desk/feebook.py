"""The fee book on a page, for the printer, and as a file."""

from __future__ import annotations

from typing import Any, Final

from litestar import Response, get

from chikai import places, words
from chikai.app import fee_book, numbers
from chikai.people.staff import may
from chikai.ports import BadData
from chikai.web.desk.frame import Shown, desk_page
from chikai.web.pages import lang_of
from chikai.web.request import AnyRequest, Segment, page_of, signed_in, web_of


@get("/desk/{company:str}/fees", needs="inbox")
@page_of
def shown(request: AnyRequest, company: Segment) -> Shown:
    """Serial numbers are shown to whoever asks for them and may; that is logged."""
    at_desk = signed_in(request)
    serials = request.query_params.get("serials") == "yes" and may(at_desk.roles, "case")
    with web_of(request).homes.home(company) as home:
        book = fee_book.book(home, actor=at_desk.id if serials else None)
        where = places.place(web_of(request).homes.root, company)
        try:
            text = places.own_file(where, numbers.RATES_FILE)
            rates = numbers.read_rates(text, file=numbers.RATES_FILE)
        except BadData:
            rates = None
        cost = numbers.numbers(home, rates=rates).cost if rates else None
    today = web_of(request).homes.today(company)
    return desk_page(
        request,
        company,
        "fees",
        book=book,
        serials=serials,
        cost=cost,
        fee=web_of(request).homes.policy(company, today).requests.fee,
    )


@get("/desk/{company:str}/fees.csv", needs="inbox")
@page_of
def as_file(request: AnyRequest, company: Segment) -> Shown:
    lang = lang_of(request)
    with web_of(request).homes.home(company) as home:
        book = fee_book.book(home)
    content = fee_book.as_csv(book, lambda message: words.render(message, lang=lang))
    day = web_of(request).homes.today(company).isoformat()
    headers = {"content-disposition": f'attachment; filename="fees-{day}.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


HANDLERS: Final[tuple[Any, ...]] = (shown, as_file)
