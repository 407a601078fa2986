"""My Number Act Articles 15 and 20: nobody may ask for a number, or keep it, beyond Article 19.

A My Number card proves identity by its front alone; the number on a copy is masked on receipt.
"""

from __future__ import annotations

from dataclasses import dataclass

from chikai.kernel.rule import exempts, forbids
from chikai.kernel.truth import NO, Truth
from chikai.law.kinds import MY_NUMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepNumber:
    """Keeping an individual number that arrived with a request.

    `masked`: it has been made unreadable for good. `belongs_to_request`: the person attached it to
    a request about specific personal information, for which alone it is kept.
    """

    masked: Truth
    belongs_to_request: Truth = NO


@exempts(MY_NUMBER(19), in_force="2016-01-01..")
def number_belongs_to_request(k: KeepNumber) -> Truth:
    """The person attached the number to a request about specific personal information; this is
    allowed by interpretation although Article 19 does not list it."""
    return k.belongs_to_request.plain


@forbids(MY_NUMBER(20), in_force="2016-01-01..", unless=[number_belongs_to_request])
def keeping_a_number(k: KeepNumber) -> Truth:
    """Keeping an individual number that nobody was allowed to ask for."""
    return ~k.masked
