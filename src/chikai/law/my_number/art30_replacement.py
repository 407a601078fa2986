"""My Number Act Article 30(2): how the APPI is read for specific personal information.

Some provisions are switched off, some name another. A provision stop is tested by Article 19 of
the My Number Act, not by Articles 27 and 28 of the APPI.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from chikai.kernel.citation import Citation
from chikai.kernel.truth import Truth
from chikai.law.appi.art35_cessation import CessationGround
from chikai.law.kinds import APPI, BASIS, MY_NUMBER, RequestKind

TABLE: Final = MY_NUMBER(30, 2)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A place of the APPI and what is read there; `None` when it does not apply at all."""

    place: Citation
    read: Citation | None


REPLACEMENTS: Final = (
    Replacement(APPI(18, 3, "i"), MY_NUMBER(9, 5)),
    Replacement(APPI(18, 3, "iii"), None),
    Replacement(APPI(18, 3, "iv"), None),
    Replacement(APPI(18, 3, "v"), None),
    Replacement(APPI(18, 3, "vi"), None),
    Replacement(APPI(20, 2), None),
    Replacement(APPI(27), None),
    Replacement(APPI(28), None),
    Replacement(APPI(29), None),
    Replacement(APPI(30), None),
    Replacement(APPI(35, 3), MY_NUMBER(19)),
)


def applies(place: Citation) -> bool:
    """Whether a place of the APPI applies to specific personal information at all."""
    return not any(r.read is None and _within(place, r.place) for r in REPLACEMENTS)


def kind_exists(kind: RequestKind) -> bool:
    """Whether that kind of request exists for specific personal information: no opt-out stop and
    no information on foreign measures, since Articles 27 and 28 are off."""
    return applies(BASIS[kind])


def stop_grounds(specific: Truth) -> tuple[CessationGround, ...]:
    """The grounds of a provision stop. `specific`: the data are specific personal information.

    While that is unknown, every ground stays open.
    """
    appi = (CessationGround.BREACH_OF_27_1, CessationGround.BREACH_OF_28)
    mine = (CessationGround.BREACH_OF_MY_NUMBER_19,)
    if specific.is_unknown:
        return (*appi, *mine)
    return mine if specific.is_yes else appi


def _within(place: Citation, whole: Citation) -> bool:
    return (
        place.law.id == whole.law.id
        and place.article == whole.article
        and whole.paragraph in (None, place.paragraph)
        and whole.item in (None, place.item)
    )
