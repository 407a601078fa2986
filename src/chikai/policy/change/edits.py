"""Every difference between two versions of a policy, value by value. Nothing is left out.

Parts that have a name of their own (clauses by id, joint users by name, categories of joint use
by category) are compared with their namesakes, wherever they stand; everything else by its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeGuard

from chikai.policy.model import Clause, Model, Policy, Say
from chikai.policy.sections.joint_use import JointCategory, JointUser
from chikai.policy.tree import Path

How = Literal["added", "dropped", "changed", "order"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One value that differs.

    `field` is its place without positions (`requests.fee.amount`); `path` its place in the file
    of the later version, or of the earlier one when it was dropped. `within` are the parts around
    it, outermost first, as the later version has them. `order`: only the order differs.
    """

    field: str
    path: Path
    how: How
    before: Any
    after: Any
    within: tuple[Model, ...]

    @property
    def clause(self) -> Clause | None:
        """The clause the value belongs to: the value itself, or the nearest one around it."""
        for each in reversed(self.within):
            if isinstance(each, Clause):
                return each
        return None


def edits(before: Policy, after: Policy) -> Iterator[Edit]:
    """Every difference, in the order of the schema. Empty exactly when the two are equal."""
    return _models(before, after, (), "", ())


def _models(
    a: Model | None, b: Model | None, path: Path, field: str, within: tuple[Model, ...]
) -> Iterator[Edit]:
    """The differences of two parts of one type; one of them may be missing."""
    there = b if b is not None else a
    assert there is not None
    around = (*within, there)
    for name, described in type(there).model_fields.items():
        key = described.alias or name
        old = None if a is None else getattr(a, name)
        new = None if b is None else getattr(b, name)
        if (a is None and new in (None, ())) or (b is None and old in (None, ())):
            continue
        here = f"{field}.{key}" if field else key
        yield from _values(old, new, (*path, key), here, around)


def _values(
    old: Any, new: Any, path: Path, field: str, within: tuple[Model, ...]
) -> Iterator[Edit]:
    if type(old) is type(new) and old == new:
        return
    if _parted(old) and _parted(new) and type(old) is type(new):
        yield from _models(old, new, path, field, within)
    elif new is None and _parted(old) and _holds_clauses(old):
        yield from _models(old, None, path, field, within)
    elif old is None and _parted(new) and _holds_clauses(new):
        yield from _models(None, new, path, field, within)
    elif _parts(old) and _parts(new):
        yield from _lists(old or (), new or (), path, field, within)
    else:
        yield _leaf(old, new, path, field, within)


def _leaf(old: Any, new: Any, path: Path, field: str, within: tuple[Model, ...]) -> Edit:
    how: How = "changed"
    if isinstance(old, tuple) and isinstance(new, tuple):
        if sorted(map(repr, old)) == sorted(map(repr, new)):
            how = "order"
    elif old is None or new is None:
        how = "added" if old is None else "dropped"
    around = within
    if isinstance(there := new if new is not None else old, Clause):
        around = (*within, there)
    return Edit(field, path, how, old, new, around)


def _lists(
    old: tuple[Model, ...],
    new: tuple[Model, ...],
    path: Path,
    field: str,
    within: tuple[Model, ...],
) -> Iterator[Edit]:
    """Parts by their names. A part that says which one it replaces is compared with that one."""
    olds, news = ({name_of(each): each for each in side} for side in (old, new))
    if None in olds or None in news or len(olds) < len(old) or len(news) < len(new):
        yield _leaf(old, new, path, field, within)
        return
    pairs = {name: _former(part, olds, news) for name, part in news.items()}
    for index, (name, part) in enumerate(news.items()):
        yield from _part(olds.get(pairs[name]), part, (*path, index), field, within)
    for index, (name, part) in enumerate(olds.items()):
        if name not in pairs.values():
            yield from _part(part, None, (*path, index), field, within)
    stayed = [pairs[name] for name in news if pairs[name] in olds]
    if stayed != [name for name in olds if name in stayed]:
        yield Edit(field, path, "order", tuple(olds), tuple(news), within)


def _part(
    old: Model | None, new: Model | None, path: Path, field: str, within: tuple[Model, ...]
) -> Iterator[Edit]:
    if old is None or new is None:
        yield _leaf(old, new, path, field, within)
    else:
        yield from _values(old, new, path, field, within)


def _former(part: Model, olds: dict[Any, Model], news: dict[Any, Model]) -> Any:
    name, replaced = name_of(part), getattr(part, "supersedes", None)
    if name not in olds and replaced in olds and replaced not in news:
        return replaced
    return name


def name_of(part: Model) -> str | None:
    """What a part is called, so that it can be found again in another version."""
    if isinstance(part, JointUser):
        return f"{part.name.ja}|{part.name.en}"
    if isinstance(part, JointCategory):
        return part.category
    return getattr(part, "id", None)


def _parted(value: Any) -> TypeGuard[Model]:
    """Whether it is looked at part by part. A text in both languages is one value."""
    return isinstance(value, Model) and not isinstance(value, Say)


def _parts(value: Any) -> bool:
    """Whether it is a list of parts that may have names."""
    return value is None or (
        isinstance(value, tuple)
        and all(isinstance(each, Model) and name_of(each) is not None for each in value)
    )


def _holds_clauses(model: Model) -> bool:
    """Whether a part that is no clause has clauses in it: they come and go one by one."""
    if isinstance(model, Clause):
        return False
    values = [getattr(model, name) for name in type(model).model_fields]
    inner = [v for v in values if isinstance(v, Model)]
    inner += [e for v in values if isinstance(v, tuple) for e in v if isinstance(e, Model)]
    return any(isinstance(each, Clause) or _holds_clauses(each) for each in inner)
