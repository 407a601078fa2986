"""Where the engine follows the law and not the published text.

Precedence is law, service rules, policy, form. Nothing here changes a decision: it says, for one
policy on one day, which promises and silences of the text the law overrides.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.kernel.citation import Citation
from chikai.kernel.message import Arg, say
from chikai.law import documents
from chikai.law.grounds import grounds
from chikai.law.kinds import APPI, BASIS, RequestKind
from chikai.policy.finding import Finding
from chikai.policy.model import Authority, Clause, Identity, Policy
from chikai.policy.phrases import papers_in, said, words

UNFORMED = (RequestKind.OPT_OUT_STOP, RequestKind.FOREIGN_MEASURES_INFO, RequestKind.COMPLAINT)
"""Kinds for which the law knows no prescribed form (it is not in Art. 37(1))."""


def law_beats_text(policy: Policy, *, on: date) -> tuple[Finding, ...]:
    """Every place where the law of the day `on` goes before this policy. `field` is the clause."""
    return tuple(
        finding
        for part in (_kinds, _intake, _papers, _fee, _answer, _refusals, _others)
        for finding in part(policy, on)
    )


def formless_kinds(policy: Policy) -> tuple[RequestKind, ...]:
    """Kinds of request for which a free letter is a valid request (Art. 37(1))."""
    formed = {k for form in policy.requests.forms if form.required for k in form.kinds}
    return tuple(k for k in RequestKind if k not in formed and k not in UNFORMED)


def _found(code: str, clause: Clause, *cites: Citation, **args: Arg) -> Finding:
    return Finding(f"policy.law.{code}", args, cites, field=clause.id)


def _kinds(policy: Policy, on: date) -> Iterator[Finding]:
    for clause in policy.requests.kinds:
        if not clause.named:
            kind = say(f"kind.{clause.kind.value}")
            yield _found("unnamed_kind", clause, BASIS[clause.kind], kind=kind)


def _intake(policy: Policy, on: date) -> Iterator[Finding]:
    intake = policy.requests.intake
    if free := formless_kinds(policy):
        yield _found("free_form", intake, APPI(37, 1), kinds=words("kind", free))
    if intake.contact_first:
        yield _found("no_contact_needed", intake, APPI(37, 4))
    yield _found("arrival_counts", intake, APPI(39, 1))


def _papers(policy: Policy, on: date) -> Iterator[Finding]:
    requests = policy.requests
    if not requests.identity.accept:
        yield _found("lightest", requests.identity, APPI(37, 4))
    clauses: tuple[Identity | Authority, ...] = (requests.identity, *requests.authority)
    for clause in clauses:
        for paper in papers_in(clause.accept):
            if not documents.usable(paper, on=on):
                name = say(f"paper.{paper.value}")
                yield _found("dead_paper", clause, APPI(37, 4), paper=name)
        yield from _also(clause, on)
    if requests.match.required:
        yield _found("match_leaves_a_way", requests.match, APPI(37, 4))
    if requests.blackout:
        yield _found("uncovered_is_masked", requests.blackout, APPI(37, 4))


def _also(clause: Identity | Authority, on: date) -> Iterator[Finding]:
    more = [p for p in papers_in(clause.also_accept) if p not in papers_in(clause.accept)]
    if alive := [p for p in more if documents.usable(p, on=on)]:
        yield _found("also_accepted", clause, APPI(37, 4), papers=words("paper", alive))


def _fee(policy: Policy, on: date) -> Iterator[Finding]:
    fee = policy.requests.fee
    if fee is None:
        yield _found("fee_unpublished", policy.requests.intake, APPI(38, 1), APPI(32, 1, "iii"))
    elif fee.unpaid == "not_made":
        yield _found("not_made_keeps_arrival", fee, APPI(39, 1))


def _answer(policy: Policy, on: date) -> Iterator[Finding]:
    answer = policy.requests.answer
    if answer.written:
        yield _found("electronic", answer, APPI(33, 1), APPI(33, 2), APPI(33, 5))
    if answer.to == "form_address":
        yield _found("address_proven", answer, APPI(23))
    if answer.reasons == "silent":
        yield _found("reasons_effort", answer, APPI(36))


def _refusals(policy: Policy, on: date) -> Iterator[Finding]:
    """Grounds as published that the law narrows, or does not know at all."""
    for clause in policy.requests.refusals:
        text = said(clause.say)
        if clause.law_ground is None:
            yield _found("refusal_without_ground", clause, text=text)
        elif clause.assumption is not None:
            given = [g for k in clause.kinds for g in grounds(k, on=on)]
            cites = [c for g in given if g.id == clause.law_ground for c in g.cites]
            yield _found("refusal_narrowed", clause, *dict.fromkeys(cites), text=text)


def _others(policy: Policy, on: date) -> Iterator[Finding]:
    for window in policy.requests.other_windows:
        yield _found("handed_over", window, APPI(37, 4), APPI(39, 1))
        if window.keep_our_part and window.when == "already_provided_copy":
            yield _found("our_part_answered", window, APPI(16, 4), APPI(33, 5))
    for category in policy.categories:
        if category.disclosure_label == "not_subject" and category.authority != "no":
            name = said(category.say)
            yield _found("authority_decides", category, APPI(16, 4), category=name)
    if policy.complaints.first_to_company:
        yield _found("complaint_first_no_condition", policy.complaints, APPI(53, 1))
    for clause in policy.service_rules:
        yield _found("service_rules", clause)
