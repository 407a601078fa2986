"""The electronic answer: one JSON file that is sealed, and the files of the package."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chikai.app import disclosed_files, held_files
from chikai.app.found_file import found_tables
from chikai.app.gather.answering import decision, left_out_of
from chikai.duties.requests.case import Case
from chikai.duties.requests.evidence import CHOICE_OF_MANNER
from chikai.duties.requests.letters.facts import (
    Cell,
    Withheld,
)
from chikai.duties.requests.letters.model import Letter
from chikai.law.kinds import Manner
from chikai.ports import Home
from chikai.words import LANGS, render


def electronic(home: Home, case: Case, letter: Letter) -> Iterator[bytes]:
    """The disclosed data as one JSON file: readable, searchable, portable (Guidelines 3-8-2)."""
    record, tables = decision(home, case), found_tables(home, case)
    left_out: tuple[Withheld, ...] = ()
    if case.kind in CHOICE_OF_MANNER:
        left_out = left_out_of(home, case, tables, record)
    return disclosed_files.as_json(
        _disclosed(tables, record),
        letter=letter.id,
        case=case.id,
        withheld=[_left_out(each) for each in left_out],
    )


def package_files(home: Home, case: Case, data: bytes, lang: str) -> dict[str, bytes]:
    """The files of an electronic answer, `data` being the JSON that was sealed with it: the same
    tables as CSV and Excel, made anew from the sealed search and the sealed decision, and the
    documents as they were redacted, by the numbers they have in the letter."""
    found, record = found_tables(home, case), decision(home, case)
    hidden = set(record.get("withheld", ()))
    ways = held_files.ways(home, case, found, hidden, Manner.ELECTRONIC)
    own = {way.attached: home.vault.get(way.sealed) for way in ways if way.attached}
    redacted = (d.redacted.sealed for d in case.documents if d.redacted)
    for number, sealed in enumerate(redacted, start=1):
        own[f"document-{number}.pdf"] = home.vault.get(sealed)
    return disclosed_files.files(_disclosed(found, record), data, lang, own)


def _disclosed(
    tables: list[dict[str, Any]], record: dict[str, Any]
) -> list[disclosed_files.Disclosed]:
    hidden = set(record.get("withheld", ()))
    return [disclosed_files.disclosed(table, hidden) for table in tables]


def _left_out(each: Withheld) -> dict[str, Any]:
    """An item that is not disclosed, as the letter names it: label, ground, article, reason."""
    what, why = each.what, each.refusal

    def both(said: Cell) -> dict[str, str]:
        return {lang: said if isinstance(said, str) else render(said, lang=lang) for lang in LANGS}

    law = {lang: why.cites.say(lang) for lang in LANGS}
    return {
        "label": both(what),
        "ground": both(why.ground),
        "article": law,
        "reason": why.reason,
    }
