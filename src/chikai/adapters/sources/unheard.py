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


def heard(connection: Any) -> None:
    """Teach one connection of psycopg to read them."""
    from psycopg import DataError
    from psycopg.abc import Buffer
    from psycopg.adapt import Loader
    from psycopg.pq import Format

    def loading(known: Any, inexact: tuple[bytes, ...] = ()) -> type[Loader]:
        class OrAsWritten(Loader):
            def __init__(self, oid: int, context: Any = None) -> None:
                super().__init__(oid, context)
                self._load = known(oid, context).load

            def load(self, data: Buffer) -> Any:
                try:
                    if not any(unit in bytes(data) for unit in inexact):
                        found = self._load(data)
                        if found == found:  # NaN is not even itself, and could not be compared
                            return found
                except (DataError, NotImplementedError):
                    pass
                return bytes(data).decode()

        return OrAsWritten

    for name in (*_TYPES, *_NUMBERS):
        oid = connection.adapters.types[name].oid
        known = connection.adapters.get_loader(oid, Format.TEXT)
        inexact = _INEXACT if name == "interval" else ()
        connection.adapters.register_loader(oid, loading(known, inexact))
