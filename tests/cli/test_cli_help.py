"""Help: every command and option explained in both languages, and quick to start."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from typist import Typist

from chikai.cli.help import HelpfulCommand, HelpfulGroup, cells
from chikai.cli.main import command
from chikai.duties.requests.commands import Action
from chikai.duties.requests.events import Disposal

HEAVY = {
    *("alembic", "babel", "cryptography", "jinja2", "jpholiday", "litestar", "pydantic", "rich"),
    *("rfc8785", "ruamel", "segno", "sqlalchemy", "typst", "uvicorn", "wtforms"),
}


def _commands(group: HelpfulGroup, *path: str) -> Iterator[tuple[tuple[str, ...], HelpfulCommand]]:
    for name, each in group.commands.items():
        if isinstance(each, HelpfulGroup):
            yield from _commands(each, *path, name)
        else:
            assert isinstance(each, HelpfulCommand)
            yield (*path, name), each


ALL = [" ".join(path) for path, _ in _commands(command("ja"))]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("path", [*ALL, "", "request", "request paper", "law", "policy"])
def test_help_of_every_command(desk: Typist, path: str, lang: str) -> None:
    ran = desk.run(*path.split(), "--help", "--lang", lang)
    assert ran.code == 0
    assert ran.out.startswith("使い方: chikai" if lang == "ja" else "Usage: chikai")
    assert all(cells(line) <= 100 for line in ran.out.splitlines())


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_parameter_says_what_it_is(lang: str) -> None:
    unsaid = [
        f"{' '.join(path)} {param.name}"
        for path, each in _commands(command(lang))
        for param in each.params
        if not getattr(param, "help", None)
    ]
    assert unsaid == []


def test_every_command_has_language_and_json() -> None:
    for path, each in _commands(command("ja")):
        names = {param.name for param in each.params}
        assert {"lang", "as_json"} <= names, path


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(("line", "kind"), [("order", Action), ("dispose", Disposal)])
def test_help_names_every_choice(
    desk: Typist, line: str, kind: type[Action] | type[Disposal], lang: str
) -> None:
    said = " ".join(desk.run("request", line, "--help", "--lang", lang).out.split())
    assert f"[{' | '.join(kind)}]" in said


def test_help_starts_light() -> None:
    """What start-up loads: the parser and the words, nothing that decides, stores or prints."""
    program = (
        "import sys\n"
        "from chikai.cli.main import main\n"
        "assert main(['--help']) == 0\n"
        "print(sorted(sys.modules), file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    loaded = set(json.loads(ran.stderr.replace("'", '"')))
    assert {name.split(".")[0] for name in loaded} & HEAVY == set()
    assert {name for name in loaded if name.startswith(("chikai.app", "chikai.duties"))} == set()
