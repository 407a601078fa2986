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
from chikai.law.kinds import APPI, BASIS, MY_NUMBER, ORDER, RequestKind
from chikai.policy.finding import Finding
from chikai.policy.model import Authority, Clause, Identity, Model, Policy
from chikai.policy.phrases import papers_in, said, words

UNFORMED = (RequestKind.OPT_OUT_STOP, RequestKind.FOREIGN_MEASURES_INFO, RequestKind.COMPLAINT)
"""Kinds for which the law knows no prescribed form (it is not in Art. 37(1))."""


def law_beats_text(policy: Policy, *, on: date) -> tuple[Finding, ...]:
    """Every place where the law of the day `on` goes before this policy. `field` is the clause."""
    return tuple(finding for part in (*_PROCEDURE, *_BESIDE) for finding in part(policy, on))


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


def _use(policy: Policy, on: date) -> Iterator[Finding]:
    """Purposes: shown where data are taken in writing, and none beyond what is listed."""
    use = policy.use
    if use is None:
        return
    if use.notice and use.notice.shown_when_direct != "present":
        yield _found("shown_when_direct", use.notice, APPI(21, 2))
    for clause in use.unlisted:
        if clause.list_given == "no":
            yield _found("list_missing", clause, APPI(17, 1), APPI(18, 1))


def _provision(policy: Policy, on: date) -> Iterator[Finding]:
    """Routes that the text opens without what the law wants told first."""
    if (opt_out := policy.opt_out) and not _all_told(opt_out.items):
        yield _found("opt_out_not_yet", opt_out, APPI(27, 2))
    for joint in policy.joint_use:
        if not _all_told(joint.items):
            yield _found("joint_use_not_yet", joint, APPI(27, 5, "iii"))
    if (foreign := policy.foreign) and not _all_told(foreign.information):
        yield _found("foreign_information", foreign, APPI(28, 2))


def _all_told(items: Model) -> bool:
    """Whether the text gives something of every item."""
    return all(getattr(items, name).state != "absent" for name in type(items).model_fields)


def _specific(policy: Policy, on: date) -> Iterator[Finding]:
    section = policy.specific_personal_information
    for text in section.in_text if section else ():
        if text.beyond_law == "yes":
            article = 19 if text.topic == "provision" else 9
            yield _found("specific_as_law", text, MY_NUMBER(article), text=said(text.say))


def _protection(policy: Policy, on: date) -> Iterator[Finding]:
    """Duties that stand whatever the text says or leaves out."""
    if (security := policy.security) and not _all_told(security.heads):
        yield _found("measures_told", security, ORDER(10, None, "i"))
    if "leak" in policy.silent:
        yield _found("leaks_told", policy.about, APPI(26, 1), APPI(26, 2))
    for disclaimer in policy.disclaimers:
        if disclaimer.against_law == "yes":
            yield _found("disclaimer_lifts_nothing", disclaimer, APPI(23), APPI(26, 1))


def _changes(policy: Policy, on: date) -> Iterator[Finding]:
    changes = policy.changes
    if changes is None:
        return
    if changes.silence_is_consent:
        yield _found("silence_no_consent", changes.silence_is_consent, APPI(18, 1))
    if changes.retroactive:
        yield _found("not_backwards", changes.retroactive, APPI(17, 2), APPI(18, 1))
    if changes.without_notice:
        yield _found("change_of_purpose_told", changes.without_notice, APPI(21, 3))


_PROCEDURE = (_kinds, _intake, _papers, _fee, _answer, _refusals, _others)
_BESIDE = (_use, _provision, _specific, _protection, _changes)
