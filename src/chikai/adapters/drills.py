"""Where drills are: a folder each, beside the companies and apart from them.

`<home>/drill/<COMPANY>/<N>` holds its own store, keys, database and policy files, a note of what
the drill is (`drill.json`), and the day it has come to (`day`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Final

from chikai.adapters.clock import TOKYO
from chikai.people.model import Person
from chikai.policy.model import Policy
from chikai.ports import BadData

NOTE: Final = "drill.json"
_DAY: Final = "day"
_SOURCE: Final = "drill"
_TABLE: Final = "customers"


def folder(root: Path, company: str, number: int) -> Path:
    return root / "drill" / company / str(number)


def numbers(root: Path, company: str) -> tuple[int, ...]:
    """The drills of a company, oldest first."""
    found = (root / "drill" / company).glob(f"*/{NOTE}")
    return tuple(sorted(int(n.parent.name) for n in found if n.parent.name.isdecimal()))


def claim(root: Path, company: str) -> int:
    """The number of a new drill, with its folder made for nobody else. No number comes twice, also
    after a folder has been thrown away: the training record goes by it."""
    last = root / "drill" / company / "last"
    known = int(last.read_text("ascii")) if last.is_file() else 0
    number = max((known, *numbers(root, company))) + 1
    while True:
        try:
            folder(root, company, number).mkdir(parents=True)
        except FileExistsError:
            number += 1
        else:
            last.write_text(f"{number}\n", "ascii")
            return number


def note(at: Path, text: str | None = None) -> str | None:
    """What the drill is, as its folder keeps it; with `text`, written whole or not at all."""
    path = at / NOTE
    if text is not None:
        _write(path, text)
    return path.read_text("utf-8") if path.is_file() else None


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, "utf-8")
    part.replace(path)


class KeptDay:
    """A clock that stands at ten in the morning of the day its folder keeps, for everyone who
    looks, and moves forward only by hand."""

    def __init__(self, at: Path) -> None:
        self._path = at / _DAY

    @property
    def day(self) -> date:
        return date.fromisoformat(self._path.read_text("ascii").strip())

    def now(self) -> datetime:
        day = self.day
        return datetime(day.year, day.month, day.day, 10, tzinfo=TOKYO)

    def move_to(self, day: date) -> None:
        """Raises `BadData` for an earlier day: what is journalled has happened."""
        if self._path.is_file() and day < self.day:
            raise BadData("web.clock.back", field="day")
        _write(self._path, f"{day.isoformat()}\n")


# --- the database -------------------------------------------------------------------------------


def furnish(at: Path, policy: Policy, entries: Iterable[tuple[Person, date]]) -> None:
    """Give the drill its database of people, each with the day they became a customer, and the
    mapping that puts it in words of the policy."""
    import sqlalchemy as sa

    sources = at / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    mapping = json.dumps(_mapping(policy), ensure_ascii=False, indent=1)  # JSON is YAML
    (sources / f"{_SOURCE}.yaml").write_text(mapping + "\n", "utf-8")
    meta = sa.MetaData()
    names = ("name", "kana", "postal_code", "address", "birth_date", "since")
    table = sa.Table(
        _TABLE,
        meta,
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.String) for name in names),
    )
    engine = sa.create_engine(f"sqlite:///{at / f'{_SOURCE}.db'}", hide_parameters=True)
    with engine.begin() as connection:
        meta.create_all(connection)
        connection.execute(table.insert(), [_row(*each) for each in entries])
    engine.dispose()


def _row(person: Person, since: date) -> dict[str, str | None]:
    return {
        "name": person.names[0].full,
        "kana": person.names[0].kana,
        "postal_code": person.addresses[0].postal_code,
        "address": person.addresses[0].text,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "since": since.isoformat(),
    }


_LABELS: Final = {
    "name": ("氏名", "Name", "text"),
    "kana": ("氏名（カナ）", "Name (kana)", "text"),
    "postal_code": ("郵便番号", "Postal code", "text"),
    "address": ("住所", "Address", "text"),
    "birth_date": ("生年月日", "Date of birth", "date"),
    "since": ("登録日", "Registered on", "date"),
}


def _mapping(policy: Policy) -> dict[str, object]:
    """Everything under one category the company may disclose, and one item of it."""
    known = [c for c in policy.categories if c.authority == "yes"] or list(policy.categories)
    category = next((c for c in known if c.items), known[0])
    item = (*category.items, *(each.id for each in policy.items))[0]
    columns: dict[str, object] = {"id": {"personal": False}}
    for name, (ja, en, format) in _LABELS.items():
        columns[name] = {"item": item, "label": {"ja": ja, "en": en}, "format": format}
    recognise = {each: each for each in ("name", "kana", "address", "birth_date")}
    label = {"ja": "訓練用の名簿", "en": "The drill's register"}
    table = {
        "category": category.id,
        "label": label,
        "key": "id",
        "recognise": recognise,
        "columns": columns,
    }
    return {
        "schema": 1,
        "source": _SOURCE,
        "company": policy.company,
        "label": label,
        "url": "sqlite:///{home}/drill.db",
        "tables": {_TABLE: table},
    }
