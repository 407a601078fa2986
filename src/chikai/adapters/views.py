"""What a day's log of views comes to: shared by every store, so that digests agree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import rfc8785

from chikai.adapters.record import in_tokyo
from chikai.kernel.event import check
from chikai.ports import Look


@dataclass(frozen=True, slots=True)
class View:
    """Somebody looked at something of a case."""

    day: str
    at: str
    actor_id: str
    case: str
    what: str

    @classmethod
    def checked(cls, *, actor_id: str, case: str, what: str, at: datetime) -> Self:
        """Raises `FreeString` when anything but ids is given."""
        check({"actor_id": actor_id, "case": case, "what": what})
        moment = in_tokyo(at)
        return cls(moment.date().isoformat(), moment.isoformat(), actor_id, case, what)

    def look(self) -> Look:
        return Look(datetime.fromisoformat(self.at), self.actor_id, self.case, self.what)


def digest(views: Iterable[View]) -> tuple[int, str]:
    """How many, and hex SHA-256 over their canonical JSON, one a line."""
    lines = [rfc8785.dumps([v.at, v.actor_id, v.case, v.what]) + b"\n" for v in views]
    return len(lines), hashlib.sha256(b"".join(lines)).hexdigest()
