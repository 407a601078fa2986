"""A policy file that is malformed, hostile or huge: whichever command reads it says what is wrong,
in which file and where, and nothing else happens."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chikai.cli.main import main
from chikai.policies import EXAMPLE, shipped

GOOD = shipped(EXAMPLE)[-1].text.replace("company: example", "company: kaku")


def edited(old: str, new: str) -> bytes:
    assert old in GOOD, old
    return GOOD.replace(old, new, 1).encode()


def line_of(words: str) -> int:
    return GOOD[: GOOD.index(words)].count("\n") + 1


BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n".encode()
    for n in range(12)
)
FROM = "effective_from: 2026-04-01"
FEE = "    amount: 500"

HOSTILE: dict[str, tuple[bytes, str, int | None]] = {
    "anchor bomb": (BOMB, "policy.error.alias", 1),
    "ten megabytes": (GOOD.encode() + b"# " + b"x" * 10_000_000, "too_l", None),
    "ten megabytes of one list": (b"a: [" + b"1," * 5_000_000 + b"1]", "too_l", None),
    "just under the limit": (b"a: [" + b"1," * 490_000 + b"1]", "policy.error.too_many", 1),
    "deep nesting": (b"a: " + b"[" * 5_000, "policy.error.too_deep", 1),
    "deep mappings": (
        "".join(f"{' ' * n}a:\n" for n in range(900)).encode(),
        "policy.error.too_deep",
        25,
    ),
    "duplicate key": (edited(FROM, f"{FROM}\n{FROM}"), "policy.error.duplicate_key", 7),
    "unknown key": (edited(FROM, f"{FROM}\nsurprise: 1"), "policy.error.unknown_key", 7),
    "a list for a text": (edited(FROM, "effective_from: [1]"), "policy.error.type", 6),
    "a text for a list": (edited("items:\n", "items: all\nrest:\n"), "policy.error.type", None),
    "not a number": (edited(FEE, "    amount: .nan"), "policy.error.type_int", line_of(FEE)),
    "endless number": (edited(FEE, "    amount: .inf"), "policy.error.type_int", line_of(FEE)),
    "huge number": (edited(FEE, f"    amount: {'9' * 4_000}"), "policy.error", line_of(FEE)),
    "octal number": (edited(FEE, "    amount: 0777"), "policy.error.type_int", line_of(FEE)),
    "timestamp": (edited(FROM, f"{FROM}T10:00:00Z"), "policy.error", 6),
    "no such day": (edited(FROM, "effective_from: 2026-02-30"), "policy.error", 6),
    "tab": (edited(FROM, "effective_from:\t2026-04-01\n\tx: 1"), "policy.error.tab", None),
    "tag": (edited(FROM, "effective_from: !!python/name:os.system x"), "policy.error.tag", 6),
    "merge key": (edited(FROM, f"{FROM}\n<<: {{x: 1}}"), "policy.error.unknown_key", 7),
    "second document": (GOOD.encode() + b"\n---\na: 1\n", "policy.error.second_document", None),
    "a list as a key": (edited(FROM, f"{FROM}\n? [a, b]\n: 1"), "policy.error", 7),
    "control character": (edited(FROM, f"{FROM} \x07"), "policy.error.bad_character", 6),
    "binary": (bytes(range(256)) * 20, "utf8", None),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), "not_", None),
    "half in another encoding": (
        GOOD.encode() + "\n# 架空".encode("shift_jis"),
        "utf8",
        None,
    ),
    "UTF-16": (GOOD.encode("utf-16"), "utf8", None),
    "nothing": (b"", "policy.error", 1),
    "only a comment": (b"# nothing\n", "policy.error", 1),
    "a bare text": (b"hello", "policy.error", 1),
    "unclosed": (GOOD.encode() + b"\nx: [1", "policy.error.yaml", None),
}
"""The content of a file, the beginning or middle of the finding's code, and its line where one can
be told."""

Command = Callable[[Path], list[str]]
COMMANDS: dict[str, Command] = {
    "check": lambda file: ["policy", "check", str(file)],
    "lint": lambda file: ["policy", "lint", str(file)],
    "diff": lambda file: ["policy", "diff", str(file.with_name("good.yaml")), str(file)],
    "publish": lambda file: [
        *("policy", "publish", "kaku", "--home", str(file.parents[2])),
        *("--out", str(file.parents[2] / "out")),
    ],
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A company set up with its own policy; where a file of it will be put."""
    folder = tmp_path / "kaku" / "policies"
    folder.mkdir(parents=True)
    (tmp_path / "kaku" / "sources").mkdir()
    (folder / "good.yaml").write_text(GOOD, "utf-8")
    return folder


def findings(
    args: list[str], capsys: pytest.CaptureFixture[str]
) -> tuple[int, list[dict[str, Any]]]:
    capsys.readouterr()
    code = main([*args, "--json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert isinstance(found, list)
    return code, found


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_named_with_its_place(
    house: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content, wanted, line = HOSTILE[name]
    file = house / "hostile.yaml"
    file.write_bytes(content)
    for command, args in COMMANDS.items():
        code, found = findings(args(file), capsys)
        assert code == 2, (command, found)
        assert found and all(each["file"] == str(file) for each in found), (command, found)
        told = [each for each in found if wanted in each["code"]]
        assert told, (command, [each["code"] for each in found])
        assert all(each["ja"] and each["en"] for each in found)
        if line is not None:
            assert line in {each["line"] for each in told}, (command, told[0])
            assert all(each["column"] for each in told), command
    assert not (house.parents[1] / "out").exists()


@pytest.mark.parametrize("name", ["BOM", "CRLF", "BOM and CRLF", "no last line"])
def test_what_editors_do_to_a_file_is_no_fault(
    house: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = GOOD.replace("\n", "\r\n") if "CRLF" in name else GOOD
    raw = (b"\xef\xbb\xbf" if "BOM" in name else b"") + text.encode()
    file = house / "good.yaml"
    file.write_bytes(raw.rstrip() if name == "no last line" else raw)
    for command, args in COMMANDS.items():
        code, found = findings(args(file), capsys)
        assert code == 0, (command, found)


@pytest.mark.parametrize("name", ["anchor bomb", "ten megabytes", "just under the limit"])
def test_it_needs_little_memory(house: Path, name: str) -> None:
    file = house / "hostile.yaml"
    file.write_bytes(HOSTILE[name][0])
    limit = 1_500 << 20
    ran = subprocess.run(
        [sys.executable, "-m", "chikai.cli.main", "policy", "check", str(file)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert ran.returncode == 2 and str(file) in ran.stderr and "Traceback" not in ran.stderr
