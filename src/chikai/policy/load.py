"""Read a policy file into `Policy`, or say everything that is wrong with it at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from chikai.kernel.message import Arg
from chikai.policy.check import Problem, problems
from chikai.policy.finding import BadPolicy, Finding
from chikai.policy.model import Policy
from chikai.policy.tree import Path, Read, path_text, read

_ERA = re.compile(r"(令和|平成|昭和|大正|明治|R|H|S|T|M)\s*(元|[0-9０-９]+)\s*[年.．/-]")
_FULL_WIDTH = re.compile(r"[０-９]")
_ASCII_DIGITS = {ord("０") + n: ord("0") + n for n in range(10)} | {ord("，"): ",", ord("－"): "-"}


class NoPolicyInForce(LookupError):
    """No version of the policy had taken effect on that day."""


def load(text: str, *, file: str) -> Policy:
    """Read one version of a policy. `file` is its name in messages.

    Raises `BadPolicy` with every finding: text that is no YAML, keys and types that the schema
    does not know, references to nothing, and clauses that contradict the law (APPI Arts. 32–38).
    """
    policy, _, found = examine(text, file=file)
    if policy is None or found:
        raise BadPolicy(found)
    return policy


def examine(text: str, *, file: str) -> tuple[Policy | None, Read, tuple[Finding, ...]]:
    """The policy as far as its shape is right, the places of everything in the file, and all that
    is wrong with it. No policy: there is a finding that says why. Never raises."""
    source = read(text, file=file)
    if not source.whole:
        return None, source, _in_order(source.findings)
    found = [*source.findings]
    policy: Policy | None = None
    try:
        policy = Policy.model_validate_json(json.dumps(source.tree), strict=True)
    except ValidationError as error:
        found += [_structural(dict(each), source, file) for each in error.errors(include_url=False)]
    found += _semantic(source.tree, source, file)
    return policy, source, _in_order(found)


def in_force(policies: Iterable[Policy], on: date) -> Policy:
    """The version in force on a day: the latest that had taken effect.

    Raises `NoPolicyInForce` when none had.
    """
    begun = [each for each in policies if each.effective_from <= on]
    if not begun:
        raise NoPolicyInForce(f"no policy had taken effect by {on.isoformat()}")
    return max(begun, key=lambda each: each.effective_from)


def _in_order(found: Sequence[Finding]) -> tuple[Finding, ...]:
    unique = {(f.line, f.column, f.code, f.field): f for f in found}
    return tuple(sorted(unique.values(), key=lambda f: (f.line or 0, f.column or 0, f.code)))


def _semantic(tree: Any, source: Read, file: str) -> list[Finding]:
    return [_at(problem, source, file) for problem in problems(tree)]


def _at(problem: Problem, source: Read, file: str) -> Finding:
    line, column = source.place(problem.path, key=problem.at_key)
    code = f"policy.error.{problem.code}"
    return Finding(
        code, problem.args, problem.cites, file, line, column, path_text(problem.path) or None
    )


def _structural(error: dict[str, Any], source: Read, file: str) -> Finding:
    """A schema error in our own words."""
    path: Path = tuple(error["loc"])
    code, args = _code(error, path)
    at_key = code == "unknown_key"
    line, column = source.place(path, key=at_key)
    where = path_text(path) or None
    return Finding(f"policy.error.{code}", args, (), file, line, column, where)


_EXPECTED = {
    "int": "int",
    "bool": "bool",
    "string": "text",
    "date": "date",
    "tuple": "list",
    "list": "list",
    "model": "mapping",
    "dict": "mapping",
}


def _code(error: dict[str, Any], path: Path) -> tuple[str, dict[str, Arg]]:
    kind, given = str(error["type"]), error.get("input")
    name = str(path[-1]) if path else ""
    if not path:
        return "no_policy", {}
    if kind == "extra_forbidden":
        return "unknown_key", {"name": name}
    if kind == "missing":
        return "missing", {"name": name}
    if path == ("requests", "fee") and isinstance(given, list):
        return "two_fees", {"first_line": "?"}
    if isinstance(given, str):
        if "date" in kind and (era := _ERA.search(given)):
            return "era_date", {"value": given, "era": era.group(1), "write": _western(given)}
        if _FULL_WIDTH.search(given):
            return "full_width", {"value": given, "write": given.translate(_ASCII_DIGITS)}
    if path == ("schema",):
        return "schema_version", {"value": _short(given)}
    if kind in ("enum", "literal_error"):
        allowed = str(error.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
        return "not_one_of", {"value": _short(given), "allowed": allowed.replace("'", "`")}
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        bound = next(iter(error.get("ctx", {}).values()), "")
        return kind, {"value": _short(given), "bound": str(bound)}
    if kind == "string_pattern_mismatch":
        return "pattern", {"value": _short(given), "name": name}
    if kind == "string_too_short":
        return "empty", {"name": name}
    expected = _EXPECTED.get(kind.split("_")[0], "other")
    return f"type_{expected}", {"value": _short(given)}


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    return text if len(text) <= 40 else text[:39] + "…"


_ERA_START = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_ERA_DAY = re.compile(
    r"(?P<era>令和|平成|昭和|R|H|S)\s*(?P<y>元|[0-9]+)\s*[年.．/-]\s*(?P<m>[0-9]+)\s*[月.．/-]\s*(?P<d>[0-9]+)"
)


def _western(text: str) -> str:
    """The same day as the schema wants it, when it can be told: `令和8年4月1日` is 2026-04-01."""
    found = _ERA_DAY.search(text.translate(_ASCII_DIGITS))
    if not found:
        return "2026-04-01"
    year = 1 if found["y"] == "元" else int(found["y"])
    try:
        day = date(_ERA_START[found["era"]] + year, int(found["m"]), int(found["d"]))
    except ValueError:
        return "2026-04-01"
    return day.isoformat()
