"""Why a database could not be looked at, where whoever gave its address can mend that."""

from __future__ import annotations

import sqlalchemy as sa

from chikai.ports import BadData, Unavailable

_LOGIN = frozenset({1044, 1045, 1698})
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
    said = str(error.orig)
    if number in _LOGIN or "authentication failed" in said or "no password supplied" in said:
        return "sources.login_refused"
    if number == _NO_DATABASE or ("FATAL" in said and "does not exist" in said):
        return "sources.no_such_database"
    return "sources.no_file" if "file is not a database" in said else None
