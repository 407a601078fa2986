"""The certificate that submitted papers and their copies have been destroyed (Art. 22)."""

from __future__ import annotations

from chikai.duties.requests.letters.facts import Facts, MissingFacts
from chikai.duties.requests.letters.model import Block, Letter, LetterKind
from chikai.duties.requests.letters.parts import contact, letter, paragraph, table
from chikai.kernel.message import say


def destruction_certificate(f: Facts) -> Letter:
    """Not written before a named person has recorded how each paper went. It says what our records
    show, and where they end: copies made by other means are not covered."""
    if not f.destroyed:
        raise MissingFacts("destruction_certificate", "destroyed")
    if f.keys_destroyed_on is None:
        raise MissingFacts("destruction_certificate", "keys_destroyed_on")
    head = (say(f"letters.certificate.{each}") for each in ("paper", "how", "on", "by"))
    rows = (
        (say(f"paper.{each.paper.value}"), each.how, say("common.on", on=each.on), each.by)
        for each in f.destroyed
    )
    blocks = [paragraph("letters.certificate.certified", cases=f.cases), table(head, rows)]
    if f.completed_on:
        blocks.append(paragraph("letters.certificate.completed", on=f.completed_on))
    blocks += [
        *_scans(f),
        paragraph("letters.certificate.not_covered"),
        paragraph("letters.certificate.only_papers"),
        *contact(f),
    ]
    return letter(LetterKind.DESTRUCTION_CERTIFICATE, f, blocks)


def _scans(f: Facts) -> list[Block]:
    """What is known of the electronic copies, and what is not: no more is certified."""
    if not f.scans:
        return [paragraph("letters.certificate.no_scans")]
    assert f.keys_destroyed_on is not None
    keys = paragraph("letters.certificate.keys", on=f.keys_destroyed_on, scans=f.scans)
    if f.last_copy_on is None:
        return [keys, paragraph("letters.certificate.copies_unknown")]
    return [keys, paragraph("letters.certificate.last_copy", on=f.last_copy_on)]
