"""Provision, opt-out, entrustment, joint use, provision abroad (Arts. 25, 27, 28)."""

from __future__ import annotations

from chikai.policy.change import duties as D
from chikai.policy.change.row import (
    BETTER,
    RECORD,
    WORSE,
    Row,
    neutral,
    promise,
)
from chikai.policy.change.ways import (
    added_is,
    ladder,
    more_members_is_worse,
    no_is_worse,
    stated,
    yes_is_worse,
)

PROVISION: dict[str, Row] = {
    "provision": Row("provision", D.PROVISION, D.NARROWER, added_is(WORSE)),
    "provision.rules": promise("provision", added_is(BETTER)),
    "provision.rules.consent": promise("provision", stated),
    "provision.rules.prior": promise("provision", no_is_worse),
    "provision.rules.includes_abroad": promise("provision", no_is_worse),
    "provision.rules.within_law": promise("provision", stated),
    "provision.grounds": promise("provision_ground", added_is(WORSE), D.NARROWER),
    "provision.grounds.narrower_because": RECORD,
    "provision.grounds.narrower": promise("provision_ground", no_is_worse),
    "provision.recipients": Row("recipient", D.PROVISION, D.NARROWER, added_is(WORSE)),
    "provision.recipients.fixed": Row(
        "recipient", D.PROVISION, D.NARROWER, ladder("named", "kind", "unspecified_many")
    ),
    **{
        f"provision.recipients.{name}": Row(
            "recipient", D.PROVISION, D.NARROWER, more_members_is_worse
        )
        for name in ("purposes", "categories", "items", "methods")
    },
    "provision.recipients.items_open": Row("recipient", D.PROVISION, D.NARROWER, added_is(WORSE)),
    "provision.recipients.contract": promise("recipient", stated),
    "provision.recipients.abroad": Row("foreign", D.FOREIGN, D.NARROWER, yes_is_worse),
    "opt_out": Row("opt_out", D.OPT_OUT_START, D.OPT_OUT_DELAY, added_is(WORSE)),
    "opt_out.used": Row("opt_out", D.OPT_OUT_START, D.OPT_OUT_DELAY, yes_is_worse),
    "opt_out.filed": RECORD,
    "opt_out.published": RECORD,
    **{
        f"opt_out.{data}_excluded": Row("opt_out", D.OPT_OUT_BEFORE, D.KEEP_RIGHT, no_is_worse)
        for data in ("sensitive", "wrongly_acquired", "received")
    },
    "opt_out.stops": promise("opt_out", ladder("immediately", "without_delay", "silent")),
    "opt_out.items": neutral("opt_out_item", D.OPT_OUT_BEFORE),
    "opt_out.items.provider": neutral("opt_out_item", D.OPT_OUT_DELAY),
    "entrustment": neutral("entrustment", D.ENTRUSTMENT),
    **{
        f"entrustment.{condition}": promise("entrustment", stated)
        for condition in (
            *("selection", "contract", "confidentiality", "agreement_to_terms", "monitoring"),
            *("needed_items_only", "re_entrustment"),
        )
    },
    "entrustment.specific_included": Row("entrustment", D.ENTRUSTMENT, D.ENTRUSTMENT, yes_is_worse),
    "joint_use": Row("joint_use", D.JOINT_START, D.NARROWER, added_is(WORSE)),
    "joint_use.told": Row(
        "joint_use", D.JOINT_BEFORE, D.KEEP_RIGHT, ladder("published", "when_needed", "silent")
    ),
    "joint_use.items.fact": neutral("joint_use", D.JOINT_BEFORE),
    "joint_use.items.data_items": neutral("joint_items", D.JOINT_USERS),
    "joint_use.items.users": neutral("joint_users", D.JOINT_USERS),
    "joint_use.items.purposes": neutral("joint_purpose", D.JOINT_PURPOSE),
    "joint_use.items.responsible": neutral("joint_responsible", D.JOINT_RESPONSIBLE),
    "joint_use.users": Row("joint_users", D.JOINT_USERS, D.NARROWER, added_is(WORSE)),
    "joint_use.users.kind": Row(
        "joint_users", D.JOINT_USERS, D.NARROWER, ladder("company", "group", "unnamed")
    ),
    "joint_use.users.list_url": neutral("joint_users", D.KEEP_RIGHT),
    "joint_use.users.list_seen_on": RECORD,
    "joint_use.users.abroad": Row("foreign", D.FOREIGN, D.NARROWER, yes_is_worse),
    "joint_use.responsible": neutral("joint_responsible", D.JOINT_BEFORE),
    "joint_use.responsible.id": neutral("joint_responsible", D.JOINT_RESPONSIBLE),
    "joint_use.responsible.name": neutral("joint_responsible", D.JOINT_RESPONSIBLE),
    "joint_use.responsible.place": neutral("joint_responsible_address", D.JOINT_PARTICULARS),
    "joint_use.responsible.representative": neutral(
        "joint_responsible_representative", D.JOINT_PARTICULARS
    ),
    "joint_use.categories": Row("joint_items", D.JOINT_WITH_CONSENT, D.NARROWER, added_is(WORSE)),
    "joint_use.categories.items": Row(
        "joint_items", D.JOINT_WITH_CONSENT, D.NARROWER, more_members_is_worse
    ),
    "joint_use.categories.purposes": neutral("joint_purpose", D.JOINT_PURPOSE),
    "joint_use.specific": promise("joint_use", ladder("carved_out", "silent")),
    "joint_use.sensitive": Row("joint_items", D.JOINT_WITH_CONSENT, D.NARROWER, yes_is_worse),
    "joint_use.also_told": neutral("joint_use", D.KEEP_RIGHT),
    "joint_use.valid_to": Row("joint_use", D.JOINT_START, D.NARROWER, added_is(BETTER)),
    "joint_use.supersedes": RECORD,
    "foreign": Row("foreign", D.FOREIGN, D.NARROWER, added_is(WORSE)),
    "foreign.routes": Row("foreign", D.FOREIGN, D.NARROWER, added_is(WORSE)),
    "foreign.includes_entrusted": Row("foreign", D.FOREIGN, D.NARROWER, yes_is_worse),
    "foreign.includes_joint_users": Row("foreign", D.FOREIGN, D.NARROWER, yes_is_worse),
    "foreign.countries": Row("foreign", D.FOREIGN, D.NARROWER),
    "foreign.information": neutral("foreign_information", D.FOREIGN),
    "foreign.continuous_measures": Row("foreign", D.FOREIGN_SYSTEM, D.KEEP_RIGHT, stated),
    "foreign.on_request": Row("foreign", D.FOREIGN_SYSTEM, D.KEEP_RIGHT, stated),
    "foreign.desk": neutral("contact", D.CONTACT),
}
