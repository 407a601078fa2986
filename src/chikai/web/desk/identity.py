"""Who asks, with what power, and what proves it: what is needed beside what came.

Nothing is asked that neither the policy nor the law needs (APPI Art. 37(4)): the page shows the
same requirements that make the checklist, and says where none is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from litestar import get, post
from litestar.response import Redirect

from chikai.app import correcting
from chikai.app.cases import Actor
from chikai.app.correcting import PaperRight, Particulars
from chikai.app.read import clauses
from chikai.duties.requests import evidence
from chikai.duties.requests.case import Case
from chikai.duties.requests.evidence import Requirement
from chikai.duties.requests.holdings import Fact, PaperHeld
from chikai.kernel.citation import Citation
from chikai.kernel.message import Message
from chikai.kernel.text import Comparison
from chikai.law import documents
from chikai.law.documents import Document
from chikai.law.kinds import Asker, Paper, Whose
from chikai.law.representatives import Representative, representative
from chikai.people.model import Address
from chikai.policy.model import Clause, Policy
from chikai.ports import Home
from chikai.web import faults
from chikai.web.desk.casepage import case_page, viewer
from chikai.web.desk.deeds import DEEDS
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.desk.log import question_words
from chikai.web.faults import FINE, Wrong
from chikai.web.posted import EMPTY, Posted
from chikai.web.request import AnyRequest, Form, Segment, actor, page_of, signed_in, web_of

_CASE: Final = "/desk/{company:str}/cases/{case:str}"
TICKS: Final = (
    "paper_difference_explained",
    "match_exhausted",
    "identity_confirmed_person",
    "identity_confirmed_representative",
)
"""What a named person may say, with reasons, where the papers alone do not settle it."""
POWERS: Final = (
    "person_is_minor",
    "power_covers_request",
    "joint_parental_authority",
    "other_proof_approved",
    "protective_judgment",
    *TICKS,
)


@dataclass(frozen=True, slots=True)
class Way:
    """One of the alternatives, and whether what came meets it."""

    message: Message
    met: bool


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing to be proved. `settled` where a named person confirmed it without papers."""

    about: str
    whose: Whose
    ways: tuple[Way, ...]
    met: bool
    settled: bool
    clauses: tuple[Clause, ...]
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """A paper beside what the law knows of its kind. `until` is the last day it proves anything."""

    held: PaperHeld
    kind: Document
    good_then: bool
    good_now: bool
    until: date | None


def needed(
    case: Case, policy: Policy, clauses: Callable[[str], Clause | None], *, on: date
) -> tuple[Needed, ...]:
    """Everything that must be proved in this case, and how."""
    found = [
        _needed(case, "identity", need, clauses, on, any_owner=False)
        for need in evidence.identity_needed(case, policy, on=on)
    ]
    power = evidence.authority_needed(case, policy, on=on)
    if power is not None:
        found.append(_needed(case, "authority", power, clauses, on, any_owner=True))
    return tuple(found)


def _needed(
    case: Case,
    about: str,
    need: Requirement,
    clauses: Callable[[str], Clause | None],
    on: date,
    *,
    any_owner: bool,
) -> Needed:
    def met(alternatives: tuple[Any, ...]) -> bool:
        one = replace(need, alternatives=alternatives)
        return evidence.met(one, case.papers, on=on, any_owner=any_owner)

    told = zip(evidence.merged(need), evidence.in_words(need), strict=True)
    confirmed = case.facts.get(f"identity_confirmed_{need.whose.value}")
    return Needed(
        about=about,
        whose=need.whose,
        ways=tuple(Way(words, met((a,))) for a, words in told),
        met=met(need.alternatives),
        settled=about == "identity" and confirmed is not None and confirmed.value,
        clauses=tuple(c for id in need.clauses if (c := clauses(id))),
        cites=need.cites,
    )


def received(case: Case, *, on: date) -> tuple[Received, ...]:
    """What came, with what each proves and until when."""
    return tuple(
        Received(
            held=held,
            kind=documents.document(held.type),
            good_then=evidence.good(held, on=held.received_on),
            good_now=evidence.good(held, on=on),
            until=_until(held),
        )
        for held in case.papers
    )


def _until(held: PaperHeld) -> date | None:
    kind = documents.document(held.type)
    own = documents.expires(held.type, issued=held.issued_on) if held.issued_on else None
    return min((d for d in (held.expires_on, kind.valid.end, own) if d), default=None)


def compared(fields: Sequence[dict[str, Any]]) -> tuple[Comparison, ...]:
    """The fields of form and paper as they were sealed; what neither gives is left out."""
    found = (
        Comparison(
            each["field"],
            each["verdict"],
            tuple(each["why"]),
            tuple((a, b) for a, b in each["characters"]),
        )
        for each in fields
    )
    return tuple(each for each in found if "compare.missing_both" not in each.explanation)


@dataclass(frozen=True, slots=True)
class Power:
    """What the law says of this representative, and what named people have said."""

    law: Representative | None
    said: tuple[tuple[str, Fact], ...]
    proofs: tuple[Received, ...]


def power(case: Case, *, on: date) -> Power:
    law = None if case.asker is Asker.PERSON else representative(case.asker, on=on)
    proving = {documents.Proof.GUARDIANSHIP, documents.Proof.RELATION, documents.Proof.MANDATE}
    return Power(
        law,
        tuple((q, case.facts[q]) for q in POWERS if q in case.facts),
        tuple(p for p in received(case, on=on) if p.kind.proves & proving) if law else (),
    )


@get(f"{_CASE}/identity", needs="case")
@page_of
def show_identity(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    with web_of(request).homes.home(company) as home:
        c = case_page(home, case, by=viewer(request))
    day, policy = c.view.today, c.view.policy
    return desk_page(
        request,
        company,
        "identity",
        c=c,
        needed=needed(c.case, policy, clauses(policy).get, on=day),
        received=received(c.case, on=day),
        no_identity=c.case.kind in evidence.NO_IDENTITY,
        light=not policy.requests.identity.accept,
    )


@get(f"{_CASE}/people", needs="case")
@page_of
def show_people(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    with web_of(request).homes.home(company) as home:
        return _people(request, home, case)


def _people(
    request: AnyRequest,
    home: Home,
    case: str,
    *,
    form: Posted = EMPTY,
    failed: str | None = None,
    wrong: Wrong = FINE,
) -> Page:
    c = case_page(home, case, by=viewer(request))
    return desk_page(
        request,
        home.company,
        "people",
        form=form,
        wrong=wrong,
        c=c,
        compared=compared((c.match or {}).get("fields", ())),
        power=power(c.case, on=c.view.today),
        ticks=tuple(q for q in c.waivers if q in TICKS),
        deeds=DEEDS,
        failed=failed,
        question_words=question_words,
    )


def _correct(request: AnyRequest, company: str, case: str, form: Posted, at: str, do: Any) -> Shown:
    by = actor(signed_in(request), form)
    with web_of(request).homes.home(company) as home:
        wrong = faults.wrong(lambda: do(home, by))
        if wrong != FINE:
            return _people(request, home, case, form=form, failed=at, wrong=wrong)
    return Redirect(f"/desk/{company}/cases/{case}/people", status_code=303)


@post(f"{_CASE}/correct/particulars", needs="match")
@page_of
def correct_particulars(request: AnyRequest, company: Segment, case: Segment, form: Form) -> Shown:
    """What was typed wrongly of a person, or a lead that came later."""

    def do(home: Home, by: Actor) -> object:
        with form.whole() as read:
            right, reason = _right(read), read.text("reason")
        return correcting.particulars(home, case, right, reason, by=by)

    return _correct(request, company, case, form, "particulars", do)


def _right(form: Posted) -> Particulars:
    def several(name: str) -> tuple[str, ...]:
        return (text,) if (text := form.text(name)) else ()

    former = form.text("right.former_address")
    return Particulars(
        name=form.maybe("right.name"),
        kana=form.maybe("right.kana"),
        birth_date=form.day("right.birth_date"),
        address=form.address("right"),
        former_names=several("right.former_name"),
        former_addresses=(Address(former),) if former else (),
        phones=several("right.phone"),
        emails=several("right.email"),
        member_numbers=several("right.member_number"),
        reply_name=form.maybe("reply.name"),
        reply_address=form.address("reply"),
        reply_email=form.maybe("reply.email"),
    )


@post(f"{_CASE}/correct/paper", needs="paper")
@page_of
def correct_paper(request: AnyRequest, company: Segment, case: Segment, form: Form) -> Shown:
    """What was noted wrongly of a paper."""

    def do(home: Home, by: Actor) -> object:
        with form.whole() as read:
            right = PaperRight(
                type=read.maybe_choice("type", Paper),
                whose=read.maybe_choice("whose", Whose),
                issued_on=read.day("issued_on"),
                expires_on=read.day("expires_on"),
                domicile_shown=read.yes_no("domicile_shown"),
                number_shown=read.yes_no("number_shown"),
            )
            paper, reason = read.need("paper"), read.text("reason")
        return correcting.paper(home, case, paper, right, reason, by=by)

    return _correct(request, company, case, form, "paper", do)


HANDLERS: Final[tuple[Any, ...]] = (
    show_identity,
    show_people,
    correct_particulars,
    correct_paper,
)
