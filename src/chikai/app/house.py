"""The house's own rules of the second look, as its settings say them."""

from __future__ import annotations

from typing import Final

from chikai.duties.requests.outcomes import Approval, House, SecondCheck
from chikai.ports import Home

SECOND_CHECK: Final = "second_check"
APPROVAL: Final = "approval"
APPROVER: Final = "approver"
OTHER, ANYONE = "other", "anyone"


def rules(home: Home) -> House:
    """Unless it is set otherwise, answers that disclose are checked by a second person, and
    refusals are approved, by somebody other than who decided."""
    said = home.settings
    return House(
        SecondCheck(said.get(SECOND_CHECK, SecondCheck.DISCLOSING)),
        Approval(said.get(APPROVAL, Approval.REFUSALS)),
        said.get(APPROVER, OTHER) == OTHER,
    )
