"""One person's rows as they are stored, read within the transaction that will change them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import sqlalchemy as sa

from chikai.adapters.sources.reader import StoredKeys
from chikai.adapters.sources.statements import Statements, bare, named, untyped
from chikai.ledger.contents import Raw
from chikai.ledger.held import Held
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.problem import Problem
from chikai.ports.changes import Refused

CHUNK = 5_000
"""Keys named in one statement."""
_NO_TUPLES: Final = ("mssql", "bigquery", "snowflake")
"""Brands that do not compare a row of columns with rows of values, or whose dialect cannot."""
_NO_LOCKS: Final = ("postgresql", "bigquery", "snowflake")
"""Brands whose rows are not locked by reading: they see one moment, or know no such lock."""
_MOST_IN_ORACLE: Final = 1_000
"""ORA-01795: values of one list."""
_MOST_VALUES: Final = {"mssql": 2_000, "bigquery": 9_000}
"""Values a statement may name: SQL Server takes 2,100 and BigQuery 10,000. Some are left for what
is compared beside the keys."""
_WRITTEN_OUT: Final = ("postgresql", "mysql", "mariadb")
"""Brands that take many numbers as one value."""
_NUMBERS: Final = sa.ARRAY(sa.BigInteger)


class _Written(sa.types.UserDefinedType[str]):
    """Numbers as they are to stand in the statement: no driver goes through them one by one."""

    cache_ok = True

    def literal_processor(self, dialect: sa.Dialect) -> Callable[[str], str]:
        return str


class Holding:
    """The rows that belong to one person, by the rows in which the person was recognised."""

    def __init__(
        self,
        connection: sa.Connection,
        mapping: SourceMapping,
        statements: Statements,
        roots: StoredKeys,
    ) -> None:
        self._connection, self._mapping, self._roots = connection, mapping, roots
        self._statements = statements

    def tables(self) -> Iterator[Held]:
        """Every table that is no secret; rows of the same key once. Raises `Refused` where a row
        that was recognised is not found by its key."""
        for table in self._mapping.tables:
            if table.existence is None:
                rows = self.rows(table)
                if len(rows) < len(set(map(repr, self._roots.get(table.name, ())))):
                    raise Refused((key_fails(self._mapping, table),))
                yield Held(table, rows)

    def rows(self, table: Table, names: tuple[str, ...] = ()) -> list[Raw]:
        """The person's rows, all columns or these. Nobody else changes them before the end of the
        transaction: they are locked, or where the transaction sees one moment (PostgreSQL, see
        `writing`), writing over what another changed since is refused by the database."""
        locks = not table.view and self._connection.dialect.name not in _NO_LOCKS
        asked = self._statements.asked(table, self._roots, names, locks=locks)
        if asked is None:
            return []
        found, values = asked
        return list(map(tuple, self._connection.execute(found.statement, values).all()))

    def all(self, table: Table) -> int:
        """How many rows the table has, whoever's."""
        found = sa.select(sa.func.count()).select_from(clause(table, ()))
        return int(self._connection.execute(found).scalar_one())

    def count(self, table: Table) -> int:
        """How many of its rows are the person's."""
        statement = self._statements.owned(table, self._roots)
        if statement is None:
            return 0
        inner = statement.order_by(None).subquery()
        found = self._connection.execute(sa.select(sa.func.count()).select_from(inner))
        return int(found.scalar_one())


def key_fails(mapping: SourceMapping, table: Table) -> Problem:
    """Rows that were recognised are not found by their key, so others could be missing too."""
    field = f"tables.{table.name}.key"
    args: dict[str, str | int] = {"table": table.name, "name": ", ".join(table.identity)}
    return Problem("sources.key_fails", field, args, mapping.line(field))


def clause(table: Table, names: Sequence[str]) -> sa.TableClause:
    """The table with these columns, whatever else it has."""
    return named(table.stored, table.schema, tuple(dict.fromkeys(names)))


def among(here: sa.TableClause, names: Sequence[str], keys: Sequence[Raw], brand: str) -> Any:
    """A condition: the columns hold one of the keys. Thousands of numbers are one value, written
    out: an array where the brand takes one."""
    if len(names) == 1:
        values = [key[0] for key in keys]
        if brand in _WRITTEN_OUT and set(map(type, values)) == {int}:
            numbers = ",".join(map(str, values))
            if brand == "postgresql":
                array = sa.cast(sa.literal(f"{{{numbers}}}", sa.String), _NUMBERS)
                return here.c[names[0]] == sa.any_(array)
            written = sa.bindparam(None, f"({numbers})", _Written(), literal_execute=True)
            return here.c[names[0]].op("IN", is_comparison=True)(written)
        if brand == "oracle" and len(values) > _MOST_IN_ORACLE:
            return sa.or_(*(here.c[names[0]].in_(v) for v in chunked(values, _MOST_IN_ORACLE)))
        return here.c[names[0]].in_(untyped(values, brand))
    if len(keys) > 1 and brand not in _NO_TUPLES and all(None not in key for key in keys):
        return sa.tuple_(*(here.c[name] for name in names)).in_(list(keys))
    return sa.or_(*(
        sa.and_(*(
            here.c[n].is_(None) if v is None else here.c[n] == bare(v, brand)
            for n, v in zip(names, key, strict=True)
        ))
        for key in keys
    ))  # fmt: skip


def room(brand: str, most: int = CHUNK) -> int:
    """How many values one statement may name, at most `most`."""
    return min(most, _MOST_VALUES.get(brand, most))


def one(here: sa.TableClause, names: Sequence[str], key: Raw, brand: str) -> Any:
    """`among` for one key."""
    if len(names) == 1:
        return here.c[names[0]].in_(untyped([key[0]], brand))
    return among(here, names, [key], brand)


def chunked(keys: Sequence[Any], size: int = CHUNK) -> Iterator[Sequence[Any]]:
    """So many at a time."""
    for at in range(0, len(keys), size):
        yield keys[at : at + size]


def keyed(
    connection: sa.Connection, table: Table, key: Sequence[str], names: Sequence[str],
    keys: Sequence[Raw],
) -> dict[Raw, Raw]:  # fmt: skip
    """The cells of the rows with these keys, by key. Rows that are gone are not in it."""
    here = clause(table, (*key, *names))
    found: dict[Raw, Raw] = {}
    many, brand = len(key), connection.dialect.name
    for chunk in chunked(keys, max(1, room(brand) // many)):
        columns = [here.c[name] for name in (*key, *names)]
        statement = sa.select(*columns).where(among(here, key, chunk, brand))
        for values in map(tuple, connection.execute(statement).all()):
            found[values[:many]] = values[many:]
    return found
