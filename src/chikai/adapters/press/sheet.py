"""A letter in one language, all in words: what every press prints.

Both presses take their words from here, so paper, preview and golden files cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from chikai.duties.requests.letters.model import Block, Letter, LetterKind, Party
from chikai.kernel.message import Message, say
from chikai.words import render


@dataclass(frozen=True, slots=True)
class Part:
    """A block in words: `heading`, `paragraph`, `bullets` or `table` (first row is its head)."""

    shape: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def __repr__(self) -> str:
        return f"Part({self.shape})"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The letter, top to bottom. Personal data: never in a log or a repr."""

    lang: str
    title: str
    address: tuple[str, ...]
    addressee: str
    dated: str
    number: str
    delivery: str
    sender: tuple[str, ...]
    subject: str
    salutation: str
    closing: str
    signature: tuple[str, ...]
    parts: tuple[Part, ...]
    enclosures_head: str
    enclosures: tuple[str, ...]
    annex_head: str
    annex: tuple[Part, ...]
    page_of: str
    alt: str

    def __repr__(self) -> str:
        return "Sheet(<sealed>)"


def sheet_of(letter: Letter, *, lang: str) -> Sheet:
    """The letter in words. Raises `chikai.words.NoWords` when a sentence is missing."""

    def words(id: str, **args: str | Message) -> str:
        return render(say(id, **args), lang=lang)

    subject = render(letter.subject, lang=lang)
    sender = _sender(letter.sender, lang)
    greets = letter.kind is not LetterKind.DESTRUCTION_CERTIFICATE  # a certificate greets nobody
    return Sheet(
        lang=lang,
        title=words("frame.title", subject=subject, letter=letter.id),
        address=_address(letter.to, lang) if letter.posted else (),
        addressee=words(
            "frame.office" if letter.to.organisation else "frame.addressee", name=letter.to.name
        ),
        dated=render(say("frame.dated", on=letter.dated), lang=lang),
        number=words("frame.number", letter=letter.id),
        delivery=words(f"frame.delivery.{letter.delivery}"),
        sender=sender,
        subject=subject,
        salutation=words("frame.salutation") if greets else "",
        closing=words("frame.closing") if greets else "",
        # A Japanese letter is signed by its head; an English one again at its foot.
        signature=sender[:2] if greets and lang == "en" else (),
        parts=tuple(_part(block, lang) for block in letter.blocks),
        enclosures_head=words("frame.enclosures"),
        enclosures=tuple(render(each, lang=lang) for each in letter.enclosures),
        annex_head=words("frame.annex"),
        annex=tuple(_part(block, lang) for block in letter.annex),
        page_of=words("frame.page", n="{n}", m="{m}"),
        alt=words("frame.qr"),
    )


def _address(party: Party, lang: str) -> tuple[str, ...]:
    postal = (
        [render(say("frame.postal_code", code=party.postal_code), lang=lang)]
        if party.postal_code
        else []
    )
    return (*postal, *(line.strip() for line in party.address.splitlines() if line.strip()))


def _sender(party: Party, lang: str) -> tuple[str, ...]:
    lines = [party.name, *([party.desk] if party.desk else []), *_address(party, lang)]
    if party.phone:
        lines.append(render(say("frame.phone", number=party.phone), lang=lang))
    if party.email:
        lines.append(render(say("frame.email", address=party.email), lang=lang))
    return tuple(lines)


def _part(block: Block, lang: str) -> Part:
    def cell(value: Message | str) -> str:
        return value if isinstance(value, str) else render(value, lang=lang)

    return Part(
        shape=block.shape,
        lines=tuple(render(each, lang=lang) for each in block.messages),
        rows=tuple(tuple(cell(value) for value in row) for row in block.rows),
    )
