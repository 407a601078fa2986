"""Telling others who hold the data what was done with them.

Re-exported by `events`, which says what may stand in an event at all.
"""

from __future__ import annotations

from enum import StrEnum

from chikai.duties.requests.happening import Happening, event


class Holder(StrEnum):
    """In what standing somebody else holds the data."""

    ENTRUSTED = "entrusted"
    JOINT_USER = "joint_user"
    RECIPIENT = "recipient"


@event
class RecipientTold(Happening):
    """A notice went to somebody who holds the data too; who, is sealed. `wish`: the person wants
    them told. Follows the `letter_sent` of the same letter."""

    letter: str
    holder: Holder
    wish: bool
    sealed: str
    commitment: str
