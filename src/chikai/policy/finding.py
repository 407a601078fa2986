"""Findings: what is wrong, or worth knowing, about a policy, and where in the file it stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from chikai.kernel.citation import Citation
from chikai.kernel.message import Arg, Message


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about a policy. `code` is its id in `words/`, `args` fill its places.

    `line` and `column` count from 1; `field` is the path of the value (`requests.fee.amount`) or
    the id of a clause.
    """

    code: str
    args: dict[str, Arg] = field(default_factory=dict, hash=False)
    cites: tuple[Citation, ...] = ()
    file: str | None = None
    line: int | None = None
    column: int | None = None
    field: str | None = None

    @property
    def message(self) -> Message:
        return Message(self.code, {"field": self.field or "", "cites": self.cites, **self.args})

    @property
    def where(self) -> str:
        """`enigmo.yaml:41:7`, or what of it is known."""
        return ":".join(str(each) for each in (self.file, self.line, self.column) if each)


class BadPolicy(ValueError):
    """The file contradicts the law or itself. Carries every finding, in the order of the file."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{f.where}: {f.code} `{f.field or ''}`" for f in findings))
        self.findings = findings
