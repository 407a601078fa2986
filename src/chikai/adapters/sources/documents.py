"""Places in a JSON document: what a mapping names, and what is left when that is taken out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\*|\d+)\]")


def document(value: str) -> Any:
    """The document a text writes, or the text itself where it is none."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def at(document: Any, path: str) -> tuple[Any, ...]:
    """The values at a place: several where the path goes through every member of a list."""
    return tuple(holder[key] for holder, key in _places(document, _steps(path)))


def without(document: Any, paths: Sequence[str]) -> Any:
    """A copy of the document without these places, and without what that leaves empty."""
    rest = deepcopy(document)
    for path in paths:
        for holder, key in list(_places(rest, _steps(path))):
            holder[key] = None
    return _bare(rest)


def written(value: Any) -> str | None:
    """A value of a document as a person reads it."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _steps(path: str) -> list[str | int]:
    found: list[str | int] = []
    for name, index in _STEP.findall(path.removeprefix("$")):
        found.append(name or (index if index == "*" else int(index)))
    return found


def _places(node: Any, steps: Sequence[str | int]) -> Iterator[tuple[Any, Any]]:
    """Where the path leads: what holds the value, and under which key."""
    step, rest = steps[0], steps[1:]
    keys: Sequence[Any] = ()
    if step == "*" and isinstance(node, list):
        keys = range(len(node))
    elif isinstance(step, int) and isinstance(node, list):
        keys = range(len(node))[step : step + 1]
    elif isinstance(step, str) and isinstance(node, dict):
        keys = [key for key in node if key == step]
    for key in keys:
        if rest:
            yield from _places(node[key], rest)
        else:
            yield node, key


def _bare(node: Any) -> Any:
    if isinstance(node, dict):
        kept = {key: found for key, each in node.items() if (found := _bare(each)) is not None}
        return kept or None
    if isinstance(node, list):
        rows = [found for each in node if (found := _bare(each)) is not None]
        return rows or None
    return node
