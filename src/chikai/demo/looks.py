"""The eyes of others on an answer, as the demo plays them: they read the papers and look."""

from __future__ import annotations

from typing import Final

from chikai.app import cases, checking
from chikai.app.cases import Actor
from chikai.ports import Home

CHECKER: Final = "checker-1"
APPROVER: Final = "approver-1"
"""Who looks at what somebody else decided."""


def others_look(home: Home, case_id: str, *, command: str | None = None) -> None:
    """The second check and the approval, where the case still needs them. With a `command`, their
    ids go by it, so that doing it again changes nothing."""
    command = command or home.entropy.id("command")
    if cases.load(home, case_id).unchecked:
        entered = checking.as_on_paper(home, case_id)
        by = Actor(CHECKER, f"{command}-check")
        checking.second_check(home, case_id, entered, by=by)
    if cases.load(home, case_id).unapproved:
        checking.approve(home, case_id, by=Actor(APPROVER, f"{command}-approve"))
