"""The list of what is in hand: narrowed by links, found by code or name, worked by keys."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from litestar import get, post
from litestar.response import Redirect

from chikai.app import in_hand
from chikai.app.in_hand import InHand, Searched, Wanted
from chikai.duties.requests.flow import State
from chikai.law.kinds import Channel, RequestKind
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.posted import EMPTY, Posted
from chikai.web.request import AnyRequest, Form, Segment, page_of, signed_in, web_of

E = TypeVar("E", bound=StrEnum)
_PAGE: Final = 50
"""Cases on one page: the nearest promises stand first."""
_FILTERS: Final = ("show", "state", "kind", "channel", "by")


@get("/desk/{company:str}", needs="inbox")
@page_of
def inbox(request: AnyRequest, company: Segment) -> Shown:
    asked = {name: request.query_params.get(name, "") for name in _FILTERS}
    with web_of(request).homes.home(company) as home:
        lines = in_hand.every(home)
    return _listed(request, company, lines, asked)


def _listed(
    request: AnyRequest,
    company: str,
    lines: tuple[InHand, ...],
    asked: dict[str, str],
    *,
    form: Posted = EMPTY,
    found: Searched | None = None,
) -> Page:
    """`_PAGE` of them at a time. What a name found stands on one page: no name is in an address,
    so there is none to turn to."""
    wanted = _wanted(asked)
    shown = tuple(x for x in lines if wanted.takes(x))
    if found is not None:
        those = frozenset(found.cases)
        shown = tuple(x for x in lines if x.case.id in those)
    at = _turned_to(request.query_params.get("page", ""), len(shown)) if found is None else 1
    return desk_page(
        request,
        company,
        "inbox",
        form=form,
        every=lines,
        lines=shown,
        at=at,
        first=(at - 1) * _PAGE,
        last=min(len(shown), at * _PAGE),
        kept=urlencode([(name, value) for name, value in asked.items() if value]),
        asked=asked,
        narrowed=any(asked.values()),
        people=in_hand.in_charge(lines),
        states=_here(lines, State),
        kinds=_here(lines, RequestKind),
        channels=tuple(Channel),
        found=found,
    )


def _turned_to(text: str, count: int) -> int:
    """The page that is asked for, as far as there is one."""
    last = max(1, -(-count // _PAGE))
    return max(1, min(int(text[:6]), last)) if text.isascii() and text.isdigit() else 1


def _wanted(asked: dict[str, str]) -> Wanted:
    return Wanted(
        open_={"open": True, "closed": False}.get(asked["show"]),
        back=asked["show"] == "returned",
        state=_one(asked["state"], State),
        kind=_one(asked["kind"], RequestKind),
        channel=_one(asked["channel"], Channel),
        in_charge=asked["by"] or None,
    )


def _one(text: str, kinds: type[E]) -> E | None:
    """What the address asks for; what it asks in no word of ours is not asked."""
    return kinds(text) if text in tuple(each.value for each in kinds) else None


def _here(lines: tuple[InHand, ...], kinds: type[E]) -> tuple[E, ...]:
    """Of a filter only what would find something, in the order of the kinds."""
    present = {x.case.state for x in lines} | {x.case.kind for x in lines}
    return tuple(each for each in kinds if each in present)


@post("/desk/{company:str}/find", needs="case")
@page_of
def find(request: AnyRequest, company: Segment, form: Form) -> Shown:
    """By a code or a name. A name never stands in an address, so the page answers the form."""
    asked = dict.fromkeys(_FILTERS, "")
    with web_of(request).homes.home(company) as home:
        found = in_hand.find(home, form.text("q"), actor=signed_in(request).id)
        lines = in_hand.every(home)
    if len(found.cases) == 1 and not found.by_name:
        return Redirect(f"/desk/{company}/cases/{found.cases[0]}", status_code=303)
    return _listed(request, company, lines, asked, form=form, found=found)


@get("/desk/{company:str}/keys", needs="inbox")
@page_of
def keys(request: AnyRequest, company: Segment) -> Shown:
    """Every key that works here."""
    return desk_page(request, company, "keys")


HANDLERS: Final[tuple[Any, ...]] = (inbox, find, keys)
