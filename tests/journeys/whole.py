"""All journeys played once, for the tests that look at everything they left."""

from dataclasses import dataclass
from pathlib import Path

from chikai.demo.row import Row


@dataclass(frozen=True)
class Whole:
    """All journeys played once on SQLite with printed letters, and everything that was logged."""

    root: Path
    rows: list[Row]
    logged: list[str]
