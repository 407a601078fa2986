"""What one company promises, as typed data. The YAML file of a policy is read into `Policy`.

Every clause has an id, the check ids of the promises it carries, its text in Japanese and
English, and, where the published text leaves something open, an `assumption` with its reason.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from chikai.policy.base import (
    Category,
    CheckId,
    Clause,
    Company,
    CompanyId,
    Contact,
    Hours,
    Id,
    Item,
    Known,
    Model,
    Phone,
    Place,
    Purpose,
    Say,
    Stated,
    StatedItem,
)
from chikai.policy.sections.changes import Changes
from chikai.policy.sections.foreign import Foreign
from chikai.policy.sections.joint_use import JointUse
from chikai.policy.sections.minors import Minors
from chikai.policy.sections.provision import Entrustment, OptOut, Provision
from chikai.policy.sections.requests import (
    AccreditedOrganisation,
    AllOf,
    Answer,
    Authority,
    Blackout,
    Complaints,
    Evidence,
    Exit,
    Fee,
    Form,
    Identity,
    Intake,
    KindClause,
    MatchRule,
    OtherWindow,
    PaperRetention,
    ProxyForm,
    Refunds,
    RefusalText,
    Requests,
    Withdrawal,
)
from chikai.policy.sections.security import EmployeeSupervision, Leak, Security
from chikai.policy.sections.special import Anonymized, SpecificInformation
from chikai.policy.sections.standing import (
    Disclaimer,
    ExternalText,
    General,
    Mark,
    ResponsiblePerson,
    ServiceRule,
    Topic,
    Voluntariness,
)
from chikai.policy.sections.transmission import ExternalTransmission
from chikai.policy.sections.use import Accuracy, Retention, Use

__all__ = [
    "AccreditedOrganisation",
    "AllOf",
    "Answer",
    "Authority",
    "Blackout",
    "Category",
    "CheckId",
    "Clause",
    "Company",
    "CompanyId",
    "Complaints",
    "Contact",
    "Evidence",
    "Exit",
    "Fee",
    "Form",
    "Hours",
    "Id",
    "Identity",
    "Intake",
    "Item",
    "KindClause",
    "Known",
    "MatchRule",
    "Model",
    "OtherWindow",
    "PaperRetention",
    "Phone",
    "Place",
    "Policy",
    "ProxyForm",
    "Purpose",
    "Refunds",
    "RefusalText",
    "Requests",
    "Say",
    "Stated",
    "StatedItem",
    "Withdrawal",
]


class Policy(Model):
    """One version of one company's policy. `silent` lists what was looked for in the published
    text and not found; a section neither filled nor listed there has not been looked at."""

    schema_: Literal[1] = Field(alias="schema")
    company: CompanyId
    effective_from: date
    supersedes: date | None = None
    effective_from_assumption: Say | None = None
    about: Company
    contacts: tuple[Contact, ...]
    items: tuple[Item, ...]
    purposes: tuple[Purpose, ...]
    categories: tuple[Category, ...]
    requests: Requests
    complaints: Complaints
    # Everything from here on is optional: a file written before these sections still loads.
    general: tuple[General, ...] = ()
    external_texts: tuple[ExternalText, ...] = ()
    responsible: tuple[ResponsiblePerson, ...] = ()
    use: Use | None = None
    provision: Provision | None = None
    opt_out: OptOut | None = None
    entrustment: Entrustment | None = None
    joint_use: tuple[JointUse, ...] = ()
    foreign: Foreign | None = None
    anonymized: Anonymized | None = None
    specific_personal_information: SpecificInformation | None = None
    security: Security | None = None
    supervision: EmployeeSupervision | None = None
    leak: Leak | None = None
    improvement: Clause | None = None
    minors: Minors | None = None
    external_transmission: ExternalTransmission | None = None
    accuracy: Accuracy | None = None
    retention: tuple[Retention, ...] = ()
    changes: Changes | None = None
    service_rules: tuple[ServiceRule, ...] = ()
    voluntariness: Voluntariness | None = None
    marks: tuple[Mark, ...] = ()
    disclaimers: tuple[Disclaimer, ...] = ()
    silent: tuple[Topic, ...] = ()

    @property
    def version(self) -> str:
        return self.effective_from.isoformat()

    def contact(self, id: str) -> Contact:
        return next(c for c in self.contacts if c.id == id)
