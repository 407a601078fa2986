"""Pages of the documentation as programs: their files, their commands, what they show, their links.

A page of `docs/tutorial` and `docs/how-to` writes its files in blocks such as ```yaml envelope.yaml
and its commands in ```console blocks. A line that starts with `$ ` is a command (a `\\` at its end
goes on); the lines below are what it prints, with … for what is left out. A command ends with 0
unless `$ echo $?` follows. An id such as case-5BTGZVCQE3 stands for the one a reader sees.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from string import Template

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_FENCE = re.compile(r"^```(\w+)(?: +(\S+))?\n(.*?)^```$", re.M | re.S)
_ASSIGNMENT = re.compile(r"(?:export )?([A-Z_]+)=(\S*)")
_ID = re.compile(r"\b(?:case|letter|paper|fee|doc)-[0-9A-Z]{10}\b")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.M)


@dataclass(frozen=True, slots=True)
class File:
    """A file the reader is told to write."""

    name: str
    text: str


@dataclass(slots=True)
class Command:
    """One command, the lines the page shows below it, and the exit code the page says."""

    line: str
    shown: list[str] = field(default_factory=list)
    code: int = 0


Step = File | Command
Run = Callable[[list[str]], tuple[int, str]]
"""Runs `chikai` with arguments: the exit code, and what it printed."""


def steps(text: str) -> list[Step]:
    """What a reader of the page does, in order."""
    found: list[Step] = []
    for language, name, body in _FENCE.findall(text):
        if language == "console":
            found += _commands(body)
        elif name:
            found.append(File(name, body))
    return found


def _commands(block: str) -> list[Command]:
    found: list[Command] = []
    for line in block.replace("\\\n", "").splitlines():
        if line.startswith("$ "):
            found.append(Command(line.removeprefix("$ ")))
        elif line.strip():
            found[-1].shown.append(line)
    for before, after in pairwise(found):
        if after.line == "echo $?":
            before.code = int(after.shown[0])
    return [each for each in found if each.line != "echo $?"]


class Reader:
    """Somebody who follows a page in an empty folder, and whose ids are others than the page's."""

    def __init__(
        self, folder: Path, run: Run, *, export: Callable[[str, str], None], given: dict[str, str]
    ) -> None:
        self.folder, self.given = folder, given
        self._run, self._export = run, export
        self._ids: dict[str, str] = {}

    def follow(self, step: Step) -> str:
        """Do one step; what it printed. Raises `AssertionError` when the page says otherwise."""
        if isinstance(step, File):
            (self.folder / step.name).write_text(step.text, "utf-8")
            return ""
        line = _ID.sub(lambda m: self._ids.get(m[0], m[0]), step.line)
        if assigned := _ASSIGNMENT.fullmatch(line):
            name, value = assigned.groups()
            self._export(name, self.given.get(name, value))
            return ""
        code, printed = self._do(line)
        assert code == step.code, f"`{step.line}` ended with {code}:\n{printed}"
        self._compare(step, printed)
        return printed

    def _do(self, line: str) -> tuple[int, str]:
        if line.startswith("chikai ") and not re.search(r"[|<>*]", line):
            return self._run(shlex.split(Template(line).safe_substitute(os.environ))[1:])
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-c", line],
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def _compare(self, step: Command, printed: str) -> None:
        """Every shown line was printed, in this order; new ids of the page get to know theirs."""
        rest = iter([" ".join(line.split()) for line in printed.splitlines()])
        for shown in step.shown:
            if shown.strip() == "…":
                continue
            pattern, ids = self._pattern(" ".join(shown.split()))
            match = next((m for line in rest if (m := re.fullmatch(pattern, line))), None)
            assert match, f"`{step.line}` did not print this line:\n{shown}\nbut:\n{printed}"
            self._ids.update(zip(ids, match.groups(), strict=True))

    def _pattern(self, line: str) -> tuple[str, list[str]]:
        pattern, new, end = "", [], 0
        for id in _ID.finditer(line):
            pattern += _wild(line[end : id.start()])
            if id[0] in self._ids:
                pattern += re.escape(self._ids[id[0]])
            else:
                pattern += f"({_ID.pattern})"
                new.append(id[0])
            end = id.end()
        return pattern + _wild(line[end:]), new


def _wild(text: str) -> str:
    return ".*".join(re.escape(part) for part in text.split("…"))


def links(page: Path) -> Iterator[tuple[str, Path, str]]:
    """Every link inside the house: as written, the file it leads to, the heading it names."""
    for target in _LINK.findall(_FENCE.sub("", page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        yield target, (page.parent / path).resolve() if path else page.resolve(), anchor


def anchors(page: Path) -> set[str]:
    """The anchors a page's headings give."""
    plain = (re.sub(r"[^\w\- ]", "", each.lower()) for each in _HEADING.findall(page.read_text()))
    return {each.strip().replace(" ", "-") for each in plain}
