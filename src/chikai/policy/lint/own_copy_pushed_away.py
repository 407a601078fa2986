"""People are sent to the recipient although the company keeps a copy and the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy
from chikai.policy.phrases import said


@lint(
    "own_copy_pushed_away",
    cites=(APPI(33, 1), APPI(33, 5)),
    severity="warning",
    example="""
        requests:
          other_windows:
            - id: provided_copy
              kinds: [disclosure]
              when: already_provided_copy
              window: {ja: 提供先, en: The recipient}
              keep_our_part: true
              say: {ja: 提供先へお願いします。, en: Please turn to the recipient.}
    """,
)
def own_copy_pushed_away(policy: Policy, on: date) -> Iterator[Found]:
    for clause in policy.requests.other_windows:
        if clause.when == "already_provided_copy":
            yield found(path_of(policy, clause), window=said(clause.window))
