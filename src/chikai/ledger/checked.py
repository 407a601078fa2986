"""A mapping file as it stands, and what the last look at its source found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chikai.ledger.model import SourceMapping
from chikai.ledger.problem import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """What `chikai sources check` found on a day. `sha256` is that of the mapping file it was
    judged by: of another file it says nothing any more."""

    on: date
    sha256: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class MappingFile:
    """One file of the folder `sources`. `mapping` is None where it cannot be read at all, and a
    draft where nobody has reviewed it; `problems` is all that is still open in the file itself."""

    name: str
    sha256: str
    mapping: SourceMapping | None
    problems: tuple[Problem, ...] = ()
    checked: Checked | None = None

    @property
    def outdated(self) -> bool:
        """Whether the file has changed since its source was looked at."""
        return self.checked is not None and self.checked.sha256 != self.sha256
