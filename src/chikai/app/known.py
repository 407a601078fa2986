"""Every case and every contact of a home, as its journal has them. What was read once is kept in
memory for as long as the home is open; a look reads only what has been added since."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakKeyDictionary

from chikai.duties.contact import contact
from chikai.duties.contact.contact import Contact
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.fold import advance, start
from chikai.kernel.event import Event
from chikai.ports import Home, Journal


@dataclass(frozen=True, slots=True)
class Known:
    """A case, and everyone who did something to it, whoever did so last at the end."""

    case: Case
    actors: tuple[str, ...]


@dataclass(slots=True)
class _Read:
    """A journal as far as it was read."""

    size: int = 0
    cases: dict[str, Known] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def on(self, journal: Journal) -> None:
        for event in journal.all(self.size):
            self._take(event)
            self.size = event.seq + 1

    def _take(self, event: Event) -> None:
        id, first = event.case, event.case_seq == 0
        if first and event.type == ev.Received.type():
            self.cases[id] = Known(start(event), (event.actor_id,))
        elif first and event.type == contact.FIRST:
            self.contacts[id] = contact.fold([event])
        elif id in self.cases:
            before = self.cases[id]
            others = tuple(each for each in before.actors if each != event.actor_id)
            self.cases[id] = Known(advance(before.case, event), (*others, event.actor_id))
        elif id in self.contacts:
            self.contacts[id] = contact.advance(self.contacts[id], event)


_READ: Final[WeakKeyDictionary[Journal, _Read]] = WeakKeyDictionary()
_LOCK: Final = threading.Lock()


def cases(home: Home) -> Mapping[str, Known]:
    """Every case by its id, in the order of the ids."""
    found = _read(home).cases
    return {id: found[id] for id in sorted(found)}


def contacts(home: Home) -> tuple[Contact, ...]:
    """Every contact, in the order they were opened."""
    return tuple(_read(home).contacts.values())


def _read(home: Home) -> _Read:
    with _LOCK:
        read = _READ.setdefault(home.journal, _Read())
    with read.lock:
        read.on(home.journal)
        return read
