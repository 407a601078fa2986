"""A policy explained in plain words, for whoever reads it on a page or at the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from chikai.kernel.message import say
from chikai.policy.law_first import UNFORMED, formless_kinds, law_beats_text
from chikai.policy.model import AllOf, Authority, Clause, Fee, Identity, Policy
from chikai.policy.phrases import means_words, period, place_words, said, way, words
from chikai.policy.show_page import Line, Page, Section
from chikai.policy.show_sections import sections_beside_requests

__all__ = ["Line", "Section", "law_beats_text", "show"]


def show(policy: Policy, *, lang: str, on: date | None = None) -> tuple[Section, ...]:
    """Explain a policy in `lang` (`ja`, `en`); with a day, also where that day's law goes first."""
    page = Page(policy, lang)
    parts = {
        "about": _about(page),
        "kinds": _all(page, policy.requests.kinds),
        "how": _how(page),
        "identity": _identity(page),
        "authority": _authority(page),
        "fee": _fee(page),
        "answer": _answer(page),
        "retention": _retention(page),
        "elsewhere": _elsewhere(page),
        "refusals": _all(page, policy.requests.refusals),
        "purposes": _purposes(page),
        "complaints": _complaints(page),
        "rules": _all(page, (*policy.service_rules, *policy.general)),
        **sections_beside_requests(page),
        "law": _law(page, on),
    }
    sections = [
        Section(page.render(say(f"policy.show.heading.{name}")), tuple(lines))
        for name, lines in parts.items()
    ]
    return tuple(section for section in sections if section.lines)


def _all(page: Page, clauses: Sequence[Clause]) -> Iterator[Line]:
    for clause in clauses:
        yield from page.clause(clause)


def _about(page: Page) -> Iterator[Line]:
    policy, about = page.policy, page.policy.about
    yield page.detail("company", name=said(about.name))
    if about.representative:
        yield page.detail("representative", name=said(about.representative))
    yield page.detail("manager", name=said(about.manager))
    yield page.detail("since", on=policy.effective_from)
    if policy.supersedes:
        yield page.detail("supersedes", on=policy.supersedes)
    yield from page.choice(policy.effective_from_assumption, None)
    yield from page.clause(about)
    for contact in policy.contacts:
        details: list[Line] = []
        if contact.place:
            details.append(page.detail("place", place=place_words(contact.place)))
        details += [
            page.detail("also_place", place=place_words(p)) for p in contact.alternative_places
        ]
        if contact.phone:
            details.append(page.detail("phone", number=contact.phone))
        if contact.fax:
            details.append(page.detail("fax", number=contact.fax))
        if contact.email:
            details.append(page.detail("email", address=contact.email))
        yield from page.clause(contact, details)


def _how(page: Page) -> Iterator[Line]:
    requests = page.policy.requests
    intake = requests.intake
    if requests.askers:
        yield from page.clause(requests.askers)
    details = [
        page.detail("channels", channels=words("channel", intake.channels))
        if intake.channels
        else page.detail("any_channel")
    ]
    if intake.contact_first:
        details.append(page.detail("contact_first"))
    yield from page.clause(intake, details)
    for form in requests.forms:
        details = [page.detail("form", title=said(form.title), kinds=words("kind", form.kinds))]
        if form.sent_first:
            details.append(page.detail("form_sent"))
        if form.obtain_by:
            details.append(page.detail("form_from", channels=words("channel", form.obtain_by)))
        if form.registered_seal and form.seal_askers:
            details.append(page.detail("seal_some", askers=words("asker", form.seal_askers)))
        elif form.registered_seal:
            details.append(page.detail("seal_all"))
        yield from page.clause(form, details)
    free = (*formless_kinds(page.policy), *UNFORMED)
    yield page.detail("no_form", kinds=words("kind", free))
    yield from page.clause(requests.match)


def _identity(page: Page) -> Iterator[Line]:
    clause = page.policy.requests.identity
    details = [] if clause.accept else [page.detail("light")]
    details += _ways(page, "any_of", clause.accept)
    details += _ways(page, "represented", clause.when_represented or ())
    yield from _with_others(page, clause, details)
    if blackout := page.policy.requests.blackout:
        detail = page.detail("blackout", papers=words("paper", blackout.papers))
        yield from page.clause(blackout, [detail])


def _authority(page: Page) -> Iterator[Line]:
    for form in page.policy.requests.proxy_forms:
        details = [page.detail("form_title", title=said(form.title))]
        details += [page.detail("form_sent")] if form.sent_first else []
        yield from page.clause(form, details)
    for clause in page.policy.requests.authority:
        own = clause.representative_identity
        details = [page.detail("askers", askers=words("asker", clause.askers))]
        details += _ways(page, "any_of", clause.accept)
        details.append(page.detail("rep_identity" if own else "no_rep_identity"))
        yield from _with_others(page, clause, details)


def _with_others(page: Page, clause: Identity | Authority, details: list[Line]) -> Iterator[Line]:
    """The clause, what else is accepted, and why."""
    others = _ways(page, "also", clause.also_accept)
    yield from page.clause(clause, [*details, *others])
    yield from page.choice(clause.also_accept_because, clause.id)


def _ways(page: Page, intro: str, alternatives: Sequence[AllOf]) -> list[Line]:
    """A single way on one line; several under a line that introduces them."""
    if len(alternatives) < 2:
        return [page.detail(f"{intro}_one", way=way(each)) for each in alternatives]
    numbered = enumerate(alternatives, start=1)
    return [page.detail(intro), *(page.detail("way", n=n, way=way(each)) for n, each in numbered)]


def _fee(page: Page) -> Iterator[Line]:
    fee = page.policy.requests.fee
    if fee is None:
        yield page.detail("no_fee")
        return
    yield from page.clause(fee, _fee_details(page, fee))
    for text in (fee.unit_assumption, fee.period_assumption, fee.refunds_assumption):
        yield from page.choice(text, fee.id)


def _fee_details(page: Page, fee: Fee) -> Iterator[Line]:
    yield page.detail("amount", amount=fee.amount, kinds=words("kind", fee.kinds))
    yield page.detail("free_kinds")
    if fee.means:
        yield page.detail("means", means=means_words(fee.means, fee))
    else:
        yield page.detail("means_unset")
    if fee.includes_registered_mail:
        yield page.detail("registered_in_fee")
    if fee.period_days:
        yield page.detail("period", days=fee.period_days)
    yield page.detail("not_made" if fee.unpaid == "not_made" else "reminded")
    back = fee.refunds.model_dump()
    cases = tuple(say(f"policy.show.text.{name}") for name in back if back[name] == "return")
    if cases:
        yield page.detail("returned", cases=cases)


def _answer(page: Page) -> Iterator[Line]:
    answer = page.policy.requests.answer
    details = [
        page.detail("written" if answer.written else "any_manner"),
        page.detail("to_form" if answer.to == "form_address" else "to_proven"),
    ]
    paid, free = (
        say(f"frame.delivery.{each}") for each in (answer.delivery_paid, answer.delivery_free)
    )
    if paid == free:
        details.append(page.detail("one_delivery", delivery=paid))
    else:
        details.append(page.detail("delivery", paid=paid, free=free))
    details.append(page.detail("target", days=answer.own_target_days))
    promised = answer.reasons == "promised"
    details.append(page.detail("reasons_promised" if promised else "reasons_effort"))
    yield from page.clause(answer, details)


def _retention(page: Page) -> Iterator[Line]:
    requests, papers = page.policy.requests, page.policy.requests.papers
    kept, answer = period(papers.years, papers.months), period(papers.answer_years, 0)
    details = [
        page.detail("kept", period=kept),
        page.detail("kept_other", period=period(*divmod(papers.other_exits_months, 12))),
        page.detail("kept_answer", period=answer),
    ]
    yield from page.clause(papers, details)
    yield from page.clause(requests.purpose_of_request_data)
    yield from page.clause(requests.withdrawal)


def _elsewhere(page: Page) -> Iterator[Line]:
    for window in page.policy.requests.other_windows:
        kinds = words("kind", window.kinds)
        details = [page.detail("window", window=said(window.window), kinds=kinds)]
        if window.keep_our_part:
            details.append(page.detail("window_kept"))
        yield from page.clause(window, details)


def _purposes(page: Page) -> Iterator[Line]:
    policy = page.policy
    purposes = {each.id: each for each in policy.purposes}
    items = {each.id: each for each in policy.items}
    for category in policy.categories:
        yield Line("promise", category.say[page.lang], category.id, category.checks)
        for id in category.purposes:
            yield page.detail("purpose", purpose=said(purposes[id].say))
        if category.only:
            yield page.detail("only_these")
        if category.items:
            yield page.detail("items", items=tuple(said(items[id].say) for id in category.items))
        yield from page.listed("sources", category.sources)
        yield from page.choice(category.assumption, category.id)
    for purpose in policy.purposes:
        if (because := purpose.concreteness_because) is not None:
            yield page.detail("not_concrete", purpose=said(purpose.say), because=said(because))
        yield from page.choice(purpose.assumption, purpose.id)


def _complaints(page: Page) -> Iterator[Line]:
    clause = page.policy.complaints
    place = page.policy.contact(clause.desk).place
    details = [page.detail("complaint_desk", place=place_words(place))] if place else []
    yield from page.clause(clause, details)
    if clause.first_to_company:
        yield Line("promise", clause.first_to_company[page.lang], clause.id, clause.checks)
    if body := clause.organisation:
        details = [
            page.detail("organisation", name=said(body.name)),
            page.detail("place", place=place_words(body.place)),
            page.detail("organisation_phones", phones=tuple(body.phones)),
        ]
        yield from page.clause(body, details)


def _law(page: Page, on: date | None) -> Iterator[Line]:
    seen: set[str] = set()
    for finding in law_beats_text(page.policy, on=on) if on else ():
        text = page.render(finding.message)
        if text not in seen:
            yield Line("law", text, finding.field)
        seen.add(text)
