"""The repository as a new clone meets it: locks that hold anywhere, scripts that start."""

import re
import subprocess
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

ROOT = Path(__file__).parent.parent
LOCKS = [ROOT / f"requirements/{name}.lock" for name in ("core", "test", "check", "extras")]
SCRIPTS = ["demo", "test", "check", "lock"]


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([\w.+]+)", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_holds_pins_and_hashes_and_names_no_host_and_no_path(lock: Path) -> None:
    line = re.compile(r"[\w.-]+==[\w.+]+( ; [^/:@]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [each for each in lock.read_text().splitlines() if not line.fullmatch(each)] == []


def test_narrow_locks_are_part_of_wide_ones() -> None:
    core, test, check, extras = map(pins, LOCKS)
    assert core.items() <= test.items() <= check.items() <= extras.items()


def test_every_dependency_is_locked_and_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    names = {re.split(r"[\[<>=]", line)[0] for line in asked} - {"chikai"}
    locked = pins(ROOT / "requirements/extras.lock")
    assert {name.replace(".", "-") for name in names} <= locked.keys()
    page = (ROOT / "docs/decisions/dependencies.md").read_text()
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_executable_and_parses(name: str) -> None:
    script = ROOT / "scripts" / name
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", script], check=True)


def test_a_machine_without_the_means_is_told_the_remedy(tmp_path: Path) -> None:
    python = tmp_path / "python3"
    python.write_text('#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; esac\n')
    python.chmod(0o755)
    command = "source scripts/lib.sh; may_install() { false; }; python_in " + str(tmp_path / "venv")
    answer = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 1
    assert answer.stderr == (
        "Python's venv module is missing. Remedy: sudo apt-get install python3-venv\n"
    )


@pytest.mark.parametrize("server", ["postgres_url", "mariadb_url"])
def test_a_database_server_keeps_every_character_of_a_name(
    server: str, request: pytest.FixtureRequest
) -> None:
    engine = create_engine(request.getfixturevalue(server))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE people (name VARCHAR(40))"))
        connection.execute(text("INSERT INTO people VALUES (:name)"), {"name": "𠮷﨑 髙子"})
        assert connection.scalar(text("SELECT name FROM people")) == "𠮷﨑 髙子"
    engine.dispose()


def test_chromium_answers(chromium: str) -> None:
    answer = subprocess.run([chromium, "--version"], check=True, capture_output=True, text=True)
    assert re.search(r"Chrom", answer.stdout)
