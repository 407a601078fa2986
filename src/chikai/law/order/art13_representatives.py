"""Cabinet Order Article 13: who may make a request for the person.

Named are (i) the statutory representative of a minor or of an adult ward, and (ii) a
representative the person mandated for the request. Curators, assistants and voluntary guardians
are not named: they are treated as (ii), proved by the register entry of a granted power that
covers the request ⚖.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from chikai.kernel.rule import defines
from chikai.kernel.truth import NO, YES, Judged, Truth
from chikai.law.kinds import ORDER, Asker

JOINT_AFTER_DIVORCE_FROM: Final = date(2026, 4, 1)
"""From this day parents may hold parental authority together after a divorce too (Act 33/2024;
Civil Code Art. 824-2 says when one parent may act alone)."""

STATUTORY: Final = frozenset({Asker.PARENT, Asker.MINOR_GUARDIAN, Asker.ADULT_GUARDIAN})
OF_A_MINOR: Final = frozenset({Asker.PARENT, Asker.MINOR_GUARDIAN})
NEEDS_GRANTED_POWER: Final = frozenset(
    {Asker.CURATOR, Asker.ASSISTANT, Asker.VOLUNTARY_GUARDIAN, Asker.MANDATARY}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What must be known about somebody who asks for another person.

    `power_proven`: the papers show the standing (register, mandate). `person_is_minor`: under 18
    (Civil Code Art. 4). `power_covers_request`: the granted power or the mandate extends to this
    request. `supervisor_appointed`: the register shows the supervisor without whom a voluntary
    guardianship has not begun.
    `joint_parental_authority`: the parents act together, or this one may act alone; it is one
    judgment, since custody after divorce, daily acts and urgency all bear on it.

    Write `blank(Standing, asker=Asker.CURATOR, power_proven=YES)` to leave the rest open.
    """

    asker: Asker
    power_proven: Truth
    person_is_minor: Truth
    power_covers_request: Truth
    supervisor_appointed: Truth
    joint_parental_authority: Judged


@defines(ORDER(13, None, "i"), in_force="2022-04-01..")
def statutory_representative(s: Standing) -> Truth:
    """Parents and guardians of a minor, and guardians of an adult ward, may ask for the person."""
    if s.asker is Asker.PARENT:
        return s.power_proven & s.person_is_minor & s.joint_parental_authority
    if s.asker is Asker.MINOR_GUARDIAN:
        return s.power_proven & s.person_is_minor
    return s.power_proven.plain if s.asker is Asker.ADULT_GUARDIAN else NO


@defines(ORDER(13, None, "ii"), in_force="2022-04-01..")
def mandated_representative(s: Standing) -> Truth:
    """Whoever the person mandated for the request may ask for the person; a granted power that
    the register shows counts as such a mandate."""
    if s.asker not in NEEDS_GRANTED_POWER:
        return NO
    begun = s.supervisor_appointed if s.asker is Asker.VOLUNTARY_GUARDIAN else YES
    return s.power_proven & s.power_covers_request & begun


def may_represent(standing: Standing) -> Truth:
    """Whether this asker may make the request: always the person, else one of the two items."""
    if standing.asker is Asker.PERSON:
        return YES
    return statutory_representative(standing) | mandated_representative(standing)
