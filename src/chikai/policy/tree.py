"""YAML text as a plain tree that remembers where every value stands.

Only what a policy needs: mappings, sequences, scalars. Anchors, aliases, tags and a second
document are refused, so a small file can never grow into a large one while it is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from chikai.kernel.message import Arg
from chikai.policy.finding import Finding

Key = str | int
Path = tuple[Key, ...]
Mark = tuple[int, int]
Tree = str | int | bool | None | list["Tree"] | dict[str, "Tree"]

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_NODES = 20_000
"""Keys, values and lists of one file; the longest policy at hand has some 2,500."""
_INT = re.compile(r"0|-?[1-9][0-9]{0,17}")
_HARMLESS = frozenset({"two_fees", "duplicate_key"})
_WORDS: dict[str, bool | None] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}


@dataclass(slots=True)
class Read:
    """The tree, the place of each key and each value (from 1), and what could not be read.

    `whole` is false when the tree lacks what the text holds, so that judging it makes no sense.
    """

    tree: Tree = None
    keys: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, Mark] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    whole: bool = True

    def place(self, path: Path, *, key: bool = False) -> Mark:
        """Where a value (or its key) stands; a missing one stands where its parent does."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))


@dataclass(slots=True)
class _Open:
    """A mapping or sequence being read; `key` is the mapping key that waits for its value, and
    `again` says that this key was there before: its value is read and dropped."""

    path: Path
    into: Any
    key: str | None = None
    again: bool = False


def path_text(path: Path) -> str:
    """`("requests", "forms", 0, "title")` is `requests.forms[0].title`."""
    text = ""
    for each in path:
        text += f"[{each}]" if isinstance(each, int) else f".{each}" if text else each
    return text


def read(text: str, *, file: str) -> Read:
    """Read YAML. Never raises: what is wrong with the text is in `findings`."""
    result = Read()

    def wrong(code: str, mark: Mark, path: Path = (), **args: Arg) -> None:
        line, column = mark
        where = path_text(path) or None
        result.whole &= code in _HARMLESS
        result.findings.append(Finding(f"policy.error.{code}", args, (), file, line, column, where))

    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        wrong("too_long", (1, 1), limit=MAX_BYTES)
        return result
    try:
        _build(text, result, wrong)
    except ReaderError as error:
        before = text[: error.position]
        wrong("bad_character", (before.count("\n") + 1, error.position - before.rfind("\n")))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        wrong("tab" if "\\t" in str(error.problem) else "yaml", place)
    return result


def _build(text: str, result: Read, wrong: Any) -> None:
    stack: list[_Open] = []
    documents = nodes = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        kind = type(event).__name__
        mark = (event.start_mark.line + 1, event.start_mark.column + 1)
        if kind == "DocumentStartEvent":
            documents += 1
            if documents > 1:
                wrong("second_document", mark)
                return
        elif kind == "AliasEvent":
            _put(stack, result, None, mark, wrong)
            wrong("alias", mark, name=str(event.anchor))
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            stack.pop()
        elif kind in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent"):
            if event.anchor is not None:
                wrong("alias", mark, name=str(event.anchor))
            if event.tag is not None:
                wrong("tag", mark, name=str(event.tag))
            nodes += 1
            if len(stack) > MAX_DEPTH or nodes > MAX_NODES:
                too = "too_deep" if nodes <= MAX_NODES else "too_many"
                wrong(too, mark, limit=MAX_DEPTH if too == "too_deep" else MAX_NODES)
                return
            if kind == "ScalarEvent":
                _put(stack, result, _scalar(event.value, event.implicit[0]), mark, wrong)
            else:
                new: Any = {} if kind == "MappingStartEvent" else []
                path = _put(stack, result, new, mark, wrong)
                stack.append(_Open(path, new))


def _scalar(value: str, plain: bool) -> Tree:
    """Type a scalar. Dates, clock times, phones and anything quoted stay text."""
    if not plain:
        return value
    if value in _WORDS:
        return _WORDS[value]
    return int(value) if _INT.fullmatch(value) else value


def _put(stack: list[_Open], result: Read, value: Any, mark: Mark, wrong: Any) -> Path:
    """Put a value where it belongs and return its path."""
    if not stack:
        result.tree, result.values[()] = value, mark
        return ()
    top = stack[-1]
    if isinstance(top.into, list):
        path: Path = (*top.path, len(top.into))
        top.into.append(value)
    elif top.key is None:
        top.key = _key(value)
        path = (*top.path, top.key)
        if not isinstance(value, str):
            wrong("bad_key", mark, path)
        top.again = path in result.keys
        if top.again:
            code = "two_fees" if top.key == "fee" else "duplicate_key"
            wrong(code, mark, path, first_line=result.keys[path][0])
        else:
            result.keys[path] = mark
        return path
    elif top.again:
        path = (*top.path, f"{top.key} (again)")
        top.key = None
    else:
        path = (*top.path, top.key)
        top.into[top.key] = value
        top.key = None
    result.values[path] = mark
    return path


def _key(value: Any) -> str:
    return value if isinstance(value, str) else "?"
