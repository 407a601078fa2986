"""Run every rule over a policy, or over the text of its file, as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import chikai.policy.lint.frame.every as _every_rule  # noqa: F401  (registers the rules)
from chikai.policy.finding import BadPolicy
from chikai.policy.lint.frame.edit import apart, apply, edits
from chikai.policy.lint.frame.rule import RULES, WEIGHT, Finding, Rule, Severity, Status
from chikai.policy.load import examine
from chikai.policy.model import Policy

COVERED: Final = frozenset(
    {
        "policy.error.fee_forbidden",
        "policy.error.no_electronic_choice",
        "policy.error.specific_in_joint_use",
    }
)
"""What `load` refuses and a rule of the lint says too, with a remedy: here it is a finding."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of the gap table for one policy."""

    rule: Rule
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the lint says of one file."""

    file: str
    policy: Policy
    on: date
    findings: tuple[Finding, ...]
    table: tuple[Cell, ...]

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings that weigh as much, or more."""
        return tuple(f for f in self.findings if WEIGHT[f.severity] >= WEIGHT[severity])


def lint_policy(policy: Policy, *, on: date) -> tuple[Finding, ...]:
    """Every finding of the rules in force on a day, without its line."""
    return tuple(
        finding
        for rule in RULES.values()
        for each in rule.found(policy, on)
        if (finding := rule.finding(each)) is not None
    )


def gap_table(policy: Policy, *, on: date) -> tuple[Cell, ...]:
    """Whether the text gives what the law wants told, row by row. Where a row has several
    answers, as with two joint uses, the gravest stands."""
    cells = []
    for rule in RULES.values():
        given = [f.status for f in rule.found(policy, on) if f.status is not None]
        if rule.row and given:
            cells.append(Cell(rule, min(given, key=_GRAVEST.index)))
    return tuple(cells)


_GRAVEST: Final = (
    Status.ABSENT,
    Status.PARTLY,
    Status.UNKNOWN,
    Status.PRESENT,
    Status.NOT_CALLED_FOR,
)


def lint_text(text: str, *, file: str, on: date) -> Report:
    """Lint a file. Raises `BadPolicy` when it cannot be read as a policy, or contradicts itself
    in a way that no rule here explains."""
    policy, source, wrong = examine(text, file=file)
    unexplained = tuple(each for each in wrong if each.code not in COVERED)
    if policy is None or unexplained:
        raise BadPolicy(unexplained)
    placed = []
    for finding in lint_policy(policy, on=on):
        line, column = source.place(finding.at)
        changes = edits(finding.fix, source, text)
        placed.append(replace(finding, file=file, line=line, column=column, edits=changes))
    return Report(
        file=file,
        policy=policy,
        on=on,
        findings=_in_order(placed),
        table=gap_table(policy, on=on),
    )


def mend(text: str, *, file: str, on: date, rounds: int = 50) -> str:
    """The text with every mechanical fix made, one round after another until none is left. A fix
    that would leave a file nobody can read is not made. Raises `BadPolicy` as `lint_text` does."""
    for _ in range(rounds):
        groups = [f.edits for f in lint_text(text, file=file, on=on).findings if f.edits]
        mended = apply(text, apart(groups))
        if not _reads(mended, file):
            alone = (apply(text, each) for each in groups)
            mended = next((each for each in alone if _reads(each, file)), text)
        if mended == text:
            break
        text = mended
    return text


def _reads(text: str, file: str) -> bool:
    policy, _, wrong = examine(text, file=file)
    return policy is not None and all(each.code in COVERED for each in wrong)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(
        sorted(findings, key=lambda f: (-WEIGHT[f.severity], f.line or 0, f.column or 0, f.rule))
    )
