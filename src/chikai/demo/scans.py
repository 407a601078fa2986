"""What came in a fictional envelope, drawn as a scan: plainly a specimen, with the particulars a
clerk or a checker reads off it. What must be covered is covered."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

from chikai import words
from chikai.app.envelope import Envelope, Sheet
from chikai.kernel.dates import format_date
from chikai.kernel.message import say
from chikai.law.kinds import Paper, Whose
from chikai.people.model import Address, Person

_WIDTH: Final = 640
_LEFT: Final = 40
_INK, _FAINT, _PAPER = 0, 170, 250  # grey, 0 is black
_TEXT, _HEAD, _MARK = 20, 28, 88  # sizes in points
_STEP: Final = 34
_COVER: Final = "■"
_WRITTEN: Final = frozenset({Paper.REQUEST_FORM, Paper.FREE_LETTER})
_NO_PARTICULARS: Final = frozenset({Paper.MONEY_ORDER, Paper.STAMPS})
_NO_ADDRESS: Final = frozenset({Paper.FAMILY_REGISTER, Paper.PASSPORT})


@dataclass(frozen=True, slots=True, repr=False)
class Lines:
    """A paper as it is drawn: its heading, then name and value side by side. `_COVER` as a value
    is drawn as a black bar."""

    head: str
    rows: tuple[tuple[str, str], ...]


def scan(sheet: Sheet, envelope: Envelope) -> bytes:
    """A sheet of this envelope as a PNG."""
    return _drawn(lines(sheet, envelope))


def lines(sheet: Sheet, envelope: Envelope) -> Lines:
    """What stands on the sheet."""
    head = words.render(say(f"paper.{sheet.type.value}"), lang="ja")
    about = sheet.about or range(len(envelope.asked))
    people = [envelope.asked[n].person for n in about]
    if sheet.type in _WRITTEN:
        return Lines(head, tuple(_form(envelope, people)))
    if sheet.type in _NO_PARTICULARS:
        return Lines(head, ())
    owner = envelope.representative if sheet.whose is Whose.REPRESENTATIVE else None
    placed = sheet.type not in _NO_ADDRESS
    rows = [row for p in ([owner] if owner else people) for row in _printed(p, placed=placed)]
    if sheet.domicile_shown:
        rows.append(("本籍", _COVER))
    if sheet.number_shown:
        rows.append(("個人番号", _COVER))
    if sheet.expires_on is not None:
        rows.append(("有効期限", _day(sheet.expires_on)))
    return Lines(head, tuple(rows))


def _form(envelope: Envelope, people: list[Person]) -> Iterator[tuple[str, str]]:
    """All that is asked for on the form, and where the answer goes."""
    yield "到達日", _day(envelope.arrived_on)
    for person in people:
        yield from _printed(person)
        yield from (("会員番号", each) for each in person.member_numbers)
        yield from (("メール", each) for each in person.emails)
    if envelope.representative is not None:
        yield "代理人", envelope.representative.names[0].full
    reply = envelope.reply_to
    yield "送付先", reply.name
    yield from _placed(reply.address)
    if reply.email:
        yield "", reply.email


def _printed(person: Person, *, placed: bool = True) -> Iterator[tuple[str, str]]:
    yield "氏名", person.names[0].full
    if placed and person.addresses:
        first, *rest = _placed(person.addresses[0])
        yield "住所", first[1]
        yield from rest
    if person.birth_date is not None:
        yield "生年月日", _day(person.birth_date)


def _placed(address: Address) -> Iterator[tuple[str, str]]:
    if address.postal_code:
        yield "", f"〒{address.postal_code}"
    yield "", address.text


def _day(day: date) -> str:
    return format_date(day, "ja")


@lru_cache(maxsize=256)
def _drawn(what: Lines) -> bytes:
    from PIL import Image, ImageDraw  # when first used: it is large

    height = 150 + _STEP * len(what.rows)
    picture = Image.new("L", (_WIDTH, height), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((_WIDTH / 2, height / 2), "見本", fill=_FAINT + 50, font=_font(_MARK), anchor="mm")
    draw.rectangle((12, 12, _WIDTH - 13, height - 13), outline=_FAINT, width=2)
    draw.text((_LEFT, 34), what.head, fill=_INK, font=_font(_HEAD))
    for n, (name, value) in enumerate(what.rows):
        top = 88 + _STEP * n
        draw.text((_LEFT, top), name, fill=_INK, font=_font(_TEXT))
        if value == _COVER:
            draw.rectangle((_LEFT + 120, top + 2, _WIDTH - 60, top + 26), fill=_INK)
        else:
            draw.text((_LEFT + 120, top), value, fill=_INK, font=_font(_TEXT))
    foot = "架空の書類です。実在の人や団体とは関係ありません。"
    draw.text((_LEFT, height - 44), foot, fill=_FAINT - 60, font=_font(_TEXT - 6))
    kept = io.BytesIO()
    picture.save(kept, "PNG", compress_level=4)
    return kept.getvalue()


@cache
def _font(size: int) -> Any:
    from PIL import ImageFont
    from pylopdf_fonts_jp import sans_path

    return ImageFont.truetype(str(sans_path()), size)
