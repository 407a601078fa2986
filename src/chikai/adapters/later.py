"""What is made when it is first asked for anything."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

Made = TypeVar("Made")


def later(make: Callable[[], Made]) -> Made:
    """Stands for what `make` gives. A server that waits for visitors does without the code that
    reads a company's databases, which is some megabytes."""
    return cast(Made, _Later(make))


class _Later:
    """What is asked of it, and what is set on it, is asked of and set on what was made."""

    __slots__ = ("_lock", "_made", "_make")

    def __init__(self, make: Callable[[], Any]) -> None:
        object.__setattr__(self, "_make", make)
        object.__setattr__(self, "_lock", threading.Lock())
        object.__setattr__(self, "_made", None)

    def __getattr__(self, name: str) -> Any:
        return getattr(_made(self), name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(_made(self), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(_made(self), name)


def _made(one: _Later) -> Any:
    with one._lock:
        if one._made is None:
            object.__setattr__(one, "_made", one._make())
        return one._made
