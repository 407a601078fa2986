"""Provision to third parties in foreign countries as promised (Art. 28, Rules 15–18)."""

from __future__ import annotations

from typing import Literal

from chikai.policy.base import Clause, Id, Known, Model, Say, Stated, StatedItem


class ForeignRoute(Clause):
    """A: a ground of Art. 27(1) · B: an equivalent country · C: an equivalent system at the
    recipient · D: consent after information."""

    route: Literal["excepted", "equivalent_country", "equivalent_system", "consent"]


class ForeignInformation(Model):
    """What is told before consent (Rule 17(2))."""

    country: StatedItem
    regime: StatedItem
    recipient_measures: StatedItem


class Foreign(Clause):
    """`continuous_measures` and `on_request` belong to route C (Art. 28(3))."""

    routes: tuple[ForeignRoute, ...]
    includes_entrusted: Known = "unknown"
    includes_joint_users: Known = "unknown"
    countries: tuple[Say, ...] = ()
    information: ForeignInformation
    continuous_measures: Stated = "absent"
    on_request: Stated = "absent"
    desk: Id | None = None
