"""The pages on files that people write: every key with words, a finding with a key, an example
that is read for real."""

import re
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from pages import DOCS, ROOT
from pydantic import BaseModel

from chikai.app.envelope_file import read_envelope
from chikai.ledger.load import load_mapping
from chikai.ledger.written import Written
from chikai.policies import shipped
from chikai.policy.load import load
from chikai.policy.model import Policy
from chikai.words import LANGS, sentences

EXAMPLES = DOCS / "reference" / "examples"
FINDING = re.compile(r'Problem\(\s*(?:[^()]*? if [^()]*? else )?"((?:sources|plan)\.[a-z_]+)"')


@pytest.fixture(scope="module")
def policy() -> Policy:
    file = shipped("enigmo")[-1]
    return load(file.text, file=file.name)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import reference_files

    return reference_files


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("mapping-*")), ids=lambda file: file.stem)
def test_the_mappings_that_the_page_shows_are_read_by_the_policy(
    file: Path, policy: Policy
) -> None:
    draft = file.stem.endswith("draft")
    mapping = load_mapping(file.read_text("utf-8"), file=file.name, policy=policy, draft=draft)
    assert mapping.tables and mapping.draft == draft


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("envelope-*")), ids=lambda file: file.stem)
def test_the_envelopes_that_the_page_shows_are_read(file: Path) -> None:
    read = read_envelope(file.read_text("utf-8"), file=file.name, scan=lambda name: b"a scan")
    assert read.arrived_on == date(2026, 11, 2)


def test_a_key_without_words_is_refused(files: ModuleType) -> None:
    class More(Written):
        nobody_wrote_about_it: str = ""

    with pytest.raises(files.Undocumented, match="nobody_wrote_about_it"):
        _all(files, More)


def test_a_key_that_no_example_shows_is_refused(files: ModuleType) -> None:
    class Label(BaseModel):
        ja: str = ""
        en: str = ""
        title: str = ""  # it has words, by chance

    with pytest.raises(files.Undocumented, match="no file of docs/reference/examples shows"):
        _all(files, Label)


def _all(files: ModuleType, root: type[BaseModel]) -> None:
    page = files.FilePage("mapping", root)
    for key in files.keys(root):
        list(files._key(key, files.book(page, "en")))


def test_every_finding_about_a_mapping_has_a_key_or_a_word_on_why_not(files: ModuleType) -> None:
    page = files.PAGES[0]
    book = files.book(page, "ja")
    told = {*files.judged(book), *book.facts["told"]["every"], *book.facts["elsewhere"]["ids"]}
    places = ("src/chikai/ledger", "src/chikai/adapters/sources")
    source = "".join(p.read_text("utf-8") for each in places for p in (ROOT / each).rglob("*.py"))
    judged = set(FINDING.findall(source))
    assert len(judged) > 60
    assert judged - told == set()
    assert set(book.facts["elsewhere"]["ids"]) <= sentences("ja").keys()


def test_both_languages_tell_the_same_keys(files: ModuleType) -> None:
    def told(lang: str, page: str) -> list[str]:
        text = (DOCS / "reference" / f"{page}.{lang}.md").read_text("utf-8")
        return re.findall(r"^### .*$", text, re.M)

    for page in files.PAGES:
        ja, en = (told(lang, page.name) for lang in LANGS)
        assert ja == en and len(set(ja)) == len(ja)
