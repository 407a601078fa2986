"""Read a mapping file: YAML in, `SourceMapping` out, every problem with its line and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from chikai.ledger import check
from chikai.ledger.model import (
    Column,
    ExistenceGround,
    Follow,
    Format,
    Identifier,
    Label,
    Recognise,
    Role,
    SourceMapping,
    Table,
)
from chikai.ledger.problem import BadMapping, Problem

_LARGEST = 1_000_000
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Name = Annotated[str, Field(min_length=1, max_length=128)]


class HasId(Protocol):
    @property
    def id(self) -> str: ...


class Declares(Protocol):
    """What a mapping needs of a policy: the ids it may refer to. A `Policy` is one."""

    @property
    def company(self) -> str: ...

    @property
    def categories(self) -> Sequence[HasId]: ...

    @property
    def items(self) -> Sequence[HasId]: ...


def load_mapping(text: str, *, file: str, policy: Declares | None = None) -> SourceMapping:
    """The mapping that `text` writes. With a policy, its ids must exist there.

    Raises `BadMapping` with every problem found: not YAML, a key twice or unknown, a reference
    to a table, column, category or item that is not there, a table no person can be found in.
    """
    data = _yaml(text, file)
    try:
        written = _Source.model_validate(data)
    except ValidationError as error:
        raise BadMapping(file, tuple(_problems(error, data))) from None
    mapping = written.mapping(file, _lines(data))
    problems = [*check.mapping(mapping), *_undeclared(mapping, policy)]
    if problems:
        raise BadMapping(file, tuple(_placed(each, data) for each in problems))
    return mapping


def _undeclared(mapping: SourceMapping, policy: Declares | None) -> Iterator[Problem]:
    if policy is None:
        return
    if policy.company != mapping.company:
        yield Problem("sources.other_company", "company", {"company": policy.company})
    categories = {each.id for each in policy.categories}
    items = {each.id for each in policy.items}
    for table in mapping.tables:
        if table.category not in categories:
            field = f"tables.{table.name}.category"
            yield Problem("sources.unknown_category", field, {"id": table.category})
        for column in table.columns:
            if column.item is not None and column.item not in items:
                field = f"tables.{table.name}.columns.{column.name}.item"
                yield Problem("sources.unknown_item", field, {"id": column.item})


# --- the file as written ------------------------------------------------------------------------


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Label(_Model):
    ja: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def label(self) -> Label:
        return Label(self.ja, self.en)


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _zone(value: Any) -> Any:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise ValueError("zone") from None
    return value


class _Column(_Model):
    item: Id | None = None
    label: _Label | None = None
    format: Format = Format.TEXT
    zone: Annotated[str, BeforeValidator(_zone)] = "Asia/Tokyo"
    personal: bool = True
    withheld: _Label | None = None
    values: dict[str, _Label] = {}

    def column(self, name: str) -> Column:
        return Column(
            name=name,
            personal=self.personal,
            item=self.item,
            label=self.label.label() if self.label else None,
            format=self.format,
            zone=self.zone,
            values=tuple((stored, label.label()) for stored, label in self.values.items()),
            withheld=self.withheld.label() if self.withheld else None,
        )


Columns = Annotated[tuple[Name, ...], BeforeValidator(_as_list), Field(min_length=1)]
Reference = Annotated[str, Field(pattern=r"^[^.]+\.[^.]+$")]


class _Table(_Model):
    category: Id
    label: _Label
    key: Name
    recognise: dict[Identifier, Columns] = {}
    follows: dict[Name, Reference] = {}
    role: Role = Role.ROWS
    existence: ExistenceGround | None = None
    columns: dict[Name, _Column] = Field(min_length=1)

    def table(self, name: str) -> Table:
        return Table(
            name=name,
            category=self.category,
            label=self.label.label(),
            key=self.key,
            columns=tuple(each.column(column) for column, each in self.columns.items()),
            recognise=tuple(Recognise(i, columns) for i, columns in self.recognise.items()),
            follows=tuple(Follow(c, *to.split(".")) for c, to in self.follows.items()),
            role=self.role,
            existence=self.existence,
        )


class _Source(_Model):
    schema_: Literal[1] = Field(alias="schema")
    source: Id
    company: Id
    label: _Label
    url: str | None = None
    url_env: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")] | None = None
    elsewhere: tuple[Name, ...] = ()
    tables: dict[Name, _Table] = Field(min_length=1)

    def mapping(self, file: str, lines: tuple[tuple[str, int], ...]) -> SourceMapping:
        return SourceMapping(
            source=self.source,
            company=self.company,
            label=self.label.label(),
            tables=tuple(each.table(name) for name, each in self.tables.items()),
            url=self.url,
            url_env=self.url_env,
            elsewhere=self.elsewhere,
            file=file,
            lines=lines,
        )


# --- where things stand in the file -------------------------------------------------------------


def _yaml(text: str, file: str) -> Any:
    if len(text) > _LARGEST:
        raise BadMapping(file, (Problem("sources.too_large", None, {"limit": _LARGEST}),))
    try:
        aliases = [
            event.start_mark
            for event in YAML(typ="safe", pure=True).parse(text)
            if type(event).__name__ == "AliasEvent"
        ]
        data = None if aliases else YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        twice = type(error).__name__ == "DuplicateKeyError"
        code = "sources.key_twice" if twice else "sources.not_yaml"
        raise BadMapping(file, (Problem(code, None, {}, line, column),)) from None
    except (YAMLError, ValueError, RecursionError):
        raise BadMapping(file, (Problem("sources.not_yaml", None),)) from None
    if aliases:
        at = aliases[0]
        raise BadMapping(file, (Problem("sources.alias", None, {}, at.line + 1, at.column + 1),))
    if not isinstance(data, dict):
        raise BadMapping(file, (Problem("sources.not_a_mapping", None, {}, 1, 1),))
    return data


_CODES = {
    "extra_forbidden": "sources.unknown_key",
    "missing": "sources.key_missing",
    "enum": "sources.not_one_of",
    "literal_error": "sources.not_one_of",
}


def _problems(error: ValidationError, data: Any) -> Iterator[Problem]:
    """Pydantic's findings as ours: field and place, and never the value that stands there."""
    for each in error.errors(include_url=False, include_input=False):
        steps = [str(step) for step in each["loc"] if step != "[key]"]
        args: dict[str, str | int] = {}
        if expected := each.get("ctx", {}).get("expected"):
            args["expected"] = str(expected)
        code = _CODES.get(each["type"], "sources.wrong_value")
        yield _placed(Problem(code, ".".join(steps), args), data)


def _placed(problem: Problem, data: Any) -> Problem:
    if problem.field is None:
        return problem
    line, column = _place(data, problem.field)
    return Problem(problem.code, problem.field, problem.args, line, column)


def _place(data: Any, field: str) -> tuple[int | None, int | None]:
    """The line and column of a field, or of the nearest thing around it."""
    place: tuple[int | None, int | None] = (1, 1)
    for step in field.split("."):
        if isinstance(data, list) and step.isdigit() and int(step) < len(data):
            at = data.lc.item(int(step))  # type: ignore[attr-defined]
            data = data[int(step)]
        elif isinstance(data, dict) and step in data:
            at = data.lc.key(step)  # type: ignore[attr-defined]
            data = data[step]
        else:
            break
        place = (at[0] + 1, at[1] + 1)
    return place


def _lines(data: Any) -> tuple[tuple[str, int], ...]:
    def walk(node: Any, prefix: str) -> Iterator[tuple[str, int]]:
        if isinstance(node, dict):
            for key, value in node.items():
                field = f"{prefix}{key}"
                yield field, node.lc.key(key)[0] + 1  # type: ignore[attr-defined]
                yield from walk(value, f"{field}.")

    return tuple(walk(data, ""))
