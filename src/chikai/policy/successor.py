"""The text of a version that follows another: the same words under a new day."""

from __future__ import annotations

from datetime import date
from typing import Final

from chikai.policy.finding import BadPolicy
from chikai.policy.lint.frame.edit import Change, Edit, Put, Strike, apply, edits
from chikai.policy.load import examine

EDITORS: Final = "# yaml-language-server: $schema="
"""The comment by which editors know a file's schema, and can complete and check it."""


def successor(text: str, *, file: str, effective_from: date, schema: str) -> str:
    """The text as the version of another day. Its comments stay; what was assumed about the day
    of the earlier one does not. Raises `BadPolicy` for a text that cannot be read."""
    policy, source, wrong = examine(text, file=file)
    if policy is None:
        raise BadPolicy(wrong)
    changes: list[Change] = [Put(("effective_from",), effective_from.isoformat())]
    before = policy.effective_from
    if ("supersedes",) in source.values:
        changes.append(Put(("supersedes",), before.isoformat()))
    if ("effective_from_assumption",) in source.keys:
        changes.append(Strike(("effective_from_assumption",)))
    made = [*edits(changes, source, text)]
    if ("supersedes",) not in source.values:
        after = source.keys[("effective_from",)][0] + 1
        made.append(Edit(after, after - 1, (f"supersedes: {before.isoformat()}",)))
    return with_schema(apply(text, made), schema)


def with_schema(text: str, schema: str) -> str:
    """The text with the comment that names its schema on the first line."""
    rest = [line for line in text.splitlines() if not line.startswith(EDITORS)]
    return "\n".join((f"{EDITORS}{schema}", *rest)) + "\n"
