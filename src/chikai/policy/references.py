"""What a file refers to exists in the file: contacts, items, purposes, categories, other texts.

A reference is known by the name of its key, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chikai.policy.tree import Path

_KIND_OF_KEY = {
    "desk": "contact",
    "items": "item",
    "purposes": "purpose",
    "associated_with": "purpose",
    "category": "category",
    "categories": "category",
    "other_windows": "window",
    "refers_to": "text",
    "separate_policy": "text",
    "contradicts": "clause",
}
_DEFINED_UNDER: dict[str, Path] = {
    "contact": ("contacts",),
    "item": ("items",),
    "purpose": ("purposes",),
    "category": ("categories",),
    "window": ("requests", "other_windows"),
    "text": ("external_texts",),
}


def walk(tree: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every mapping of the tree with its path."""
    if isinstance(tree, dict):
        yield path, tree
        for key, value in tree.items():
            yield from walk(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from walk(value, (*path, index))


def dangling(tree: Any) -> Iterator[tuple[Path, str, str]]:
    """Each reference to nothing: its path, what kind of thing is missing, and the id."""
    known = {kind: _ids(_under(tree, path)) for kind, path in _DEFINED_UNDER.items()}
    known["clause"] = {n["id"] for _, n in walk(tree) if isinstance(n.get("id"), str)}
    for path, node in walk(tree):
        for key, value in node.items():
            kind = _KIND_OF_KEY.get(key)
            if kind is None:
                continue
            for place, id in _named((*path, key), value):
                if id not in known[kind]:
                    yield place, kind, id


def _named(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    """The ids a value names: one text, or the texts of a list."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, each in enumerate(value):
            if isinstance(each, str):
                yield (*path, index), each


def _under(tree: Any, path: Path) -> Any:
    for each in path:
        tree = tree.get(each) if isinstance(tree, dict) else None
    return tree


def _ids(nodes: Any) -> set[str]:
    found = nodes if isinstance(nodes, list) else []
    return {n["id"] for n in found if isinstance(n, dict) and isinstance(n.get("id"), str)}
