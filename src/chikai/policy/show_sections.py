"""The sections beside the request procedure, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from chikai.policy.model import Clause
from chikai.policy.phrases import period, place_words, said, words
from chikai.policy.sections.joint_use import JointUse
from chikai.policy.sections.provision import Recipient
from chikai.policy.show_page import Line, Page


def sections_beside_requests(page: Page) -> dict[str, Iterator[Line]]:
    """The lines of each section under the name of its heading; an empty one is left out later."""
    return {
        "use": _use(page),
        "provision": _provision(page),
        "opt_out": _opt_out(page),
        "entrustment": _entrustment(page),
        "joint_use": _joint_use(page),
        "foreign": _foreign(page),
        "anonymized": _anonymized(page),
        "specific": _specific(page),
        "security": _security(page),
        "minors": _minors(page),
        "transmission": _transmission(page),
        "keeping": _keeping(page),
        "changes": _changes(page),
        "frame": _frame(page),
        "silent": page.listed_topics() if page.policy.silent else iter(()),
    }


def _use(page: Page) -> Iterator[Line]:
    use = page.policy.use
    if use is None:
        return
    if use.limit:
        yield from page.clause(use.limit, page.given(use.limit, "consent", "succession"))
        for exception in use.limit.exceptions:
            yield from page.clause(exception)
    if use.acquisition:
        yield from page.clause(use.acquisition, page.given(use.acquisition, "sensitive"))
    if use.notice:
        notice = [*page.listed("told_by", use.notice.manner)]
        notice += page.given(use.notice, "shown_when_direct")
        if jis := use.notice.jis_items:
            notice.append(page.detail("jis"))
            notice += page.given(
                jis, "organisation", "manager", "purpose", "provision", "entrustment", "requests",
                "voluntariness", "unnoticed_means",
            )  # fmt: skip
        yield from page.clause(use.notice, notice)
        for exempt in use.notice.exceptions:
            yield from page.clause(exempt)
    if use.purpose_change:
        yield from page.clause(use.purpose_change, page.listed("told_by", use.purpose_change.told))
    for unlisted in use.unlisted:
        yield from page.clause(unlisted, page.listed("told_by", unlisted.told))


def _provision(page: Page) -> Iterator[Line]:
    provision = page.policy.provision
    if provision is None:
        return
    for rule in provision.rules:
        details = [*page.given(rule, "consent"), *page.known(rule, "prior", "includes_abroad")]
        yield from page.clause(rule, details)
    for ground in provision.grounds:
        details = [*page.listed("basis", [ground.basis])]
        if ground.narrower_because:
            details.append(page.detail("narrower", because=said(ground.narrower_because)))
        yield from page.clause(ground, details)
    for recipient in provision.recipients:
        yield from page.clause(recipient, _recipient(page, recipient))


def _recipient(page: Page, recipient: Recipient) -> Iterator[Line]:
    items = {each.id: each for each in page.policy.items}
    yield page.detail("destination", name=said(recipient.destination))
    yield from page.listed("basis", [recipient.basis])
    if recipient.recipient_purpose:
        yield page.detail("recipient_purpose", purpose=said(recipient.recipient_purpose))
    if recipient.items:
        yield page.detail("items", items=tuple(said(items[id].say) for id in recipient.items))
    if recipient.items_open:
        yield page.detail("items_open", text=said(recipient.items_open))
    yield from page.listed("methods", recipient.methods)
    yield from page.given(recipient, "contract")
    yield from page.known(recipient, "abroad")


def _opt_out(page: Page) -> Iterator[Line]:
    clause = page.policy.opt_out
    if clause is None:
        return
    details = [
        *page.given(
            clause.items, "provider", "purpose_is_provision", "data_items", "acquisition",
            "method", "stops_on_request", "receiving_requests", "update", "start_date",
        ),
        *page.known(
            clause, "used", "filed", "published", "sensitive_excluded",
            "wrongly_acquired_excluded", "received_excluded",
        ),
    ]  # fmt: skip
    yield from page.clause(clause, details)


def _entrustment(page: Page) -> Iterator[Line]:
    if clause := page.policy.entrustment:
        details = page.given(
            clause, "selection", "contract", "confidentiality", "agreement_to_terms",
            "monitoring", "needed_items_only", "re_entrustment",
        )  # fmt: skip
        yield from page.clause(clause, details)


def _joint_use(page: Page) -> Iterator[Line]:
    for clause in page.policy.joint_use:
        yield from page.clause(clause, _joint_use_details(page, clause))
        if party := clause.responsible:
            place = [page.detail("place", place=place_words(party.place))] if party.place else []
            yield from page.clause(party, place)


def _joint_use_details(page: Page, clause: JointUse) -> Iterator[Line]:
    categories = {each.id: each for each in page.policy.categories}
    purposes = {each.id: each for each in page.policy.purposes}
    yield from page.given(
        clause.items, "fact", "data_items", "users", "purposes", "responsible"
    )  # fmt: skip
    yield page.detail("joint_users", parties=tuple(said(user.name) for user in clause.users))
    for part in clause.categories:
        names = tuple(said(purposes[id].say) for id in part.purposes)
        category = said(categories[part.category].say)
        yield page.detail("joint_category", category=category, purposes=names)
    yield from page.listed("told_when", [clause.told])
    yield page.detail("carved_out" if clause.specific == "carved_out" else "carved_out_by_law")


def _foreign(page: Page) -> Iterator[Line]:
    clause = page.policy.foreign
    if clause is None:
        return
    details = [
        *page.known(clause, "includes_entrusted", "includes_joint_users"),
        *page.given(clause.information, "country", "regime", "recipient_measures"),
        *page.given(clause, "continuous_measures", "on_request"),
    ]
    yield from page.clause(clause, details)
    for route in clause.routes:
        yield from page.clause(route)


def _anonymized(page: Page) -> Iterator[Line]:
    section = page.policy.anonymized
    if section is None:
        return
    if section.handling:
        yield from page.clause(section.handling)
    if made := section.creation:
        yield from page.clause(made, page.given(made, "items_published", "items"))
    if given := section.provision:
        names = ("items_published", "method_published", "recipient_told", "method")
        yield from page.clause(given, page.given(given, *names))


def _specific(page: Page) -> Iterator[Line]:
    clause = page.policy.specific_personal_information
    if clause is None:
        return
    yield from page.clause(clause, page.listed("tasks", clause.tasks))
    for text in clause.in_text:
        yield from page.clause(text, page.known(text, "beyond_law"))


def _security(page: Page) -> Iterator[Line]:
    policy = page.policy
    if clause := policy.security:
        details = [
            *page.given(
                clause.heads, "basic_policy", "rules", "organisational", "human", "physical",
                "technical", "external_environment",
            ),
            *page.known(clause, "handled_abroad"),
        ]  # fmt: skip
        yield from page.clause(clause, details)
    if staff := policy.supervision:
        yield from page.clause(staff, page.given(staff, "training", "confidentiality"))
    yield from _each(page, policy.leak, policy.improvement)


def _minors(page: Page) -> Iterator[Line]:
    if clause := page.policy.minors:
        details = [page.detail("age_to" if clause.inclusive else "age_under", age=clause.age)]
        details += [page.detail("effort")] if clause.effort else []
        yield from page.clause(clause, details)


def _transmission(page: Page) -> Iterator[Line]:
    section = page.policy.external_transmission
    if section is None:
        return
    if section.scope:
        yield from page.clause(section.scope, page.known(section.scope, "in_scope"))
    if cookies := section.cookies:
        uses = tuple(said(use) for use in cookies.uses)
        yield from page.clause(cookies, [page.detail("cookie_uses", uses=uses)] if uses else [])
    for tag in section.tags:
        names = ("content", "recipient", "own_purpose", "recipient_purpose")
        yield from page.clause(tag, [*page.listed("tool", [tag.tool]), *page.given(tag, *names)])
    yield from _each(page, section.related)


def _keeping(page: Page) -> Iterator[Line]:
    yield from _each(page, page.policy.accuracy)
    for clause in page.policy.retention:
        length = period(clause.years or 0, clause.months or 0)
        kept = clause.years or clause.months
        yield from page.clause(clause, [page.detail("kept_for", period=length)] if kept else [])


def _changes(page: Page) -> Iterator[Line]:
    changes = page.policy.changes
    if changes is None:
        return
    if changes.notice:
        yield from page.clause(changes.notice, page.known(changes.notice, "before"))
    yield from _each(page, changes.without_notice)
    for week in (changes.posting, changes.objection):
        if week:
            start = words("policy.show.value", [week.counted_from])
            yield from page.clause(week, [page.detail("days_from", days=week.days, start=start)])
    yield from _each(page, changes.silence_is_consent, changes.retroactive, changes.effect)


def _frame(page: Page) -> Iterator[Line]:
    policy = page.policy
    for person in policy.responsible:
        yield from page.clause(person, page.given(person, "name", "department", "contact"))
    if clause := policy.voluntariness:
        yield from page.clause(clause, page.given(clause, "consequence"))
    for mark in policy.marks:
        yield from page.clause(mark, page.known(mark, "held"))
    for disclaimer in policy.disclaimers:
        yield from page.clause(disclaimer)


def _each(page: Page, *clauses: Clause | None) -> Iterator[Line]:
    for clause in clauses:
        if clause is not None:
            yield from page.clause(clause)
