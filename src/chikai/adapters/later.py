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
    def __init__(self, make: Callable[[], Any]) -> None:
        self._make, self._lock = make, threading.Lock()
        self._made: Any = None

    def __getattr__(self, name: str) -> Any:
        with self._lock:
            if self._made is None:
                self._made = self._make()
        return getattr(self._made, name)
