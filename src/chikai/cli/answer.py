"""What a verb answers, and how it is shown: text for people, one object for programs."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chikai.app.faults import Fault
    from chikai.kernel.message import Message

DONE, REFUSED, BAD_INPUT, OPEN_QUESTIONS, UNAVAILABLE, NOT_PROVEN = range(6)
INTERRUPTED = 130
WIDEST = 200
"""Cells of a line in a file or a pipe; longer cells of a table are folded."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their headings. Every cell is text already."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """`result` is what `--json` gives; `shown` is what a person reads; `code` the exit code.
    `aside` goes to standard error beside a `raw` answer."""

    result: Any = None
    shown: Sequence[str | Table] = ()
    findings: tuple[Fault, ...] = ()
    code: int = DONE
    raw: str | None = field(default=None, repr=False)
    aside: str = field(default="", repr=False)


class Stop(Exception):
    """The verb cannot go on: what is wrong, and the exit code."""

    def __init__(self, code: int, *findings: Fault) -> None:
        super().__init__(findings[0].code if findings else "")
        self.code, self.findings = code, findings


def stop(code: int, message: Message, *, field: str | None = None, file: str | None = None) -> Stop:
    """A `Stop` with one finding."""
    from chikai.app.faults import Fault

    return Stop(code, Fault(message.id, message, field=field, file=file))


def show(answer: Answer, *, lang: str, as_json: bool) -> None:
    """Print an answer. Findings of a person's screen go to standard error."""
    if as_json:
        text = {
            "ok": answer.code == DONE,
            "result": answer.result,
            "findings": [each.to_dict() for each in answer.findings],
        }
        print(json.dumps(text, ensure_ascii=False, indent=2))
        return
    if answer.raw is not None:
        print(answer.raw, end="")
    if answer.aside:
        print(safe(answer.aside), end="", file=sys.stderr)
    for part in answer.shown:
        if isinstance(part, Table):
            _print_table(part)
        else:
            print(safe(part))
    for fault in answer.findings:
        print(safe(fault.say(lang)), file=sys.stderr)


def safe(text: str) -> str:
    """The text with everything visible: no control character or change of direction in a name
    can steer a terminal."""
    return "".join(c if c in "\n\t" or _plain(c) else f"<U+{ord(c):04X}>" for c in text)


def _plain(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cs") and char not in _DIRECTIONS


_DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _print_table(table: Table) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    grid = RichTable(box=SIMPLE_HEAD, pad_edge=False)
    for name in table.head:
        grid.add_column(Text(name), overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(safe(cell)) for cell in row))
    console = Console(markup=False, highlight=False, emoji=False)
    if not console.is_terminal:  # a file or a pipe is as wide as its lines, within reason
        width = min(_width(table), WIDEST)
        console = Console(markup=False, highlight=False, emoji=False, width=width)
    console.print(grid)


def _width(table: Table) -> int:
    from rich.cells import cell_len

    rows = [table.head, *table.rows]
    widest = [max(cell_len(safe(row[i])) for row in rows) for i in range(len(table.head))]
    return max(40, sum(widest) + 3 * len(widest) + 2)
