"""A value of a policy as a message, so that a change can be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, Literal, get_args, get_origin

from chikai.kernel.message import Message, say
from chikai.law.kinds import Asker, Channel, Means, Paper, RequestKind
from chikai.policy import phrases
from chikai.policy.model import Clause, Evidence, Item, Model, Place, Policy, Say, StatedItem
from chikai.policy.sections.joint_use import JointCategory, JointUser

_FAMILIES: dict[type, str] = {
    Asker: "asker",
    Channel: "channel",
    Means: "means",
    Paper: "paper",
    RequestKind: "kind",
}
NONE = say("common.none")


def value_of(value: Any, policy: Policy, field: str) -> Message:
    """A value in words; ids are said by the text of what they name."""
    if value is None or value == ():
        return NONE
    if isinstance(value, bool):
        return say(f"change.value.{'yes' if value else 'no'}")
    if isinstance(value, int):
        unit = "common.yen" if field.endswith("fee.amount") else "change.number"
        return say(unit, amount=value)
    if isinstance(value, date):
        return say("common.on", on=value)
    if isinstance(value, tuple):
        if all(isinstance(each, tuple) and each for each in value):
            return phrases.any_of(phrases.way(each) for each in value)
        return say("common.listed", parts=tuple(value_of(v, policy, field) for v in value))
    if isinstance(value, Model):
        return _part(value, policy, field)
    return _word(value, policy)


def _word(value: str, policy: Policy) -> Message:
    family = _FAMILIES.get(type(value))
    if family:
        return say(f"{family}.{value}")
    named = _named(value, policy)
    if named is not None:
        return phrases.said(named)
    if value in literals():
        return say(f"change.value.{value}")
    return say("common.text", text=str(value))


def _named(id: str, policy: Policy) -> Say | None:
    named: tuple[Clause | Item, ...]
    named = (*policy.purposes, *policy.items, *policy.categories, *policy.contacts)
    return next((part.say for part in named if part.id == id), None)


def _part(value: Model, policy: Policy, field: str) -> Message:
    match value:
        case Say():
            return phrases.said(value)
        case Clause() | Item():
            return phrases.said(value.say)
        case StatedItem():
            return phrases.said(value.say) if value.say else say(f"change.value.{value.state}")
        case Place():
            return phrases.place_words(value)
        case JointUser():
            return phrases.said(value.name)
        case JointCategory():
            return _word(value.category, policy)
        case Evidence():
            return phrases.way((value,))
        case _:
            parts = [
                value_of(getattr(value, name), policy, field) for name in type(value).model_fields
            ]
            return say("common.listed", parts=tuple(p for p in parts if p is not NONE) or (NONE,))


@cache
def literals() -> frozenset[str]:
    """Every word a field of the schema may take; each is said by `change.value.<word>`."""
    return frozenset(
        word
        for model in _models(Model)
        for described in model.model_fields.values()
        for word in _words(described.annotation)
        if isinstance(word, str)
    )


def _models(of: type[Model]) -> Iterator[type[Model]]:
    for each in of.__subclasses__():
        yield each
        yield from _models(each)


def _words(hint: Any) -> Iterator[Any]:
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    else:
        for inner in get_args(hint):
            yield from _words(inner)
