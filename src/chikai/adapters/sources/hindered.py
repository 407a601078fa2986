"""What a database's error means: it refuses the change, it cannot do it now, or it is not there.

Only numbers and names of the schema are read. The text of an error quotes values and stays here.
"""

from __future__ import annotations

import re
from typing import Any, Final

import sqlalchemy as sa

from chikai.ports import Hindered, Hindrance, Unavailable

_POSTGRESQL: Final = {
    "55P03": Hindrance.LOCKED,
    "57014": Hindrance.LOCKED,
    "40P01": Hindrance.COLLIDED,
    "40001": Hindrance.COLLIDED,
    "53100": Hindrance.FULL,
    "42501": Hindrance.NOT_ALLOWED,
    "25006": Hindrance.READ_ONLY,
}
"""By SQLSTATE (PostgreSQL, appendix A)."""
_MYSQL: Final = {
    1205: Hindrance.LOCKED,
    1969: Hindrance.LOCKED,
    3024: Hindrance.LOCKED,
    1213: Hindrance.COLLIDED,
    1020: Hindrance.COLLIDED,
    1021: Hindrance.FULL,
    1114: Hindrance.FULL,
    1045: Hindrance.LOGIN_REFUSED,
    1698: Hindrance.LOGIN_REFUSED,
    1044: Hindrance.NOT_ALLOWED,
    1142: Hindrance.NOT_ALLOWED,
    1143: Hindrance.NOT_ALLOWED,
    1227: Hindrance.NOT_ALLOWED,
    1290: Hindrance.READ_ONLY,
    1792: Hindrance.READ_ONLY,
    1836: Hindrance.READ_ONLY,
}
"""By the number of the error, of MySQL or of MariaDB."""
_SQLITE: Final = {
    5: Hindrance.LOCKED,
    6: Hindrance.LOCKED,
    13: Hindrance.FULL,
    8: Hindrance.READ_ONLY,
}
"""By primary result code, the lowest byte."""
_RULES: Final = ("P0001", 1644, 3819, 4025)
"""A trigger of the company's own says no; a CHECK that the driver counts among other failures."""


def unavailable(source: str, error: Exception) -> Unavailable:
    """The error, of SQLAlchemy or of the driver itself, as a face may tell it."""
    why = _why(error.orig if isinstance(error, sa.exc.DBAPIError) else error)
    return Hindered(source, why) if why else Unavailable(f"sources/{source}")


def _why(error: Any) -> Hindrance | None:
    match _code(error):
        case str(state):
            return _POSTGRESQL.get(state)
        case int(number) if hasattr(error, "sqlite_errorcode"):
            return _SQLITE.get(number & 0xFF)
        case int(number):
            return _MYSQL.get(number)
    return Hindrance.LOGIN_REFUSED if _LOGIN.search(str(error)) else None


_LOGIN: Final = re.compile(
    r"authentication failed|no password supplied|role \S+ does not exist"
    r"|認証に失敗|ロール\S+は存在しません"
)
"""Before it lets anybody in, PostgreSQL says why in words only, in the language of the server."""


def _code(error: Any) -> str | int | None:
    """SQLSTATE on PostgreSQL, a number on the others."""
    number = (getattr(error, "args", None) or (None,))[0]
    if isinstance(number, int):
        return number
    return getattr(error, "sqlite_errorcode", None) or getattr(error, "sqlstate", None)


def refuses(error: sa.exc.DBAPIError) -> bool:
    """Whether a rule of the database stands against the change, however often it is tried."""
    rules = isinstance(error, sa.exc.IntegrityError | sa.exc.DataError)
    return rules or _code(error.orig) in _RULES


_NAMED: Final = re.compile(
    r"CONSTRAINT `(?:[\w.]+\.)?(\w+)` (?:failed|FOREIGN)|for key '([\w.]+)'$"
    r"|^(?:CHECK|UNIQUE|NOT NULL) constraint failed: ([\w., ]+)$"
)


def rule(error: sa.exc.DBAPIError) -> str | None:
    """The name of the constraint, where the database tells it: a name of the schema, no value."""
    diag = getattr(error.orig, "diag", None)
    if diag is not None:
        return diag.constraint_name or diag.column_name  # type: ignore[no-any-return]
    found = _NAMED.search(str(error.orig.args[-1] if error.orig and error.orig.args else ""))
    return next((each for each in found.groups() if each), None) if found else None


_NO_TEXT: Final = re.compile(r"Could not decode to UTF-8 column '([^']+)'")


def no_text(error: sa.exc.DBAPIError) -> str | None:
    """The column of SQLite whose bytes are called a text and are none (Shift_JIS, as it came)."""
    found = _NO_TEXT.match(str(error.orig))
    return found[1] if found else None
