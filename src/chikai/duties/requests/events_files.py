"""Files that lie elsewhere and are the person's: recordings, video, scans.

Re-exported by `events`, which says what may stand in an event at all.
"""

from __future__ import annotations

from chikai.duties.requests.happening import Happening, event


@event
class FilesFound(Happening):
    """What the search found of them: `here` are read, `sealed` those copied for the answer with a
    commitment each; `missing` are named and not there, `unopened` lie where nobody may or can
    open them from here."""

    here: int
    missing: int
    unopened: int
    sealed: tuple[str, ...]
    commitments: tuple[str, ...]


@event
class ListeningArranged(Happening):
    """When, where and with whom the person listens to or looks at what cannot be given as a copy
    (Guidelines 3-8-2); sealed."""

    sealed: str
    commitment: str
