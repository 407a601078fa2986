"""Looking at files without anybody's data: a draft of their mapping, drift, forms. What a database
declares of itself is here read from headings, and from what the first rows look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, Final

from chikai.adapters.sources.books import BOOKS
from chikai.adapters.sources.catalog import Stored
from chikai.adapters.sources.drafting import draft
from chikai.adapters.sources.files import held, read, readable, sheets
from chikai.adapters.sources.folder import Folder
from chikai.adapters.sources.naming import plain
from chikai.adapters.sources.resembling import kind_of
from chikai.adapters.sources.rewriting import filled
from chikai.adapters.sources.storage import folder_of
from chikai.adapters.sources.streamed import StreamReader
from chikai.adapters.sources.survey import Field, Surveyed
from chikai.adapters.sources.values import writer
from chikai.ledger.check import against
from chikai.ledger.model import SourceMapping
from chikai.ledger.problem import Problem
from chikai.ledger.sampled import Sampled, form
from chikai.ports import BadData

_LOOKED_AT: Final = 50
"""Rows of a file that a draft is made from."""
_MOST_FORMS: Final = 5
"""Forms that are told of one column."""
_NUMBERED: Final = ("id", "no", "number", "code", "key", "番号", "コード")


def is_files(url: str) -> bool:
    """Whether an address leads to files. Raises `BadData` for one file alone: its folder is
    meant."""
    if url.startswith(("s3://", "file://")):
        return True
    if "://" not in url and held(url) and Path(url).is_file():
        raise BadData("sources.its_folder", field="URL")
    return "://" not in url and Path(url).is_dir()


def inspect(url: str, *, source: str, company: str, url_env: str, items: Sequence[str] = ()) -> str:
    """The draft of a mapping; see `drafting`. Raises `Unavailable`, `BadData`."""
    folder = folder_of(url)
    lies = dict(_named(folder))
    if not lies:
        raise BadData("sources.no_files_there", field="URL")
    looked = {name: _looked(folder, place) for name, place in lies.items()}
    resembling = {
        (name, column): kind
        for name, (head, first, _) in looked.items()
        for at, column in enumerate(head)
        if (kind := kind_of([str(row[at]) for row in first if row[at] is not None]))
    }
    return draft(
        [_surveyed(name, *each) for name, each in looked.items()],
        source=source,
        company=company,
        url_env=url_env,
        items=items,
        resembling=resembling,
        files=lies,
    )


def _named(folder: Folder) -> Iterator[tuple[str, str]]:
    """A name for every file and sheet that could hold rows, and where it lies."""
    places = [
        f"{name}#{sheet}" if sheet else name
        for name in folder.names()
        if held(name)
        for sheet in _sheets(folder, name)
    ]
    short = [_short(place) for place in places]
    for place, name in zip(places, short, strict=True):
        yield (name if short.count(name) == 1 else place), place


def _sheets(folder: Folder, name: str) -> list[str]:
    if not name.lower().endswith(BOOKS):
        return [""]
    return [sheet for sheet, filled_in in sheets(folder, name).items() if filled_in]


def _short(place: str) -> str:
    file, _, sheet = place.partition("#")
    return sheet or PurePosixPath(file).stem


_Looked = tuple[Sequence[str], list[list[Any]], tuple[str, ...]]
"""Headings, the first rows, and what tells the rows apart."""


def _looked(folder: Folder, place: str) -> _Looked:
    name, _, sheet = place.partition("#")
    with folder.open(name) as file, readable(name):
        head, rows = read(file, name, sheet=sheet)
        used = [at for at, column in enumerate(head) if column]
        first: list[list[Any]] = []
        could = [at for at in used[:1] if plain(head[at]).endswith(_NUMBERED)]
        known: set[Any] = set()
        for values in rows:
            row = [filled(values[at]) if at < len(values) else None for at in used]
            if all(each is None for each in row):
                continue
            if len(first) < _LOOKED_AT:
                first.append(row)
            if could and (row[0] is None or row[0] in known):
                could = []
            known.add(row[0])
            if len(first) == _LOOKED_AT and not could:
                break
    return [head[at] for at in used], first, tuple(head[at] for at in could)


def _surveyed(
    name: str, head: Sequence[str], first: Sequence[Sequence[Any]], key: tuple[str, ...]
) -> Surveyed:
    return Surveyed(
        schema=None,
        name=name,
        view=False,
        comment=None,
        fields=tuple(_field(c, [row[at] for row in first]) for at, c in enumerate(head)),
        key=key,
        unique=(),
        links=(),
    )


def _field(name: str, values: Sequence[Any]) -> Field:
    stored = _stored([each for each in values if each is not None])
    return Field(name, stored, stored.name, True, None, False, ())


def _stored(values: Sequence[Any]) -> Stored:
    if values and all(isinstance(each, date) or _is_day(str(each)) for each in values):
        moments = any(
            isinstance(each, datetime) and each.time() != each.min.time() for each in values
        )
        return Stored.MOMENT if moments else Stored.DATE
    plainly = all(str(each).isascii() and str(each).isdigit() for each in values)
    leading = any(str(each).startswith("0") and len(str(each)) > 1 for each in values)
    return Stored.INTEGER if values and plainly and not leading else Stored.TEXT


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return False
    return True


def check(mapping: SourceMapping, reader: StreamReader) -> Iterator[Problem]:
    """Where the files are not what the mapping says, and headings that changed since the review."""
    yield from against(mapping, reader.structure())
    now = shapes(mapping, reader)
    for table in mapping.tables if mapping.review else ():
        then = mapping.review.shape(table.place) if mapping.review else None
        if then is not None and now.get(table.place, then) != then:
            field = f"tables.{table.name}"
            yield Problem(
                "sources.shape_changed", field, {"table": table.place}, mapping.line(field)
            )


def shapes(mapping: SourceMapping, reader: StreamReader) -> dict[str, str]:
    """The fingerprint of the headings of every mapped table."""
    there: Mapping[str, frozenset[str]] = reader.structure()
    return {
        t.place: sha256("\n".join(sorted(there[t.place])).encode()).hexdigest()[:16]
        for t in mapping.tables
        if t.place in there
    }


def sample(mapping: SourceMapping, reader: StreamReader, *, rows: int) -> Iterator[Sampled]:
    """The forms of the values in the first rows of every table; never a value."""
    for table in mapping.tables:
        first = list(islice(reader.every(table), rows))
        for column in table.columns:
            told = writer(column)
            values = [v for row in first if (v := told(row.get(column.name))) is not None]
            forms = Counter(map(form, values)).most_common(_MOST_FORMS)
            yield Sampled(table.name, column.name, len(values), tuple(forms))
