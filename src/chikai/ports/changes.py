"""Changing the company's databases by an approved plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chikai.ledger.plan import Plan, Wanted
    from chikai.ledger.problem import Problem
    from chikai.people.model import Person


class Refused(Exception):
    """There is no plan, or it cannot be carried out: what stands against it. Nothing was changed
    anywhere."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems[0].code)
        self.problems = problems


class Moved(Exception):
    """Rows are no longer what the plan says. Nothing was changed; make the plan anew."""

    def __init__(self, source: str, table: str) -> None:
        super().__init__(source)
        self.source, self.table = source, table


class RefusedInPart(Exception):
    """A source could not do its part, and `why`, when those in `done` had kept theirs, now or at
    an earlier try: these are changed and stay so. A new plan holds what is left. Where the source
    is in `done` itself, its rows are changed and a file that goes with them is still there.
    `back`: it was to be put back, and those in `done` are."""

    def __init__(
        self, source: str, done: tuple[str, ...], why: Refused | Moved, *, back: bool = False
    ) -> None:
        super().__init__(source)
        self.source, self.done, self.why, self.back = source, done, why, back


class Standing(StrEnum):
    """Where a plan stands in one database."""

    UNTOUCHED = "untouched"
    DONE = "done"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Remains:
    """Something of the old values that is still there, or may be: `code` says what in words."""

    source: str
    code: str
    table: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification saw. `differing` rows are not as planned; `found` are residues that
    were seen; `may_be` are places nobody can look into from here."""

    differing: tuple[Remains, ...] = ()
    found: tuple[Remains, ...] = ()
    may_be: tuple[Remains, ...] = ()
    attested: tuple[Remains, ...] = ()

    @property
    def clean(self) -> bool:
        return not self.differing and not self.found

    def __add__(self, more: Verified) -> Verified:
        return Verified(
            (*self.differing, *more.differing),
            (*self.found, *more.found),
            (*self.may_be, *more.may_be),
            (*self.attested, *more.attested),
        )


class Changes(Protocol):
    """The company's databases, changed by plans only. `contents` are the values of a plan: seal
    them. All raise `Unavailable`."""

    def plan(
        self, person: Person, wanted: Wanted, *, case: str, salt: Callable[[], str]
    ) -> tuple[Plan, bytes]:
        """What would be done; nothing is changed. Raises `Refused`, and `BadData` unless exactly
        one person fits."""
        ...

    def standing(self, plan: Plan, contents: bytes) -> dict[str, Standing]:
        """By source, where the plan stands; one that is mapped no more is left out."""
        ...

    def apply(
        self, plan: Plan, contents: bytes, wanted: Wanted, *, skip: frozenset[str] = frozenset()
    ) -> Verified:
        """Carry it out and verify it: every source is changed in one transaction of its own, and
        none is committed before all have been changed. `skip` are sources done already. Raises
        `Refused` and `Moved`, and `RefusedInPart` where others were committed before or are in
        `skip`."""
        ...

    def verify(self, plan: Plan, contents: bytes) -> Verified:
        """Read every planned cell again and look for what is left of the old values."""
        ...

    def prior(self, plan: Plan, contents: bytes) -> Iterator[bytes]:
        """The files a plan takes away, as a stream to seal where it may be undone."""
        ...

    def undo(self, plan: Plan, contents: bytes, prior: Iterable[bytes] = ()) -> None:
        """Put everything back, files from what `prior` gave. Raises `Moved` unless all is as the
        plan left it, and `RefusedInPart` where others were put back before."""
        ...
