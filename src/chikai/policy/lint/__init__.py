"""The lint: a published policy read against the law of a day.

One rule, one file, one page: `<rule>.py` here, its words in `words/<lang>/lint.toml`, its page in
`docs/reference/lint/`. What the rules stand on is in `frame/`.
"""

from chikai.policy.lint.frame.rule import RULES, Finding, Rule, Severity, Status
from chikai.policy.lint.frame.run import (
    Cell,
    Report,
    gap_table,
    lint_policy,
    lint_text,
    mend,
)

__all__ = [
    "RULES",
    "Cell",
    "Finding",
    "Report",
    "Rule",
    "Severity",
    "Status",
    "gap_table",
    "lint_policy",
    "lint_text",
    "mend",
]
