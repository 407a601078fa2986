"""What a policy may not say although the schema lets it: it would contradict the law or itself.

The checks read the plain tree, so they also speak up in a file that has other faults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chikai.kernel.citation import Citation
from chikai.kernel.message import Arg
from chikai.law.appi.art38_fee import FEE_KINDS
from chikai.law.grounds import grounds
from chikai.law.kinds import APPI, MY_NUMBER, Asker, RequestKind
from chikai.policy.references import dangling, walk
from chikai.policy.tree import Path

_GROUNDS_SINCE = date(2022, 4, 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """One contradiction, at a path of the tree; `at_key` points at the key, not at its value."""

    code: str
    path: Path
    args: dict[str, Arg] = field(default_factory=dict)
    cites: tuple[Citation, ...] = ()
    at_key: bool = False


def problems(tree: Any) -> Iterator[Problem]:
    """Every contradiction in the tree."""
    for check in _CHECKS:
        yield from check(tree)


def _get(tree: Any, *path: str) -> Any:
    for each in path:
        tree = tree.get(each) if isinstance(tree, dict) else None
    return tree


def _list(tree: Any, *path: str) -> list[Any]:
    found = _get(tree, *path)
    return found if isinstance(found, list) else []


def _is_kind(value: Any) -> bool:
    return isinstance(value, str) and value in set(RequestKind)


def _ids(tree: Any) -> Iterator[Problem]:
    """Every id stands for one thing in the whole file."""
    seen: set[str] = set()
    for path, node in walk(tree):
        id = node.get("id")
        if isinstance(id, str):
            if id in seen:
                yield Problem("duplicate_id", (*path, "id"), {"id": id})
            seen.add(id)


def _references(tree: Any) -> Iterator[Problem]:
    """What a clause refers to exists."""
    for path, kind, id in dangling(tree):
        yield Problem(f"no_such_{kind}", path, {"id": id})


def _fee(tree: Any) -> Iterator[Problem]:
    """A fee stands on the kinds that may bear one, and its rules can be carried out."""
    at: Path = ("requests", "fee")
    fee = _get(tree, "requests", "fee")
    if not isinstance(fee, dict):
        return
    allowed = {kind.value for kind in FEE_KINDS}
    for index, kind in enumerate(_list(fee, "kinds")):
        if _is_kind(kind) and kind not in allowed:
            yield Problem("fee_forbidden", (*at, "kinds", index), {"kind": kind}, (APPI(38, 1),))
    yield from _twice(_list(fee, "kinds"), (*at, "kinds"))
    if fee.get("unpaid") == "not_made" and not fee.get("period_days"):
        yield Problem("period_missing", (*at, "unpaid"), {}, (APPI(37, 1),))
    if "stamps" in _list(fee, "means") and not fee.get("stamps"):
        yield Problem("stamps_missing", (*at, "means"))


def _kinds(tree: Any) -> Iterator[Problem]:
    """All ten kinds are listed once: a kind the text leaves out is given by the law."""
    at: Path = ("requests", "kinds")
    given = _get(tree, "requests", "kinds")
    if not isinstance(given, list):
        return
    listed = [each.get("kind") if isinstance(each, dict) else None for each in given]
    yield from _twice(listed, at, "kind")
    for kind in RequestKind:
        if kind.value not in listed:
            yield Problem("kind_missing", at, {"kind": kind.value}, (APPI(32, 2),), at_key=True)


def _askers(tree: Any) -> Iterator[Problem]:
    """Every kind of representative has one clause that says what proves the power."""
    at: Path = ("requests", "authority")
    given = _get(tree, "requests", "authority")
    if not isinstance(given, list):
        return
    seen: set[str] = set()
    for index, clause in enumerate(given):
        for place, asker in enumerate(_list(clause, "askers")):
            path: Path = (*at, index, "askers", place)
            if asker == Asker.PERSON:
                yield Problem("person_needs_no_authority", path)
            elif isinstance(asker, str):
                if asker in seen:
                    yield Problem("listed_twice", path, {"value": asker})
                seen.add(asker)
    for each in Asker:
        if each is not Asker.PERSON and each.value not in seen:
            yield Problem("asker_missing", at, {"asker": each.value}, (APPI(37, 3),), at_key=True)


def _answer(tree: Any) -> Iterator[Problem]:
    """A person may choose an electronic answer (Art. 33(1), (2)); no policy takes that away."""
    if _get(tree, "requests", "answer", "electronic_by_choice") is False:
        path: Path = ("requests", "answer", "electronic_by_choice")
        yield Problem("no_electronic_choice", path, {}, (APPI(33, 1), APPI(33, 2)))


def _refusals(tree: Any) -> Iterator[Problem]:
    """A published ground of refusal stands for a ground that the law offers for that kind."""
    since = max(_day(_get(tree, "effective_from")), _GROUNDS_SINCE)
    for index, clause in enumerate(_list(tree, "requests", "refusals")):
        ground = _get(clause, "law_ground")
        for kind in _list(clause, "kinds"):
            if not isinstance(ground, str) or not _is_kind(kind):
                continue
            offered = [each.id for each in grounds(RequestKind(kind), on=since)]
            if ground not in offered:
                args: dict[str, Arg] = {"ground": ground, "kind": kind, "offered": tuple(offered)}
                path: Path = ("requests", "refusals", index, "law_ground")
                yield Problem("no_such_ground", path, args)


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return date.min


def _versions(tree: Any) -> Iterator[Problem]:
    begins, before = _get(tree, "effective_from"), _get(tree, "supersedes")
    if date.min < _day(begins) <= _day(before):
        yield Problem("supersedes_later", ("supersedes",), {"from": begins, "before": before})


def _hours(tree: Any) -> Iterator[Problem]:
    for index, contact in enumerate(_list(tree, "contacts")):
        opens, closes = _get(contact, "hours", "opens"), _get(contact, "hours", "closes")
        if isinstance(opens, str) and isinstance(closes, str) and closes <= opens:
            yield Problem("hours", ("contacts", index, "hours", "closes"), {"opens": opens})


def _silence(tree: Any) -> Iterator[Problem]:
    """What the text is silent about is not filled."""
    for index, topic in enumerate(_list(tree, "silent")):
        if isinstance(topic, str) and _get(tree, topic):
            yield Problem("silent_but_filled", ("silent", index), {"name": topic})
    yield from _twice(_list(tree, "silent"), ("silent",))


def _joint_use(tree: Any) -> Iterator[Problem]:
    """Specific personal information never goes into joint use."""
    specific = {
        each.get("id")
        for each in _list(tree, "items")
        if isinstance(each, dict) and each.get("specific") is True
    }
    for index, use in enumerate(_list(tree, "joint_use")):
        for place, category in enumerate(_list(use, "categories")):
            for n, item in enumerate(_list(category, "items")):
                if isinstance(item, str) and item in specific:
                    path: Path = ("joint_use", index, "categories", place, "items", n)
                    yield Problem("specific_in_joint_use", path, {"id": item}, (MY_NUMBER(19),))


def _periods(tree: Any) -> Iterator[Problem]:
    """A period of keeping has a length."""
    for index, clause in enumerate(_list(tree, "retention")):
        if _get(clause, "criterion") == "period" and not (
            _get(clause, "years") or _get(clause, "months")
        ):
            yield Problem("period_of_keeping_missing", ("retention", index, "criterion"))


def _twice(values: list[Any], at: Path, name: str | None = None) -> Iterator[Problem]:
    for index, value in enumerate(values):
        if isinstance(value, str) and value in values[:index]:
            path: Path = (*at, index, name) if name else (*at, index)
            yield Problem("listed_twice", path, {"value": value})


_CHECKS: tuple[Callable[[Any], Iterator[Problem]], ...] = (
    _ids,
    _references,
    _fee,
    _kinds,
    _askers,
    _answer,
    _refusals,
    _versions,
    _hours,
    _silence,
    _joint_use,
    _periods,
)
