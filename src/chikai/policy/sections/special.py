"""Anonymized information, and specific personal information (Arts. 43–46; My Number Act)."""

from __future__ import annotations

from typing import Literal

from chikai.policy.base import Clause, Known, Model, Stated, StatedItem
from chikai.policy.sections.provision import Basis


class AnonymizedCreation(Clause):
    """Making anonymized information. `items_published` is the promise; `items` is the list
    itself (Art. 43(3))."""

    creates: Literal["yes", "may", "no"]
    items_published: Stated
    items: StatedItem


class AnonymizedProvision(Clause):
    """Giving it to others: items and method are published, the recipient is told (Art. 43(4))."""

    items_published: Stated
    method_published: Stated
    recipient_told: Stated
    method: StatedItem


class Anonymized(Model):
    handling: Clause | None = None
    creation: AnonymizedCreation | None = None
    provision: AnonymizedProvision | None = None


SpecificTask = Literal[
    "withholding_slips",
    "dependants_declarations",
    "other_tax",
    "health_and_pension_insurance",
    "other_social_security",
    "disaster",
]
"""The only uses there are (My Number Act Art. 9). No consent adds to them."""


class SpecificText(Clause):
    """What the published text says of it. `beyond_law`: it goes further than the My Number Act
    allows, and there it is not followed. `bases`: the grounds on which it would provide."""

    topic: Literal["purpose", "provision", "joint_use", "entrustment", "request"]
    beyond_law: Known
    bases: tuple[Basis, ...] = ()


class SpecificInformation(Clause):
    """Specific personal information. There is no field for consent or joint use: consent widens
    nothing and joint use does not exist (My Number Act Arts. 9, 19, 30)."""

    tasks: tuple[SpecificTask, ...]
    in_text: tuple[SpecificText, ...] = ()
