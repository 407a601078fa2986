"""What every event of a case shares: how it is made, written to the journal and read back."""

from __future__ import annotations

import functools
import types
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import (
    Any,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from chikai.kernel.event import Data, Draft, Value, check


class Happening:
    """Base of every event; the type in the journal is the snake-case name of the class."""

    @classmethod
    @functools.cache
    def type(cls) -> str:
        name = cls.__name__
        return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")

    def draft(self, on: date) -> Draft:
        data: Data = {f.name: _plain(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]
        return Draft(self.type(), on, check(data))


H = TypeVar("H", bound=Happening)
EVENTS: dict[str, type[Happening]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
def event(cls: type[H]) -> type[H]:
    made = dataclass(frozen=True, slots=True, kw_only=True)(cls)
    EVENTS[made.type()] = made
    return made


def _plain(value: Any) -> Value:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return tuple(_plain(v) for v in value)
    assert value is None or isinstance(value, bool | int | str)
    return value


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        return _typed(next(a for a in get_args(hint) if a is not types.NoneType), value)
    if get_origin(hint) is tuple:
        return tuple(_typed(get_args(hint)[0], v) for v in value)
    if hint is date:
        return date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    return value


@functools.cache
def _hints(type_: str) -> dict[str, Any]:
    return get_type_hints(EVENTS[type_])


def parse(type_: str, data: Data) -> Happening:
    """The event as the journal holds it, typed again. Unknown types raise `KeyError`."""
    cls = EVENTS[type_]
    hints = _hints(type_)
    return cls(**{name: _typed(hints[name], value) for name, value in data.items()})
