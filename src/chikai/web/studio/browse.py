"""A policy as a list of its clauses, each with how its promises are kept and what the lint says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from chikai.policy.model import Clause, Policy
from chikai.policy.publish.page import LAYOUT
from chikai.policy.review import Note, Review
from chikai.policy.trace import Keeps, Traced, trace
from chikai.policy.tree import Path
from chikai.policy.walk import placed

WORST: Final = (Keeps.CONFLICT, Keeps.NOT_YET, Keeps.PERSON, Keeps.CODE)
"""Which state a clause with several promises is coloured by."""
NO_PROMISE: Final = "none"


@dataclass(frozen=True, slots=True)
class Shown:
    """One clause. `keeps` is the gravest state of its promises, `none` when it carries none."""

    clause: Clause
    line: int
    keeps: str
    traced: tuple[Traced, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the page: `heading` is its name in `publish.heading`."""

    chapter: str
    heading: str
    clauses: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Browsed:
    """`loose` are the findings that concern no clause."""

    parts: tuple[Part, ...]
    loose: tuple[Note, ...]
    counts: Mapping[str, int]


def browse(seen: Review, policy: Policy, *, only: str = "") -> Browsed:
    """The clauses by section; with `only`, those with a promise in that state, or with findings."""
    by_check = {each.check: each for each in trace(policy)}
    beside = seen.beside()
    every = [
        (path, _shown(path, clause, seen, by_check, beside)) for path, clause in placed(policy)
    ]
    counts = Counter(each.keeps for each in by_check.values())
    kept = [(path, each) for path, each in every if _fits(each, only)]
    return Browsed(
        tuple(_parts(kept)),
        beside.get((), ()) if only in ("", "findings") else (),
        {each.value: counts[each] for each in Keeps},
    )


def _shown(
    path: Path,
    clause: Clause,
    seen: Review,
    by_check: Mapping[str, Traced],
    beside: Mapping[Path, tuple[Note, ...]],
) -> Shown:
    traced = tuple(by_check[check] for check in clause.checks)
    keeps = next((k.value for k in WORST if any(t.keeps is k for t in traced)), NO_PROMISE)
    line, _ = seen.source.place(path)
    return Shown(clause, line, keeps, traced, beside.get(path, ()))


def _fits(each: Shown, only: str) -> bool:
    if only == "findings":
        return bool(each.notes)
    return not only or any(t.keeps == only for t in each.traced)


def _parts(clauses: list[tuple[Path, Shown]]) -> Iterator[Part]:
    places: dict[tuple[str, str], list[Shown]] = {
        (chapter, group): [] for chapter, groups in LAYOUT for group, _ in groups
    }
    for path, each in clauses:
        places[_place(path)].append(each)
    for (chapter, group), held in places.items():
        if held:
            yield Part(chapter, group, tuple(held))


def _place(path: Path) -> tuple[str, str]:
    """The chapter and group of the public page in which a clause stands."""
    named = ".".join(str(each) for each in path[:2] if isinstance(each, str))
    for chapter, groups in LAYOUT:
        for group, paths in groups:
            if named in paths or str(path[0]) in paths:
                return chapter, group
    return "purposes", "categories"
