"""The mapping files of a company, each on its own: one that cannot be used hides no other.

What `chikai sources check` found last is kept beside them, as `checked/NAME.json`: names of
tables and columns, never a value.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from functools import lru_cache
from pathlib import Path

from chikai.adapters.policy_texts import text_of
from chikai.ledger.checked import Checked, MappingFile
from chikai.ledger.load import load_mapping
from chikai.ledger.model import SourceMapping
from chikai.ledger.problem import BadMapping, Problem
from chikai.policy.model import Policy


def of(folder: Path, policy: Policy) -> tuple[MappingFile, ...]:
    """Every file of `sources`, by its name. Raises `BadData` for one that is not UTF-8."""
    return tuple(_file(path, policy) for path in sorted((folder / "sources").glob("*.yaml")))


def _file(path: Path, policy: Policy) -> MappingFile:
    text = text_of(path)
    mapping, problems = _read(text, str(path), policy)
    checked = None if mapping is None else _last(path.parent.parent, mapping.source)
    return MappingFile(path.name, sha256(text), mapping, problems, checked)


@lru_cache(maxsize=64)
def _read(text: str, name: str, policy: Policy) -> tuple[SourceMapping | None, tuple[Problem, ...]]:
    try:
        return load_mapping(text, file=name, policy=policy), ()
    except BadMapping as error:
        problems = error.problems
    try:
        return load_mapping(text, file=name, policy=policy, draft=True), problems
    except BadMapping:
        return None, problems


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _last(folder: Path, source: str) -> Checked | None:
    """What was found last; None where nobody looked, or what is kept cannot be read."""
    try:
        kept = json.loads((folder / "checked" / f"{source}.json").read_text("utf-8"))
        problems = tuple(Problem(p["code"], p["field"], p["args"]) for p in kept["problems"])
        return Checked(date.fromisoformat(kept["on"]), kept["sha256"], problems)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(folder: Path, source: str, checked: Checked) -> None:
    """Keep what was found. A folder that may not be written to keeps nothing: the look itself
    was not in vain."""
    written = {
        "on": checked.on.isoformat(),
        "sha256": checked.sha256,
        "problems": [{"code": p.code, "field": p.field, "args": p.args} for p in checked.problems],
    }
    try:
        (folder / "checked").mkdir(exist_ok=True)
        path = folder / "checked" / f"{source}.json"
        path.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError:
        return
