"""What every page of the desk needs around its content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from litestar import Response

from chikai.app import cases
from chikai.app.drill import id_parts
from chikai.duties.requests.case import Case
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.openings import open_items
from chikai.kernel.message import Message
from chikai.people.staff import IN_A_DRILL, Role, goes_on, may, refusal
from chikai.ports import Home
from chikai.web.desk import scans
from chikai.web.desk.deciding import CORRECTIONS, FOREIGN
from chikai.web.faults import FINE, Wrong
from chikai.web.pages import page
from chikai.web.posted import EMPTY, Posted
from chikai.web.request import (
    AnyRequest,
    Segment,
    maybe_signed_in,
    new_command,
    web_of,
    who,
)
from chikai.web.signin.access import where_signed_in

Page = Response[str]
Shown = Response[Any]


@dataclass(frozen=True, slots=True)
class Chrome:
    """What every desk page shows around its content."""

    who: str | None
    roles: tuple[Role, ...]
    companies: tuple[tuple[str, Any], ...]
    company: Segment | None
    today: Any
    demo: bool
    wrong: bool
    """A file of the policy cannot be read."""
    drill: str | None = None
    """The company whose drill this is; there are its accounts, and there the way back leads."""

    def may(self, deed: str) -> bool:
        """Whether whoever is signed in may do this, and here: a drill has the desk's work only."""
        return may(self.roles, deed) and (self.drill is None or deed in IN_A_DRILL)

    def only(self, deed: str) -> Message:
        """Who else may."""
        return refusal(deed)

    def goes_on(self, deed: str) -> Message:
        """Who goes on with a case."""
        return goes_on(deed)


def chrome(request: AnyRequest, company: str | None = None, *, every: bool = False) -> Chrome:
    """`every` names each company of the house; otherwise those where this browser is signed in."""
    web = web_of(request)
    today, parts = web.homes.today(company), None if company is None else id_parts(company)
    shown = web.homes.companies() if every else where_signed_in(request)
    named = tuple((c, web.homes.policy(c, web.homes.today()).about.name) for c in shown)
    account = maybe_signed_in(request)
    roles = () if account is None else tuple(sorted(account.roles))
    wrong = account is not None and company is not None and web.homes.versions(company).wrong
    demo, drill = web.demo is not None, parts[0] if parts else None
    return Chrome(who(request), roles, named, company, today, demo, wrong, drill)


_FORMS: Final[dict[str, Any]] = {
    "regions": range(scans.REGIONS),
    "foreign": FOREIGN,
    "corrections": range(CORRECTIONS),
    "new_command": new_command,
}


def desk_page(
    request: AnyRequest,
    company: str,
    template: str,
    /,
    *,
    form: Posted = EMPTY,
    wrong: Wrong = FINE,
    **more: Any,
) -> Page:
    """A page of the desk: with the form that was sent and what was wrong with it, if it was."""
    status, found = wrong
    return page(
        request,
        f"desk/{template}.html",
        status=status,
        chrome=chrome(request, company),
        form=form,
        faults=found,
        command=new_command(),
        **_FORMS,
        **more,
    )


def open_in(home: Home, case: Case) -> tuple[OpenItem, ...]:
    """The case's checklist, as it stands today."""
    return open_items(case, cases.policy_of(home, case), on=cases.today(home))
