"""What happens between paper and case: pages sorted, envelopes checked, documents redacted.

Counts, ids and grounds only. Pictures and reasons are in the vault, never here.
"""

from __future__ import annotations

from enum import StrEnum

from chikai.duties.requests.happening import Happening, event


class CameBack(StrEnum):
    """Why a letter came back, as the post stamps it."""

    ADDRESS_UNKNOWN = "address_unknown"
    MOVED = "moved"
    NOT_COLLECTED = "not_collected"
    DECLINED = "declined"
    OTHER = "other"

    @property
    def doubts_address(self) -> bool:
        """Whether it says that the address may be wrong. Nobody at home and a letter that was not
        taken say nothing of the kind."""
        return self not in (CameBack.NOT_COLLECTED, CameBack.DECLINED)


@event
class LetterReturned(Happening):
    """A letter that is not the answer came back: what it asked for was never told."""

    letter: str
    why: CameBack


@event
class PagesSorted(Happening):
    """A scan held pages of this case by their codes; `again` of them it held before. Of pictures
    nothing is kept until somebody has said what each is and covered it."""

    pages: int
    again: int


@event
class EnvelopeChecked(Happening):
    """Every sheet was read before an envelope was sealed, or counted `by_hand`. It passed when the
    sheets of the letter were all there, once each, and nothing else."""

    letter: str
    expected: int
    read: int
    missing: int
    foreign: int
    twice: int
    unread: int
    by_hand: bool
    passed: bool


@event
class DocumentAdded(Happening):
    """A document to be disclosed was brought to the case; a working copy, kept as long as the
    papers."""

    document: str
    pages: int
    sealed: str
    commitment: str


@event
class DocumentRedacted(Happening):
    """Parts of a document were covered for good, each on a ground judged by the one who acts. The
    counts are what could still be got out of the file afterwards: an event exists only with all of
    them zero. `reasons` are sealed: place, ground, reason and number of each part."""

    document: str
    parts: int
    grounds: tuple[str, ...]
    pages: int
    characters: int
    metadata: int
    attachments: int
    revisions: int
    scripts: int
    shown: int
    sealed: str
    commitment: str
    reasons: str
    reasons_commitment: str
