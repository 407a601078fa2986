"""What a port may raise."""

from __future__ import annotations

from enum import StrEnum


class Destroyed(Exception):
    """The key of this blob has been destroyed; its content can never be read again."""


class Missing(Exception):
    """No such thing in the store."""


class Conflict(Exception):
    """The case moved on since it was read; read it again and decide anew."""


class Unavailable(Exception):
    """A store or a source cannot be reached now."""


class Hindrance(StrEnum):
    """Why a database that answers cannot do it now. `locked`: another program holds the rows for
    too long; `collided`: two programs waited for each other and this one gave way; `full`: there
    is no room; `not_allowed`: the account may not; `login_refused`: it is no account there, or its
    password is another; `read_only`: nobody may write now; `not_set`: nobody has said here where
    it is, or by what secret it is asked (`NotSet`)."""

    LOCKED = "locked"
    COLLIDED = "collided"
    FULL = "full"
    NOT_ALLOWED = "not_allowed"
    LOGIN_REFUSED = "login_refused"
    READ_ONLY = "read_only"
    NOT_SET = "not_set"


class Hindered(Unavailable):
    """The source answers and cannot do it now. Nothing of it was kept; it may be tried again."""

    def __init__(self, source: str, why: Hindrance) -> None:
        super().__init__(f"sources/{source}")
        self.source, self.why = source, why


class NotSet(Hindered):
    """The environment variable `setting`, which the mapping `file` names at `key`, is not set
    here."""

    def __init__(self, source: str, setting: str, *, key: str, file: str) -> None:
        super().__init__(source, Hindrance.NOT_SET)
        self.setting, self.key, self.file = setting, key, file


class Unprintable(Exception):
    """A letter cannot be printed as it stands: a character no font has, an address too long for
    the window. Names the letter and the place, never a word of it."""


class BadData(ValueError):
    """Bad input: `code` is the id of the sentence in `words/`; the other fields say where."""

    def __init__(
        self,
        code: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        field: str | None = None,
        **args: str | int,
    ) -> None:
        super().__init__(code)
        self.code, self.file, self.line, self.column, self.field = code, file, line, column, field
        self.args_ = args
