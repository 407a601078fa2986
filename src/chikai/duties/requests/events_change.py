"""Carrying out what was granted in the company's databases: plan, approval, deed, proof.

Re-exported by `events`, which says what may stand in an event at all. `plan` is the hash of the
plan; what it takes away lies sealed under a key of its own (`contents`) until the undo window is
over and that key is destroyed.
"""

from __future__ import annotations

from datetime import date
from typing import Final, TypeAlias, get_args

from chikai.duties.requests.happening import Happening, event


@event
class PlanMade(Happening):
    """`files` are those that go with the rows, sealed where they may have to come back."""

    plan: str
    work: str
    rows: int
    undo_days: int
    sealed: str
    commitment: str
    contents: str
    contents_commitment: str
    files: str | None = None
    files_commitment: str | None = None


@event
class PlanApproved(Happening):
    """A named person lets exactly this plan be carried out. What it takes to judge is sealed."""

    plan: str
    sealed: str | None
    commitment: str | None


@event
class ApplyStarted(Happening):
    """The deed is about to begin: after a crash the databases say whether it was done."""

    plan: str


@event
class SourceUnreached(Happening):
    """A source of the plan is down, named where that is known. Nothing of the plan that was begun
    is lost: it is tried again until the source is there, or a person does otherwise."""

    plan: str
    source: str | None


@event
class ApplyStopped(Happening):
    """A source refused its part, or another plan was made before its part was done, after the
    others in `done` had kept theirs, which stay changed. Carried out again, the plan is done in
    the rest only."""

    plan: str
    source: str
    done: tuple[str, ...]


@event
class PlanApplied(Happening):
    plan: str
    rows: int


@event
class OwnerAttested(Happening):
    """The owner of a source nobody reaches from here signs what was done there: so many rows, in
    the owner's words, with evidence; a statement, and so named."""

    plan: str
    source: str
    rows: int
    sealed: str
    commitment: str
    evidence: str | None = None
    evidence_commitment: str | None = None


@event
class PlanVerified(Happening):
    """Every planned cell was read again. `differing` rows are not as planned, `residues` of old
    values were seen, `by_hand` sources wait for their owners. The details are sealed. `kept_until`
    are the first days of the months in which a reason to keep something will have ended: no day
    of the person's own."""

    plan: str
    complete: bool
    differing: int
    residues: int
    by_hand: int
    sealed: str
    commitment: str
    kept_until: tuple[date, ...] = ()


@event
class PlanUndone(Happening):
    """Everything was put back; why is sealed."""

    plan: str
    sealed: str
    commitment: str


@event
class PriorDestroyed(Happening):
    """The key of what was taken away is gone: nobody can put it back any more."""

    plan: str
    generation: int


OfPlan: TypeAlias = (
    PlanApproved
    | ApplyStarted
    | SourceUnreached
    | ApplyStopped
    | PlanApplied
    | OwnerAttested
    | PlanVerified
    | PlanUndone
    | PriorDestroyed
)
"""What can only happen to the plan that the case has now."""
OF_PLAN: Final[tuple[type[OfPlan], ...]] = get_args(OfPlan)
