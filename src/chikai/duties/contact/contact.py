"""The contact with one requester, as its events make it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from chikai.kernel.event import Event
from chikai.law.kinds import Paper, Whose

FIRST = "contact_opened"


@dataclass(frozen=True, slots=True)
class Written:
    """A message; `sealed` is where its words lie."""

    id: str
    on: date
    from_desk: bool
    wants: tuple[str, ...]
    sealed: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture of a paper that waits for the desk until the day `until`."""

    id: str
    case: str
    on: date
    paper: Paper
    whose: Whose
    until: date


@dataclass(frozen=True, slots=True)
class Package:
    """The file of one case's answer: until when it may be fetched where that was set anew,
    whether it was asked for since, and when it was fetched last."""

    case: str
    until: date | None = None
    asked: bool = False
    taken_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """`uploads` are those that still wait."""

    id: str
    seq: int
    cases: tuple[str, ...]
    access: str
    opened_on: date
    messages: tuple[Written, ...] = ()
    uploads: tuple[Upload, ...] = ()
    packages: tuple[Package, ...] = ()

    def package(self, case: str) -> Package:
        return next((p for p in self.packages if p.case == case), Package(case))

    @property
    def unanswered(self) -> bool:
        """Whether the last word is the requester's."""
        return bool(self.messages) and not self.messages[-1].from_desk


def fold(history: Sequence[Event]) -> Contact:
    """The contact after all its events. Raises `ValueError` for another kind of stream."""
    first, *later = history
    if first.type != FIRST:
        raise ValueError("this stream is no contact")
    data = first.data
    cases = data["cases"]
    assert isinstance(cases, tuple | list)
    contact = Contact(
        id=first.case,
        seq=1,
        cases=tuple(str(each) for each in cases),
        access=str(data["access"]),
        opened_on=first.occurred_on,
    )
    for event in later:
        contact = advance(contact, event)
    return contact


def advance(contact: Contact, event: Event) -> Contact:
    """The contact after one more event. Raises `ValueError` for one that belongs to no contact."""
    return replace(_after(contact, event), seq=contact.seq + 1)


def _after(contact: Contact, event: Event) -> Contact:
    data, on = event.data, event.occurred_on
    match event.type:
        case "access_renewed":
            return replace(contact, access=str(data["access"]))
        case "message_written":
            wants = data["wants"]
            assert isinstance(wants, tuple | list)
            written = Written(
                str(data["message"]),
                on,
                bool(data["from_desk"]),
                tuple(str(each) for each in wants),
                str(data["sealed"]),
            )
            return replace(contact, messages=(*contact.messages, written))
        case "paper_uploaded":
            upload = Upload(
                str(data["upload"]),
                str(data["case"]),
                on,
                Paper(str(data["paper"])),
                Whose(str(data["whose"])),
                date.fromisoformat(str(data["until"])),
            )
            return replace(contact, uploads=(*contact.uploads, upload))
        case "upload_settled":
            left = tuple(u for u in contact.uploads if u.id != data["upload"])
            return replace(contact, uploads=left)
        case "package_offered":
            until = date.fromisoformat(str(data["until"]))
            return _package(contact, Package(str(data["case"]), until))
        case "package_asked":
            return _package(contact, replace(contact.package(str(data["case"])), asked=True))
        case "package_taken":
            return _package(contact, replace(contact.package(str(data["case"])), taken_on=on))
        case _:
            raise ValueError("an event that belongs to no contact")


def _package(contact: Contact, package: Package) -> Contact:
    others = tuple(p for p in contact.packages if p.case != package.case)
    return replace(contact, packages=(*others, package))
