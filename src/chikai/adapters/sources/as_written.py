"""Days and moments that PostgreSQL holds and Python does not: `infinity`, as in a validity that has
no end, and whatever lies before Christ or after the year 9999. They come as the server writes them:
one such cell must not keep a person from everything else that is held about them.

So do months, which Python would change (`1 year` would be put back as 365 days), and NaN, which is
never what it was.
"""

from __future__ import annotations

from typing import Any, Final

_TYPES: Final = ("date", "time", "timetz", "timestamp", "timestamptz", "interval")
_NUMBERS: Final = ("float4", "float8", "numeric")
_INEXACT: Final = (b"mon", b"year")
"""Units that are no fixed number of days."""


def read_as_written(connection: Any) -> None:
    """Teach one connection of psycopg to give them so."""
    from psycopg import DataError
    from psycopg.abc import Buffer
    from psycopg.adapt import Loader
    from psycopg.pq import Format

    class OrAsWritten(Loader):
        known: Any

        def __init__(self, oid: int, context: Any = None) -> None:
            super().__init__(oid, context)
            self._load = self.known(oid, context).load

        def load(self, data: Buffer) -> Any:
            try:
                return self._load(data)
            except (DataError, NotImplementedError):
                return bytes(data).decode()

    class NumberOrAsWritten(OrAsWritten):
        def load(self, data: Buffer) -> Any:
            found = self._load(data)
            # NaN is not even itself, and could not be compared
            return found if found == found else bytes(data).decode()

    class SpanOrAsWritten(OrAsWritten):
        def load(self, data: Buffer) -> Any:
            if any(unit in bytes(data) for unit in _INEXACT):
                return bytes(data).decode()
            return super().load(data)

    loaders = {"interval": SpanOrAsWritten} | dict.fromkeys(_NUMBERS, NumberOrAsWritten)
    for name in (*_TYPES, *_NUMBERS):
        oid = connection.adapters.types[name].oid
        known = connection.adapters.get_loader(oid, Format.TEXT)
        loader = loaders.get(name, OrAsWritten)
        connection.adapters.register_loader(oid, type(loader.__name__, (loader,), {"known": known}))
