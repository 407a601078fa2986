"""Article 27: restrictions on provision to third parties (第三者提供の制限).

Here paragraph 2(vi): who provides by opt-out stops when the person asks. Whether a provision broke
paragraph 1 enters a provision stop as a judged fact (Article 35(3)).
"""

from __future__ import annotations

from dataclasses import dataclass

from chikai.kernel.rule import forbids
from chikai.kernel.truth import YES, Truth
from chikai.law.kinds import APPI


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseOptOutStop:
    """Refusing to stop a provision made by opt-out. The law asks for no ground, no fee and no
    proof, so nothing need be known."""


@forbids(APPI(27, 2, "vi"), in_force="2022-04-01..")
def opt_out_stop_refused(r: RefuseOptOutStop) -> Truth:
    """Going on providing by opt-out after the person has asked to stop."""
    return YES
