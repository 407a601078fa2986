"""How a mapping file writes a column, and the places of a JSON document or a file in its cells."""

from __future__ import annotations

from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field

from chikai.ledger.model import Column, FileAt, Inside
from chikai.ledger.terms import Format, Media, Recorded
from chikai.ledger.written_actions import (
    Id,
    Model,
    Name,
    WrittenErase,
    WrittenLabel,
    WrittenSuppress,
    label_of,
)


def _zone(value: Any) -> Any:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise ValueError("zone") from None
    return value


Zone = Annotated[str, BeforeValidator(_zone)]


def _unknown(value: Any) -> Any:
    return None if value == "unknown" else value


Personal = Annotated[bool | None, BeforeValidator(_unknown)]
"""`true`, `false`, or `unknown` until somebody has looked."""


class _File(Model):
    location: str = Field(min_length=1)
    media: Media
    root: Annotated[str, Field(min_length=1)] | None = None
    root_env: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")] | None = None
    separator: Annotated[str, Field(min_length=1, max_length=3)] | None = None

    def file(self) -> FileAt:
        return FileAt(self.location, self.media, self.root, self.root_env, self.separator)


class _Inside(Model):
    item: Id | None = None
    label: WrittenLabel | None = None
    format: Format = Format.TEXT
    personal: bool = True
    withheld: WrittenLabel | None = None
    erase: WrittenErase = None
    correct: bool = True

    def inside(self, path: str) -> Inside:
        return Inside(
            path=path,
            personal=self.personal,
            item=self.item,
            label=label_of(self.label),
            format=self.format,
            withheld=label_of(self.withheld),
            erase=self.erase.action() if self.erase else None,
            correct=self.correct,
        )


Path = Annotated[str, Field(pattern=r"^\$(\.[^.\[\]]+|\[\*\]|\[\d+\])+$")]


def _as_text(value: Any) -> Any:
    return str(value) if type(value) is int else value


Said = Annotated[str, BeforeValidator(_as_text)]
"""What a cell says, as text; YAML reads `8` as a number."""


class WrittenColumn(Model):
    item: Id | None = None
    label: WrittenLabel | None = None
    format: Format = Format.TEXT
    zone: Zone | None = None
    personal: Personal = True
    withheld: WrittenLabel | None = None
    values: dict[str, WrittenLabel] = Field(default_factory=dict)
    purposes: tuple[Id, ...] = ()
    retention: Id | None = None
    erase: WrittenErase = None
    cease: WrittenSuppress | None = None
    correct: bool = True
    derived: bool = False
    json_: dict[Path, _Inside] = Field(default_factory=dict, alias="json")
    file: _File | None = None
    record: Recorded | None = None
    by: Name | None = None
    keys: dict[Said, WrittenColumn] = Field(default_factory=dict)

    def column(self, name: str, zone: str) -> Column:
        return Column(
            name=name,
            personal=self.personal is not False,
            undecided=self.personal is None,
            item=self.item,
            label=label_of(self.label),
            format=Format.JSON if self.json_ else Format.FILE if self.file else self.format,
            zone=self.zone or zone,
            values=tuple((stored, label.label()) for stored, label in self.values.items()),
            withheld=label_of(self.withheld),
            purposes=self.purposes,
            retention=self.retention,
            erase=self.erase.action() if self.erase else None,
            cease=self.cease.suppress() if self.cease else None,
            correct=self.correct and not self.derived,
            derived=self.derived,
            inside=tuple(each.inside(path) for path, each in self.json_.items()),
            file=self.file.file() if self.file else None,
            record=self.record,
            by=self.by,
            keys=tuple((key, each.column(name, zone)) for key, each in self.keys.items()),
        )
