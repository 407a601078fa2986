"""Disclosure of retained personal data (Art. 33): given, by another method, none held."""

from __future__ import annotations

from chikai.duties.requests.letters.facts import Facts, MissingFacts
from chikai.duties.requests.letters.model import Block, Letter, LetterKind
from chikai.duties.requests.letters.parts import (
    complaints,
    contact,
    fee_fate,
    heading,
    letter,
    opening,
    paragraph,
    refusal_table,
    suit,
    table,
    words,
)
from chikai.kernel.message import Message, say
from chikai.law.kinds import APPI, RequestKind


def disclosure(f: Facts) -> Letter:
    """The data, in the annex; what is withheld and why; how it was given."""
    if not f.tables:
        raise MissingFacts("disclosure", "tables")
    blocks = [opening(f), paragraph("letters.disclosure.given", cite=APPI(33, 2)), *manner(f)]
    blocks += [*documents(f), *left_out(f)]
    blocks += [paragraph("letters.disclosure.wrong_data", cite=APPI(34, 1)), *complaints(f)]
    kind = LetterKind.DISCLOSURE
    return letter(kind, f, blocks, enclosures=enclosures(f), annex=annex(f))


def method_difficult(f: Facts) -> Letter:
    """The method the person chose is costly or otherwise difficult, so paper (Art. 33(2)(3))."""
    if f.manner_chosen is None:
        raise MissingFacts("method_difficult", "manner_chosen")
    if f.refusal is None:
        raise MissingFacts("method_difficult", "refusal")
    blocks = [
        opening(f),
        paragraph(
            "letters.method_difficult.told",
            chosen=say(f"manner.{f.manner_chosen.value}"),
            notice=APPI(33, 3),
        ),
        refusal_table(f.refusal),
        paragraph("letters.method_difficult.paper", duty=APPI(33, 2)),
        *contact(f),
    ]
    return letter(LetterKind.METHOD_DIFFICULT, f, blocks)


_TOLD = {
    RequestKind.NOTICE_OF_PURPOSE: APPI(32, 3),
    RequestKind.DISCLOSURE: APPI(33, 3),
    RequestKind.RECORD_DISCLOSURE: APPI(33, 3),
    RequestKind.CORRECTION: APPI(34, 3),
    RequestKind.CESSATION_VIOLATION: APPI(35, 7),
    RequestKind.PROVISION_STOP_VIOLATION: APPI(35, 7),
    RequestKind.CESSATION_NEED_ENDED: APPI(35, 7),
}
"""The duty to tell the person that it will not be done."""


def none_held(f: Facts) -> Letter:
    """Nothing to disclose. The same words whether nothing is held or what is held is no
    retained personal data under Order Art. 5: the letter must not tell the two apart."""
    blocks = [opening(f)]
    if RequestKind.RECORD_DISCLOSURE in f.kinds:
        blocks.append(paragraph("letters.none_held.records"))
    if RequestKind.DISCLOSURE in f.kinds:
        blocks.append(paragraph("letters.none_held.data"))
    if set(f.kinds) - {RequestKind.RECORD_DISCLOSURE, RequestKind.DISCLOSURE}:
        blocks.append(paragraph("letters.none_held.concerned"))
    if cites := tuple(dict.fromkeys(_TOLD[kind] for kind in f.kinds if kind in _TOLD)):
        blocks.append(paragraph("letters.none_held.notice", cite=cites))
    blocks += [*fee_fate(f), *complaints(f)]
    return letter(LetterKind.NONE_HELD, f, blocks)


def withheld(f: Facts, intro: str = "letters.withheld.intro") -> list[Block]:
    """The parts that are not disclosed, each with ground, article and reason."""
    head = ("what", "ground", "article", "reason")
    return [
        heading("letters.withheld.heading"),
        paragraph(intro),
        table(
            (say(f"letters.withheld.{each}") for each in head),
            (
                (
                    each.what,
                    each.refusal.ground,
                    say("common.cited", cite=each.refusal.cites),
                    each.refusal.reason or say("letters.reason_is_the_ground"),
                )
                for each in f.withheld
            ),
        ),
    ]


def left_out(f: Facts, intro: str = "letters.withheld.intro") -> list[Block]:
    """What is not given, by item or covered in a document, and how to go to court about it."""
    named = withheld(f, intro) if f.withheld else []
    return [*named, *suit(f)] if named or _covered(f) else []


def _covered(f: Facts) -> bool:
    return any(each.covered for each in f.enclosed)


def documents(f: Facts) -> list[Block]:
    """The documents that go along; where parts of them are covered, where the grounds stand."""
    if not f.enclosed:
        return []
    told = "letters.enclosed.covered" if _covered(f) else "letters.enclosed.whole"
    return [paragraph(told, count=len(f.enclosed), cite=APPI(33, 2))]


def enclosures(f: Facts) -> tuple[Message, ...]:
    """Each document by its number, as they lie behind the letter."""
    return tuple(
        say(
            "letters.enclosed.document" if each.covered else "letters.enclosed.plain",
            number=number,
            pages=each.pages,
            covered=each.covered,
        )
        for number, each in enumerate(f.enclosed, start=1)
    )


def annex(f: Facts) -> list[Block]:
    """Every table under its label."""
    blocks: list[Block] = []
    for each in f.tables:
        blocks += [Block("heading", (words(each.label),)), table(each.head, each.rows)]
    return blocks


def manner(f: Facts) -> list[Block]:
    """How it is given: as the person chose, or, where none was named, as offered."""
    given = say(f"manner.{f.manner.value}")
    if f.manner_chosen is None:
        return [paragraph("letters.disclosure.manner_open", manner=given)]
    return [paragraph("letters.disclosure.manner_chosen", manner=given)]
