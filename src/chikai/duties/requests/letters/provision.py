"""Stop of provision to third parties: Arts. 35(3)-(6) and, under opt-out, 27(2)(vi)."""

from __future__ import annotations

from chikai.duties.requests.letters.cessation import TOLD, listed
from chikai.duties.requests.letters.facts import Facts
from chikai.duties.requests.letters.model import Letter, LetterKind
from chikai.duties.requests.letters.parts import complaints, done_on, letter, opening, paragraph
from chikai.duties.requests.letters.refusal import refused
from chikai.kernel.citation import Citation
from chikai.law.kinds import APPI


def provision_stopped(f: Facts) -> Letter:
    """Provision has been stopped."""
    return _stopped(LetterKind.PROVISION_STOPPED, f, "letters.provision.stopped", TOLD)


def provision_not_stopped(f: Facts) -> Letter:
    """Provision goes on, and why."""
    return refused(LetterKind.PROVISION_NOT_STOPPED, f, "letters.provision.not_stopped", TOLD)


def opt_out_stopped(f: Facts) -> Letter:
    """Stopped at the person's wish: no ground is needed and no fee is due."""
    cite = APPI(27, 2, "vi")
    return _stopped(LetterKind.OPT_OUT_STOPPED, f, "letters.provision.opt_out", cite)


def _stopped(kind: LetterKind, f: Facts, told: str, cite: Citation) -> Letter:
    blocks = [
        opening(f),
        paragraph(told, cite=cite),
        *done_on(f),
        *listed("letters.provision.scope", f.scope),
        *listed("letters.cessation.measures", f.measures),
        *complaints(f),
    ]
    return letter(kind, f, blocks)
