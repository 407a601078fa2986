"""Every clause of a policy, with the path under which it stands in the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from chikai.policy.model import Clause, Model, Policy
from chikai.policy.tree import Path


def placed(policy: Policy) -> Iterator[tuple[Path, Clause]]:
    """Every clause and its path, in the order of the schema; `tree.Read.place` turns a path into
    line and column."""
    return _within(policy, ())


def clauses(policy: Policy) -> Iterator[Clause]:
    return (clause for _, clause in placed(policy))


def clauses_of(policy: Policy, check: str) -> tuple[Clause, ...]:
    """The clauses that carry a promise, by its check id (`E-28`)."""
    return tuple(clause for clause in clauses(policy) if check in clause.checks)


def _within(model: Model, path: Path) -> Iterator[tuple[Path, Clause]]:
    if isinstance(model, Clause):
        yield path, model
    for name, field in type(model).model_fields.items():
        here = (*path, field.alias or name)
        yield from _of(getattr(model, name), here)


def _of(value: object, path: Path) -> Iterator[tuple[Path, Clause]]:
    if isinstance(value, Model):
        yield from _within(value, path)
    elif isinstance(value, tuple):
        parts = (_of(each, (*path, index)) for index, each in enumerate(value))
        yield from chain.from_iterable(parts)
