"""The work that is done as jobs: what the journal orders, and how an approved plan is carried out
in steps that can be done again."""

from __future__ import annotations

from collections.abc import Sequence

from chikai.ports import Home
from chikai.ports.jobs import Deed, Halted, Order


def orders(home: Home) -> tuple[Order, ...]:
    """Plans that a person approved and that are not done yet."""
    return ()


def deed(home: Home) -> Deed:
    return _CarryOut(home)


class _CarryOut:
    def __init__(self, home: Home) -> None:
        self._home = home

    def stages(self, order: Order) -> Sequence[Sequence[str]]:
        return (("preflight",), ("apply",), ("verify",))

    def do(self, order: Order, step: str) -> None:
        raise Halted("not_ordered")
