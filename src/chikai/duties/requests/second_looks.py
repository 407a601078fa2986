"""How often one person may look a second time: whoever guesses does not look."""

from __future__ import annotations

from typing import Final

from chikai.duties.requests.case import Case

MOST_LOOKS: Final = 3
"""So often may what one person enters differ from the case."""


def left(case: Case, who: str) -> int:
    """How often this person may still look at the answer as it stands."""
    return max(0, MOST_LOOKS - case.looked_wrong.count(who))


def out(case: Case) -> tuple[str, ...]:
    """Who may look no more, the first to be wrong so often first."""
    tried = dict.fromkeys(case.looked_wrong)
    return tuple(who for who in tried if not left(case, who))
