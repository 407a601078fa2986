"""Who else looked, and who searched where no machine can: second check, approval, search tasks.

Re-exported by `events`, which says what may stand in an event at all.
"""

from __future__ import annotations

from datetime import date

from chikai.duties.requests.happening import Happening, event


@event
class ChecksNeeded(Happening):
    """What the house rule of the day of the decision wants before the answer leaves."""

    second_check: bool
    approval: bool
    approver_other: bool


@event
class SecondChecked(Happening):
    """Somebody who did not decide entered these facts again from the papers, and they agree."""

    facts: tuple[str, ...]


@event
class SecondCheckFailed(Happening):
    """These facts, entered again, do not agree with the case. Neither value is recorded."""

    facts: tuple[str, ...]


@event
class Approved(Happening):
    """A named person lets the answer go out."""


@event
class SearchTaskSet(Happening):
    """A named owner is to look where no machine can, until a day. Where, and which particulars
    were given for it, is sealed."""

    task: str
    owner: str
    due: date
    sealed: str
    commitment: str


@event
class SearchTaskAnswered(Happening):
    """The owner signs: something was found, or none is held there. What they say is sealed."""

    task: str
    found: bool
    sealed: str
    commitment: str
