"""The line of a case in the inbox: the one thing that is kept of it beside its events."""

from __future__ import annotations

from datetime import date

from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import nearest_due
from chikai.duties.requests.next_step import next_step
from chikai.duties.requests.openings import open_items
from chikai.policy.model import Policy
from chikai.ports import InboxRow


def inbox_row(case: Case, policy: Policy, *, on: date) -> InboxRow:
    """The case's line in the inbox, as it stood on the day of its last event."""
    due = nearest_due(case, policy, on=on)
    return InboxRow(
        case=case.id,
        envelope=case.envelope,
        kind=case.kind.value,
        state=case.state.value,
        exit=case.exit.value if case.exit else None,
        arrived_on=case.basis.arrived_on.isoformat(),
        nearest_due=due.isoformat() if due else None,
        waits_for=tuple(i.key for i in open_items(case, policy, on=on)),
        next_step=next_step(case, policy, on=on).id,
    )
