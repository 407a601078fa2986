"""What a step can come to: it happened, it is defective, unlawful, or not possible now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.flow import State
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.openings import open_items
from chikai.kernel.citation import Citation
from chikai.kernel.message import Message
from chikai.policy.model import Policy


@dataclass(frozen=True, slots=True)
class Context:
    """The policy of the day of arrival, the day of this deed, and who does it."""

    policy: Policy
    on: date
    by: str


class UnlawfulStep(Exception):
    """We would break the law, or a promise of the policy. `message` says what and why."""

    def __init__(self, message: Message, *cites: Citation) -> None:
        super().__init__(message.id)
        self.message, self.cites = message, cites


class NotNow(Exception):
    """The case is not in a state that can take this step."""

    def __init__(self, case: Case, step: str, still_open: tuple[OpenItem, ...]) -> None:
        super().__init__(step)
        self.state, self.step, self.still_open = case.state, step, still_open


@dataclass(frozen=True, slots=True)
class Defect:
    """A paper or a fact is missing. Nothing happened."""

    items: tuple[OpenItem, ...]


Happened = tuple[ev.Happening, ...]


def must_be(case: Case, state: State, step: str, ctx: Context) -> None:
    if case.state is not state:
        raise NotNow(case, step, open_items(case, ctx.policy, on=ctx.on))
