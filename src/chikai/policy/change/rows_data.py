"""Data, purposes, use and retention (Arts. 17–22), and the special rules."""

from __future__ import annotations

from chikai.policy.change import duties as D
from chikai.policy.change.row import (
    BETTER,
    INFINITE,
    RECORD,
    WORSE,
    Row,
    neutral,
    promise,
)
from chikai.policy.change.ways import (
    added_is,
    ladder,
    more_is,
    more_members_is_worse,
    no_is_worse,
    stated,
    value_is,
    yes_is_worse,
)

DATA: dict[str, Row] = {
    "items": Row("item", D.ACQUISITION, D.NARROWER, added_is(WORSE)),
    "items.say": neutral("item", D.WORDS_OF_PROMISE),
    "items.locates": RECORD,
    "items.listed": RECORD,
    "items.specific": Row("item", D.MY_NUMBER_DUTY, D.NARROWER, value_is(True)),
    "purposes": Row("purpose", D.PURPOSE, D.PURPOSE_ENDED, added_is(WORSE)),
    "purposes.concreteness": RECORD,
    "purposes.concreteness_because": RECORD,
    "purposes.includes_profiling": Row("purpose", D.PURPOSE, D.NARROWER, yes_is_worse),
    "purposes.includes_provision": Row("purpose", D.PURPOSE, D.NARROWER, yes_is_worse),
    "purposes.only": promise("purpose", value_is(False)),
    "purposes.associated_with": Row("purpose", D.PURPOSE, D.PURPOSE_ENDED, more_members_is_worse),
    "purposes.valid_to": Row("purpose", D.PURPOSE, D.PURPOSE_ENDED, added_is(BETTER)),
    "purposes.supersedes": RECORD,
    "categories": Row("category", D.ACQUISITION, D.PURPOSE_ENDED, added_is(WORSE)),
    "categories.purposes": Row("purpose", D.PURPOSE, D.PURPOSE_ENDED, more_members_is_worse),
    "categories.only": promise("purpose", value_is(False)),
    "categories.items": Row("item", D.ACQUISITION, D.NARROWER, more_members_is_worse),
    "categories.persons": Row("category", D.ACQUISITION, D.NARROWER, more_members_is_worse),
    "categories.sources": Row("source", D.ACQUISITION, D.NARROWER, more_members_is_worse),
    "categories.authority": Row("authority", D.KEEP_RIGHT, D.KEEP_RIGHT, no_is_worse),
    "categories.disclosure_label": RECORD,
    "categories.other_windows": neutral("procedure", D.PROCEDURE),
    "use": promise("use", added_is(BETTER)),
    "use.limit.only": promise("use", value_is(False)),
    "use.limit.consent": promise("use", stated),
    "use.limit.succession": promise("use", stated),
    "use.limit.exceptions": promise("use_exception", added_is(WORSE)),
    "use.limit.exceptions.narrower": promise("use_exception", no_is_worse),
    "use.acquisition.no_deceit": promise("acquisition", stated),
    "use.acquisition.sensitive": Row("sensitive", D.SENSITIVE, D.KEEP_RIGHT, stated),
    "use.notice": neutral("purpose_notice", D.ACQUISITION),
    "use.notice.shown_when_direct": Row("purpose_notice", D.ACQUISITION, D.KEEP_RIGHT, stated),
    "use.notice.exceptions": promise("purpose_notice", added_is(WORSE)),
    "use.notice.jis_items": promise("purpose_notice"),
    "use.purpose_change": promise("rules_of_change"),
    "use.purpose_change.within_reasonable_relation": promise("rules_of_change", stated),
    "use.unlisted": neutral("purpose", D.PURPOSE),
    "use.unlisted.told": neutral("purpose_notice", D.ACQUISITION),
    "use.unlisted.list_given": RECORD,
    "accuracy": promise("accuracy", added_is(BETTER)),
    "accuracy.person_updates": promise("accuracy", value_is(True)),
    "retention": Row("retention", D.RETENTION_LONGER, D.RETENTION_SHORTER, added_is(BETTER)),
    "retention.years": Row(
        "retention", D.RETENTION_LONGER, D.RETENTION_SHORTER, more_is(WORSE, none=INFINITE)
    ),
    "retention.months": Row("retention", D.RETENTION_LONGER, D.RETENTION_SHORTER, more_is(WORSE)),
}

SPECIAL: dict[str, Row] = {
    "anonymized": neutral("anonymized", D.ANONYMIZED_ITEMS),
    "anonymized.handling": promise("anonymized", added_is(BETTER)),
    "anonymized.creation.creates": neutral("anonymized", D.ANONYMIZED_ITEMS),
    "anonymized.creation.items_published": promise("anonymized", stated),
    "anonymized.creation.items": neutral("anonymized_items", D.ANONYMIZED_ITEMS),
    "anonymized.provision": neutral("anonymized", D.ANONYMIZED_PROVISION),
    "anonymized.provision.items_published": promise("anonymized", stated),
    "anonymized.provision.method_published": promise("anonymized", stated),
    "anonymized.provision.recipient_told": promise("anonymized", stated),
    "specific_personal_information": neutral("my_number", D.MY_NUMBER_DUTY),
    "specific_personal_information.tasks": Row(
        "my_number", D.MY_NUMBER_DUTY, D.NARROWER, more_members_is_worse
    ),
    "specific_personal_information.in_text.beyond_law": RECORD,
    "security": neutral("security", D.SECURITY),
    "supervision": promise("security", added_is(BETTER)),
    "supervision.training": promise("security", stated),
    "supervision.confidentiality": promise("security", stated),
    "supervision.covers": promise(
        "security", ladder("officers_and_employees", "employees", "silent")
    ),
    "leak": promise("leak", added_is(BETTER)),
    "leak.promised": promise("leak", no_is_worse),
    "minors": promise("minors", added_is(BETTER)),
    "minors.age": promise("minors", more_is(BETTER)),
    "minors.inclusive": promise("minors", value_is(False)),
    "minors.effort": promise("minors", value_is(True)),
    "external_transmission": neutral("transmission", D.TRANSMISSION),
    "external_transmission.scope.in_scope": RECORD,
    "external_transmission.tags": Row("transmission", D.TRANSMISSION, D.NARROWER, added_is(WORSE)),
    "external_transmission.cookies.refusal": promise(
        "transmission", ladder("own_page", "browser", "silent")
    ),
    "changes": neutral("rules_of_change", D.RULES_OF_CHANGE),
    "changes.silence_is_consent": neutral("silence_is_consent", D.NOT_CONSENT),
    "changes.retroactive": neutral("retroactive", D.NOT_CONSENT),
}
