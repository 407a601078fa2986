"""The letter as plain text: for the terminal, for golden files, for tests."""

from __future__ import annotations

from chikai.adapters.press.sheet import Part, Sheet, sheet_of
from chikai.duties.requests.letters.model import Letter


class PlainPress:
    """`ports.Press` without paper: UTF-8 text with the words of the printed letter."""

    def letter(self, letter: Letter, lang: str) -> bytes:
        return plain_text(letter, lang=lang).encode()


def plain_text(letter: Letter, *, lang: str) -> str:
    """The letter as lines of text. Raises `chikai.words.NoWords`."""
    return _text(sheet_of(letter, lang=lang))


def _text(sheet: Sheet) -> str:
    blocks = [
        "\n".join([*sheet.address, sheet.addressee]),
        "\n".join([sheet.dated, sheet.number, sheet.delivery]),
        "\n".join(sheet.sender),
        f"# {sheet.subject}",
        sheet.salutation,
        *map(_part, sheet.parts),
        "\n".join([sheet.closing, *sheet.signature]),
    ]
    if sheet.enclosures:
        blocks.append("\n".join([f"## {sheet.enclosures_head}", *_bullets(sheet.enclosures)]))
    if sheet.annex:
        blocks += [f"# {sheet.annex_head}", *map(_part, sheet.annex)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _part(part: Part) -> str:
    match part.shape:
        case "heading":
            return "\n".join(f"## {line}" for line in part.lines)
        case "bullets":
            return "\n".join(_bullets(part.lines))
        case "table":
            return "\n".join(_rows(part.rows))
        case _:
            return "\n".join(part.lines)


def _bullets(lines: tuple[str, ...]) -> list[str]:
    return [f"- {line}" for line in lines]


def _rows(rows: tuple[tuple[str, ...], ...]) -> list[str]:
    head, *rest = (" | ".join(" ".join(cell.split()) for cell in row) for row in rows)
    return [head, "-" * 8, *rest]
