"""The certificate that submitted papers and their copies have been destroyed (Art. 22)."""

from __future__ import annotations

from chikai.duties.requests.letters.facts import Facts, MissingFacts
from chikai.duties.requests.letters.model import Letter, LetterKind
from chikai.duties.requests.letters.parts import contact, letter, paragraph, table
from chikai.kernel.message import say


def destruction_certificate(f: Facts) -> Letter:
    """Not written before a named person has recorded how each paper went. Names the last day on
    which a copy out of our reach may live."""
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
    blocks.append(paragraph("letters.certificate.keys", on=f.keys_destroyed_on))
    if f.last_copy_on:
        blocks.append(paragraph("letters.certificate.last_copy", on=f.last_copy_on))
    blocks += [paragraph("letters.certificate.only_papers"), *contact(f)]
    return letter(LetterKind.DESTRUCTION_CERTIFICATE, f, blocks)
