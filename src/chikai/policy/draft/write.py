"""A tree of keys with comments as the YAML text of a policy draft.

Only what a policy file needs: mappings, sequences, scalars, comments above a key, and keys that
wait for their value. A key that waits is written as a comment, so that the loader names it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Scalar = str | int | bool | date
Node: TypeAlias = "Scalar | tuple[Node, ...] | list[Node] | Block"


@dataclass(frozen=True, slots=True)
class Entry:
    """One key and its value. `above`: comment lines before it. `ask`: a question, written as
    `# ? …`. Without a value the key itself becomes a comment and waits to be filled in."""

    key: str
    value: Node | None = None
    above: tuple[str, ...] = ()
    ask: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A mapping in the order of its entries. `above`: comments before its first key, and before
    the dash where it stands in a list."""

    entries: tuple[Entry, ...]
    above: tuple[str, ...] = ()


def block(*entries: Entry | tuple[str, Node | None] | None, above: Sequence[str] = ()) -> Block:
    """A mapping; a pair is an entry without comments, a pair with no value is left out."""
    kept = [
        Entry(*each) if isinstance(each, tuple) else each
        for each in entries
        if each is not None and not (isinstance(each, tuple) and each[1] is None)
    ]
    return Block(tuple(kept), tuple(above))


def to_text(draft: Block) -> str:
    """The whole file, with an empty line between its first-level keys that hold blocks."""
    lines: list[str] = [_comment(each) for each in draft.above]
    for entry in draft.entries:
        if isinstance(entry.value, (Block, tuple, list)) and lines:
            lines.append("")
        lines += _entry(entry, 0)
    return "\n".join(lines) + "\n"


def _entry(entry: Entry, indent: int) -> Iterator[str]:
    pad = " " * indent
    for line in entry.above:
        yield pad + _comment(line)
    if entry.ask is not None:
        yield pad + _comment(f"? {entry.ask}")
    value = entry.value
    if value is None:
        yield f"{pad}# {entry.key}:"
    elif isinstance(value, Block):
        if not any(each.value is not None for each in value.entries):
            yield f"{pad}{entry.key}: {{}}"
        else:
            yield f"{pad}{entry.key}:"
        for line in value.above:
            yield f"{pad}  {_comment(line)}"
        for each in value.entries:
            yield from _entry(each, indent + 2)
    elif isinstance(value, (list, tuple)):
        yield from _sequence(entry.key, value, indent)
    else:
        yield f"{pad}{entry.key}: {scalar(value)}"


def _sequence(key: str, values: tuple[Node, ...] | list[Node], indent: int) -> Iterator[str]:
    pad = " " * indent
    if all(not isinstance(each, Block) for each in values):
        yield f"{pad}{key}: {_flow(values)}"
        return
    yield f"{pad}{key}:"
    for each in values:
        if not isinstance(each, Block):
            yield f"{pad}  - {_flow(each) if isinstance(each, (list, tuple)) else scalar(each)}"
            continue
        for line in each.above:
            yield f"{pad}  {_comment(line)}"
        dash = False
        for entry in each.entries:
            for line in _entry(entry, indent + 4):
                if not dash and not line.lstrip().startswith("#"):
                    line, dash = f"{pad}  - {line[indent + 4 :]}", True
                yield line


def _flow(value: Node) -> str:
    if isinstance(value, Block):
        inner = (f"{e.key}: {_flow(e.value)}" for e in value.entries if e.value is not None)
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    return scalar(value)


_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def scalar(value: Scalar) -> str:
    """Identifiers, numbers and days stand bare; every other text is quoted, so that nothing in it
    can be read as YAML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, date)):
        return value.isoformat() if isinstance(value, date) else str(value)
    if _DATE.fullmatch(value) or (_BARE.fullmatch(value) and value.lower() not in _WORDS):
        return value
    return _escape(json.dumps(value, ensure_ascii=False))


def _comment(text: str) -> str:
    """One line: a comment can never run on into the file."""
    return f"# {_clean(' '.join(text.split()))}".rstrip()


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def _escape(quoted: str) -> str:
    """What YAML does not let stand in a text, as its escape."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
