"""The documentation keeps its word: commands run as shown, links lead somewhere, nothing hides."""

import os
import re
from pathlib import Path

import pytest
from pages import DOCS, ROOT, File, Reader, anchors, links, steps

from chikai.cli.main import main

PAGES = sorted(DOCS.rglob("*.md"))
DOING = [p for p in PAGES if p.relative_to(DOCS).parts[0] in ("tutorial", "how-to")]
SHOWING = [p for p in (DOCS / "explanation").glob("*.md") if "```console" in p.read_text("utf-8")]


def _name(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


@pytest.mark.parametrize("page", DOING + sorted(SHOWING), ids=_name)
def test_a_reader_who_follows_the_page_sees_what_it_shows(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    text = page.read_text("utf-8")
    given = {}
    if "CHIKAI_STORE_URL=postgresql" in text:
        given["CHIKAI_STORE_URL"] = request.getfixturevalue("postgres_url")
    (tmp_path / "policies").symlink_to(ROOT / "policies")
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith("CHIKAI_")]:
        monkeypatch.delenv(name)

    def chikai(args: list[str]) -> tuple[int, str]:
        code = main(args)
        printed = capfd.readouterr()
        return code, printed.out + printed.err

    reader = Reader(tmp_path, chikai, export=monkeypatch.setenv, given=given)
    todo = steps(text)
    for step in todo:
        reader.follow(step)
    assert todo, "a page for doing shows something to do"


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_leads_to_a_page_and_a_heading(page: Path) -> None:
    broken = [
        written
        for written, target, anchor in links(page)
        if not target.exists() or (anchor and anchor not in anchors(target))
    ]
    assert broken == []


def test_the_index_leads_to_every_page() -> None:
    index = DOCS / "README.md"
    linked = {index} | {target for _, target, _ in links(index)}
    linked |= {page for each in linked if each.name == "README.md" for _, page, _ in links(each)}
    assert [_name(p) for p in PAGES if p not in linked] == []


@pytest.mark.parametrize("page", DOING, ids=_name)
def test_a_page_does_the_same_in_japanese_and_english(page: Path) -> None:
    here, there = (_deeds(p) for p in (page, _twin(page)))
    assert here == there


def _twin(page: Path) -> Path:
    stem, lang, _ = page.name.rsplit(".", 2)
    return page.with_name(f"{stem}.{'en' if lang == 'ja' else 'ja'}.md")


def _deeds(page: Path) -> list[str]:
    """What a page does, step by step; how it is said may differ."""
    todo = steps(page.read_text("utf-8"))
    named = [s.name if isinstance(s, File) else f"{s.line[:30]} {s.code}" for s in todo]
    return [re.sub(r"case-\S+", "", n) for n in named if "CHIKAI_LANG" not in n]
