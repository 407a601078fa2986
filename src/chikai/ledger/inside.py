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


def only(value: Any, paths: Sequence[str], instead: Any) -> Any:
    """Of the document these places alone, in the form it came in; `instead` where none of them is
    there. A text that is no JSON raises `ValueError`."""
    if value is None:
        return None
    text = isinstance(value, str | bytes)
    left = _left(json.loads(value) if text else value, [_steps(path) for path in paths])
    if left is None:
        return instead
    return json.dumps(left, ensure_ascii=False) if text else left


def _left(node: Any, paths: Sequence[Sequence[str | int]]) -> Any:
    """What lies on these ways; None where nothing does."""
    if any(not path for path in paths):
        return node
    if isinstance(node, dict):
        held = {key: _left(each, _on(paths, key)) for key, each in node.items()}
        return {key: each for key, each in held.items() if each is not None} or None
    if isinstance(node, list):
        parts = [_left(each, _on(paths, at)) for at, each in enumerate(node)]
        return [each for each in parts if each is not None] or None
    return None


def _on(paths: Sequence[Sequence[str | int]], step: str | int) -> list[Sequence[str | int]]:
    number = isinstance(step, int)
    return [path[1:] for path in paths if path[0] == step or (number and path[0] == "*")]


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
