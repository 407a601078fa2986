"""Whether anybody wrote to a store since one last looked, asked without opening it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from chikai.adapters.sql.database import look_whether_up, parsed_url, schema_of

_COMPANIONS: Final = ("", "-wal")


class Pulses:
    """Of the stores of one home directory: of files by their times, of those on a server over one
    connection for all of them."""

    def __init__(self) -> None:
        self._engines: dict[str, Engine] = {}
        self._there: set[str] = set()

    def of(self, url: str | Path, company: str, *, beside: str | Path) -> object:
        """Changes whenever somebody writes to the store or to its jobs, on a disk the file
        `beside` it; None where there is no store, or its server cannot be reached. Raises
        `BadData` for the URL of no store."""
        parsed = parsed_url(url)
        if parsed.get_backend_name() == "sqlite":
            store = _of_file(str(parsed.database))
            return store and (store, _of_file(str(beside)))
        key = parsed.render_as_string(hide_password=False)
        if key not in self._engines:
            self._engines[key] = create_engine(
                parsed,
                hide_parameters=True,
                isolation_level="AUTOCOMMIT",
                pool_size=1,
                max_overflow=0,
                connect_args={"connect_timeout": 10},
            )
            look_whether_up(self._engines[key])
        try:
            with self._engines[key].connect() as connection:
                events = self._last(connection, schema_of(company), "events", "seq")
                if events is None:
                    return None
                jobs = schema_of(f"{company}__jobs")
                return events, self._last(connection, jobs, "chikai_job", "at")
        except SQLAlchemyError:
            return None

    def _last(self, connection: Connection, schema: str, table: str, column: str) -> object:
        """The greatest there is, "" for none; None where there is no such table."""
        place = f'"{schema}".{table}'
        if place not in self._there:
            if connection.scalar(text("SELECT to_regclass(:place)"), {"place": place}) is None:
                return None
            self._there.add(place)
        last: object = connection.scalar(text(f"SELECT max({column}) FROM {place}"))
        return "" if last is None else last

    def close(self) -> None:
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()


def _of_file(path: str) -> object:
    files = [Path(path + each) for each in _COMPANIONS if Path(path + each).exists()]
    return tuple((stat.st_mtime_ns, stat.st_size) for stat in map(Path.stat, files)) or None
