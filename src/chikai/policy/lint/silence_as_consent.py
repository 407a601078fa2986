"""Silence, or going on as before, is taken as consent (Guidelines 2-16)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, without
from chikai.policy.model import Policy


@lint(
    "silence_as_consent",
    cites=(APPI(18, 1), APPI(17, 2)),
    severity="error",
    example="""
        changes:
          silence_is_consent:
            id: by_silence
            say: {ja: 継続利用は同意とみなします。, en: Continued use is consent.}
    """,
)
def silence_as_consent(policy: Policy, on: date) -> Iterator[Found]:
    changes = policy.changes
    if changes is not None and changes.silence_is_consent is not None:
        at = ("changes", "silence_is_consent")
        yield found(at, fix=without(policy, changes.silence_is_consent))
