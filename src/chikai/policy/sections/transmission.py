"""Cookies and external transmission (Telecommunications Business Act Art. 27-12; Art. 31)."""

from __future__ import annotations

from typing import Literal

from chikai.policy.base import Clause, Id, Known, Model, Say, StatedItem


class TransmissionScope(Clause):
    """Whether the rule on external transmission binds the company's services."""

    in_scope: Known


class Cookies(Clause):
    """What the text says of cookies: what for, how to refuse them, and what follows."""

    uses: tuple[Say, ...] = ()
    refusal: Literal["browser", "own_page", "silent"] = "silent"
    some_parts_unusable: bool = False


class Tag(Clause):
    """One instruction that sends information from the person's device to somebody else."""

    tool: Literal["cookie", "web_beacon", "sdk", "advertising_id", "other"]
    sender: Literal["own", "external", "own_or_external", "unknown"]
    content: StatedItem
    recipient: StatedItem
    own_purpose: StatedItem
    recipient_purpose: StatedItem
    opt_out_url: str | None = None


class RelatedInformation(Clause):
    """Information related to a person that alone tells nobody who it is (Arts. 2(7), 31).
    `personal_when_combined`: the text treats it as personal information once it is."""

    kinds: tuple[Say, ...] = ()
    personal_when_combined: bool


class ExternalTransmission(Model):
    scope: TransmissionScope | None = None
    cookies: Cookies | None = None
    tags: tuple[Tag, ...] = ()
    related: RelatedInformation | None = None
    separate_policy: Id | None = None
