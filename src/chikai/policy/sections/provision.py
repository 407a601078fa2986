"""Provision to third parties, opt-out and entrustment as promised (Arts. 25, 27)."""

from __future__ import annotations

from typing import Literal

from chikai.policy.base import Clause, Id, Known, Model, Say, Stated, StatedItem

Basis = Literal[
    "consent",
    "based_on_laws",
    "life_body_property",
    "public_health_children",
    "state_cooperation",
    "academic_publication",
    "academic_joint_research",
    "academic_recipient",
    "opt_out",
    "entrustment",
    "succession",
    "joint_use",
    "unknown",
]
"""Consent and Art. 27(1)(i)–(vii) in order; Art. 27(2); Art. 27(5)(i)–(iii)."""


class ProvisionRule(Clause):
    """The rule itself. `prior`: the text says that consent comes before; `includes_abroad`: that
    third parties abroad are meant too; `within_law`: that consent does not lift the law's bounds.
    """

    consent: Stated
    prior: Known = "unknown"
    includes_abroad: Known = "unknown"
    within_law: Stated = "absent"


class ProvisionGround(Clause):
    """A case in which the text provides without consent, or the consent itself, and the ground of
    Art. 27 it corresponds to. What is narrower than the law stays narrower."""

    basis: Basis
    narrower: Known = "no"
    narrower_because: Say | None = None


class Recipient(Clause):
    """Somebody data are given to. `fixed`: the text names the recipient, or only its kind, or
    opens the data to anyone. `items_open`: words that leave the items open."""

    destination: Say
    fixed: Literal["named", "kind", "unspecified_many"]
    basis: Basis
    purposes: tuple[Id, ...] = ()
    recipient_purpose: Say | None = None
    categories: tuple[Id, ...] = ()
    items: tuple[Id, ...] = ()
    items_open: Say | None = None
    methods: tuple[Literal["website", "email", "post", "media", "other", "unknown"], ...] = ()
    contract: Stated = "unknown"
    abroad: Known = "unknown"


class Provision(Model):
    rules: tuple[ProvisionRule, ...] = ()
    grounds: tuple[ProvisionGround, ...] = ()
    recipients: tuple[Recipient, ...] = ()


class OptOutItems(Model):
    """The nine items of Art. 27(2) and Rule 11(4)."""

    provider: StatedItem
    purpose_is_provision: StatedItem
    data_items: StatedItem
    acquisition: StatedItem
    method: StatedItem
    stops_on_request: StatedItem
    receiving_requests: StatedItem
    update: StatedItem
    start_date: StatedItem


class OptOut(Clause):
    """Provision until the person objects. `used`: whether the company really provides so;
    `filed`: whether it is filed with the Commission, `published`: whether the Commission has
    published that (Art. 27(4)). The `excluded` say whether data are left out that are never
    provided so: sensitive ones, ones acquired in breach of Art. 20(1), and ones that were received
    by opt-out themselves."""

    used: Known = "unknown"
    filed: Known = "unknown"
    published: Known = "unknown"
    sensitive_excluded: Known = "unknown"
    wrongly_acquired_excluded: Known = "unknown"
    received_excluded: Known = "unknown"
    stops: Literal["immediately", "without_delay", "silent"] = "silent"
    items: OptOutItems


class Entrustment(Clause):
    """Work given out, and the conditions promised for it (Art. 25)."""

    selection: Stated = "absent"
    contract: Stated = "absent"
    confidentiality: Stated = "absent"
    agreement_to_terms: Stated = "absent"
    monitoring: Stated = "absent"
    needed_items_only: Stated = "absent"
    re_entrustment: Stated = "absent"
    specific_included: Known = "no"
