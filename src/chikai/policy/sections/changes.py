"""How the policy itself changes, as the text has it.

Silence is no consent and no purpose changes backwards: what the text says of either is kept as
text and nothing is done by it (Arts. 17(2), 18; Guidelines 2-16).
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from chikai.policy.base import Clause, Known, Model


class ChangeNotice(Clause):
    """Telling of a change. `before`: that it comes before the change takes effect."""

    before: Known
    how: tuple[Literal["website", "service", "direct"], ...] = ()


class Posting(Clause):
    """The notice stays up for so many days, counted from the revision or the first notice."""

    days: int = Field(gt=0)
    counted_from: Literal["revision", "notice"]


class Objection(Clause):
    """Who disagrees says so within so many days. `effect`: what follows for them."""

    days: int = Field(gt=0)
    counted_from: Literal["revision", "notice"]
    effect: Literal["old_version_kept", "silent"] = "silent"


class Effect(Clause):
    """When a change takes effect."""

    begins: Literal["upload", "revision", "notice", "date_told", "unknown"]


class Changes(Model):
    notice: ChangeNotice | None = None
    without_notice: Clause | None = None
    posting: Posting | None = None
    objection: Objection | None = None
    silence_is_consent: Clause | None = None
    retroactive: Clause | None = None
    effect: Effect | None = None
