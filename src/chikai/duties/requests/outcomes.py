"""What a step can come to: it happened, it is defective, unlawful, or not possible now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.flow import State
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.openings import open_items
from chikai.kernel.citation import Citation
from chikai.kernel.message import Message
from chikai.policy.model import Policy


class SecondCheck(StrEnum):
    """The house rule: whose answers a second person checks."""

    DISCLOSING = "disclosing"  # what gives personal data out: the accident that cannot be undone
    ALL = "all"
    OFF = "off"


class Approval(StrEnum):
    """The house rule: which answers need an approver. `none_held` counts as a refusal, always: a
    rule that told the two apart would tell what must not be told (Order Art. 5)."""

    REFUSALS = "refusals"
    ALL = "all"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class House:
    """The house's own rules. Without any said, nothing more than the law is asked."""

    second_check: SecondCheck = SecondCheck.OFF
    approval: Approval = Approval.OFF
    approver_other: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """The policy of the day of arrival, the day of this deed, who does it, and the house rules."""

    policy: Policy
    on: date
    by: str
    house: House = House()


class UnlawfulStep(Exception):
    """We would break the law, or a promise of the policy. `message` says what and why."""

    def __init__(self, message: Message, *cites: Citation) -> None:
        super().__init__(message.id)
        self.message, self.cites = message, cites


class NotNow(Exception):
    """The case is not in a state that can take this step. `first`: what comes before it."""

    def __init__(
        self,
        case: Case,
        step: str,
        still_open: tuple[OpenItem, ...],
        *,
        first: Message | None = None,
    ) -> None:
        super().__init__(step)
        self.state, self.step, self.still_open = case.state, step, still_open
        self.first = first


@dataclass(frozen=True, slots=True)
class Defect:
    """A paper or a fact is missing. Nothing happened."""

    items: tuple[OpenItem, ...]


Happened = tuple[ev.Happening, ...]


def must_be(case: Case, state: State, step: str, ctx: Context) -> None:
    if case.state is not state:
        raise NotNow(case, step, open_items(case, ctx.policy, on=ctx.on))
