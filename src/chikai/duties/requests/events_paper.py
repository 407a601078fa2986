"""Papers and documents of a case: as they came, what was covered on them, what was set right.

Counts, ids and grounds only. Pictures and reasons are in the vault, never here.
"""

from __future__ import annotations

from datetime import date

from chikai.duties.requests.happening import Happening, event
from chikai.law.kinds import Paper, Whose


@event
class PaperReceived(Happening):
    paper: str
    type_: Paper
    whose: Whose
    issued_on: date | None
    expires_on: date | None
    domicile_shown: bool
    number_shown: bool
    sealed: str | None
    commitment: str | None


@event
class PaperMasked(Happening):
    """What must not be kept was covered before the scan was stored."""

    paper: str
    what: str
    regions: int


@event
class PaperScanned(Happening):
    """The scan of a paper booked before: stored only once nothing on it is left to cover."""

    paper: str
    sealed: str
    commitment: str


@event
class ScanReplaced(Happening):
    """Another scan took the place of the one stored before; the sweep deletes `old`."""

    paper: str
    old: str
    sealed: str
    commitment: str


@event
class PaperCorrected(Happening):
    """What was noted of a paper was wrong; this is what it says. Why is sealed; what was noted
    before stands in the journal."""

    paper: str
    type_: Paper
    whose: Whose
    issued_on: date | None
    expires_on: date | None
    domicile_shown: bool
    number_shown: bool
    sealed: str
    commitment: str


@event
class PaperReturned(Happening):
    paper: str


@event
class PagesSorted(Happening):
    """A scan held pages of this case by their codes; `again` of them it held before. Of pictures
    nothing is kept until somebody has said what each is and covered it."""

    pages: int
    again: int


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
