"""Why a database could not be looked at, where whoever gave its address can mend that."""

from __future__ import annotations

import sqlalchemy as sa

from chikai.adapters.sources.hindered import unavailable
from chikai.ports import BadData, Hindered, Hindrance, Unavailable

_LOGIN = frozenset({Hindrance.LOGIN_REFUSED, Hindrance.NOT_ALLOWED})
_NO_DATABASE = 1049
_SAID = {"DriverOrAddressMissing": "sources.no_address", "FileMissing": "sources.no_file"}


def why(error: Exception, source: str) -> Exception:
    """`BadData` that names the remedy, or `Unavailable`. The driver's own words quote addresses
    and are looked at only to tell which it is."""
    if isinstance(error, UnicodeError):  # a password in letters that the driver has no code for
        return BadData("sources.login_refused", field="URL")
    code = _SAID.get(str(error)) if isinstance(error, Unavailable) else _code(error)
    return BadData(code, field="URL") if code else Unavailable(f"sources/{source}")


def _code(error: Exception) -> str | None:
    if not isinstance(error, sa.exc.DBAPIError) or error.orig is None:
        return None
    number = error.orig.args[0] if error.orig.args else None
    said, hindered = str(error.orig), unavailable("", error)
    if isinstance(hindered, Hindered) and hindered.why in _LOGIN:
        return "sources.login_refused"
    if number == _NO_DATABASE or ("FATAL" in said and "does not exist" in said):
        return "sources.no_such_database"
    return "sources.no_file" if "file is not a database" in said else None
