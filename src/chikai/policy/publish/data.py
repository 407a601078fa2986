"""The policy for machines: JSON-LD with the terms of the W3C Data Privacy Vocabulary, and our own
APPI vocabulary (`policy/vocabulary/appi.jsonld`) where that has none.

What the text leaves unknown is left out, never filled in. Every clause is there with its text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from chikai.kernel.message import Message
from chikai.law.kinds import BASIS, RequestKind
from chikai.policy.model import Category, Policy, Say
from chikai.policy.phrases import way
from chikai.policy.sections.provision import Recipient
from chikai.policy.sections.use import Retention
from chikai.policy.walk import clauses
from chikai.words import LANGS, render

Node = dict[str, Any]

CONTEXT: Final[Node] = {
    "dpv": "https://w3id.org/dpv#",
    "legal-jp": "https://w3id.org/dpv/legal/jp#",
    "appi": "urn:chikai:appi:",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_PERSONS: Final = {
    "customers": "dpv:Customer",
    "inquirers": "appi:Inquirer",
    "business_contacts": "appi:BusinessContact",
    "visitors": "dpv:Visitor",
    "job_applicants": "dpv:JobApplicant",
    "job_seekers": "appi:JobSeeker",
    "employees": "dpv:Employee",
    "former_employees": "appi:FormerEmployee",
    "shareholders": "appi:Shareholder",
    "professionals": "appi:Professional",
    "contributors": "appi:Contributor",
    "others": "dpv:DataSubject",
}
_SOURCES: Final = {
    "direct_in_writing": "appi:DirectInWriting",
    "direct_otherwise": "appi:DirectOtherwise",
    "from_agency": "appi:FromAgency",
    "entrusted": "appi:FromEntrustingParty",
    "other": "dpv:DataSource",
}


def policy_data(policy: Policy) -> str:
    """The policy as JSON-LD. The same policy gives the same text."""
    about = policy.about
    node: Node = {
        "@context": CONTEXT,
        "@id": f"urn:chikai:policy:{policy.company}:{policy.version}",
        "@type": ["dpv:PrivacyNotice", "appi:HandlingPolicy"],
        "dct:title": _said(about.name),
        "appi:effectiveFrom": _day(policy.version),
        "dpv:hasApplicableLaw": _ref("legal-jp:law-APPI"),
        "dpv:hasDataController": {
            "@type": ["dpv:DataController", "appi:Business"],
            "dpv:hasName": _said(about.name),
            **_contact(policy, about.desk),
        },
        "dpv:hasProcess": [_process(policy, each) for each in policy.categories],
        "dpv:hasRight": [_request(policy, kind) for kind in RequestKind],
        "appi:requestProcedure": _procedure(policy),
        "appi:hasClause": [_clause(id, say) for id, say in _texts(policy)],
    }
    if policy.supersedes:
        node["appi:supersedes"] = _day(policy.supersedes.isoformat())
    node |= _optional(policy)
    return json.dumps(node, ensure_ascii=False, indent=1) + "\n"


def _texts(policy: Policy) -> Iterator[tuple[str, Say]]:
    return ((each.id, each.say) for each in clauses(policy))


def _clause(id: str, say: Say) -> Node:
    return {"@id": f"#{id}", "@type": "appi:Clause", "dct:description": _said(say)}


def _said(text: Say) -> list[Node]:
    return [{"@language": lang, "@value": text[lang]} for lang in LANGS]


def _told(message: Message) -> list[Node]:
    return [{"@language": lang, "@value": render(message, lang=lang)} for lang in LANGS]


def _ref(id: str) -> Node:
    return {"@id": id}


def _refs(ids: Iterable[str]) -> list[Node]:
    return [_ref(f"#{id}") for id in ids]


def _day(text: str) -> Node:
    return {"@type": "xsd:date", "@value": text}


def _contact(policy: Policy, desk: str) -> Node:
    contact = policy.contact(desk)
    node: Node = {}
    if contact.place:
        node["dpv:hasAddress"] = _said(contact.place.address)
    reached = [each for each in (contact.email, contact.phone) if each]
    return {**node, "dpv:hasContact": reached} if reached else node


def _process(policy: Policy, category: Category) -> Node:
    """One category: whose data, which, from where and what for."""
    items = {each.id: each for each in policy.items}
    purposes = {each.id: each for each in policy.purposes}
    node: Node = {
        "@id": f"#{category.id}",
        "@type": "dpv:Process",
        "dct:title": _said(category.say),
        "dpv:hasDataSubject": [_ref(_PERSONS[each]) for each in category.persons],
        "dpv:hasDataSource": [_ref(_SOURCES[s]) for s in category.sources if s in _SOURCES],
        "dpv:hasPurpose": [
            {
                "@id": f"#{id}",
                "@type": "dpv:Purpose",
                "dct:title": _said(purposes[id].say),
            }
            for id in category.purposes
        ],
        "dpv:hasPersonalData": [
            {
                "@id": f"#item-{id}",
                "@type": ["appi:SpecificPersonalInformation"]
                if items[id].specific
                else ["dpv:PersonalData"],
                "dct:title": _said(items[id].say),
            }
            for id in category.items
            if items[id].listed == "yes"
        ],
        "dpv:hasStorageCondition": [
            _storage(each) for each in policy.retention if category.id in each.categories
        ],
    }
    return {key: value for key, value in node.items() if value != []}


def _storage(retention: Retention) -> Node:
    node: Node = {"@type": "dpv:StorageDuration", "dct:description": _said(retention.say)}
    if retention.years or retention.months:
        node["dpv:hasDuration"] = _period(retention.years or 0, retention.months or 0)
    return node


def _period(years: int, months: int) -> Node:
    text = "P" + (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return {"@type": "xsd:duration", "@value": text if years or months else "P0D"}


def _camel(value: str) -> str:
    return "".join(part.capitalize() for part in value.split("_"))


def _request(policy: Policy, kind: RequestKind) -> Node:
    """A request a person may make, with its article, and its fee where the policy sets one."""
    clause = next(each for each in policy.requests.kinds if each.kind is kind)
    node: Node = {
        "@id": f"#{clause.id}",
        "@type": ["dpv:DataSubjectRight", f"appi:{_camel(kind.value)}"],
        "appi:article": BASIS[kind].say("en"),
    }
    fee = policy.requests.fee
    charged = fee is not None and kind in fee.kinds
    node["appi:feeInYen"] = fee.amount if fee is not None and charged else 0
    return node


def _procedure(policy: Policy) -> Node:
    requests = policy.requests
    papers = requests.papers
    node: Node = {
        "@type": "appi:RequestProcedure",
        "appi:channel": [each.value for each in requests.intake.channels],
        "appi:identityEvidence": [
            _told(way(each)) for each in (*requests.identity.accept, *requests.identity.also_accept)
        ],
        "appi:authorityEvidence": [
            {
                "appi:asker": [asker.value for asker in each.askers],
                "appi:evidence": [_told(way(w)) for w in (*each.accept, *each.also_accept)],
            }
            for each in requests.authority
        ],
        "appi:papersKept": _period(papers.years, papers.months),
        **_contact(policy, requests.intake.desk),
    }
    if fee := requests.fee:
        node["appi:meansOfPayment"] = [each.value for each in fee.means]
        if fee.period_days:
            node["appi:paymentPeriod"] = {
                "@type": "xsd:duration",
                "@value": f"P{fee.period_days}D",
            }
    return {key: value for key, value in node.items() if value != []}


def _optional(policy: Policy) -> Node:
    """The parts that a policy may leave out."""
    node: Node = {}
    provision = policy.provision
    if provision:
        node["dpv:hasRecipient"] = [_recipient(each) for each in provision.recipients]
        node["appi:provisionGround"] = [
            {"@id": f"#{each.id}", **_basis(each.basis)} for each in provision.grounds
        ]
    node["appi:jointUse"] = [_ref(f"#{each.id}") for each in policy.joint_use]
    parts = {
        "appi:optOut": policy.opt_out,
        "appi:entrustment": policy.entrustment,
        "appi:foreignProvision": policy.foreign,
        "appi:specificPersonalInformation": policy.specific_personal_information,
        "dpv:hasTechnicalOrganisationalMeasure": policy.security,
    }
    node |= {key: _ref(f"#{part.id}") for key, part in parts.items() if part}
    if told := policy.external_transmission:
        node["appi:externalTransmission"] = _refs(each.id for each in told.tags)
    if body := policy.complaints.organisation:
        node["appi:accreditedOrganisation"] = {
            "@id": f"#{body.id}",
            "@type": "dpv:Organisation",
            "dpv:hasName": _said(body.name),
        }
    node["appi:notPublished"] = list(policy.silent)
    return {key: value for key, value in node.items() if value != []}


def _recipient(clause: Recipient) -> Node:
    return {
        "@id": f"#{clause.id}",
        "@type": "dpv:Recipient",
        "dpv:hasName": _said(clause.destination),
        "dpv:hasPurpose": _refs(clause.purposes),
        **_basis(clause.basis),
    }


def _basis(basis: str) -> Node:
    if basis == "unknown":
        return {}
    term = "dpv:Consent" if basis == "consent" else f"appi:{_camel(basis)}"
    return {"dpv:hasLegalBasis": _ref(term)}
