"""What tests ask of a journey that was played."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from chikai.adapters.press.plain import plain_text
from chikai.demo.matter import Matter
from chikai.demo.remembered import Mail
from chikai.demo.stage import Stage, Tale
from chikai.duties.requests.letters.model import LetterKind
from chikai.kernel.event import Event
from chikai.kernel.message import say
from chikai.law.kinds import Paper
from chikai.words import render


def played(stage: Stage, tale: Tale) -> tuple[Matter, ...]:
    """The cases of a journey, once it is over."""
    (matters,) = stage.play(tale)
    return matters


def kinds(matter: Matter) -> list[LetterKind]:
    """The letters of a case, in the order they left the house."""
    return [mail.kind for mail in matter.mail]


def text(mail: Mail, lang: str = "ja") -> str:
    return plain_text(mail.letter, lang=lang)


def says(mail: Mail, *, ja: Iterable[str] = (), en: Iterable[str] = ()) -> bool:
    """The letter holds all of these words, in Japanese and in English."""
    missing = [word for word in ja if word not in text(mail, "ja")]
    missing += [word for word in en if word not in text(mail, "en")]
    assert not missing, f"{mail.kind}: {missing} not in\n{text(mail, 'ja')}\n{text(mail, 'en')}"
    return True


def names(mail: Mail, *papers: Paper) -> bool:
    """The letter names these papers, in both languages."""
    said = [say(f"paper.{paper.value}") for paper in papers]
    return all(
        says(mail, **{lang: [render(each, lang=lang) for each in said]}) for lang in ("ja", "en")
    )


def silent(mail: Mail, *, ja: Iterable[str] = (), en: Iterable[str] = ()) -> bool:
    """The letter holds none of these words."""
    found = [word for word in ja if word in text(mail, "ja")]
    found += [word for word in en if word in text(mail, "en")]
    assert not found, f"{mail.kind}: {found}"
    return True


def event(matter: Matter, type_: str) -> Event:
    """The one event of this type in the case."""
    (found,) = (e for e in matter.events if e.type == type_)
    return found


def day_of(matter: Matter, type_: str) -> date:
    return event(matter, type_).occurred_on


_IDS = re.compile(r"\b(case|letter|envelope|person|paper|fee|command|blob)-[0-9A-Z]{10}\b")


def without_ids(value: str) -> str:
    """A text with every id replaced by its kind, so that two cases can be compared."""
    return _IDS.sub(r"<\1>", value)
