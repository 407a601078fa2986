"""The request procedure and what frames a policy (Arts. 32, 33, 36–40)."""

from __future__ import annotations

from chikai.policy.change import duties as D
from chikai.policy.change.row import (
    BETTER,
    INFINITE,
    RECORD,
    WORSE,
    Row,
    neutral,
    procedure,
    promise,
)
from chikai.policy.change.ways import (
    added_is,
    fewer_is_worse,
    ladder,
    more_is,
    more_members_is_worse,
    narrower_choice_is_worse,
    papers,
    stated,
    value_is,
)

REQUESTS: dict[str, Row] = {
    "requests": procedure(),
    "requests.kinds": procedure(added_is(BETTER), "request_kind"),
    "requests.kinds.named": procedure(value_is(False), "request_kind"),
    "requests.askers": neutral("procedure", D.PROCEDURE),
    "requests.intake.channels": procedure(fewer_is_worse, "channel"),
    "requests.intake.counts_as_arrival": procedure(narrower_choice_is_worse, "arrival"),
    "requests.intake.contact_first": procedure(value_is(True)),
    "requests.intake.desk": neutral("contact", D.CONTACT),
    "requests.forms": procedure(added_is(WORSE), "form"),
    "requests.forms.title": neutral("form", D.PROCEDURE),
    "requests.forms.kinds": procedure(more_members_is_worse, "form"),
    "requests.forms.sent_first": procedure(value_is(True), "form"),
    "requests.forms.obtain_by": procedure(fewer_is_worse, "form"),
    "requests.forms.registered_seal": procedure(value_is(True), "form"),
    "requests.forms.seal_askers": procedure(kind="form"),
    "requests.forms.required": procedure(value_is(True), "form"),
    "requests.proxy_forms": procedure(added_is(WORSE), "form"),
    "requests.proxy_forms.title": neutral("form", D.PROCEDURE),
    "requests.identity": procedure(kind="identity_papers"),
    "requests.identity.accept": procedure(papers, "identity_papers"),
    "requests.identity.also_accept": procedure(added_is(BETTER), "identity_papers"),
    "requests.authority": procedure(kind="authority_papers"),
    "requests.authority.accept": procedure(papers, "authority_papers"),
    "requests.authority.representative_identity": procedure(value_is(True), "authority_papers"),
    "requests.authority.person_identity": procedure(value_is(True), "authority_papers"),
    "requests.blackout": neutral("procedure", D.PROCEDURE),
    "requests.match.required": procedure(value_is(True)),
    "requests.fee": Row("fee", D.FEE, D.FEE_LIGHTER, added_is(WORSE)),
    "requests.fee.amount": Row("fee_amount", D.FEE, D.FEE_LIGHTER, more_is(WORSE)),
    "requests.fee.kinds": Row("fee", D.FEE, D.FEE_LIGHTER, more_members_is_worse),
    "requests.fee.means": procedure(fewer_is_worse, "fee_means"),
    "requests.fee.stamps": procedure(kind="fee_means"),
    "requests.fee.period_days": procedure(more_is(BETTER, none=INFINITE), "fee"),
    "requests.fee.unpaid": procedure(ladder("remind_then_person_decides", "not_made"), "fee"),
    **{
        f"requests.fee.refunds.{end}": procedure(ladder("return", "keep"), "fee")
        for end in ("refused", "none_held", "withdrawn")
    },
    "requests.fee.includes_registered_mail": procedure(value_is(False), "fee"),
    "requests.answer": Row("answer", D.PROCEDURE, D.LIGHTER),
    "requests.answer.electronic_by_choice": Row("answer", D.MANNER, D.LIGHTER, value_is(False)),
    "requests.answer.own_target_days": promise("answer", more_is(WORSE)),
    "requests.answer.reasons": Row(
        "answer", D.REASONS, D.KEEP_RIGHT, ladder("promised", "effort", "silent")
    ),
    "requests.papers": neutral("papers_kept", D.RETENTION_LONGER),
    **{
        f"requests.papers.{period}": Row(
            "papers_kept", D.RETENTION_LONGER, D.RETENTION_SHORTER, more_is(WORSE)
        )
        for period in ("years", "months", "other_exits_months", "answer_years")
    },
    "requests.purpose_of_request_data": neutral("purpose", D.PURPOSE),
    "requests.withdrawal": neutral("procedure", D.PROCEDURE),
    "requests.other_windows": neutral("procedure", D.PROCEDURE),
    "requests.refusals": neutral("refusal", D.PROCEDURE),
}

FRAME: dict[str, Row] = {
    "about": neutral("company", D.PARTICULARS),
    "about.manager": neutral("responsible_person", D.KEEP_RIGHT),
    "about.desk": neutral("contact", D.CONTACT),
    "about.address_stated": RECORD,
    "about.representative_stated": RECORD,
    "about.manager_stated": RECORD,
    "contacts": neutral("contact", D.CONTACT),
    "complaints": neutral("complaints", D.COMPLAINTS),
    "complaints.organisation": neutral("accredited_organisation", D.COMPLAINTS),
    "complaints.organisation.published_phones": RECORD,
    "complaints.organisation.verified_on": RECORD,
    "complaints.first_to_company": promise("complaints", added_is(WORSE)),
    "general": promise("general", added_is(BETTER)),
    "general.topic": RECORD,
    "general.day": RECORD,
    "external_texts": neutral("external_text", D.KEEP_RIGHT),
    "external_texts.exists": RECORD,
    "external_texts.at_hand": RECORD,
    "responsible": neutral("responsible_person", D.KEEP_RIGHT),
    "improvement": promise("improvement", added_is(BETTER)),
    "service_rules": promise("service_rules", added_is(WORSE)),
    "service_rules.prevails": promise("service_rules", value_is(True)),
    "voluntariness": promise("voluntariness", added_is(BETTER)),
    "voluntariness.voluntary": promise("voluntariness", stated),
    "voluntariness.consequence": promise("voluntariness", stated),
    "marks": promise("marks", added_is(BETTER)),
    "marks.held": RECORD,
    "disclaimers": promise("disclaimers", added_is(WORSE)),
    "disclaimers.against_law": RECORD,
    "silent": RECORD,
    "schema": RECORD,
    "company": RECORD,
    "effective_from": RECORD,
    "supersedes": RECORD,
    "effective_from_assumption": RECORD,
}
