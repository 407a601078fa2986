"""Normal forms in SQL: what an index can hold and a search asks for, in the very same words.

A phone number, e-mail address or member number has a *plain* form in SQL wherever it is written
in ASCII without words beside it. Whatever is written otherwise (an extension, full-width digits,
two numbers with a stroke between) is `ODD`: a search takes those rows along and `compare` decides,
so that no row is missed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from chikai.adapters.sources.catalog import Cell, Stored, quoted
from chikai.ledger.belonging import Recognise
from chikai.ledger.model import Table
from chikai.ledger.terms import Identifier

ODD: Final = "?"
_WIDER: Final = ord("０") - ord("0")
_ASCII_SIGNS: Final = " ().+-"
_USUAL: Final = "0-9 ().+-"
_TRANSLATE: Final = ("postgresql", "oracle", "snowflake", "bigquery")
INDEXED: Final = (
    Identifier.EMAIL,
    Identifier.PHONE,
    Identifier.MEMBER_NUMBER,
    Identifier.NAME,
)
"""The identifiers that have a plain form; a birth date is looked up as it is stored."""
_OF_NAMES: Final = " \u3000A-Za-z一-鿿々ぁ-んァ-ヶー"
_NAMES_HELD: Final = ("postgresql", "sqlite", "mysql")
"""Brands whose patterns are known to take Chinese characters by their code points."""


class Normal:
    """The expressions of one table on one brand of database, as SQL text."""

    def __init__(self, dialect: Dialect, cells: Mapping[str, Cell]) -> None:
        self._dialect = dialect
        self._brand = "mysql" if dialect.name == "mariadb" else dialect.name
        self._cells = cells

    def plain(self, each: Recognise) -> str:
        """The plain form of an identifier of `INDEXED`. Blank cells give ''."""
        return self.computed(each) if each.normal is None else self._quote(each.normal)

    def computed(self, each: Recognise) -> str:
        """The expression itself, for an index or a generated column."""
        here = self.text(each.columns)
        usual = " -~"
        if each.identifier is Identifier.PHONE:
            usual = _USUAL
            bare = self._without(here, _ASCII_SIGNS)
        elif each.identifier is Identifier.EMAIL:
            bare = f"lower(trim({here}))"
        elif each.identifier is Identifier.NAME:
            usual = _OF_NAMES
            bare = self._without(here, " \u3000")
        else:
            bare = f"lower({self._without(here, ' -')})"
        return f"CASE WHEN {self._any_but(here, usual)} THEN '{ODD}' ELSE {bare} END"

    @property
    def holds_names(self) -> bool:
        """Whether an index may hold names: by it, an address is looked for. A table that is not
        in Unicode (Shift_JIS) cannot say which characters it means."""
        written = {cell.charset for cell in self._cells.values() if cell.charset}
        unicode = all(charset.startswith("utf8") for charset in written)
        return self._brand in _NAMES_HELD and unicode

    def name(self, table: Table, each: Recognise) -> str:
        """The name of the index that holds the expression: another expression, another name."""
        said = f"{table.place} {self.computed(each)}".encode()
        return f"chikai_{each.identifier.value}_{sha256(said).hexdigest()[:8]}"

    def unusual(self, columns: Sequence[str]) -> sa.ColumnElement[bool]:
        """Whether there is anything beyond ASCII."""
        here = self.text(columns)
        if self._brand == "postgresql":
            said = f"octet_length({here}) <> char_length({here})"
        elif self._brand == "mysql":
            said = f"length({here}) <> char_length({here})"
        else:
            said = self._any_but(here, " -~")
        one: sa.ColumnElement[Any] = sa.literal_column(f"CASE WHEN {said} THEN 1 ELSE 0 END")
        return one == sa.literal_column("1")

    def lists(self, columns: Sequence[str]) -> bool:
        """Whether a cell of them may hold several values."""
        return any(self._cells[name].lists for name in columns if name in self._cells)

    def blank(self, here: str) -> sa.ColumnElement[bool]:
        """Whether a text is empty; to Oracle that is no text at all."""
        text: sa.ColumnElement[Any] = sa.literal_column(here, sa.String)
        return text.is_(None) if self._brand == "oracle" else text == sa.literal_column("''")

    def no_day(self, name: str) -> sa.ColumnElement[bool]:
        """Whether a date is not known; MySQL may write nothing but zeros for that."""
        here: sa.ColumnClause[Any] = sa.column(name)
        if self._brand != "mysql":
            return here.is_(None)
        return sa.or_(here.is_(None), sa.func.dayofmonth(here) == sa.literal_column("0"))

    def no_digits(self, name: str) -> sa.ColumnElement[bool]:
        """Whether a text is more than digits and what stands between those of a day."""
        said = self._any_but(self.trimmed(name), "0-9./-")
        one: sa.ColumnElement[Any] = sa.literal_column(f"CASE WHEN {said} THEN 1 ELSE 0 END")
        return one == sa.literal_column("1")

    def spread(self, columns: Sequence[str], digits: str) -> sa.ColumnElement[bool]:
        """Whether these digits stand there one after the other, of either width, with whatever
        signs and words between them."""
        here: sa.ColumnElement[Any] = sa.literal_column(self.text(columns), sa.String)
        each = [f"[{digit}{chr(ord(digit) + _WIDER)}]" for digit in digits]

        def written(pattern: str) -> sa.BindParameter[str]:
            return sa.bindparam("spread", pattern, sa.String, unique=True)

        match self._brand:
            case "sqlite":
                return here.op("GLOB", is_comparison=True)(written(f"*{'*'.join(each)}*"))
            case "mssql":
                return here.like(written(f"%{'%'.join(each)}%"))
        pattern = written("[^0-9０-９]*".join(each))
        match self._brand:
            case "postgresql":
                return here.op("~", is_comparison=True)(pattern)
            case "oracle":
                return sa.func.regexp_like(here, pattern)
            case "bigquery":
                return sa.func.regexp_contains(here, pattern)
            case "snowflake":
                return sa.func.regexp_instr(here, pattern) > sa.literal_column("0")
        return here.op("REGEXP", is_comparison=True)(pattern)

    def text(self, columns: Sequence[str]) -> str:
        """The columns joined, as text; a cell without a value is ''."""
        parts = [f"coalesce({self._text(name)}, '')" for name in columns]
        if self._brand == "mysql" and len(parts) > 1:
            return f"concat({', '.join(parts)})"
        sign = " + " if self._brand == "mssql" else " || "
        return parts[0] if len(parts) == 1 else f"({sign.join(parts)})"

    def trimmed(self, name: str) -> str:
        return f"trim({self._text(name)})"

    def _text(self, name: str) -> str:
        quoted = self._quote(name)
        cell = self._cells.get(name)
        if cell is not None and cell.stored is not Stored.TEXT:
            return f"CAST({quoted} AS {_AS_TEXT.get(self._brand, 'VARCHAR(255)')})"
        if cell is None or not cell.charset or cell.charset == "utf8mb4":
            return quoted  # utf8mb3 has no place for every form of a character that is looked for
        converted = f"convert({quoted} USING utf8mb4)"
        if cell.charset != "latin1":
            return converted
        # programs that called their UTF-8 latin1 have left it there byte by byte
        return f"coalesce(convert(CAST({quoted} AS BINARY) USING utf8mb4), {converted})"

    def _without(self, here: str, signs: str) -> str:
        if self._brand in _TRANSLATE:
            return f"translate({here}, '0{signs}', '0')"
        said = _spelt if self._brand == "mysql" else "'{}'".format
        return functools.reduce(lambda x, sign: f"replace({x}, {said(sign)}, '')", signs, here)

    def _any_but(self, here: str, usual: str) -> str:
        """Whether there is any character beside these (a range as in a regular expression)."""
        return _ANY_BUT.get(self._brand, _regexp)(here, usual)

    def _quote(self, name: str) -> str:
        return quoted(self._dialect, name)


_AS_TEXT: Final = {
    "postgresql": "text",
    "sqlite": "text",
    "mysql": "char(255)",
    "oracle": "VARCHAR2(255)",
    "bigquery": "STRING",
}


def _regexp(here: str, but: str) -> str:
    return f"{here} REGEXP '[^{but}]'"


def _spelt(text: str) -> str:
    """A text that MySQL does not turn into the character set of the table: a generated column of
    one in Shift_JIS takes no others. It is compared byte by byte, whatever the table does."""
    if text.isascii():
        return f"'{text}'"
    return f"convert(x'{text.encode().hex()}' USING utf8mb4) COLLATE utf8mb4_bin"


_ANY_BUT: Final[dict[str, Callable[[str, str], str]]] = {
    "postgresql": lambda here, but: f"{here} ~ '[^{but}]'",
    "sqlite": lambda here, but: f"{here} GLOB '*[^{but}]*'",
    "mysql": lambda here, but: f"{here} REGEXP {_spelt(f'[^{but}]')}",
    "oracle": lambda here, but: f"REGEXP_LIKE({here}, '[^{but}]')",
    "mssql": lambda here, but: f"{here} LIKE '%[^{but}]%' COLLATE Latin1_General_BIN",
    "bigquery": lambda here, but: f"REGEXP_CONTAINS({here}, r'[^{but}]')",
    "snowflake": lambda here, but: f"REGEXP_INSTR({here}, '[^{but}]') > 0",
}
