"""A system that answers signed requests, as a source that plans change.

Three requests beside `find` (see `webhook`): `read` asks for the rows of some keys as they are now,
`apply` hands over what was approved and names the counts it expects, and both answers are signed.
`apply` bears an id that stays the same however often it is sent: the system does it once. Nobody
here sees its tables: what it answers is its statement, and the case says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from chikai.adapters.sources import parts
from chikai.adapters.sources.file_cells import SampledCells
from chikai.adapters.sources.objects import Files
from chikai.adapters.sources.parts import Planned
from chikai.adapters.sources.reader import Given, StoredKeys
from chikai.adapters.sources.streamed import StreamReader
from chikai.adapters.sources.webhook import System, open_webhook, reader_of
from chikai.ledger.contents import Rows
from chikai.ledger.model import SourceMapping
from chikai.ledger.plan import Plan, Wanted
from chikai.ledger.problem import Problem
from chikai.ports.changes import Moved, Refused, Remains, Standing, Verified


@contextmanager
def open_system(
    mapping: SourceMapping, system: System, given: Given, files: Files
) -> Iterator[SystemPart]:
    yield SystemPart(mapping, system, given, files)


@dataclass(slots=True)
class SystemPart:
    """Implements `parts.Part`."""

    mapping: SourceMapping
    system: System
    given: Given
    files: Files
    _ready: Callable[[], None] = lambda: None

    def plan(self, roots: StoredKeys, wanted: Wanted, salt: Callable[[], str]) -> Planned:
        with open_webhook(self.mapping, self.system, self.given) as reader:
            return parts.planned_over(
                self.mapping,
                reader,
                roots,
                wanted,
                cells=SampledCells(reader),
                files=self.files,
                salt=salt,
            )

    def standing(self, plan: Plan, rows: Sequence[Rows]) -> Standing:
        return parts.stands(self.mapping, self._now(rows), rows)

    def prepare(
        self, plan: Plan, rows: Sequence[Rows], roots: StoredKeys, wanted: Wanted | None
    ) -> None:
        if self.standing(plan, rows) is not Standing.UNTOUCHED:
            raise Moved(self.mapping.source, rows[0].table)
        self._ready = lambda: self._send(plan, rows, "")

    def commit(self) -> None:
        self._ready()

    def verify(self, plan: Plan, rows: Sequence[Rows]) -> Verified:
        source, many = self.mapping.source, sum(len(each.keys) for each in rows)
        wrong = parts.differing(self.mapping, self._now(rows), rows)
        return Verified(
            tuple(Remains(source, "plan.differs", table, n) for table, n in wrong),
            (),
            (Remains(source, "plan.left.unknown"),),
            () if wrong else (Remains(source, "plan.attested_by_system", count=many),),
        )

    def undo(self, plan: Plan, rows: Sequence[Rows]) -> None:
        standing = self.standing(plan, rows)
        if standing is Standing.MIXED:
            raise Moved(self.mapping.source, rows[0].table)
        if standing is Standing.DONE:
            self._send(plan, parts.backwards(rows), ":undo")

    def _now(self, rows: Sequence[Rows]) -> StreamReader:
        """The rows of these keys as the system says they are now."""
        asked = {
            self.mapping.table(each.table).stored: {
                "key": list(each.key),
                "keys": [list(key) for key in each.keys],
                "columns": list(dict.fromkeys((*each.key, *each.columns))),
            }
            for each in rows
        }
        return reader_of(self.mapping, self.system.ask("read", tables=asked))

    def _send(self, plan: Plan, rows: Sequence[Rows], end: str) -> None:
        """Raises `Refused` where the system counts other rows: a person looks at it."""
        id = f"{plan.hash}:{self.mapping.source}{end}"
        tables = [self._table(each) for each in rows]
        said = self.system.ask("apply", id=id, work=plan.work.value, tables=tables)
        done = said.get("done")
        for each in tables:
            many = done.get(each["table"]) if isinstance(done, dict) else None
            if said.get("id") != id or many != len(each["rows"]):
                args: dict[str, str | int] = {
                    "source": self.mapping.source,
                    "table": each["table"],
                    "rows": len(each["rows"]),
                    "done": many if isinstance(many, int) else 0,
                }
                raise Refused((Problem("plan.other_counts", "source", args),))

    def _table(self, rows: Rows) -> dict[str, Any]:
        many = len(rows.keys)
        pairs = zip(
            rows.keys, rows.before or (None,) * many, rows.after or (None,) * many, strict=True
        )

        def cells(row: Sequence[Any] | None) -> dict[str, Any] | None:
            return None if row is None else dict(zip(rows.columns, row, strict=True))

        return {
            "table": self.mapping.table(rows.table).stored,
            "key": list(rows.key),
            "rows": [
                {"key": list(key), "before": cells(before), "after": cells(after)}
                for key, before, after in pairs
            ],
        }
