"""A first mapping of a database, drafted from what it says of itself, for a person to review.

What was guessed says why in a comment; what nobody can guess is `unknown`, and the draft is no
mapping until a person has settled it and signed it as reviewed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chikai.adapters.sources.catalog import Stored
from chikai.adapters.sources.naming import Guess, of_column, of_persons
from chikai.adapters.sources.survey import Field, Link, Surveyed
from chikai.ledger.model import Identifier


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with what is guessed of it. `leads` are the references that say whose a row is,
    `guessed` those that only the names of columns suggest."""

    of: Surveyed
    guesses: dict[str, Guess]
    persons: int
    leads: tuple[Link, ...] = ()
    guessed: tuple[Link, ...] = ()

    @property
    def recognised(self) -> bool:
        """Whether a row says enough to tell whose it is: a name and a way to reach the person."""
        said = {g.identifier for g in self.guesses.values()} - {None}
        return any(i.names for i in said if i) and any(i.reaches for i in said if i)

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(each for each in self.of.links if each not in self.leads)


def draft(
    tables: Sequence[Surveyed],
    *,
    source: str,
    company: str,
    url_env: str,
    items: Sequence[str] = (),
    schemas: Sequence[str] = (),
) -> str:
    """The text of a mapping file (`reviewed: no`). `items` are ids of the company's policy."""
    found = _led([_table(each) for each in tables])
    held = [each for each in found if each.recognised or each.leads or each.guesses]
    rest = [each.of.place for each in found if each not in held]
    names = {each.of.place: _name(each.of) for each in held}
    lines = [
        "# Drafted from the database. Look at every line; what a comment says is a guess.",
        "# When all is settled: reviewed: {by: NAME, on: DATE}",
        "schema: 1",
        f"source: {source}",
        f"company: {company}",
        f"label: {{ja: {_text(source)}, en: {_text(source)}}}",
        f"url_env: {url_env}",
        "reviewed: no",
    ]
    if schemas:
        lines.append(f"schemas: [{', '.join(map(_text, schemas))}]")
    if rest:
        lines += ["elsewhere:  # no column looks personal and nothing leads to a person: look"]
        lines += [f"  - {_text(each)}" for each in rest]
    lines += ["", "tables:"]
    for each in held:
        lines += [*_written(each, names, items), ""]
    return "\n".join(lines).rstrip() + "\n"


# --- what leads to whom -------------------------------------------------------------------------


def _table(of: Surveyed) -> _Table:
    linked = {name for link in of.links for name in link.columns}
    guesses = {
        field.name: guess
        for field in of.fields
        if field.name not in linked and (guess := of_column(field.name, field.comment))
    }
    if not guesses.keys() - {"written"}:
        guesses = {}
    return _Table(of, guesses, of_persons(of.name, of.comment))


def _led(tables: Sequence[_Table]) -> list[_Table]:
    """Which references say whose a row is: those towards a person, step by step. Persons do not
    belong to other persons, and what belongs to a customer does not belong to staff as well."""
    known = {(t.of.schema, t.of.name): t for t in tables}
    for key, each in known.items():
        if each.of.view or not each.of.links:
            known[key] = replace(each, guessed=_same_names(each, tables))
    near = {k for k, t in known.items() if t.recognised and not t.of.view and t.persons}
    alone = {k for k, t in known.items() if t.recognised and not t.guessed}
    near |= {k for k in alone if not _reachable(known[k], near)}
    grown = True
    while grown:
        grown = False
        for key, each in list(known.items()):
            if each.leads or (each.recognised and each.persons and not each.of.view):
                continue
            towards = [
                link
                for link in (*each.of.links, *each.guessed)
                if _target(link, key[0]) in near - {key}
            ]
            outside = [x for x in towards if known[_target(x, key[0])].persons != 1]
            if towards:
                leads = tuple((outside or towards)[:1])
                known[key] = replace(each, leads=leads)
                near.add(key)
                grown = True
    return list(known.values())


def _same_names(table: _Table, tables: Sequence[_Table]) -> tuple[Link, ...]:
    """A reference nobody declared: columns named as the key of the one table of persons."""
    names = {field.name for field in table.of.fields}
    found = [
        Link(each.of.key, each.of.schema, each.of.name, each.of.key)
        for each in tables
        if each is not table and each.recognised and each.of.key and {*each.of.key} <= names
    ]
    telling = len(found) == 1 and (table.of.view or found[0].columns != table.of.key)
    return tuple(found) if telling else ()


_Place = tuple[str | None, str]


def _target(link: Link, schema: str | None) -> _Place:
    return link.schema or schema, link.table


def _reachable(table: _Table, near: set[_Place]) -> bool:
    return any(
        _target(x, table.of.schema) in near and x.table != table.of.name for x in table.of.links
    )


# --- written out --------------------------------------------------------------------------------


def _written(each: _Table, names: dict[str, str], items: Sequence[str]) -> Iterator[str]:
    of = each.of
    said = of.comment or of.name
    yield f"  {_text(names[of.place])}:"
    if of.schema:
        yield f"    schema: {_text(of.schema)}"
        yield f"    name: {_text(of.name)}"
    yield "    category: unknown  # which category of the policy?"
    yield f"    label: {{ja: {_text(said)}, en: {_text(of.name)}}}"
    if of.view:
        yield "    view: true"
    yield f"    key: [{', '.join(map(_text, of.key))}]"
    unique = () if of.key else next(iter(of.unique), ())
    if unique:
        yield f"    unique: [{', '.join(map(_text, unique))}]"
    if not (of.view and each.leads):
        yield from _recognise(each)
    yield from _links("follows", each.leads, of, names, guessed=each.guessed)
    yield from _links("references", each.links, of, names)
    if not of.view and (of.key or unique):
        yield "    erase: columns  # or row, or keep with its reason"
    yield "    columns:"
    for field in of.fields:
        written, why = _column(field, each, items, unique)
        yield f"      {_text(field.name)}: {{{written}}}{f'  # {why}' if why else ''}"


def _recognise(each: _Table) -> Iterator[str]:
    if not each.recognised:
        if not each.leads:
            yield "    # nothing tells whose a row is: give recognise or follows"
        return
    ways: dict[Identifier, list[str]] = {}
    for field in each.of.fields:
        guess = each.guesses.get(field.name)
        if guess and guess.identifier and not field.derived:
            ways.setdefault(guess.identifier, []).append(field.name)
    yield "    recognise:"
    for identifier in Identifier:
        if columns := ways.get(identifier, []):
            whole = [c for c in columns if each.guesses[c].kind == identifier.value]
            parts = [c for c in columns if c not in whole]
            apart = identifier.names or identifier is not Identifier.ADDRESS
            kept = (whole[:1] or parts) if apart else columns
            why = "" if kept == columns else f"  # or {', '.join(set(columns) - set(kept))}"
            yield f"      {identifier.value}: [{', '.join(map(_text, kept))}]{why}"


def _links(
    kind: str,
    links: Sequence[Link],
    of: Surveyed,
    names: dict[str, str],
    *,
    guessed: Sequence[Link] = (),
) -> Iterator[str]:
    known = [x for x in links if _place(x, of) in names]
    if known:
        why = "says whose a row is" if kind == "follows" else "says nothing of whose a row is"
        what = "by the names of its columns, it" if known[0] in guessed else "a reference that"
        yield f"    {kind}:  # {what} {why}"
    for link in known:
        columns, targets = (", ".join(map(_text, each)) for each in (link.columns, link.targets))
        table = _text(names[_place(link, of)])
        yield f"      - {{columns: [{columns}], table: {table}, to: [{targets}]}}"


def _place(link: Link, of: Surveyed) -> str:
    schema, table = _target(link, of.schema)
    return f"{schema}.{table}" if schema else table


def _column(
    field: Field, each: _Table, items: Sequence[str], unique: Sequence[str]
) -> tuple[str, str]:
    """What a column says, and why."""
    linked = {name for link in (*each.of.links, *each.leads) for name in link.columns}
    guess = each.guesses.get(field.name)
    derived = ", derived: true" if field.derived else ""
    if field.name in linked:
        guess = None
    numbered = field.name in (*each.of.key, *unique) and field.stored is Stored.INTEGER
    if guess is None and (field.name in linked or numbered):
        return f"personal: false{derived}", "key or reference"
    label = _label(field, guess)
    if guess is None:
        return f"personal: unknown, label: {label}{_format(field)}{derived}", field.written
    why = f"by its name: {guess.because}"
    if guess.withhold:
        withheld = f"{{ja: {_text(guess.withhold.ja)}, en: {_text(guess.withhold.en)}}}"
        return f"label: {label}, withheld: {withheld}", why
    item = next((id for id in guess.items if id in items), None)
    erase = "" if field.derived or not _writable(field, each, unique) else _erase(field)
    said = f"item: {item or 'unknown'}, label: {label}{_format(field, guess)}{erase}{derived}"
    return said, why


def _writable(field: Field, each: _Table, unique: Sequence[str]) -> bool:
    told_apart = each.of.key or unique
    return not each.of.view and bool(told_apart) and field.name not in told_apart


def _label(field: Field, guess: Guess | None) -> str:
    ja = field.comment or (guess.label.ja if guess else field.name)
    en = guess.label.en if guess else field.name
    return f"{{ja: {_text(ja)}, en: {_text(en)}}}"


def _format(field: Field, guess: Guess | None = None) -> str:
    if field.stored is Stored.DATE or (guess and guess.kind == "birth_date"):
        return ", format: date"
    if field.stored in (Stored.MOMENT, Stored.INSTANT):
        return ", format: datetime"
    if field.values:
        shown = ", ".join(f"{_text(v)}: {{ja: {_text(v)}, en: {_text(v)}}}" for v in field.values)
        return f", format: enum, values: {{{shown}}}"
    return ", format: json" if field.document else ", format: file" if field.blob else ""


def _erase(field: Field) -> str:
    if field.nullable:
        return ", erase: null"
    if field.stored is Stored.TEXT:
        return ", erase: {replace: ''}"
    return ", erase: {generalise: year}" if field.stored is Stored.DATE else ""


def _name(of: Surveyed) -> str:
    """The name in the mapping: the table's own, without its schema."""
    return of.place


_PLAIN = re.compile(r"[A-Za-z_\u3040-\u30ff\u4e00-\u9fff][\w\u3040-\u30ff\u4e00-\u9fff]*")
_WORDS_OF_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def _text(value: str) -> str:
    """A YAML scalar: plain where it may be."""
    if _PLAIN.fullmatch(value) and value.casefold() not in _WORDS_OF_YAML:
        return value
    return json.dumps(value, ensure_ascii=False)
