"""Children, by profile: no age is a constant."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from chikai.policy.base import Clause


class Minors(Clause):
    """Data of children are not collected without the statutory representative's consent.
    `inclusive`: a child of exactly `age` counts as well ("15 and under", not "under 15").
    `effort`: the text promises to take care and no more."""

    profile: Literal["own", "ppc_practice", "act56", "civil"]
    age: int = Field(ge=1, le=20)
    inclusive: bool
    effort: bool = False
