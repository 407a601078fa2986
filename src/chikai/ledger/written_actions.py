"""How a mapping file writes what becomes of a cell or a row.

`erase: null` writes NULL, `erase: row` and `erase: detach` are words, the others one key:
`erase: {replace: …}`, `erase: {generalise: year}`, `erase: {keep: {reason: …}}`. A table is
erased by `erase: row`, `erase: columns` or `erase: {keep: …}`. What is kept `until` a day says
under `then` what becomes of it afterwards.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from chikai.ledger.actions import (
    ByColumn,
    Coarser,
    Detach,
    Empty,
    Erase,
    EraseRow,
    Generalise,
    Keep,
    Replace,
    Stops,
    Suppress,
    Term,
    Unflagged,
    WithRow,
)
from chikai.ledger.terms import Label

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Name = Annotated[str, Field(min_length=1, max_length=128)]


def _plain(value: Any) -> Any:
    if isinstance(value, bool | date | str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    raise ValueError("plain")


Written = Annotated[Any, BeforeValidator(_plain)]
"""A value as YAML reads it: text, number, truth or day."""


def as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[Name, ...], BeforeValidator(as_list), Field(min_length=1)]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WrittenLabel(Model):
    ja: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def label(self) -> Label:
        return Label(self.ja, self.en)


def label_of(written: WrittenLabel | None) -> Label | None:
    return None if written is None else written.label()


class _Term(Model):
    on: date | None = None
    after: Name | None = None
    years: int = Field(default=0, ge=0)
    months: int = Field(default=0, ge=0)
    days: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _one(self) -> _Term:
        if (self.on is None) == (self.after is None):
            raise ValueError("on or after")
        return self

    def term(self) -> Term:
        return Term(self.on, self.after, self.years, self.months, self.days)


def _worded(value: Any) -> Any:
    return {"{word}": value} if isinstance(value, str) else value


class _Coarser(Model):
    word: Literal["year", "month"] | None = Field(default=None, alias="{word}")
    prefix: int | None = Field(default=None, ge=1)
    round: int | None = Field(default=None, ge=2)

    @model_validator(mode="after")
    def _one(self) -> _Coarser:
        if sum(each is not None for each in (self.word, self.prefix, self.round)) != 1:
            raise ValueError("year, month, prefix or round")
        return self

    def generalise(self) -> Generalise:
        if self.word is not None:
            return Generalise(Coarser(self.word))
        if self.prefix is not None:
            return Generalise(Coarser.PREFIX, self.prefix)
        return Generalise(Coarser.ROUND, self.round)


Change: TypeAlias = Empty | Replace | Generalise | Detach | WithRow


class _Changes(Model):
    """`{word}` is how `_deed` reads `null`, `row` and `detach`."""

    word: Literal["null", "row", "detach"] | None = Field(default=None, alias="{word}")
    replace: Written | None = None
    generalise: Annotated[_Coarser, BeforeValidator(_worded)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(each is not None for each in self._given()) != 1:
            raise ValueError("one deed")
        return self

    def _given(self) -> tuple[object, ...]:
        return (self.word, self.replace, self.generalise)

    def change(self) -> Change:
        if self.generalise:
            return self.generalise.generalise()
        if self.replace is not None:
            return Replace(self.replace)
        words: dict[str, Change] = {"null": Empty(), "row": WithRow(), "detach": Detach()}
        return words[self.word or "null"]


def _deed(value: Any) -> Any:
    return _worded("null" if value is None else value)


class _Keep(Model):
    reason: WrittenLabel
    law: WrittenLabel | None = None
    until: _Term | None = None
    then: Annotated[_Changes | None, BeforeValidator(_deed)] = None

    @model_validator(mode="after")
    def _after(self) -> Self:
        if self.then and not self.until:
            raise ValueError("then after a term")
        return self

    def keep(self) -> Keep:
        return Keep(
            self.reason.label(),
            self.law.label() if self.law else None,
            self.until.term() if self.until else None,
            self.then.change() if self.then else None,
        )


class _Deed(_Changes):
    keep: _Keep | None = None

    @model_validator(mode="after")
    def _column(self) -> Self:
        if self.keep and self.keep.then and self.keep.then.word == "row":
            raise ValueError("a row goes by its table")
        return self

    def _given(self) -> tuple[object, ...]:
        return (*super()._given(), self.keep)

    def action(self) -> Erase:
        return self.keep.keep() if self.keep else self.change()


WrittenErase = Annotated[_Deed | None, BeforeValidator(_deed)]
"""Its default is None, which the reader never sees: a written `null` is a deed."""


class _WordOrKeep(Model):
    word: str | None = Field(default=None, alias="{word}")
    keep: _Keep | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.word is None) == (self.keep is None):
            raise ValueError("one deed")
        return self


class _RowDeed(_WordOrKeep):
    word: Literal["row", "columns"] | None = Field(default=None, alias="{word}")

    @model_validator(mode="after")
    def _row(self) -> Self:
        if self.keep and self.keep.then and self.keep.then.word != "row":
            raise ValueError("a row goes, or says it by its columns")
        return self

    def row(self) -> EraseRow:
        if self.keep:
            return self.keep.keep()
        return WithRow() if self.word == "row" else ByColumn()


WrittenEraseRow = Annotated[_RowDeed | None, BeforeValidator(_worded)]


class _Shared(_WordOrKeep):
    word: Literal["detach"] | None = Field(default=None, alias="{word}")

    def shared(self) -> Keep | Detach:
        return self.keep.keep() if self.keep else Detach()


WrittenShared = Annotated[_Shared | None, BeforeValidator(_worded)]


class WrittenSuppress(Model):
    column: Name
    to: Written
    back: Written | None = None
    table: Name | None = None
    purposes: tuple[Id, ...] = ()
    stops: Stops = Stops.USE

    def suppress(self) -> Suppress:
        return Suppress(
            column=self.column,
            to=self.to,
            back=self.back,
            table=self.table,
            purposes=self.purposes,
            stops=self.stops,
        )


class WrittenUnflagged(Model):
    reason: WrittenLabel
    law: WrittenLabel | None = None
    stops: Stops = Stops.USE

    def unflagged(self) -> Unflagged:
        return Unflagged(reason=self.reason.label(), law=label_of(self.law), stops=self.stops)
