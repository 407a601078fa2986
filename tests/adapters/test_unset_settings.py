"""What a mapping leaves to the environment and the environment does not say."""

from __future__ import annotations

import pytest

from chikai.adapters.sources.company import CompanySources
from chikai.adapters.sources.objects import Files
from chikai.app.faults import faults_of
from chikai.ledger.load import load_mapping
from chikai.ledger.model import FileAt
from chikai.ledger.terms import Media
from chikai.ports import NotSet

SYSTEM = """\
schema: 1
source: crm
company: enigmo
label: {ja: 顧客管理, en: CRM}
kind: webhook
url: https://crm.example.jp/chikai
secret_env: CHIKAI_TEST_SECRET
tables:
  people:
    category: customers
    label: {ja: 人, en: People}
    key: id
    recognise: {name: name, phone: phone}
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}}
      phone: {item: phone, label: {ja: 電話番号, en: Telephone}}
"""


@pytest.mark.parametrize("environ", [{}, {"CHIKAI_TEST_SECRET": ""}])
def test_a_system_is_never_asked_without_the_key_of_its_signature(environ) -> None:
    mapping = load_mapping(SYSTEM, file="sources/crm.yaml")
    sources = CompanySources([mapping], address=lambda each: each.url or "", environ=environ)
    with pytest.raises(NotSet) as unset:
        sources.system(mapping)
    code, (fault,) = faults_of(unset.value)
    assert code == 4 and fault.code == "fault.source.not_set"
    for lang in ("ja", "en"):
        said = fault.say(lang)
        assert all(each in said for each in ("CHIKAI_TEST_SECRET", "secret_env", "crm.yaml"))


def test_a_folder_of_files_whose_variable_is_not_set_is_named_by_it() -> None:
    at = FileAt(location="{value}", root_env="CHIKAI_TEST_FILES", media=Media.AUDIO)
    with pytest.raises(NotSet) as unset:
        Files({}, "/home").look(at, "a.wav")
    assert "CHIKAI_TEST_FILES" in faults_of(unset.value)[1][0].say("en")
