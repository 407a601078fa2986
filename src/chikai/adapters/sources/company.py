"""All sources of one company, of whatever kind, behind `ports.Sources`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

from chikai.adapters.caller import HttpCaller
from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.sources import looking, looking_files
from chikai.adapters.sources.changes import SourceChanges
from chikai.adapters.sources.engines import open_engine
from chikai.adapters.sources.files import open_files, storing, storing_at
from chikai.adapters.sources.files_part import open_part
from chikai.adapters.sources.finding import find
from chikai.adapters.sources.given import given_of, going_by
from chikai.adapters.sources.objects import Files
from chikai.adapters.sources.parts import Part
from chikai.adapters.sources.reader import Given, Reader
from chikai.adapters.sources.sql import SqlSources
from chikai.adapters.sources.streamed import StreamReader
from chikai.adapters.sources.system_part import open_system
from chikai.adapters.sources.unreached import why
from chikai.adapters.sources.webhook import System, open_webhook
from chikai.adapters.sources.writing import open_writer
from chikai.ledger.found import Found, FoundTable
from chikai.ledger.model import FileAt, Kind, SourceMapping
from chikai.ledger.named import FoundFile
from chikai.ledger.problem import Problem
from chikai.ledger.sampled import Sampled
from chikai.people.model import Person
from chikai.ports import NotSet, Unavailable


def named(
    environ: Mapping[str, str], mapping: SourceMapping, setting: str | None, *, key: str
) -> str:
    """What the environment says under the name that the mapping gives at `key`; nothing where it
    gives none. Raises `NotSet`."""
    said = environ.get(setting or "", "")
    if setting and not said:
        raise NotSet(mapping.source, setting, key=key, file=mapping.file or mapping.source)
    return said


class CompanySources(SqlSources):
    """`address` gives the URL of a mapping; `environ` holds the secrets of webhooks and the roots
    of named files, `home` is the company's folder, `{home}` in such a root."""

    def __init__(
        self,
        mappings: Sequence[SourceMapping],
        *,
        address: Callable[[SourceMapping], str],
        environ: Mapping[str, str],
        home: str = "",
    ) -> None:
        super().__init__(mappings, engines=lambda mapping: open_engine(address(mapping)))
        self._address = address
        self._environ = environ
        self._files = Files(environ, home)

    def changes(self, failpoint: Failpoint = no_failpoint) -> SourceChanges:
        """What changes these sources, by approved plans."""
        return SourceChanges(
            self._mappings,
            engines=lambda mapping: open_writer(self._address(mapping)),
            reading=self.open,
            parts=_CompanyParts(self, self._address, self._files, failpoint),
            files=self._files,
            failpoint=failpoint,
        )

    def find(self, person: Person, *, by: Sequence[str] = ()) -> Found:
        """See `ports.Sources.find`."""
        going = going_by(person, by)
        given = given_of(going)

        def opened(mapping: SourceMapping) -> AbstractContextManager[Reader]:
            return self.open_for(mapping, given)

        return find(going, self._mappings, opened)

    def check(self, name: str) -> tuple[Problem, ...]:
        """See `ports.Sources.check`."""
        with self._files_of(name) as (mapping, reader):
            if reader is not None:
                return tuple(looking_files.check(mapping, reader))
        return super().check(name)

    def shapes(self, name: str) -> dict[str, str]:
        """See `ports.Sources.shapes`."""
        with self._files_of(name) as (mapping, reader):
            if reader is not None:
                return looking_files.shapes(mapping, reader)
        return super().shapes(name)

    def sample(self, name: str, *, rows: int) -> tuple[Sampled, ...]:
        """See `ports.Sources.sample`."""
        with self._files_of(name) as (mapping, reader):
            if reader is not None:
                return tuple(looking_files.sample(mapping, reader, rows=rows))
        return super().sample(name, rows=rows)

    @contextmanager
    def _files_of(self, name: str) -> Iterator[tuple[SourceMapping, StreamReader | None]]:
        mapping = self.mapping(name)
        if mapping.kind is not Kind.FILES:
            yield mapping, None
            return
        with storing(mapping), open_files(mapping, self._address(mapping)) as reader:
            yield mapping, reader

    def looked(self, found: Found) -> Found:
        """See `ports.Sources.looked`."""

        def look(table: FoundTable, file: FoundFile) -> FoundFile:
            seen = self._files.look(self._file_at(table.source, table.table, file), file.place)
            return replace(file, seen=seen.seen, size=seen.size, type=seen.type)

        tables = (
            replace(table, files=tuple(look(table, file) for file in table.files))
            for table in found.tables
        )
        return replace(found, tables=tuple(tables))

    def read_file(self, source: str, table: str, file: FoundFile) -> Iterator[bytes]:
        """See `ports.Sources.read_file`."""
        return self._files.read(self._file_at(source, table, file), file.place)

    def system(self, mapping: SourceMapping) -> System:
        """A system that answers signed requests."""
        secret = named(self._environ, mapping, mapping.secret_env, key="secret_env")
        private = self._environ.get("CHIKAI_WEBHOOK_PRIVATE") == "yes"
        return System(mapping, self._address(mapping), secret, HttpCaller(private=private))

    def _file_at(self, source: str, table: str, file: FoundFile) -> FileAt:
        at = self.mapping(source).table(table).column(file.name).file
        assert at is not None, "a named file has its place in the mapping"
        return at

    def open_for(self, mapping: SourceMapping, given: Given) -> AbstractContextManager[Reader]:
        """One source of any kind, for finding who is `given`."""
        match mapping.kind:
            case Kind.FILES:
                return open_files(mapping, self._address(mapping))
            case Kind.WEBHOOK:
                return open_webhook(mapping, self.system(mapping), given)
        return self.open(mapping)


class _CompanyParts:
    """Implements `parts.Parts`."""

    def __init__(
        self,
        sources: CompanySources,
        address: Callable[[SourceMapping], str],
        files: Files,
        failpoint: Failpoint,
    ) -> None:
        self._sources, self._address = sources, address
        self._files, self._failpoint = files, failpoint

    def read(self, mapping: SourceMapping, given: Given) -> AbstractContextManager[Reader]:
        return self._sources.open_for(mapping, given)

    def part(self, mapping: SourceMapping, given: Given) -> AbstractContextManager[Part]:
        if mapping.kind is Kind.WEBHOOK:
            return open_system(mapping, self._sources.system(mapping), given, self._files)
        return open_part(mapping, self._address(mapping), self._files, self._failpoint)


def drafted(
    url: str,
    *,
    source: str,
    company: str,
    url_env: str,
    items: Sequence[str],
    schemas: Sequence[str],
) -> str:
    """The draft of the mapping of a database, or of a folder of files. Raises `Unavailable`, and
    `BadData` for an address that leads to none, a login that is refused and a database without
    tables."""
    if looking_files.is_files(url):
        with storing_at(source):
            return looking_files.inspect(
                url, source=source, company=company, url_env=url_env, items=items
            )
    with _unavailable(source):
        return looking.inspect(
            open_engine(url),
            source=source,
            company=company,
            url_env=url_env,
            items=items,
            schemas=schemas,
        )


@contextmanager
def _unavailable(source: str) -> Iterator[None]:
    import sqlalchemy as sa

    try:
        yield
    except (sa.exc.SQLAlchemyError, OSError, UnicodeError, Unavailable) as error:
        raise why(error, source) from None
