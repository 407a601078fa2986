"""The tour of the README, followed line by line."""

import os
import sys
from pathlib import Path

import pytest

from chikai.cli.main import main

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "docs"))

from pages import Command, Reader, links, steps  # noqa: E402


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_tour_shows_what_a_reader_sees(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "policies").symlink_to(ROOT / "policies")
    monkeypatch.chdir(tmp_path)
    for each in [name for name in os.environ if name.startswith("CHIKAI_")]:
        monkeypatch.delenv(each)

    def chikai(args: list[str]) -> tuple[int, str]:
        code = main(args)
        printed = capfd.readouterr()
        return code, printed.out + printed.err

    reader = Reader(tmp_path, chikai, export=monkeypatch.setenv, given={"PATH": os.environ["PATH"]})
    todo = steps((ROOT / name).read_text("utf-8"))
    for step in todo:
        reader.follow(step)
    assert sum(isinstance(step, Command) for step in todo) > 15


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_every_link_of_the_readme_leads_somewhere(name: str) -> None:
    assert [written for written, target, _ in links(ROOT / name) if not target.exists()] == []
