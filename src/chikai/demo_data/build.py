"""Make the fictional database of a company, and hand out its mapping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from chikai.demo_data import cast
from chikai.demo_data.rows import Filled
from chikai.people.model import Person

COMPANIES: Final = ("enigmo", "bengo4", "enhance", "en_japan", "actio")


@dataclass(frozen=True, slots=True)
class MappingFile:
    """A mapping that ships with the demo: `name` is `shop.yaml`."""

    company: str
    name: str
    text: str


def build(company: str, path: Path) -> None:
    """Write the company's database as a new SQLite file; an old one at `path` is replaced.

    Raises `KeyError` for a company that is not in the demo, and `OSError` when `path` cannot be
    written.
    """
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    engine = sa.create_engine(f"sqlite:///{part}", poolclass=NullPool, hide_parameters=True)
    build_on(engine, company)
    part.replace(path)


def build_on(engine: sa.Engine, company: str) -> None:
    """Write the company's tables into an empty database of any brand."""
    meta = sa.MetaData()
    filled = _tables(company, meta)
    with engine.begin() as connection:
        meta.create_all(connection)
        for each in filled:
            if each.rows:
                connection.execute(each.table.insert(), each.rows)


def mappings(company: str) -> tuple[MappingFile, ...]:
    """The mapping files of a company, by name. Raises `KeyError`."""
    _known(company)
    folder = files("chikai.demo_data").joinpath(company, "sources")
    found = [each for each in folder.iterdir() if each.name.endswith(".yaml")]
    return tuple(
        MappingFile(company, each.name, each.read_text("utf-8"))
        for each in sorted(found, key=lambda each: each.name)
    )


def personal_values() -> Iterator[str]:
    """Every personal value of the demo, each once: none may stand in a journal, a log or a URL.

    Names come with and without their space; readings, birth dates, addresses, numbers, e-mail
    addresses and whatever the fictional people wrote. Words of one or two characters and plain
    small numbers are left out: they would be found anywhere.
    """
    seen: set[str] = set()
    for value in _values():
        if value not in seen:
            seen.add(value)
            yield value


def _values() -> Iterator[str]:
    for person in (*cast.ON_FORMS, *cast.ON_FILE):
        yield from _of(person)
    for company in COMPANIES:
        for each in _tables(company, sa.MetaData()):
            if each.table.name not in IMPERSONAL:
                yield from _texts(each)


IMPERSONAL: Final = frozenset({"products", "schema_migrations"})
"""Tables without personal data."""
_IMPERSONAL_COLUMNS: Final = frozenset({"status", "payment", "channel", "manner", "plan", "kind"})


def _texts(filled: Filled) -> Iterator[str]:
    for row in filled.rows:
        for name, value in row.items():
            if name in _IMPERSONAL_COLUMNS:
                continue
            if isinstance(value, date) and not isinstance(value, datetime):
                if name == "birth_date":
                    yield value.isoformat()
            elif isinstance(value, str) and len(value) > 2:
                yield value


def _of(person: Person) -> Iterator[str]:
    for each in person.names:
        yield from (each.full, each.full.replace(" ", ""))
        if each.kana:
            yield from (each.kana, each.kana.replace(" ", ""))
    yield from (each.text for each in person.addresses)
    if person.birth_date:
        yield person.birth_date.isoformat()
    yield from (*person.phones, *person.emails)


def _known(company: str) -> None:
    if company not in COMPANIES:
        raise KeyError(company)


def _tables(company: str, meta: sa.MetaData) -> tuple[Filled, ...]:
    _known(company)
    return tuple(import_module(f"chikai.demo_data.{company}").tables(meta))
