"""The policies that ship with Chikai: `<company>/<effective-from>.yaml`, as text.

What a text means is read by `chikai.policy.load`; this package only hands the files out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

COMPANIES = ("enigmo", "bengo4", "enhance", "en_japan", "actio")
EXAMPLE = "example"
"""A fictional company whose policy tells all the law wants told: to copy from, not one of the five.
It has no demo, no row in the gap table and no promises to trace."""
SHIPPED = (*COMPANIES, EXAMPLE)


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """One file: `name` is `enigmo/2025-04-01.yaml`."""

    company: str
    name: str
    text: str


def shipped(company: str) -> tuple[PolicyFile, ...]:
    """Every version of one company's policy, oldest first. Raises `KeyError` for a stranger."""
    if company not in SHIPPED:
        raise KeyError(company)
    return tuple(sorted(_files(company), key=lambda each: each.name))


def _files(company: str) -> Iterator[PolicyFile]:
    for entry in files(__name__).joinpath(company).iterdir():
        if entry.name.endswith(".yaml"):
            yield PolicyFile(company, f"{company}/{entry.name}", entry.read_text("utf-8"))
