"""What was decided of a request: given, left out, refused, none held; ordered, done, substituted.

Re-exported by `events`, which says what may stand in an event at all.
"""

from __future__ import annotations

from chikai.duties.requests.happening import Happening, event


@event
class ItemWithheld(Happening):
    """A named person judged that one item is not disclosed, on `ground` (Art. 33(2)(i)-(iii)).
    The reasons are sealed."""

    item: str
    ground: str
    because: str
    sealed: str
    commitment: str


@event
class Granted(Happening):
    """Notice, disclosure or information is given. `withheld` counts items withheld by ground."""

    withheld: int
    ground: str | None
    sealed: str
    commitment: str


@event
class ActionOrdered(Happening):
    """A correction, cessation, erasure or stop is to be carried out by a named owner."""

    action: str
    owner: str
    sealed: str
    commitment: str


@event
class ActionDone(Happening):
    action: str
    sealed: str
    commitment: str


@event
class Substituted(Happening):
    """Costly or difficult: a measure that protects the person instead (Art. 35(2), (4), (6))."""

    sealed: str
    commitment: str


@event
class Refused(Happening):
    """Refused on a ground the law gives. The ground's name is the exemption that allows it."""

    ground: str
    because: str
    sealed: str
    commitment: str


@event
class NoneHeld(Happening):
    """There is no retained personal data to disclose. The same event, with the same content,
    for a true none and for Cabinet Order Art. 5; which of them lies in the vault."""

    sealed: str
    commitment: str
