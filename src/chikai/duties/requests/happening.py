"""What every event of a case shares: how it is made, and read back from the journal."""

from __future__ import annotations

import functools
import types
from dataclasses import dataclass
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

from chikai.kernel import happening
from chikai.kernel.event import Data


class Happening(happening.Happening):
    """What can happen to a case."""


H = TypeVar("H", bound=Happening)
EVENTS: dict[str, type[Happening]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
def event(cls: type[H]) -> type[H]:
    made = dataclass(frozen=True, slots=True, kw_only=True)(cls)
    EVENTS[made.type()] = made
    return made


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
