"""One question of the interview, and how an answer to it is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from chikai.kernel.citation import Citation
from chikai.kernel.dates import BadDate, parse_date
from chikai.kernel.message import Message, say
from chikai.policy.base import Say

Kind = Literal[
    "id",
    "day",
    "text",
    "postal",
    "phone",
    "email",
    "number",
    "yes_no",
    "one",
    "many",
    "lines",
]
"""What an answer is: `text` one text, `lines` several, in one language or as `ja | en`."""

Value = str | int | bool | date | Say | tuple[str, ...] | tuple[Say, ...]
Reader = Callable[["Question", object], Value]
OPEN = "?"
NONE = "-"
MAX_TEXT = 400
MAX_LINES = 60

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PHONE = re.compile(r"\+?[0-9]+(-[0-9]+)*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SEPARATORS = re.compile(r"[;；\n]")
_COMMAS = re.compile(r"[,，、;；\s]+")
_YES = frozenset({"yes", "y", "はい", "true"})
_NO = frozenset({"no", "n", "いいえ", "false"})


class BadAnswer(ValueError):
    """An answer that says nothing the question can take. Carries what would be taken."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`cites`: why it is asked. `must`: the file cannot be without the answer, so `?` is refused.
    `none`: there may be nothing, said as `-`. `family`: where the choices have their words.
    `each_person`: asked once for each group of persons. `only_if`: the question and the answers
    after which it is asked."""

    key: str
    kind: Kind
    section: str
    cites: tuple[Citation, ...] = ()
    must: bool = False
    none: bool = False
    choices: tuple[str, ...] = ()
    family: str = "interview.choice"
    least: int = 0
    most: int = 0
    each_person: bool = False
    only_if: tuple[str, tuple[Value, ...]] | None = None

    def choice(self, value: str) -> Message:
        return say(f"{self.family}.{value}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put: `about` names the group of persons it is put for."""

    question: Question
    about: str | None = None

    @property
    def key(self) -> str:
        return f"{self.question.key}.{self.about}" if self.about else self.question.key

    @property
    def ask(self) -> Message:
        who = say(f"interview.persons.{self.about}") if self.about else ""
        return say(f"interview.ask.{self.question.key}", who=who)

    @property
    def why(self) -> Message:
        return say(f"interview.why.{self.question.key}")

    def read(self, raw: object) -> Value | None:
        """The answer as a value; None for `?`. Raises `BadAnswer`."""
        q = self.question
        if isinstance(raw, str):
            raw = unicodedata.normalize("NFC", raw).strip()
        if raw in (OPEN, "？", "", None) or raw == []:
            if q.must:
                raise BadAnswer(say("interview.bad.needed"))
            return None
        if raw in (NONE, "ー", "－", "なし", "none"):
            if not q.none:
                raise BadAnswer(say("interview.bad.no_none"))
            return () if q.kind in ("many", "lines") else NONE
        return _READ[q.kind](q, raw)


def _text(raw: object) -> str:
    if not isinstance(raw, (str, int)) or isinstance(raw, bool):
        raise BadAnswer(say("interview.bad.text"))
    text = str(raw).strip()
    if not text or len(text) > MAX_TEXT or any(_control(c) for c in text):
        raise BadAnswer(say("interview.bad.text"))
    return text


def _control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def _narrow(raw: object) -> str:
    return unicodedata.normalize("NFKC", _text(raw)).replace("‐", "-").replace("ー", "-")


def _id(q: Question, raw: object) -> Value:
    text = _text(raw)
    if not _ID.fullmatch(text):
        raise BadAnswer(say("interview.bad.id"))
    return text


def _day(q: Question, raw: object) -> Value:
    try:
        return parse_date(_text(raw))
    except BadDate as error:
        raise BadAnswer(error.message) from None


def _said(raw: object) -> Say:
    """`架空商店 | Kaku Store`, or one text for both languages until the other is written."""
    if isinstance(raw, dict):
        if not set(raw) <= {"ja", "en"} or "ja" not in raw:
            raise BadAnswer(say("interview.bad.text"))
        ja = _text(raw["ja"])
        return Say(ja=ja, en=_text(raw.get("en") or ja))
    ja, _, en = (part.strip() for part in _text(raw).replace("｜", "|").partition("|"))
    if not ja:
        raise BadAnswer(say("interview.bad.text"))
    return Say(ja=ja, en=en or ja)


def _lines(q: Question, raw: object) -> Value:
    parts = raw if isinstance(raw, (list, tuple)) else _SEPARATORS.split(_long(raw))
    if len(parts) > MAX_LINES:
        raise BadAnswer(say("interview.bad.many_lines", limit=MAX_LINES))
    found = tuple(_said(each) for each in parts if each != "" and not _blank(each))
    if not found:
        raise BadAnswer(say("interview.bad.text"))
    return tuple({each.ja: each for each in found}.values())


def _blank(raw: object) -> bool:
    return isinstance(raw, str) and not raw.strip()


def _long(raw: object) -> str:
    if not isinstance(raw, str):
        raise BadAnswer(say("interview.bad.text"))
    return raw


def _matching(pattern: re.Pattern[str], id: str) -> Reader:
    def read(q: Question, raw: object) -> Value:
        text = _narrow(raw)
        if not pattern.fullmatch(text):
            raise BadAnswer(say(id))
        return text

    return read


def _postal(q: Question, raw: object) -> Value:
    digits = _narrow(raw).removeprefix("〒").replace("-", "").strip()
    if not re.fullmatch(r"[0-9]{7}", digits):
        raise BadAnswer(say("interview.bad.postal"))
    return f"{digits[:3]}-{digits[3:]}"


def _number(q: Question, raw: object) -> Value:
    text = _narrow(raw).replace(",", "")
    if not re.fullmatch(r"[0-9]{1,7}", text) or not q.least <= int(text) <= q.most:
        raise BadAnswer(say("interview.bad.number", least=q.least, most=q.most))
    return int(text)


def _yes_no(q: Question, raw: object) -> Value:
    word = str(raw).lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadAnswer(say("interview.bad.yes_no"))


def _one(q: Question, raw: object) -> Value:
    return _choice(q, raw)


def _many(q: Question, raw: object) -> Value:
    parts = raw if isinstance(raw, (list, tuple)) else _COMMAS.split(_text(raw))
    return tuple(dict.fromkeys(_choice(q, each) for each in parts if each != ""))


def _choice(q: Question, raw: object) -> str:
    """A choice by its name, or by its number in the list that was shown."""
    text = _narrow(raw)
    if text in q.choices:
        return text
    if re.fullmatch(r"[0-9]{1,3}", text) and 1 <= int(text) <= len(q.choices):
        return q.choices[int(text) - 1]
    raise BadAnswer(say("interview.bad.choice", choices=q.choices))


_READ: Final[Mapping[Kind, Reader]] = {
    "id": _id,
    "day": _day,
    "text": lambda q, raw: _said(raw),
    "postal": _postal,
    "phone": _matching(_PHONE, "interview.bad.phone"),
    "email": _matching(_EMAIL, "interview.bad.email"),
    "number": _number,
    "yes_no": _yes_no,
    "one": _one,
    "many": _many,
    "lines": _lines,
}
