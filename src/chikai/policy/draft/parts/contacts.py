"""Desks people can reach: postal address, phone, fax, e-mail, hours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.parts.company import NAME_EN, NAME_JA
from chikai.policy.draft.spots import Spot, spots
from chikai.policy.draft.topics import has_topic, topics
from chikai.policy.draft.write import Block, Entry, block

_KINDS = frozenset({"postal", "phone", "fax", "email", "hours"})
_PLACE_JA = re.compile(
    r"(?:北海道|東京都|(?:京都|大阪)府|(?:神奈川|和歌山|鹿児島|[一-龠]{2})県|"
    r"[一-龠]{2,3}市)[一-龠ぁ-んァ-ヶ々]{1,12}[市区郡町村]?[^、。]*[0-9０-９]"
)
_PLACE_EN = re.compile(
    r"(?:^|: ?)((?:[\w.’'-]+,? ){0,8}[\d-]+,? [\w ,.-]*(?:-ku|-shi|-cho|-chome|Tokyo|Osaka|"
    r"Nagoya|Fukuoka)\b[\w ,.-]*)"
)
_TO = re.compile(
    r"窓口|係|御中|担当|お?問い?合わ?せ先|相談室|事務局|部$|課$|室$|Department|Desk|Office|"
    r"Section|Attn"
)
_CUT = re.compile(
    r"\s*(?:TEL|Tel|電話|FAX|Fax|ＴＥＬ|ＦＡＸ|メール|E-?mail|受付|宛先|担当)[ 　]*[.:：]?.*$|"
    r"[「『(（].*(?:窓口|係|御中).*$"
)
_LABEL = re.compile(
    r"^(?:[^:：〒]{1,10}[:：]\s*)+|^(?:住\s*所|所在地|郵送先?|宛先|郵便|Address)\s*[:：]?\s*", re.I
)
_NO_VISIT = re.compile(
    r"来社.{0,20}(?:お受け(?:し|いた)?(?:ておりません|しかね|できません)|ご遠慮)|"
    r"do not (?:receive|accept) visit"
)


@dataclass(slots=True)
class Desk:
    """Lines that stand together and tell how to reach one desk."""

    lines: list[Sentence] = field(default_factory=list)
    facts: dict[str, tuple[str, Sentence]] = field(default_factory=dict)
    address: str | None = None
    addressee: str | None = None

    @property
    def key(self) -> tuple[str | None, ...]:
        return tuple(
            self.facts[k][0] if k in self.facts else None for k in ("postal", "phone", "email")
        )


def contacts(book: Notebook) -> Entry:
    """Every desk, each once; lines of an accredited organisation are somebody else's."""
    desks = _merged(_desks(book))
    if not desks:
        return Entry("contacts", (), ask=book.words("draft.ask.contacts"))
    made = [_contact(book, desk) for desk in desks]
    return Entry("contacts", tuple(made))


def _desks(book: Notebook) -> list[Desk]:
    found: list[Desk] = []
    last: Sentence | None = None
    body = book.page.sentences
    for index, sentence in enumerate(body):
        if _foreign(sentence):
            last = None
            continue
        here = [spot for spot in spots(sentence.text) if spot.kind in _KINDS]
        place = _address(sentence, here, body[index + 1] if index + 1 < len(body) else None)
        if not here and not place:
            continue
        if sentence.text.count("。") and len(sentence.text) > 90 and not place:
            here = [spot for spot in here if spot.kind in ("email", "phone")]
            if not here:
                continue
        near = (
            last is not None and sentence.number - last.number <= 3 and _same_part(last, sentence)
        )
        clash = near and any(
            s.kind in found[-1].facts and found[-1].facts[s.kind][0] != s.value for s in here
        )
        if not near or clash:
            found.append(Desk())
        desk = found[-1]
        desk.lines.append(sentence)
        for spot in here:
            desk.facts.setdefault(spot.kind, (spot.value, sentence))
        desk.address = desk.address or place
        desk.addressee = desk.addressee or _addressee(body, index, desk)
        last = sentence
    return [each for each in found if set(each.facts) - {"hours"} or each.address]


def _foreign(sentence: Sentence) -> bool:
    named = re.compile(r"認定個人情報保護団体|情報経済社会推進協会|JIPDEC|accredited", re.I)
    above = sentence.path[-1:]
    topics_above = {name for heading in above for name in topics(heading)}
    return bool(
        topics_above & {"organisation", "joint"}
        or has_topic(sentence, "joint")
        or any(named.search(each) for each in (*above, sentence.text))
    )


def _same_part(a: Sentence, b: Sentence) -> bool:
    """The same heading, labels such as 郵送： aside."""
    length = min(len(a.path), len(b.path))
    return a.path[: max(1, length - 1)] == b.path[: max(1, length - 1)]


def _address(sentence: Sentence, here: Iterable[Spot], following: Sentence | None) -> str | None:
    """The words of the address as the page has them, without the postal code."""
    text = sentence.text
    postal = next((spot for spot in here if spot.kind == "postal"), None)
    if postal is not None and re.match(r"\s*\S", text[postal.end :]) and _kanji(text[postal.end :]):
        rest = text[postal.end :].strip(" 　)）,")
    elif postal is not None and not _kanji(text):
        before = text[: postal.begin].strip(" 　,.")
        rest = before if len(before) > 8 else (following.text if following else "")
    elif postal is not None:
        rest = following.text if following and not following.heading else ""
    elif len(text) < 80 and (hit := _PLACE_JA.search(text)) and not text.endswith("。"):
        rest = text[hit.start() :]
    elif len(text) < 110 and (hit := _PLACE_EN.search(text)):
        rest = hit[1]
    else:
        return None
    if name := NAME_JA.search(rest) if _kanji(rest) else NAME_EN.search(rest):
        rest = rest[: name.start()] if name.start() > 5 else rest[name.end() :]
    rest = _LABEL.sub("", _CUT.sub("", rest)).strip(" 　,、:：")
    return rest if len(rest) >= 6 and any(c.isdigit() for c in rest) else None


def _kanji(text: str) -> bool:
    return re.search(r"[一-龠]", text) is not None


def _addressee(body: tuple[Sentence, ...], index: int, desk: Desk) -> str | None:
    """The nearest line, or the end of the line itself, that names a desk or a department."""
    own = body[index].text
    if tail := re.search(
        r"(?:株式会社|有限会社)?[^\s　]*[\s　]*[「『][^」』]{2,30}[」』]\s*係?$", own
    ):
        name = NAME_JA.search(own)
        return own[name.start() :].strip() if name and name.start() > 6 else tail[0].strip()
    near = [body[i] for i in (index - 1, index + 1, index - 2, index + 2) if 0 <= i < len(body)]
    near.sort(key=lambda each: each.heading)
    for each in near:
        short = len(each.text) <= 70 and not each.text.endswith(("。", "."))
        if short and _TO.search(each.text) and not spots(each.text):
            words = re.sub(r"^(?:宛先|担当|Address)\s*[:：]\s*", "", each.text)
            if not each.heading and each not in desk.lines:
                desk.lines.append(each)
            return words
    return None


def _merged(desks: list[Desk]) -> list[Desk]:
    """A desk printed twice is one desk."""
    kept: list[Desk] = []
    for desk in desks:
        twin = next(
            (k for k in kept if any(a and a == b for a, b in zip(k.key, desk.key, strict=True))),
            None,
        )
        if twin is None:
            kept.append(desk)
            continue
        twin.lines += desk.lines
        for kind, fact in desk.facts.items():
            twin.facts.setdefault(kind, fact)
        twin.address = twin.address or desk.address
        twin.addressee = twin.addressee or desk.addressee
    return kept


def _contact(book: Notebook, desk: Desk) -> Block:
    lines = sorted({each.number: each for each in desk.lines}.values(), key=lambda s: s.number)
    id = book.id("desk")
    about = {
        name for each in lines for heading in (*each.path, each.text) for name in topics(heading)
    }
    book.desks[id] = tuple(sorted(about))
    for each in lines:
        used = {
            (s.kind, s.value)
            for s in spots(each.text)
            if desk.facts.get(s.kind, ("",))[0] == s.value
        }
        book.take(each, id, used)
    values = {kind: value for kind, (value, _) in desk.facts.items()}
    opens, _, closes = values.get("hours", "").partition("-")
    words = " / ".join(dict.fromkeys(each.text for each in lines))
    return book.clause(
        id,
        lines,
        _place(book, desk, values.get("postal")),
        ("phone", values.get("phone")),
        ("fax", values.get("fax")),
        ("email", values.get("email")),
        _hours(book, opens, closes, words) if closes else None,
        words=words,
    )


def _hours(book: Notebook, opens: str, closes: str, words: str) -> Entry:
    """The schema takes weekdays for granted; the page may say so, or something else."""
    if re.search(r"年中無休|毎日|every day|7 days", words):
        days = Entry("days", "every_day")
    elif re.search(
        r"平日|土(?:曜日?)?[・、]?日|月(?:曜日?)?[~〜～\-から]+金|weekday|Monday", words, re.I
    ):
        days = Entry("days", "weekdays")
    else:
        days = book.open("days", "draft.ask.hours_days")
    return Entry("hours", block(days, ("opens", opens), ("closes", closes)))


def _place(book: Notebook, desk: Desk, postal: str | None) -> Entry | None:
    if not desk.address:
        return (
            Entry("place", None, ask=book.words("draft.ask.place", postal=postal))
            if postal
            else None
        )
    to = Entry("addressee", book.text(desk.addressee)) if desk.addressee else None
    return Entry(
        "place",
        block(
            ("postal_code", postal),
            ("address", book.text(desk.address)),
            to or book.open("addressee", "draft.ask.addressee"),
        ),
    )
