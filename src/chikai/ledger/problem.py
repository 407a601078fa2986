"""What is wrong with a mapping, and where."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `code` is the id of its sentence in `words/`, `field` a dotted path; line
    and column count from 1. Arguments name tables, columns and ids, never a stored value. `file`
    is that of the mapping, where several were looked at."""

    code: str
    field: str | None
    args: dict[str, str | int] = dataclasses.field(default_factory=dict, hash=False)
    line: int | None = None
    column: int | None = None
    file: str | None = dataclasses.field(default=None, compare=False)


class BadMapping(ValueError):
    """A mapping that contradicts its format, itself, its policy or its database."""

    def __init__(self, file: str | None, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(f"{file}:{first.line}:{first.column}: {first.field}: {first.code}")
        self.file = file
        self.problems = problems
