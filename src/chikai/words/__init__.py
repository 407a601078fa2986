"""Every sentence anyone reads, in Japanese and English, by message id.

The core returns a `Message`; this package turns it into words. The sentences lie in
`<lang>/*.toml`; nested keys are joined by dots, and a place is written `{name}`. English says
`{count} {count|row|rows}`: the word that goes with a number. Nothing else in the product holds a
sentence.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import resources
from typing import Any, Final, Literal

from chikai.kernel.citation import Citation
from chikai.kernel.dates import format_date
from chikai.kernel.message import Arg, Both, Message

Lang = Literal["ja", "en"]
LANGS: Final[tuple[Lang, ...]] = ("ja", "en")

_PLACE: Final = re.compile(r"\{([a-z_][a-z0-9_]*)(?:\|([^{}|]*)\|([^{}|]*))?\}")


class NoWords(LookupError):
    """A sentence or an argument is missing. Names the message id and never a value."""

    def __init__(self, id: str, lang: str) -> None:
        super().__init__(f"no words for `{id}` in `{lang}`, or an argument of it is missing")
        self.id, self.lang = id, lang


def render(message: Message, *, lang: str) -> str:
    """The message in words. Dates carry the Gregorian year and the era, integers their
    thousands separators, tuples are enumerated, citations are said in the language.

    Raises `NoWords` when the sentence or one of its arguments is missing.
    """
    sentence = sentences(lang).get(message.id)
    if sentence is None:
        raise NoWords(message.id, lang)

    def fill(place: re.Match[str]) -> str:
        if place[1] not in message.args:
            raise NoWords(message.id, lang)
        value, one, many = message.args[place[1]], place[2], place[3]
        if one is not None:
            return str(one if value == 1 else many)
        return _say(value, lang)

    return _PLACE.sub(fill, sentence)


def places(id: str, *, lang: str) -> frozenset[str]:
    """The names of the arguments a sentence needs. Raises `NoWords`."""
    if id not in sentences(lang):
        raise NoWords(id, lang)
    return frozenset(place[1] for place in _PLACE.finditer(sentences(lang)[id]))


@functools.cache
def sentences(lang: str) -> Mapping[str, str]:
    """Every sentence of a language by id. Raises `ValueError` for another language or an id
    that two files give."""
    if lang not in LANGS:
        raise ValueError(f"no words in `{lang}`: choose ja or en")
    found: dict[str, str] = {}
    folder = resources.files(__name__).joinpath(lang)
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".toml"):
            continue
        for id, sentence in _flat(tomllib.loads(file.read_text(encoding="utf-8"))):
            if id in found:
                raise ValueError(f"`{id}` is given twice; the second time in {lang}/{file.name}")
            found[id] = sentence
    return found


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)


def _say(arg: Arg, lang: str) -> str:
    match arg:
        case Message():
            return render(arg, lang=lang)
        case Citation():
            return arg.say(lang)
        case Both():
            return arg.ja if lang == "ja" else arg.en
        case date():
            return format_date(arg, "ja" if lang == "ja" else "en")
        case tuple():
            return _enumerate([_say(each, lang) for each in arg], lang)
        case int():
            return f"{arg:,}"
        case _:
            return str(arg)


def _enumerate(parts: list[str], lang: str) -> str:
    if lang == "ja":
        return "、".join(parts)
    if len(parts) < 3:
        return " and ".join(parts)
    return ", ".join(parts[:-1]) + ", and " + parts[-1]
