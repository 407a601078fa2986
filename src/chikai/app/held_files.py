"""The files of one person that a search found: copied for the answer, and how each is given."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from chikai.app import cases
from chikai.app.cases import Actor, once
from chikai.app.slips import near
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.outcomes import UnlawfulStep
from chikai.kernel.message import Message, say
from chikai.law.kinds import APPI, Manner
from chikai.ledger.found import FoundTable
from chikai.ledger.named import FoundFile, Seen
from chikai.people.staff import demand
from chikai.ports import BadData, Home, Purpose

MOST_TOGETHER: Final = 64_000_000
"""Bytes of files that are copied into one answer, which is made in memory; larger ones are
listened to or looked at, or handed over on a medium."""
_MOST_NAME: Final = 60

Noted = dict[tuple[str, str], list[dict[str, Any]]]
"""By source and table, its files as they stand in the head of what the search sealed."""


def keep(
    home: Home, case_id: str, tables: Sequence[FoundTable]
) -> tuple[Noted, ev.FilesFound | None]:
    """Read every file: seal the small ones for the answer, and note what each is. Raises
    `Unavailable`."""
    noted: Noted = {}
    sealed: list[cmd.Sealing] = []
    room = MOST_TOGETHER
    for table in tables:
        for file in table.files:
            digest = _Digest()
            said = _said(file)
            if file.seen is Seen.HERE:
                content = digest.through(home.sources.read_file(table.source, table.table, file))
                if file.size <= room:
                    one = cases.seal_stream(home, case_id, Purpose.ANSWER, content)
                    sealed.append(one)
                    said["sealed"] = one.sealed
                    room -= file.size
                else:
                    for _ in content:
                        pass
                said["sha256"] = digest.hex
            noted.setdefault((table.source, table.table), []).append(said)
    every = [said for files in noted.values() for said in files]
    if not every:
        return noted, None
    seen = [said["seen"] for said in every]
    happened = ev.FilesFound(
        here=seen.count(Seen.HERE),
        missing=seen.count(Seen.MISSING),
        unopened=seen.count(Seen.OUTSIDE) + seen.count(Seen.BY_HAND),
        sealed=tuple(each.sealed for each in sealed),
        commitments=tuple(each.commitment for each in sealed),
    )
    return noted, happened


def _said(file: FoundFile) -> dict[str, Any]:
    return {
        "row": file.row,
        "column": file.column,
        "name": file.place.rsplit("/", 1)[-1],
        "media": file.media.value,
        "seen": file.seen.value,
        "size": file.size,
        "type": file.type,
        "sha256": "",
        "sealed": None,
    }


class _Digest:
    def __init__(self) -> None:
        self._found = hashlib.sha256()

    @property
    def hex(self) -> str:
        return self._found.hexdigest()

    def through(self, content: Iterable[bytes]) -> Iterator[bytes]:
        for block in content:
            self._found.update(block)
            yield block


# --- listening and looking ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Listening:
    """When and where the person listens or looks, and who is with them."""

    at: datetime
    place: str
    who: str


@once
def arrange(
    home: Home, case_id: str, listening: Listening, *, by: Actor, on: date | None = None
) -> Case | Defect:
    """Agree on when and where the person listens to or looks at files that are not given as a
    copy. A later one takes its place. Raises `BadData` for a time that is over or more than a
    year ahead, or words missing."""
    demand(by.roles, "manner")
    if listening.at.date() < (on or cases.today(home)):
        raise BadData("listening.is_over", field="at")
    near(listening.at.date(), after=on or cases.today(home), years=1, field="at")
    for field in ("place", "who"):
        if not getattr(listening, field).strip():
            raise BadData("listening.says_too_little", field=field)
    content = {"at": listening.at.isoformat(), "place": listening.place, "who": listening.who}
    s = cases.seal(home, case_id, Purpose.RECORD, content)
    happened = ev.ListeningArranged(sealed=s.sealed, commitment=s.commitment)
    return cases.act(home, case_id, cmd.Note(happened=happened), by=by, on=on)


def arranged(home: Home, case: Case) -> Listening | None:
    """What was arranged last."""
    for event in reversed(home.journal.read(case.id)):
        if event.type == ev.ListeningArranged.type():
            said = cases.unseal(home, str(event.data["sealed"]))
            return Listening(datetime.fromisoformat(said["at"]), said["place"], said["who"])
    return None


# --- how each is given ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Way:
    """One file and how the person gets it. `sealed` is its copy where it goes with the answer,
    under the name `attached`."""

    label: dict[str, str]
    media: str
    size: int
    sha256: str
    how: Message
    attached: str = ""
    sealed: str = ""


def ways(
    home: Home, case: Case, tables: Sequence[dict[str, Any]], hidden: set[str], manner: Manner
) -> tuple[Way, ...]:
    """Every file whose item is not withheld: as a copy, by listening or looking, or not there.
    Raises `UnlawfulStep` for one that nobody has found a way for (Art. 33(2))."""
    files = [
        (table["columns"][file["column"]], file)
        for table in tables
        for file in table.get("files", ())
        if table["columns"][file["column"]]["item"] not in hidden
    ]
    listening = arranged(home, case) if files else None
    found = [
        _way(number, column, file, manner, listening)
        for number, (column, file) in enumerate(files, start=1)
    ]
    open_ = sum(way is None for way in found)
    if open_:
        raise UnlawfulStep(say("unlawful.file_without_way", count=open_), APPI(33, 2))
    return tuple(way for way in found if way is not None)


def _way(
    number: int,
    column: dict[str, Any],
    file: dict[str, Any],
    manner: Manner,
    listening: Listening | None,
) -> Way | None:
    label = {"ja": column["ja"], "en": column["en"]}

    def way(how: Message, attached: str = "") -> Way:
        sealed = file["sealed"] if attached else ""
        return Way(label, file["media"], file["size"], file["sha256"], how, attached, sealed)

    if file["seen"] == Seen.MISSING:
        return way(say("annex.file_missing"))
    if manner is Manner.ELECTRONIC and file["sealed"]:
        name = f"file-{number:02}_{_plain(file['name'])}"
        return way(say("annex.file_attached", name=name), name)
    if listening is not None:
        return way(
            say(
                "annex.file_listening",
                day=listening.at.date(),
                hour=f"{listening.at:%H}",
                minute=f"{listening.at:%M}",
                place=listening.place,
                who=listening.who,
            )
        )
    return None


def _plain(name: str) -> str:
    """Its own name, as any system takes it."""
    kept = "".join(c if c.isalnum() or c in "._-" else "_" for c in name).lstrip(".")
    return kept[-_MOST_NAME:] or "file"
