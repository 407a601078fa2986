"""The letters of the request desk, from one decision record.

`compose(kind, facts)` writes one letter as message ids and data; `chikai.words` and a press turn
it into Japanese or English. A protective flag is no field of `Facts`: it can change no wording.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chikai.duties.requests.letters import (
    certificate,
    cessation,
    closing,
    correction,
    defects,
    disclosure,
    fee,
    foreign,
    notice,
    objection,
    plain,
    provision,
    receipt,
    recipient,
    records,
    refusal,
    window,
)
from chikai.duties.requests.letters.facts import Facts, MissingFacts, OpenItem, said, sender_of
from chikai.duties.requests.letters.model import Letter, LetterKind

__all__ = ["Facts", "MissingFacts", "OpenItem", "compose", "said", "sender_of"]

LETTERS: Mapping[LetterKind, Callable[[Facts], Letter]] = {
    LetterKind.RECEIPT: receipt.receipt,
    LetterKind.COMPLAINT_RECEIVED: receipt.complaint_received,
    LetterKind.OBJECTION_RECEIVED: objection.objection_received,
    LetterKind.DEFECTS: defects.defects,
    LetterKind.FORMS_SENT: defects.forms_sent,
    LetterKind.NO_MATCH: defects.no_match,
    LetterKind.IDENTITY_NOT_CONFIRMED: defects.identity_not_confirmed,
    LetterKind.FEE_ASKED: fee.fee_asked,
    LetterKind.FEE_REMINDER: fee.fee_reminder,
    LetterKind.FEE_RETURNED: fee.fee_returned,
    LetterKind.PURPOSE_NOTICE: notice.purpose_notice,
    LetterKind.PURPOSE_NOT_NOTIFIED: notice.purpose_not_notified,
    LetterKind.DISCLOSURE: disclosure.disclosure,
    LetterKind.METHOD_DIFFICULT: disclosure.method_difficult,
    LetterKind.NONE_HELD: disclosure.none_held,
    LetterKind.RECORDS_GIVEN: records.records_given,
    LetterKind.RECORDS_NOT_GIVEN: records.records_not_given,
    LetterKind.REFUSAL: refusal.refusal,
    LetterKind.CORRECTED: correction.corrected,
    LetterKind.NOT_CORRECTED: correction.not_corrected,
    LetterKind.CEASED: cessation.ceased,
    LetterKind.ERASED: cessation.erased,
    LetterKind.SUBSTITUTE_MEASURE: cessation.substitute_measure,
    LetterKind.NOT_CEASED: cessation.not_ceased,
    LetterKind.PROVISION_STOPPED: provision.provision_stopped,
    LetterKind.PROVISION_NOT_STOPPED: provision.provision_not_stopped,
    LetterKind.OPT_OUT_STOPPED: provision.opt_out_stopped,
    LetterKind.FOREIGN_MEASURES: foreign.foreign_measures,
    LetterKind.FOREIGN_MEASURES_REFUSED: foreign.foreign_measures_refused,
    LetterKind.WRONG_WINDOW: window.wrong_window,
    LetterKind.RECIPIENT_NOTICE: recipient.recipient_notice,
    LetterKind.WITHDRAWN: closing.withdrawn,
    LetterKind.CLOSED_UNPAID: closing.closed_unpaid,
    LetterKind.DESTRUCTION_CERTIFICATE: certificate.destruction_certificate,
}
"""Who writes which letter."""


def compose(kind: LetterKind, facts: Facts) -> Letter:
    """The letter of this kind. Raises `MissingFacts` when a fact it needs is not given."""
    letter = LETTERS[kind](facts)
    return plain.explained(letter) if facts.plain else letter
