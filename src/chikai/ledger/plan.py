"""A plan: what will be done to one person's data in the company's databases, before it is done.

The plan itself names sources, tables, columns and counts and holds no value. The values it takes
away and puts in their place are in `chikai.ledger.contents`, sealed; the plan holds a salted
commitment to them, so that its hash binds them too. Whoever approves the hash approves exactly
these rows and values.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from chikai.ledger.terms import Label


class Work(StrEnum):
    """What was granted: correction, addition or deletion of content (APPI Art. 34(1)), cessation
    of use or erasure (Art. 35(1), (5)), stop of provision (Arts. 27(2), 35(3), (5))."""

    CORRECT = "correct"
    ADD = "add"
    DELETE = "delete"
    CEASE = "cease"
    ERASE = "erase"
    STOP_PROVISION = "stop_provision"


CORRECTING = frozenset({Work.CORRECT, Work.ADD, Work.DELETE})
FLAGGING = frozenset({Work.CEASE, Work.STOP_PROVISION})


@dataclass(frozen=True, slots=True, repr=False)
class Correction:
    """One value that is not factual and what is. `before` None: the cell is empty and something
    is added; `after` None: the content is removed. `column` is `table.column` where one item
    stands in several columns."""

    item: str
    before: str | None
    after: str | None
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was granted. Empty `items` and `purposes` are all of them (Art. 35(2) and (6): as far
    as it takes to cure the violation or prevent the harm). `categories` are those the company has
    authority over. `used_for` are the purposes of each category as the policy names them."""

    work: Work
    on: date
    items: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    used_for: tuple[tuple[str, tuple[str, ...]], ...] = ()
    corrections: tuple[Correction, ...] = ()
    undo_days: int = 0


class Deed(StrEnum):
    """What becomes of a column's cells."""

    EMPTY = "empty"
    REPLACE = "replace"
    GENERALISE = "generalise"
    DETACH = "detach"
    INSIDE = "inside"
    CORRECT = "correct"
    FLAG = "flag"
    ROW = "row"


class Why(StrEnum):
    """Why something in a table stays as it is."""

    MAPPING = "mapping"  # the reason and the duty the mapping records
    PROVISION_RECORD = "provision_record"  # kept for its own term (Arts. 29(2), 30(4))
    OTHER_PURPOSE = "other_purpose"  # a purpose that has not ended needs it (Guidelines 3-8-5)
    OUTSIDE_SCOPE = "outside_scope"  # not among what was granted
    FLAGGED_ABOVE = "flagged_above"  # the row it follows bears the flag
    COMPUTED = "computed"  # the database computes it from columns that change
    VIEW = "view"  # shows rows of other tables
    SHARED = "shared"  # another person's as well


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """A column that changes; `filled` of its cells are not what they will be."""

    column: str
    label: Label
    deed: Deed
    filled: int
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A column, or with no `column` a whole table, that stays, and why. `until` is the last day
    the reason holds for any of the rows."""

    table: str
    label: Label
    rows: int
    why: Why
    column: str | None = None
    reason: Label | None = None
    law: Label | None = None
    until: date | None = None

    @property
    def to_judge(self) -> bool:
        """A reason without a duty of law behind it: whoever approves must judge it."""
        return self.why in (Why.MAPPING, Why.SHARED) and self.law is None


@dataclass(frozen=True, slots=True)
class TableChange:
    """Rows of one table that change, or go. `commitment` binds their keys and values."""

    table: str
    place: str
    label: Label
    rows: int
    columns: tuple[ColumnChange, ...]
    deletes: bool
    commitment: str


@dataclass(frozen=True, slots=True)
class FilesGo:
    """Files that lie elsewhere and go with the cells of a column; `missing` ones are named and
    are not there. The commitment of the table binds their names and contents."""

    table: str
    column: str
    label: Label
    files: int
    size: int
    missing: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something the approver must know: a trigger that will run, rows of others that lose a
    reference by the database's own rule, a file that a person must delete."""

    code: str
    table: str
    name: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True)
class SourceChange:
    """One database: what changes, in the order in which it is done, and what stays. `shape` is
    a fingerprint of the columns, keys, references and triggers it was thought out for."""

    source: str
    label: Label
    tables: tuple[TableChange, ...]
    kept: tuple[Kept, ...]
    notes: tuple[Note, ...] = ()
    shape: str = ""
    files: tuple[FilesGo, ...] = ()


@dataclass(frozen=True, slots=True)
class ByHand:
    """A source nobody reaches from here: its owner does the work and says so."""

    source: str
    label: Label


@dataclass(frozen=True, slots=True)
class Plan:
    case: str
    work: Work
    made_on: date
    items: tuple[str, ...]
    purposes: tuple[str, ...]
    undo_days: int
    sources: tuple[SourceChange, ...]
    by_hand: tuple[ByHand, ...] = ()

    @property
    def rows(self) -> int:
        return sum(t.rows for s in self.sources for t in s.tables)

    @property
    def to_judge(self) -> bool:
        """Whether approving takes a judgment with reasons."""
        kept = any(k.to_judge for s in self.sources for k in s.kept)
        return kept or any(s.notes for s in self.sources)

    @property
    def hash(self) -> str:
        """See `hash_of`."""
        return hash_of(self.to_dict())

    def to_dict(self) -> dict[str, Any]:
        written: dict[str, Any] = _plain(asdict(self))
        for source in written["sources"]:
            if not source["files"]:  # as plans were written before there were any
                del source["files"]
        return written


def hash_of(written: dict[str, Any]) -> str:
    """Hex SHA-256 of a plan that `to_dict` wrote, as canonical JSON (RFC 8785): it holds texts,
    whole numbers and ASCII keys, of which the standard asks no more than this."""
    text = json.dumps(written, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
    return value


def plan_of(written: dict[str, Any]) -> Plan:
    """The plan that `to_dict` wrote."""

    def label(said: Any) -> Label:
        return Label(said["ja"], said["en"])

    def maybe(said: Any) -> Label | None:
        return None if said is None else label(said)

    def kept(k: Any) -> Kept:
        until = date.fromisoformat(k["until"]) if k["until"] else None
        return Kept(
            k["table"], label(k["label"]), k["rows"], Why(k["why"]), k["column"],
            maybe(k["reason"]), maybe(k["law"]), until,
        )  # fmt: skip

    def table(t: Any) -> TableChange:
        columns = tuple(
            ColumnChange(c["column"], label(c["label"]), Deed(c["deed"]), c["filled"], c["item"])
            for c in t["columns"]
        )
        return TableChange(
            t["table"], t["place"], label(t["label"]), t["rows"], columns, t["deletes"],
            t["commitment"],
        )  # fmt: skip

    sources = tuple(
        SourceChange(
            s["source"],
            label(s["label"]),
            tuple(map(table, s["tables"])),
            tuple(map(kept, s["kept"])),
            tuple(Note(**n) for n in s["notes"]),
            s["shape"],
            tuple(
                FilesGo(
                    f["table"], f["column"], label(f["label"]), f["files"], f["size"], f["missing"]
                )
                for f in s.get("files", ())
            ),
        )
        for s in written["sources"]
    )
    return Plan(
        written["case"],
        Work(written["work"]),
        date.fromisoformat(written["made_on"]),
        tuple(written["items"]),
        tuple(written["purposes"]),
        written["undo_days"],
        sources,
        tuple(ByHand(b["source"], label(b["label"])) for b in written["by_hand"]),
    )
