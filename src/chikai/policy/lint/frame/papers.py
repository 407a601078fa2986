"""Every paper a policy asks for, with the path under which it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chikai.law.kinds import Paper
from chikai.policy.model import AllOf, Policy
from chikai.policy.tree import Path


def papers(policy: Policy, *, identity_only: bool = False) -> Iterator[tuple[Path, Paper]]:
    """The papers of identity, then those of authority. What is accepted besides is left out:
    it burdens nobody."""
    identity, at = policy.requests.identity, ("requests", "identity")
    yield from _in(identity.accept, (*at, "accept"))
    yield from _in(identity.when_represented or (), (*at, "when_represented"))
    if not identity_only:
        for index, clause in enumerate(policy.requests.authority):
            yield from _in(clause.accept, ("requests", "authority", index, "accept"))


def entry(policy: Policy, at: Path) -> Path:
    """What to strike for a paper: itself, or the whole way when it is all that the way asks."""
    clause: Any = policy
    for key in at[:-4]:
        clause = clause[key] if isinstance(key, int) else getattr(clause, key)
    way = clause[at[-4]]
    alone = len(way) == 1 and len(way[0].of) == 1
    return at[:-3] if alone else at


def _in(ways: tuple[AllOf, ...], at: Path) -> Iterator[tuple[Path, Paper]]:
    for number, way in enumerate(ways):
        for part, evidence in enumerate(way):
            for place, paper in enumerate(evidence.of):
                yield (*at, number, part, "of", place), paper
