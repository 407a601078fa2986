"""Article 36: explanation of reasons (理由の説明). A duty of effort: it warns, it never blocks."""

from __future__ import annotations

from dataclasses import dataclass

from chikai.kernel.rule import requires
from chikai.kernel.truth import Truth
from chikai.law.kinds import APPI


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainReasons:
    """Explaining the reasons in the notice under Articles 32(3), 33(3), 34(3) or 35(7)."""

    not_done_in_whole_or_part: Truth
    other_measure_taken: Truth


@requires(APPI(36), in_force="2022-04-01..", effort=True)
def explain_reasons(e: ExplainReasons) -> Truth:
    """Trying to explain the reasons when what the person asked for is not done, in whole or in
    part, or when another measure is taken."""
    return e.not_done_in_whole_or_part | e.other_measure_taken
