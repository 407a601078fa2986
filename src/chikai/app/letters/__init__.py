"""Letters: gather the facts, compose, print, seal, and record that they left the house."""

from chikai.app.letters.answering import answer_kind, compose_answer, send_answer
from chikai.app.letters.asking import ask, which_letter
from chikai.app.letters.closing import (
    close_unpaid,
    hand_over,
    not_confirmed,
    return_fees,
    withdraw,
)
from chikai.app.letters.telling import certificate, receipt, tell

__all__ = [
    "answer_kind",
    "ask",
    "certificate",
    "close_unpaid",
    "compose_answer",
    "hand_over",
    "not_confirmed",
    "receipt",
    "return_fees",
    "send_answer",
    "tell",
    "which_letter",
    "withdraw",
]
