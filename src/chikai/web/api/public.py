"""What everybody may ask: which policy is in force, and how a request stands by its code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from litestar import Response, get, post
from litestar.params import JSONBody

from chikai.app import contact
from chikai.web.api.answer import CALLS, Both, Wrong, both, busy, said
from chikai.web.portal.frame import guessed, too_many
from chikai.web.portal.limits import WRONG_CODE
from chikai.web.portal.standing import stands
from chikai.web.request import AnyRequest, Segment, page_of, web_of


@dataclass(frozen=True, slots=True)
class Policy:
    """The policy in force. No channels: any way of asking is accepted."""

    company: str
    name: Both
    version: str
    versions: list[str]
    kinds: list[str]
    channels: list[str]
    fee_yen: int | None
    own_target_days: int


@dataclass(frozen=True, slots=True)
class PolicyAnswer:
    ok: bool
    result: Policy


@get("/policy", tags=["public"], raises=[])
@page_of
def policy(request: AnyRequest, company: Segment) -> PolicyAnswer:
    """Which version is in force, and what the procedure is in a few facts."""
    homes = web_of(request).homes
    found = homes.policy(company, homes.today())
    requests = found.requests
    return PolicyAnswer(
        True,
        Policy(
            company,
            Both(found.about.name.ja, found.about.name.en),
            found.version,
            [each.version for each in homes.versions(company).policies],
            [each.kind.value for each in requests.kinds],
            [each.value for each in requests.intake.channels],
            requests.fee.amount if requests.fee else None,
            requests.answer.own_target_days,
        ),
    )


@dataclass(frozen=True, slots=True)
class Code:
    """The code of a receipt, in any way of writing it."""

    code: str


@dataclass(frozen=True, slots=True)
class Stand:
    """How one case stands. Nothing of anybody."""

    kind: str
    state: str
    exit: str | None
    arrived_on: str
    own_target: str | None
    asked: list[Both]


@dataclass(frozen=True, slots=True)
class StandAnswer:
    ok: bool
    result: list[Stand]


@post("/status", tags=["public"], raises=[], status_code=200)
@page_of
def status(
    request: AnyRequest, company: Segment, data: JSONBody[Code]
) -> Response[StandAnswer | Wrong]:
    """How a request stands, by the code of its receipt. The code stands in no address."""
    if too_many(request, WRONG_CODE, "code") or busy(request, CALLS, "api"):
        return said(429, "too_many")
    with web_of(request).homes.home(company) as home:
        known = contact.enter(home, data.code[:100])
        every = stands(home, known) if known else ()
    if not every:
        guessed(request, data.code[:100], "code", length=contact.CODE)
        return said(404, "no_code", "code")
    found = [
        Stand(
            each.case.kind.value,
            each.case.state.value,
            each.case.exit.value if each.case.exit else None,
            each.case.basis.arrived_on.isoformat(),
            each.target.isoformat() if each.target else None,
            [both(item.label) for item in each.open if item.asks == "requester"],
        )
        for each in every
    ]
    return Response(StandAnswer(True, found), status_code=200)


HANDLERS: Final = (policy, status)
