"""Reading the tables of these tests, and laying an example over a clean policy."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from chikai import policies
from chikai.policy.lint import RULES, Report, lint_text
from chikai.policy.tree import read

ON = date(2026, 11, 22)

HERE = Path(__file__).parent
CLEAN = policies.shipped(policies.EXAMPLE)[-1].text


def table(name: str) -> list[dict[str, str]]:
    """The rows of a Markdown table by its headings."""
    lines = [line for line in (HERE / name).read_text("utf-8").splitlines() if line[:1] == "|"]
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return [dict(zip(head, row, strict=True)) for row in rows]


def laid(example: str, over: str = CLEAN) -> str:
    """A policy with an example over it: mappings join, lists of clauses join by id, other lists
    and values replace, `null` takes away. What is filled is no longer silent."""
    merged = _join(plain(over), plain(example))
    merged["silent"] = [each for each in merged.get("silent", []) if not merged.get(each)]
    return dumped(merged)


@cache
def example_report(id: str) -> Report:
    """What the lint says of a rule's example, on the day of these tests."""
    return lint_text(laid(RULES[id].example), file="example.yaml", on=ON)


@cache
def plain(text: str) -> Any:
    """The YAML as plain values; days and quoted words stay as they are written."""
    return read(text, file="example.yaml").tree


def dumped(tree: Any) -> str:
    yaml, out = YAML(typ="safe", pure=True), StringIO()
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.dump(tree, out)
    return out.getvalue()


def _join(below: Any, above: Any) -> Any:
    if isinstance(below, dict) and isinstance(above, dict):
        joined = dict(below)
        for key, value in above.items():
            if value is None:
                joined.pop(key, None)
            else:
                joined[key] = _join(below.get(key), value)
        return joined
    if _clauses(below) and _clauses(above):
        by_id = {each["id"]: each for each in below}
        return list({**by_id, **{e["id"]: _join(by_id.get(e["id"]), e) for e in above}}.values())
    return above


def _clauses(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(e, dict) and "id" in e for e in value)
