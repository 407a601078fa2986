"""Whom records of provision name is said by the mapping, and not guessed from a label."""

import pytest

from chikai.adapters.sources.memory import MemorySources
from chikai.app.found_file import recorded_in
from chikai.duties.requests.recipients import Recorded
from chikai.ledger.load import load_mapping
from chikai.ledger.problem import BadMapping
from chikai.people.model import Name, Person

MAPPING = """
schema: 1
source: small
company: enigmo
label: {ja: 小さな例, en: A small example}
url: sqlite:///{home}/small.db
tables:
  members:
    category: customers
    label: {ja: 会員, en: Members}
    key: id
    recognise: {name: name, phone: phone}
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}}
      phone: {item: phone, label: {ja: 電話, en: Phone}}
  sales:
    category: customers
    label: {ja: 名簿の売渡し, en: Lists sold}
    key: id
    role: provision_records
    follows: {member: members.id}
    columns:
      id: {personal: false}
      member: {personal: false}
      kept_by: {label: {ja: 提供先, en: Recipient}}
      buyer: {label: {ja: 売渡先, en: Sold to}, record: recipient}
      seat: {label: {ja: 本店, en: Head office}, record: recipient_address}
"""
ROWS = {
    "members": [{"id": "1", "name": "見本 太郎", "phone": "03-0000-0001"}],
    "sales": [
        {"id": "1", "member": "1", "kept_by": "営業部", "buyer": "架空商事", "seat": "架空区1-1"},
        {"id": "2", "member": "1", "kept_by": "営業部", "buyer": " 架空商事", "seat": "架空区1-1"},
        {"id": "3", "member": "1", "kept_by": "営業部", "buyer": " ", "seat": None},
    ],
}


def test_the_third_party_is_found_by_what_the_column_means() -> None:
    """A column that only bears the usual label is somebody else."""
    mapping = load_mapping(MAPPING, file="small.yaml")
    taro = Person(names=(Name("見本 太郎"),), phones=("03-0000-0001",))
    found = MemorySources([mapping], {"small": ROWS}).find(taro)
    assert recorded_in(found.provision_records) == (Recorded("架空商事", "架空区1-1"),)


@pytest.mark.parametrize(
    ("this", "that", "code"),
    [
        (", record: recipient}", "}", "sources.third_party_needed"),
        (", record: recipient}", ", record: recipient_address}", "sources.third_party_needed"),
        ("en: Recipient}", "en: Recipient}, record: recipient", "sources.record_once"),
        ("en: Name}", "en: Name}, record: recipient", "sources.record_in_records"),
        (", record: recipient}", ", record: recipent}", "sources.not_one_of"),
    ],
)
def test_a_mapping_that_leaves_it_open_is_not_taken(this: str, that: str, code: str) -> None:
    with pytest.raises(BadMapping) as caught:
        load_mapping(MAPPING.replace(this, that, 1), file="small.yaml")
    assert code in {problem.code for problem in caught.value.problems}


def test_records_of_what_was_received_name_whom_it_came_from() -> None:
    """APPI Art. 30: they name a provider, and to nobody were data given."""
    text = MAPPING.replace("record: recipient}", "record: provider}")
    mapping = load_mapping(text.replace(", record: recipient_address", ""), file="small.yaml")
    taro = Person(names=(Name("見本 太郎"),), phones=("03-0000-0001",))
    found = MemorySources([mapping], {"small": ROWS}).find(taro)
    assert recorded_in(found.provision_records) == ()
