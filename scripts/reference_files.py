"""Pages of docs/reference for files that people write: every key, from the models that read it.

What a key is called, which values it takes and what it is when left out come from the model; an
example is cut out of the files in docs/reference/examples, which the tests load. The sentences are
in `scripts/files/<page>.<lang>.toml`, what is the same in every language (where the key is judged,
the law behind it, what it is told by) in `scripts/files/<page>.toml`.
"""

from __future__ import annotations

import re
import tomllib
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from chikai.app.envelope_shape import EnvelopeShape
from chikai.kernel.message import say
from chikai.law import coverage
from chikai.ledger.written import Written
from chikai.words import NoWords, render, sentences

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "reference" / "examples"
WORDS = Path(__file__).with_name("files")
WORD = "{word}"
"""The alias under which a model takes a bare word: `erase: row`."""
_LONGEST = 7
_PLURAL = re.compile(r"\{[a-z_]+\|[^{}|]*\|([^{}|]*)\}")

Model = type[BaseModel]


class Undocumented(LookupError):
    """A key without words, or one that no example shows."""


@dataclass(frozen=True, slots=True)
class FilePage:
    """One kind of file: the name of its page and of its examples, and the model of its whole."""

    name: str
    root: Model


PAGES = (FilePage("mapping", Written), FilePage("envelope-file", EnvelopeShape))


@dataclass(frozen=True, slots=True)
class Key:
    """One key of one model, or one word that stands in its place."""

    model: Model
    name: str
    field: FieldInfo
    hint: Any
    is_word: bool = False


# --- what the models say --------------------------------------------------------------------------


def shape(model: Model) -> str:
    """The name of a model in the words: `_Column` and `PaperShape` are `Column` and `Paper`."""
    name = model.__name__.removeprefix("_").removeprefix("Written").removesuffix("Shape")
    return name or "Whole"


def models(root: Model) -> list[Model]:
    """The root and every model its values are made of, in the order of the file."""
    found = [root]
    for each in found:
        for key in keys(each):
            found += [m for m in _models(key.hint) if m not in found]
    return found


def keys(model: Model) -> list[Key]:
    hints = get_type_hints(model, include_extras=True)
    found = []
    for name, field in model.model_fields.items():
        if field.alias == WORD:
            literal = next(h for h in get_args(hints[name]) if get_origin(h) is Literal)
            found += [Key(model, word, field, literal, True) for word in get_args(literal)]
        else:
            found.append(Key(model, field.alias or name, field, hints[name]))
    return found


def _models(hint: Any) -> Iterator[Model]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    for each in get_args(hint) if get_origin(hint) is not Literal else ():
        yield from _models(each)


# --- what the examples show -----------------------------------------------------------------------


@cache
def examples(page: FilePage) -> Mapping[tuple[Model, str], str]:
    """For every key the shortest piece of the example files that shows it."""
    found: dict[tuple[Model, str], str] = {}
    for file in sorted(EXAMPLES.glob(f"{page.name}-*.yaml")):
        whole = YAML(typ="rt").load(file.read_text("utf-8"))
        for at, key, value in _shown(page.root, "", whole):
            piece = _piece(key, value)
            if at not in found or len(piece.splitlines()) < len(found[at].splitlines()):
                found[at] = piece
    return found


def _shown(hint: Any, key: str, node: Any) -> Iterator[tuple[tuple[Model, str], str, Any]]:
    """Where a value of this type shows which key, with the piece to cut out."""
    if get_origin(hint) is Annotated:
        yield from _shown(get_args(hint)[0], key, node)
    elif get_origin(hint) in (Union, types.UnionType):
        for each in get_args(hint):
            yield from _shown(each, key, node)
    elif isinstance(hint, type) and issubclass(hint, BaseModel):
        known = {each.name: each for each in keys(hint)}
        if isinstance(node, dict) and set(node) <= set(known):
            for name, value in node.items():
                yield (hint, name), name, value
                yield from _shown(known[name].hint, name, value)
        word = "null" if node is None else node
        if isinstance(word, str) and word in known and known[word].is_word:
            yield (hint, word), key, node
    elif get_origin(hint) is dict and isinstance(node, dict):
        for value in node.values():
            yield from _shown(get_args(hint)[1], key, value)
    elif get_origin(hint) is tuple and isinstance(node, list):
        for value in node:
            yield from _shown(get_args(hint)[0], key, value)


def _piece(key: str, value: Any) -> str:
    stream = StringIO()
    yaml = YAML(typ="rt")
    yaml.width = 96
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(
        type(None), lambda r, _: r.represent_scalar("tag:yaml.org,2002:null", "null")
    )
    yaml.dump(CommentedMap({key: value}), stream)
    lines = stream.getvalue().rstrip().splitlines()
    return "\n".join(lines if len(lines) <= _LONGEST else [*lines[: _LONGEST - 1], "  …"])


# --- what the words say ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Book:
    """The words of one page in one language, and the facts about its keys."""

    page: FilePage
    lang: str
    words: dict[str, Any]
    common: dict[str, Any]
    facts: dict[str, Any]

    def __call__(self, *path: str) -> str:
        for table in (self.words, self.common):
            here: Any = table
            for step in path:
                here = here.get(step) if isinstance(here, dict) else None
            if isinstance(here, str):
                return here
        raise Undocumented(f"`{'.'.join(path)}` in scripts/files/{self.page.name}.{self.lang}.toml")

    def of(self, key: Key) -> str:
        """What a key means; one that a model takes over means the same there."""
        for model in key.model.__mro__:
            if isinstance(said := self.words.get(_shape(model), {}).get(key.name), str):
                return said
        return self(shape(key.model), key.name)

    def fact(self, key: Key, about: str) -> list[str]:
        for model in key.model.__mro__:
            facts = self.facts.get(_shape(model), {}).get(key.name, {})
            if about in facts:
                return list(facts[about])
        return []


def _shape(model: type) -> str:
    return shape(model) if issubclass(model, BaseModel) else ""


@cache
def book(page: FilePage, lang: str) -> Book:
    def read(name: str) -> dict[str, Any]:
        return tomllib.loads((WORDS / name).read_text("utf-8"))

    return Book(
        page,
        lang,
        read(f"{page.name}.{lang}.toml"),
        read(f"common.{lang}.toml"),
        read(f"{page.name}.toml"),
    )


def unread(page: FilePage, lang: str) -> list[str]:
    """Words and facts about keys that are gone."""
    known = {shape(model): {key.name for key in keys(model)} for model in models(page.root)}
    aside = {"page", "value", "type", "told", "elsewhere"}
    found = []
    for table in (book(page, lang).words, book(page, lang).facts):
        for name, inside in table.items():
            if name in aside:
                continue
            names = known.get(name, set()) | {"title", "intro", "at"}
            found += [f"{name}.{each}" for each in inside if each not in names]
    return found


# --- the page -------------------------------------------------------------------------------------


def written(page: FilePage, lang: str) -> Iterator[str]:
    """The lines of a page. Raises `Undocumented` for a key without words or example."""
    say_ = book(page, lang)
    yield f"# {say_('page', 'title')}"
    yield ""
    yield say_("page", "intro")
    yield ""
    for file in sorted(EXAMPLES.glob(f"{page.name}-*.yaml")):
        what = say_("page", file.stem.removeprefix(f"{page.name}-"))
        yield f"- [{file.name}](examples/{file.name}): {what}"
    yield ""
    yield say_("contents")
    yield ""
    for model in models(page.root):
        yield f"- [{say_(shape(model), 'title')}](#{anchor(say_(shape(model), 'title'))})"
    yield f"- [{say_('findings')}](#{anchor(say_('findings'))})"
    yield ""
    for model in models(page.root):
        yield from _model(model, say_)
    yield from _findings(say_)


def _model(model: Model, say_: Book) -> Iterator[str]:
    yield f"## {say_(shape(model), 'title')}"
    yield ""
    yield say_(shape(model), "intro")
    yield ""
    for key in keys(model):
        yield from _key(key, say_)


def _key(key: Key, say_: Book) -> Iterator[str]:
    at = "".join(say_.facts.get(shape(key.model), {}).get("at", ""))
    yield f"### `{at}{': ' if key.is_word else '.' if at else ''}{key.name}`"
    yield ""
    yield say_.of(key)
    yield ""
    if not key.is_word:
        yield f"- {say_('values')}: {told(key.hint, say_)}"
        for value, words in _valued(key.hint, say_):
            yield f"  - `{value}`: {words}"
        yield f"- {say_('left_out')}: {_default(key, say_)}"
    if laws := say_.fact(key, "law"):
        cited = [coverage.read(code).say(say_.lang) for code in laws]
        yield f"- {say_('law')}: {say_('comma').join(cited)}"
    if judged := say_.fact(key, "judged"):
        yield f"- {say_('judged')}: {', '.join(f'`{id}`' for id in judged)}"
    yield ""
    piece = examples(say_.page).get((key.model, key.name))
    if piece is None:
        raise Undocumented(f"no file of docs/reference/examples shows `{at}` `{key.name}`")
    yield "```yaml"
    yield piece
    yield "```"
    yield ""


def told(hint: Any, say_: Book) -> str:
    """The values of a type, in words."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(hint, say_)
    if origin in (Union, types.UnionType):
        return _choice([told(each, say_) for each in args if each is not type(None)], say_)
    if origin is Literal:
        return _choice([f"`{each}`" for each in args], say_)
    if origin is tuple:
        return say_("type", "list").format(of=told(args[0], say_))
    if origin is dict:
        named = {"key": told(args[0], say_), "value": told(args[1], say_)}
        return say_("type", "pairs").format(**named)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        title = say_(shape(hint), "title")
        return f"[{title}](#{anchor(title)})"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return say_("type", "choice")
    plain = {str: "text", int: "number", bool: "truth", date: "day", Any: "plain"}
    return say_("type", plain[hint])


def _choice(parts: list[str], say_: Book) -> str:
    *head, last = dict.fromkeys(parts)
    return say_("or").format(head=say_("comma").join(head), last=last) if head else last


def _annotated(hint: Any, say_: Book) -> str:
    """What a pattern or a reader of its own makes of a type."""
    base, *meta = get_args(hint)
    text = told(base, say_)
    rules = [rule for m in meta for rule in (m.metadata if isinstance(m, FieldInfo) else [m])]
    for rule in rules:
        if (pattern := getattr(rule, "pattern", None)) is not None:
            text = say_("type", say_.facts["told"][pattern])
        elif isinstance(rule, BeforeValidator):
            name = rule.func.__name__.strip("_")
            text = say_("type", name).format(of=text)
    return text


def _valued(hint: Any, say_: Book) -> Iterator[tuple[str, str]]:
    """Each value of a choice, with what it means."""
    if isinstance(hint, type) and issubclass(hint, Enum):
        prefix = say_.facts["told"].get(hint.__name__)
        for each in hint:
            said = render(say(f"{prefix}.{each.value}"), lang=say_.lang) if prefix else None
            yield each.value, said or say_("value", hint.__name__, each.value)
    elif get_origin(hint) is Literal:
        for each in get_args(hint):
            if isinstance(each, str):
                yield each, say_("value", each)
    else:
        for each in get_args(hint):
            yield from _valued(each, say_)


def _default(key: Key, say_: Book) -> str:
    if key.field.is_required():
        return say_("required")
    if reads_as := say_.fact(key, "default"):
        return f"`{reads_as[0]}`"
    default = key.field.get_default(call_default_factory=True)
    if default is None or default in ((), {}, ""):
        return say_("nothing")
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{default.value if isinstance(default, Enum) else default}`"


def _findings(say_: Book) -> Iterator[str]:
    yield f"## {say_('findings')}"
    yield ""
    yield say_("page", "findings")
    yield ""
    named = judged(say_)
    yield f"| {say_('code')} | {say_('sentence')} |"
    yield "| --- | --- |"
    for id in [*say_.facts["told"]["every"], *sorted(named - set(say_.facts["told"]["every"]))]:
        if id not in sentences(say_.lang):
            raise NoWords(id, say_.lang)
        sentence = _PLURAL.sub(r"\1", sentences(say_.lang)[id])
        yield f"| `{id}` | {sentence.replace('|', chr(92) + '|')} |"
    yield ""


def judged(say_: Book) -> set[str]:
    """The findings that some key causes."""
    every = (key for model in models(say_.page.root) for key in keys(model))
    return {id for key in every for id in say_.fact(key, "judged")}


def anchor(heading: str) -> str:
    """The anchor a page gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
