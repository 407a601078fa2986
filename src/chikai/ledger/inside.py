"""A JSON document with some of its places changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from chikai.ledger import coarse
from chikai.ledger.actions import Erase, Generalise, Replace

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\*|\d+)\]")


def changed(value: Any, deeds: Sequence[tuple[str, Erase]]) -> Any:
    """The document afterwards, in the form it came in: text stays text. A text that is no JSON
    raises `ValueError`: it cannot be changed by places."""
    if value is None:
        return None
    text = isinstance(value, str | bytes)
    document = json.loads(value) if text else deepcopy(value)
    before = deepcopy(document)
    for path, deed in deeds:
        for holder, key in list(_places(document, _steps(path))):
            holder[key] = _after(holder[key], deed)
    if document == before:
        return value
    return json.dumps(document, ensure_ascii=False) if text else document


def _after(value: Any, deed: Erase) -> Any:
    match deed:
        case Replace(value=put):
            return put if isinstance(put, str | int | float | bool) else put.isoformat()
        case Generalise():
            return coarse.coarser(value, deed)
    return None


def _steps(path: str) -> list[str | int]:
    found: list[str | int] = []
    for name, index in _STEP.findall(path.removeprefix("$")):
        found.append(name or (index if index == "*" else int(index)))
    return found


def _places(node: Any, steps: Sequence[str | int]) -> Iterator[tuple[Any, Any]]:
    step, rest = steps[0], steps[1:]
    keys: Sequence[Any] = ()
    if isinstance(node, list) and (step == "*" or isinstance(step, int)):
        here = range(len(node))
        keys = here[step : step + 1] if isinstance(step, int) else here
    elif isinstance(node, dict) and step in node:
        keys = (step,)
    for key in keys:
        if rest:
            yield from _places(node[key], rest)
        else:
            yield node, key
