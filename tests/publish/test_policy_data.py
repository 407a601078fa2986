"""The policy for machines: JSON-LD whose every term is defined, and nothing made up."""

import json
import re
from typing import Any

from published_house import policy_of

from chikai.policies import COMPANIES
from chikai.policy import vocabulary
from chikai.policy.model import Policy
from chikai.policy.publish.data import policy_data
from chikai.policy.walk import clauses

DPV = {
    "dpv:Consent", "dpv:Customer", "dpv:DataController", "dpv:DataSource", "dpv:DataSubject",
    "dpv:DataSubjectDataSource", "dpv:DataSubjectRight", "dpv:Employee", "dpv:JobApplicant",
    "dpv:LegalBasis", "dpv:LegalObligation", "dpv:Organisation", "dpv:PersonalData",
    "dpv:PrivacyNotice", "dpv:Process", "dpv:PublicInterest", "dpv:Purpose", "dpv:Recipient",
    "dpv:StorageDuration", "dpv:Visitor", "dpv:VitalInterest",
    "dpv:hasAddress", "dpv:hasApplicableLaw", "dpv:hasContact", "dpv:hasDataController",
    "dpv:hasDataSource", "dpv:hasDataSubject", "dpv:hasDuration", "dpv:hasLegalBasis",
    "dpv:hasName", "dpv:hasPersonalData", "dpv:hasProcess", "dpv:hasPurpose", "dpv:hasRecipient",
    "dpv:hasRight", "dpv:hasStorageCondition", "dpv:hasTechnicalOrganisationalMeasure",
}  # fmt: skip
"""Terms of DPV 2 that may be used: read in its specification, none invented."""


def terms(text: str) -> set[str]:
    return set(re.findall(r'"((?:appi|dpv|legal-jp|dct):[A-Za-z-]+)"', text))


def nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(n for each in value.values() for n in nodes(each))]
    return [n for each in value for n in nodes(each)] if isinstance(value, list) else []


def test_every_term_is_defined(policy: Policy) -> None:
    ours = {each["@id"] for each in json.loads(vocabulary.appi())["@graph"]}
    used = terms(policy_data(policy))
    known = ours | DPV | {"legal-jp:law-APPI", "dct:title", "dct:description"}
    assert used - known == set()


def test_our_vocabulary_says_each_term_once_in_both_languages() -> None:
    graph = json.loads(vocabulary.appi())["@graph"]
    ids = [each["@id"] for each in graph]
    assert len(ids) == len(set(ids))
    for each in graph:
        assert {label["@language"] for label in each["rdfs:label"]} == {"ja", "en"}
        assert each["rdfs:comment"]["@value"]


def test_our_vocabulary_holds_no_term_that_no_policy_could_use() -> None:
    from pathlib import Path

    source = Path("src/chikai/policy/publish/data.py").read_text("utf-8")
    assert "appi:{_camel" in source, "terms are put together from kinds and bases"
    graph = json.loads(vocabulary.appi())["@graph"]
    properties = [each["@id"] for each in graph if each["@type"] == "rdf:Property"]
    assert [each for each in properties if f'"{each}"' not in source] == []


def test_vocabulary_points_only_at_terms_that_dpv_has() -> None:
    assert {t for t in terms(vocabulary.appi()) if t.startswith("dpv:")} <= DPV


def test_every_clause_is_there_with_its_text(policy: Policy) -> None:
    found = json.loads(policy_data(policy))["appi:hasClause"]
    told = {each["@id"]: each["dct:description"][0]["@value"] for each in found}
    assert told == {f"#{each.id}": each.say.ja for each in clauses(policy)}


def test_what_is_referred_to_is_there(policy: Policy) -> None:
    tree = json.loads(policy_data(policy))
    described = {n["@id"] for n in nodes(tree) if len(n) > 1 and "@id" in n}
    referred = {n["@id"] for n in nodes(tree) if set(n) == {"@id"} and n["@id"].startswith("#")}
    assert referred <= described


def test_a_fee_stands_on_the_kinds_that_bear_it_and_what_is_silent_is_named() -> None:
    tree = json.loads(policy_data(policy_of("enigmo")))
    fees = {n["@id"]: n["appi:feeInYen"] for n in tree["dpv:hasRight"]}
    assert fees["#kind_disclosure"] == 1000
    assert fees["#kind_correction"] == 0
    assert "security" in tree["appi:notPublished"]


def test_the_same_policy_gives_the_same_text() -> None:
    for company in COMPANIES:
        assert policy_data(policy_of(company)) == policy_data(policy_of(company))
