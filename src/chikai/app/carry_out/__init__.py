"""Carrying out what was granted in the company's databases: plan, approve, apply, verify, undo.

Nothing is changed without a plan that somebody else approved by its hash. The journal says that
the deed begins before it does; after a crash the databases say whether it was done. What was
taken away lies sealed under a key of its own, and only when that key is gone is the result
recorded, so that nobody is told "erased" of what could still be put back.
"""

from chikai.app.carry_out.applying import apply, attest, verify
from chikai.app.carry_out.opened import Result
from chikai.app.carry_out.planning import (
    MOST_KEPT,
    PlanView,
    Scope,
    approve,
    dry_run,
    left_by_hand,
    plan,
    shown,
)
from chikai.app.carry_out.prior import destroy_prior
from chikai.app.carry_out.undoing import finish, put_back_no_more, undo

__all__ = [
    "MOST_KEPT",
    "PlanView",
    "Result",
    "Scope",
    "apply",
    "approve",
    "attest",
    "destroy_prior",
    "dry_run",
    "finish",
    "left_by_hand",
    "plan",
    "put_back_no_more",
    "shown",
    "undo",
    "verify",
]
