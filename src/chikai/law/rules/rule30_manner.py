"""Enforcement Rules Article 30: the manners of disclosure (APPI Art. 33(1)).

Electromagnetic record, paper, or another manner the business sets, such as viewing on its
premises. The person chooses among them (Guidelines, General, 3-8-2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from chikai.kernel.rule import defines
from chikai.kernel.truth import Truth
from chikai.law.kinds import RULES, Manner

ALWAYS_OPEN: Final = frozenset({Manner.ELECTRONIC, Manner.PAPER})
"""What a person may choose of any business; `viewing` only where the business sets it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MannerOfDisclosure:
    """A manner in which data might be disclosed."""

    electromagnetic: Truth
    on_paper: Truth
    set_by_business: Truth


@defines(RULES(30), in_force="2022-04-01..")
def manner_of_disclosure(m: MannerOfDisclosure) -> Truth:
    """Disclosure is by electromagnetic record, on paper, or in another manner the business
    sets."""
    return m.electromagnetic | m.on_paper | m.set_by_business
