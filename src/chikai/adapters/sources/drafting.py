"""A first mapping of a database, drafted from what it says of itself, for a person to review.

What was guessed says why in a comment; what nobody can guess is `unknown`, and the draft is no
mapping until a person has settled it and signed it as reviewed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from chikai.adapters.sources.catalog import Stored
from chikai.adapters.sources.explaining import explained
from chikai.adapters.sources.guessing import Resembling, key_and_value
from chikai.adapters.sources.identifying import columns_of
from chikai.adapters.sources.leading import Drafted, led, target
from chikai.adapters.sources.naming import Guess, plain
from chikai.adapters.sources.reflecting import place_of
from chikai.adapters.sources.survey import Field, Link, Surveyed
from chikai.ledger.terms import Identifier


def draft(
    tables: Sequence[Surveyed],
    *,
    source: str,
    company: str,
    url_env: str,
    items: Sequence[str] = (),
    schemas: Sequence[str] = (),
    resembling: Resembling | None = None,
    files: Mapping[str, str] | None = None,
) -> str:
    """The text of a mapping file (`reviewed: no`). `items` are ids of the company's policy,
    `resembling` says what the values of a column look like. `files`: it is of files, and in which
    one each table lies."""
    found = led(tables, resembling or {})
    held = [each for each in found if each.mapped]
    rest = {each.of.place: list(_untold(each)) for each in found if not each.mapped}
    names = {each.of.place for each in held}
    lies = files or {}
    lines = [
        "# Drafted from what is there. Look at every line; what a comment says is a guess.",
        "# When all is settled: reviewed: {by: NAME, on: DATE}",
        "schema: 1",
        f"source: {source}",
        f"company: {company}",
        f"label: {{ja: {_text(source)}, en: {_text(source)}}}",
        *(["kind: files"] if files is not None else []),
        f"url_env: {url_env}",
        "reviewed: no",
    ]
    if schemas:
        lines.append(f"schemas: [{', '.join(map(_text, schemas))}]")
    if open_ := [place for place, untold in rest.items() if untold]:
        lines += ["undecided:  # nothing looks personal, these columns could be: map or move below"]
        lines += [f"  - {_text(lies.get(each, each))}  # {', '.join(rest[each])}" for each in open_]
    if empty := [place for place, untold in rest.items() if not untold]:
        lines += ["elsewhere:  # keys, numbers and dates, and nothing leads to a person"]
        lines += [f"  - {_text(lies.get(each, each))}" for each in empty]
    lines += ["", "tables:" if held else "tables: {}"]
    for each in held:
        lines += [*_written(each, names, items, lies), ""]
    return "\n".join(lines).rstrip() + "\n"


def _untold(each: Drafted) -> Iterator[str]:
    """The columns that could hold something about a person, whatever they are called."""
    linked = {name for link in each.of.links for name in link.columns}
    for field in each.of.fields:
        told = field.tells and not _surrogate(field, each)
        if field.name not in linked and (told or "`where`" in explained(field, each)):
            yield field.name


def _surrogate(field: Field, each: Drafted) -> bool:
    """Whether it is a key that says nothing: a number, or named as an id."""
    if field.name not in (*each.of.key, *_unique(each)):
        return False
    named = plain(field.name).rpartition("_")[2] in ("id", "uuid", "guid", "ulid", "key")
    return named or field.stored is Stored.INTEGER or field.written.upper() == "UUID"


# --- written out --------------------------------------------------------------------------------


def _written(
    each: Drafted, names: set[str], items: Sequence[str], lies: Mapping[str, str]
) -> Iterator[str]:
    of = each.of
    said = of.comment or of.name
    yield f"  {_text(of.place)}:"
    if of.schema:
        yield f"    schema: {_text(of.schema)}"
        yield f"    name: {_text(of.name)}"
    if of.place in lies:
        yield f"    name: {_text(lies[of.place])}"
    yield "    category: unknown  # which category of the policy?"
    yield f"    label: {{ja: {_text(said)}, en: {_text(of.name)}}}"
    if of.view:
        yield "    view: true"
    yield f"    key: [{', '.join(map(_text, of.key))}]"
    unique = _unique(each)
    if unique:
        yield f"    unique: [{', '.join(map(_text, unique))}]"
    if not (of.view and each.leads):
        yield from _recognise(each)
    yield from _links("follows", each.leads, of, names, why=_because(each))
    yield from _links("references", each.links, of, names, why=_BESIDE)
    if not of.view:
        whole = not (of.key or unique or each.leads)
        why = "nothing tells its rows apart" if whole else "or row, or keep with its reason"
        yield f"    erase: {'row' if whole else 'columns'}  # {why}"
    yield "    columns:"
    for field in of.fields:
        written, why = _column(field, each, items)
        yield f"      {_text(field.name)}: {{{written}}}{f'  # {why}' if why else ''}"


def _recognise(each: Drafted) -> Iterator[str]:
    if not each.recognised:
        if not each.leads:
            yield "    # nothing tells whose a row is: give recognise or follows"
        return
    beside = dict(each.beside)
    yield "    recognise:"
    for identifier in Identifier:
        there = beside.get(identifier, each)
        kept, others = columns_of(identifier, there)
        if kept:
            said = f"[{', '.join(map(_text, kept))}]"
            if there is not each:
                said = f"{{table: {_text(there.of.place)}, columns: {said}}}"
            yield f"      {identifier.value}: {said}" + (
                f"  # or {', '.join(others)}" if others else ""
            )


_BESIDE = "a reference that says nothing of whose a row is"


def _because(each: Drafted) -> str:
    if each.turned:
        return "those who point here say whose a row is; it may be shared"
    by_name = bool(each.leads) and each.leads[0] in each.guessed
    what = "by the names of its columns, it" if by_name else "a reference that"
    return f"{what} says whose a row is"


def _links(
    kind: str, links: Sequence[Link], of: Surveyed, names: set[str], *, why: str
) -> Iterator[str]:
    known = [x for x in links if _place(x, of) in names]
    if known:
        yield f"    {kind}:  # {why}"
    for link in known:
        columns, targets = (", ".join(map(_text, each)) for each in (link.columns, link.targets))
        table = _text(_place(link, of))
        yield f"      - {{columns: [{columns}], table: {table}, to: [{targets}]}}"


def _place(link: Link, of: Surveyed) -> str:
    return place_of(*target(link, of))


def _column(field: Field, each: Drafted, items: Sequence[str]) -> tuple[str, str]:
    """What a column says, and why."""
    guess = each.guesses.get(field.name)
    derived = ", derived: true" if field.derived else ""
    led = {name for link in each.leads for name in link.columns}
    aims = [link.table for link in each.of.links if field.name in link.columns]
    code = bool(aims) and each.telling and field.name not in led and _code(field, each)
    label = _label(field, guess)
    if field.name in led or (aims and not code) or (not guess and _surrogate(field, each)):
        return f"personal: false{derived}", "key or reference"
    if field.name == next(iter(key_and_value(each.of)), None) and each.mapped:
        return "personal: false", "says what the value beside it is"
    if guess is None:
        why = f"refers to {', '.join(aims)}" if code else field.written
        why += explained(field, each)
        why += "; some of its values look personal" if field.name in each.mixed else ""
        return f"personal: unknown, label: {label}{_format(field)}{derived}", why
    why = f"by its {guess.by}: {guess.because}"
    erase = _erase(field, each.of) if _writable(field, each) else ""
    if guess.withhold:
        withheld = f"{{ja: {_text(guess.withhold.ja)}, en: {_text(guess.withhold.en)}}}"
        return f"label: {label}, withheld: {withheld}{erase}{derived}", why
    item = next((id for id in guess.items if id in items), None)
    said = f"item: {item or 'unknown'}, label: {label}{_format(field, guess)}{erase}{derived}"
    return said, why


def _code(field: Field, each: Drafted) -> bool:
    """Whether a reference may itself say something of the person, as a prefecture or a sex by
    its number does: it leads to a list and not to another person or their things."""
    return any(
        field.name in link.columns and target(link, each.of) in each.lists for link in each.of.links
    )


def _unique(each: Drafted) -> tuple[str, ...]:
    return () if each.of.key else next(iter(each.of.unique), ())


def _writable(field: Field, each: Drafted) -> bool:
    led = [name for link in each.leads for name in link.columns]
    told_apart = each.of.key or _unique(each) or led
    here = not each.of.view and bool(told_apart) and field.name not in told_apart
    return here and not field.derived


def _label(field: Field, guess: Guess | None) -> str:
    comment = _OF_A_TOOL.sub("", field.comment or "").strip()
    ja = comment or (guess.label.ja if guess else field.name)
    en = guess.label.en if guess else field.name
    return f"{{ja: {_text(ja)}, en: {_text(en)}}}"


_OF_A_TOOL = re.compile(r"\(DC2Type:\w+\)")
"""What Doctrine writes into a comment for itself."""


def _format(field: Field, guess: Guess | None = None) -> str:
    if field.stored is Stored.DATE or (guess and guess.kind == "birth_date"):
        return ", format: date"
    if field.counts or field.stored in (Stored.MOMENT, Stored.INSTANT):
        return ", format: datetime"
    if field.values:
        shown = ", ".join(map(_value, field.values))
        return f", format: enum, values: {{{shown}}}"
    return ", format: json" if field.document else ", format: file" if field.blob else ""


def _value(value: str) -> str:
    """One value of an enum under itself; an empty one under words."""
    ja, en = (_text(value), _text(value)) if value.strip() else ("なし", "none")
    return f"{_text(value)}: {{ja: {ja}, en: {en}}}"


def _erase(field: Field, of: Surveyed) -> str:
    if field.nullable:
        return ", erase: null"
    if field.document:
        return ", erase: {replace: '{}'}"
    if field.stored is Stored.TEXT:
        alone = field.name in of.apart and of.key
        return f", erase: {{replace: '{{{of.key[0]}}}'}}" if alone else ", erase: {replace: ''}"
    return ", erase: {generalise: year}" if field.stored is Stored.DATE else ""


_PLAIN = re.compile(r"[A-Za-z_\u3040-\u30ff\u4e00-\u9fff][\w\u3040-\u30ff\u4e00-\u9fff]*")
_WORDS_OF_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def _text(value: str) -> str:
    """A YAML scalar: plain where it may be."""
    if _PLAIN.fullmatch(value) and value.casefold() not in _WORDS_OF_YAML:
        return value
    return json.dumps(value, ensure_ascii=False)
