"""Article 21: notice of the purpose of use on acquisition (取得に際しての利用目的の通知等).

Here the exceptions of paragraph 4, items (i) to (iii), on which Article 32(2) leans. Item (iv), a
purpose plain from the circumstances, excuses nothing under Article 32.
"""

from __future__ import annotations

from typing import Protocol

from chikai.kernel.rule import exempts
from chikai.kernel.truth import Judged, Truth
from chikai.law.kinds import APPI


class TellingPurpose(Protocol):
    """What telling the purpose of use would do. Each is an open word: a person judges it."""

    @property
    def harms_anyone(self) -> Judged: ...
    @property
    def harms_business(self) -> Judged: ...
    @property
    def hinders_state(self) -> Judged: ...


@exempts(APPI(21, 4, "i"), in_force="2022-04-01..")
def harms_anyone(p: TellingPurpose) -> Truth:
    """Telling the purpose is likely to harm life, body, property or other rights of the person or
    of somebody else."""
    return p.harms_anyone.plain


@exempts(APPI(21, 4, "ii"), in_force="2022-04-01..")
def harms_business(p: TellingPurpose) -> Truth:
    """Telling the purpose is likely to harm the rights or legitimate interests of the
    business."""
    return p.harms_business.plain


@exempts(APPI(21, 4, "iii"), in_force="2022-04-01..")
def hinders_state(p: TellingPurpose) -> Truth:
    """Telling the purpose is likely to hinder a task of the State or of a local government with
    which the business must cooperate."""
    return p.hinders_state.plain
