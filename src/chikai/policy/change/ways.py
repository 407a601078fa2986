"""Which way a change goes for the person: worse, better, neither to be told; or no promise at all.

The law asks more of a change that burdens the person. Where a value does not tell which way it
goes, it counts as worse and somebody judges it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from itertools import combinations, product
from math import comb
from typing import Any

from chikai.law import documents
from chikai.policy.change.edits import Edit
from chikai.policy.model import AllOf, Evidence


class Way(StrEnum):
    WORSE = "worse"
    BETTER = "better"
    EITHER = "either"
    READING = "reading"  # what we know of the text changed, not what it promises


Ways = Callable[[Edit], Way]


def either(edit: Edit) -> Way:
    """A person must read it."""
    return Way.EITHER


def reading(edit: Edit) -> Way:
    return Way.READING


def added_is(added: Way, *, changed: Way = Way.EITHER) -> Ways:
    """For whole clauses: one more of them is `added`, one less the opposite."""
    opposite = {Way.WORSE: Way.BETTER, Way.BETTER: Way.WORSE}.get(added, added)
    return lambda edit: {"added": added, "dropped": opposite}.get(edit.how, changed)


def more_is(way: Way, *, none: float = 0) -> Ways:
    """For numbers; `none` is what a missing number amounts to."""
    opposite = Way.BETTER if way is Way.WORSE else Way.WORSE

    def judge(edit: Edit) -> Way:
        old, new = (none if v is None else v for v in (edit.before, edit.after))
        return way if new > old else opposite

    return judge


def value_is(worse: Any) -> Ways:
    """For a yes or no: that value is the worse one."""
    return lambda edit: Way.WORSE if edit.after == worse else Way.BETTER


def ladder(*rungs: str) -> Ways:
    """From the best for the person to the worst; a value that is no rung is only a reading."""

    def judge(edit: Edit) -> Way:
        if edit.before not in rungs or edit.after not in rungs:
            return Way.READING if "unknown" in (edit.before, edit.after) else Way.EITHER
        return Way.WORSE if rungs.index(edit.after) > rungs.index(edit.before) else Way.BETTER

    return judge


stated = ladder("present", "partly", "absent")
yes_is_worse = ladder("no", "yes")
no_is_worse = ladder("yes", "no")


def fewer_is_worse(edit: Edit) -> Way:
    """A choice of the person: one way less is worse. An empty list sets nothing: any way does."""
    old, new = set(edit.before or ()), set(edit.after or ())
    if not old or not new:
        return Way.WORSE if new else Way.BETTER
    return Way.WORSE if old - new else Way.BETTER


def narrower_choice_is_worse(edit: Edit) -> Way:
    """As before, but an empty list offers nothing."""
    return Way.WORSE if set(edit.before or ()) - set(edit.after or ()) else Way.BETTER


def more_members_is_worse(edit: Edit) -> Way:
    return Way.WORSE if set(edit.after or ()) - set(edit.before or ()) else Way.BETTER


# --- papers ---------------------------------------------------------------------------------------

_MOST = 5_000


def papers(edit: Edit) -> Way:
    """Whether every set of papers that was enough is still enough. No set at all: none is asked."""
    old, new = (enough(side or ()) for side in (edit.before, edit.after))
    if old is None or new is None:
        return Way.EITHER
    if not old or not new:
        return Way.READING if old == new else (Way.WORSE if new else Way.BETTER)
    if all(any(n <= o for n in new) for o in old):
        same = all(any(o <= n for o in old) for n in new)
        return Way.READING if same else Way.BETTER
    return Way.WORSE


def enough(alternatives: tuple[AllOf, ...]) -> frozenset[frozenset[str]] | None:
    """Every least set of papers that the alternatives accept; None when there are too many."""
    found: set[frozenset[str]] = set()
    for all_of in alternatives:
        sizes = 1
        for each in all_of:
            sizes *= comb(len(_fitting(each)), each.count)
        if sizes + len(found) > _MOST:
            return None
        choices = (combinations(_fitting(each), each.count) for each in all_of)
        found |= {frozenset(p for part in choice for p in part) for choice in product(*choices)}
    return frozenset(found)


def _fitting(evidence: Evidence) -> list[str]:
    kinds = dict.fromkeys(evidence.of)
    if evidence.photo is None:
        return [each.value for each in kinds]
    return [e.value for e in kinds if bool(documents.document(e).photo) is evidence.photo]
