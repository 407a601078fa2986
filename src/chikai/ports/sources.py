"""The company's real databases, read through their mappings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chikai.ledger.found import Found
    from chikai.ledger.model import SourceMapping
    from chikai.ledger.named import FoundFile
    from chikai.ledger.problem import Problem
    from chikai.ledger.sampled import Sampled
    from chikai.people.model import Person


class Sources(Protocol):
    """The company's real databases, read through their mappings."""

    def names(self) -> tuple[str, ...]: ...

    def find(self, person: Person, *, by: Sequence[str] = ()) -> Found:
        """One person's rows. Identifiers are AND-composed. More than one matched person is
        returned as candidates, never as data. Raises `Unavailable` or `BadData`."""
        ...

    def looked(self, found: Found) -> Found:
        """What was found, with how every file stands that a cell names. Raises `Unavailable`."""
        ...

    def read_file(self, source: str, table: str, file: FoundFile) -> Iterator[bytes]:
        """The content of such a file, in pieces. Raises `Unavailable`."""
        ...

    def mapping(self, name: str) -> SourceMapping: ...

    def check(self, name: str) -> tuple[Problem, ...]:
        """Where the source is not what its mapping says, and what has changed since the review.
        Raises `Missing`, `Unavailable`, and `BadData` for a source that is no database."""
        ...

    def shapes(self, name: str) -> dict[str, str]:
        """The fingerprint of every mapped table as it is now. Raises as `check`."""
        ...

    def sample(self, name: str, *, rows: int) -> tuple[Sampled, ...]:
        """The forms of the values in the first rows of every table; never a value. Raises as
        `check`."""
        ...

    def indexes(self, name: str) -> tuple[tuple[str, str | None], ...]:
        """The statements that would make every search a look-up, and what the mapping must say
        then. Nothing runs them. Raises as `check`."""
        ...
