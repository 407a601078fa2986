"""What can happen in the contact with a requester: ids, days and commitments, no word of it.

The stream is `contact.<envelope>.<person>`: the cases that one person asked for at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chikai.kernel import happening
from chikai.law.kinds import Paper, Whose


class Happening(happening.Happening):
    """What can happen in a contact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactOpened(Happening):
    """A code was given for these cases. `access` is its place in the tray; it tells no code."""

    cases: tuple[str, ...]
    access: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRenewed(Happening):
    """A new code and a new secret; the earlier ones open nothing any more."""

    access: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageWritten(Happening):
    """The desk wrote, or the requester. The words are sealed. `wants`: the papers asked for."""

    message: str
    from_desk: bool
    wants: tuple[str, ...]
    sealed: str
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperUploaded(Happening):
    """A picture of a paper waits, sealed under `upload`, until the desk has looked at it. It is
    in no case yet, for nobody here has seen what it shows."""

    upload: str
    case: str
    paper: Paper
    whose: Whose
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadSettled(Happening):
    """The desk took the picture into the case after covering it, or threw it away."""

    upload: str
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageOffered(Happening):
    """The file of the answer can be fetched (again) until that day, that day included."""

    case: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageAsked(Happening):
    """The requester asks for the file again, its time being over. It costs nothing."""

    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageTaken(Happening):
    """The file was fetched with the secret."""

    case: str
