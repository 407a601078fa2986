"""Purpose limit, acquisition, notice, accuracy and retention as promised (Arts. 17–22)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from chikai.policy.base import Clause, Id, Known, Model, Say, Stated, StatedItem

UseGround = Literal[
    "based_on_laws",
    "life_body_property",
    "public_health_children",
    "state_cooperation",
    "academic_own_use",
    "academic_supply",
]
"""Art. 18(3)(i)–(vi) in order."""

NoticeGround = Literal["harms_anyone", "harms_business", "hinders_state", "purpose_obvious"]
"""Art. 21(4)(i)–(iv) in order."""


class UseException(Clause):
    """A case in which the text allows use beyond the purpose, and the ground of Art. 18(3) it
    corresponds to. `narrower`: the text promises less than the law allows, and that is kept."""

    ground: UseGround
    narrower: Known = "no"


class UseLimit(Clause):
    """No use beyond the purpose without consent (Art. 18). `only`: the text says "only".
    `succession`: what it says of data taken over (Art. 18(2))."""

    only: bool = False
    consent: Stated = "present"
    succession: Stated = "absent"
    exceptions: tuple[UseException, ...] = ()


class Acquisition(Clause):
    """Proper acquisition (Art. 20). `sensitive`: what the text says of Art. 20(2)."""

    no_deceit: Stated = "present"
    sensitive: Stated = "absent"


class NoticeException(Clause):
    ground: NoticeGround


class JisItems(Model):
    """What JIS Q 15001 wants shown when data are taken in writing, items a to h."""

    organisation: StatedItem
    manager: StatedItem
    purpose: StatedItem
    provision: StatedItem
    entrustment: StatedItem
    requests: StatedItem
    voluntariness: StatedItem
    unnoticed_means: StatedItem


class PurposeNotice(Clause):
    """How purposes are told when data are acquired (Art. 21). `shown_when_direct`: that they are
    shown beforehand when data are taken directly in writing (Art. 21(2))."""

    manner: tuple[Literal["publish", "notify", "show"], ...] = ()
    shown_when_direct: Stated = "unknown"
    exceptions: tuple[NoticeException, ...] = ()
    jis_items: JisItems | None = None


class PurposeChange(Clause):
    """A change of purpose: within reasonable relation, told (Arts. 17(2), 21(3))."""

    within_reasonable_relation: Stated
    told: tuple[Literal["publish", "notify"], ...] = ()


class UnlistedUse(Clause):
    """What happens for data or uses that the lists leave out. `list_given`: whether a list to
    which the text points is there at all."""

    told: tuple[Literal["publish", "notify", "show"], ...] = ()
    list_given: Known = "yes"


class Use(Model):
    limit: UseLimit | None = None
    acquisition: Acquisition | None = None
    notice: PurposeNotice | None = None
    purpose_change: PurposeChange | None = None
    unlisted: tuple[UnlistedUse, ...] = ()


class Accuracy(Clause):
    """Keeping data right and current (Art. 22). `person_updates`: the text leaves it to the
    person to report changes, and says what follows if they do not."""

    person_updates: bool = False


class Retention(Clause):
    """How long data of some categories are kept. Neither years nor months: no period is given.
    Papers of requests have their own rule under `requests.papers`."""

    categories: tuple[Id, ...]
    criterion: Literal["as_needed", "period", "unknown"]
    years: int | None = Field(default=None, ge=0)
    months: int | None = Field(default=None, ge=0)
    begins: Say | None = None
