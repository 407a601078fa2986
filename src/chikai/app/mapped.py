"""What a mapping says, for those who review it: what is personal and why, how a row finds its
person, and what each action does. Pure; it names tables and columns and holds no value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chikai.app.mapped_deeds import (
    corrected,
    deed,
    disclosed,
    erased,
    flag,
    flags,
    rows_erased,
    shared,
)
from chikai.kernel.message import Message, say
from chikai.ledger.actions import Stops
from chikai.ledger.checked import MappingFile
from chikai.ledger.model import Column, Inside, Kind, SourceMapping, Table
from chikai.ledger.problem import Problem
from chikai.ledger.terms import Label
from chikai.policy.model import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnShown:
    """One personal column, one of the things its cells may be, or a place inside its document.
    `purposes` and `retention` only where they are not those of the table."""

    name: str
    where: Message | None
    item: Label | None
    label: Label | None
    purposes: tuple[Label, ...]
    retention: Label | None
    disclosed: Message
    corrected: Message
    erased: tuple[Message, ...]
    stopped: Message | None
    asks: bool
    """Whether a plan would have to ask what becomes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShown:
    """One table. `plain` are the columns that are about nobody, with what becomes of them where
    that is said, `undecided` those of which nobody has said, `open` what is still open in the
    file, `drift` what the last look found. No plan is ever made of a table that is not `planned`:
    its existence must not show, or a person looks."""

    name: str
    place: str
    label: Label
    category: Label
    told_by: tuple[Message, ...]
    purposes: tuple[Label, ...]
    retention: tuple[Label, ...]
    role: Message | None
    erased: tuple[Message, ...]
    shared: Message | None
    use: tuple[Message, ...]
    provision: tuple[Message, ...]
    columns: tuple[ColumnShown, ...]
    plain: tuple[tuple[str, Message | None], ...]
    undecided: tuple[str, ...]
    planned: bool
    open: tuple[Problem, ...]
    drift: tuple[Problem, ...]

    @property
    def asks(self) -> int:
        """At how many places a plan would have to ask."""
        silent = (not self.erased, not self.use, not self.provision)
        return sum(each.asks for each in self.columns) + sum(silent) if self.planned else 0

    @property
    def waits(self) -> bool:
        return bool(self.undecided or self.open or self.drift)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShown:
    """One source. `open` and `drift` are those that concern no one table of it; it is `in_use`
    where the desk works by the file as it stands."""

    file: MappingFile
    mapping: SourceMapping
    in_use: bool
    tables: tuple[TableShown, ...]
    open: tuple[Problem, ...]
    drift: tuple[Problem, ...]

    @property
    def personal(self) -> int:
        return sum(len(each.columns) for each in self.tables)

    @property
    def plain(self) -> int:
        return sum(len(each.plain) for each in self.tables)

    @property
    def waiting(self) -> int:
        """How much awaits somebody: what is open in the file, and what has drifted."""
        found = len(self.file.checked.problems) if self.file.checked else 0
        return len(self.file.problems) + found


@dataclass(frozen=True, slots=True)
class Terms:
    """The policy's words for its ids; one it does not know stands for itself."""

    policy: Policy

    def of(self, kind: str, id: str) -> Label:
        known: Sequence[object] = getattr(self.policy, kind)
        for each in known:
            if getattr(each, "id", None) == id:
                said = getattr(each, "say")  # noqa: B009
                return Label(said.ja, said.en)
        return Label(id, id)

    def each(self, kind: str, ids: Sequence[str]) -> tuple[Label, ...]:
        return tuple(self.of(kind, id) for id in ids)

    def purposes(self, category: str) -> tuple[Label, ...]:
        ids = next((c.purposes for c in self.policy.categories if c.id == category), ())
        return self.each("purposes", ids)

    def retention(self, category: str) -> tuple[Label, ...]:
        ids = [r.id for r in self.policy.retention if category in r.categories]
        return self.each("retention", ids)


def shown(
    file: MappingFile, policy: Policy, *, running: Mapping[str, SourceMapping]
) -> SourceShown | None:
    """A source in words of the policy; None where the file cannot be read as a mapping. `running`
    are the mappings that the desk works by: those of the day it was started."""
    mapping, terms = file.mapping, Terms(policy)
    if mapping is None:
        return None
    found = file.checked.problems if file.checked else ()
    here = _by_table(mapping, file.problems)
    drift = _by_table(mapping, found)
    return SourceShown(
        file=file,
        mapping=mapping,
        in_use=running.get(mapping.source) == mapping,
        tables=tuple(
            _table(each, mapping, terms, here.get(each.name, ()), drift.get(each.name, ()))
            for each in mapping.tables
        ),
        open=here.get(None, ()),
        drift=drift.get(None, ()),
    )


def _by_table(
    mapping: SourceMapping, problems: Sequence[Problem]
) -> Mapping[str | None, tuple[Problem, ...]]:
    names = sorted((table.name for table in mapping.tables), key=len, reverse=True)
    found: dict[str | None, tuple[Problem, ...]] = {}
    for each in problems:
        at = f"{each.field or ''}."
        name = next((n for n in names if at.startswith(f"tables.{n}.")), None)
        found[name] = (*found.get(name, ()), each)
    return found


def _table(
    table: Table,
    source: SourceMapping,
    terms: Terms,
    open: tuple[Problem, ...],
    drift: tuple[Problem, ...],
) -> TableShown:
    plain = [c for c in table.columns if not (c.undecided or any(f.personal for f in c.faces))]
    return TableShown(
        name=table.name,
        place=table.place,
        label=table.label,
        category=terms.of("categories", table.category),
        told_by=tuple(_told_by(table)),
        purposes=terms.each("purposes", table.purposes) or terms.purposes(table.category),
        retention=terms.each("retention", [table.retention] if table.retention else [])
        or terms.retention(table.category),
        role=_role(table),
        erased=rows_erased(table),
        shared=shared(table),
        use=flags(table, source, Stops.USE, terms.of),
        provision=flags(table, source, Stops.PROVISION, terms.of),
        columns=tuple(s for column in table.columns for s in _faces(column, table, terms)),
        plain=tuple((c.name, deed(c.erase) if c.erase else None) for c in plain),
        undecided=tuple(c.name for c in table.columns if c.undecided),
        planned=table.existence is None and source.kind is not Kind.MANUAL,
        open=open,
        drift=drift,
    )


def _role(table: Table) -> Message | None:
    if table.existence is not None:
        return say(f"mapped.existence.{table.existence.value}")
    return None if table.role.value == "rows" else say(f"mapped.role.{table.role.value}")


def _told_by(table: Table) -> Iterator[Message]:
    for each in table.recognise:
        args = {"what": say(f"sources.identifier.{each.identifier.value}")}
        columns = ", ".join(each.columns)
        if each.table is None:
            yield say("mapped.told.here", columns=columns, **args)
        else:
            yield say("mapped.told.beside", columns=columns, table=each.table, **args)
    for link in table.follows:
        yield say("mapped.told.follows", columns=", ".join(link.columns), table=link.table)


def _faces(column: Column, table: Table, terms: Terms) -> Iterator[ColumnShown]:
    for key, face in column.keys:
        if face.personal:
            told = say("mapped.when", column=column.by or "", key=key)
            yield _column(face, table, terms, column.name, told)
    if column.personal and not column.undecided:
        otherwise = say("mapped.otherwise") if column.keys else None
        yield _column(column, table, terms, column.name, otherwise)
    for place in column.inside:
        if place.personal:
            yield _inside(place, column, table, terms)


def _column(
    column: Column, table: Table, terms: Terms, name: str, where: Message | None
) -> ColumnShown:
    gone = erased(column, table)
    return ColumnShown(
        name=name,
        where=where,
        item=terms.of("items", column.item) if column.item else None,
        label=column.label,
        purposes=terms.each("purposes", column.purposes),
        retention=terms.of("retention", column.retention) if column.retention else None,
        disclosed=disclosed(column, table),
        corrected=corrected(column, table),
        erased=gone or (say("mapped.asks"),),
        stopped=flag(column.cease, terms.of) if column.cease else None,
        asks=not gone,
    )


def _inside(place: Inside, column: Column, table: Table, terms: Terms) -> ColumnShown:
    """A place of a document; what is said of its column as a whole comes first."""
    alone = Column(
        name=place.path,
        personal=True,
        item=place.item,
        label=place.label,
        withheld=place.withheld,
        erase=column.erase or place.erase,
        correct=False,
    )
    return _column(alone, table, terms, column.name, say("mapped.inside", path=place.path))
