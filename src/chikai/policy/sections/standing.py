"""What frames a policy: scope, other texts, voluntariness, marks, disclaimers, and silence."""

from __future__ import annotations

from datetime import date
from typing import Literal

from chikai.policy.base import Clause, Id, Known, Model, Say, Stated


class ExternalText(Model):
    """Another text the policy points to. `exists`: whether there is such a text at all;
    `at_hand`: whether its words have been read."""

    id: Id
    name: Say
    kind: Literal["service_rules", "site_policy", "cookie_policy", "terms", "list", "other"]
    exists: Known
    at_hand: bool = False
    url: str | None = None


class General(Clause):
    """A promise about the policy as a whole. `agreement`: the person is asked to agree to it."""

    topic: Literal[
        "compliance", "definition", "scope", "agreement", "enacted", "revised", "other"
    ] = "other"
    day: date | None = None


class ServiceRule(Clause):
    """Rules of a service beside the policy. They prevail over it, never over the law."""

    prevails: bool = True


class Voluntariness(Clause):
    """Giving data is voluntary; what follows if they are not given (JIS Q 15001, item g)."""

    voluntary: Stated = "present"
    consequence: Stated = "absent"


class Mark(Clause):
    """A mark shown with the policy. `held`: whether it is held today, from the awarding body."""

    mark: Literal["privacy_mark", "other"]
    name: Say
    held: Known = "unknown"


class Disclaimer(Clause):
    """A case for which the text takes no responsibility. `against_law`: a duty stands against
    it that no disclaimer lifts (Arts. 23, 26)."""

    against_law: Known = "unknown"


class ResponsiblePerson(Clause):
    """Who answers for personal information, as titled in the text."""

    title: Say
    department: Stated
    contact: Stated
    name: Stated = "absent"


Topic = Literal[
    "accredited_organisation",
    "accuracy",
    "anonymized",
    "changes",
    "choice_of_manner",
    "complaints",
    "deadline",
    "disclaimers",
    "entrustment",
    "external_transmission",
    "fee",
    "foreign",
    "handled_abroad",
    "identity",
    "improvement",
    "joint_use",
    "leak",
    "marks",
    "minors",
    "opt_out",
    "provision",
    "reasons",
    "representatives",
    "request_procedure",
    "retention",
    "security",
    "sensitive_information",
    "service_rules",
    "specific_personal_information",
    "supervision",
    "use",
    "voluntariness",
]
"""What a text may say nothing about. A topic neither filled nor listed has not been looked at."""
