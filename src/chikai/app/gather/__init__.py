"""The facts of a letter, gathered from the case, its policy and the vault."""

from chikai.app.gather.answering import answer, decision
from chikai.app.gather.basics import (
    FEE_RETURN,
    FEE_RETURN_DELIVERY,
    delivery_class,
    facts,
    form_is_sent_first,
    party,
    window,
)
from chikai.app.gather.closing import certificate, closing
from chikai.app.gather.electronic import electronic, package_files
from chikai.app.search import manner_of as manner

__all__ = [
    "FEE_RETURN",
    "FEE_RETURN_DELIVERY",
    "answer",
    "certificate",
    "closing",
    "decision",
    "delivery_class",
    "electronic",
    "facts",
    "form_is_sent_first",
    "manner",
    "package_files",
    "party",
    "window",
]
