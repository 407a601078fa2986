"""What the desk can do to a case: one name, one form, one use case.

A deed that sends a letter can be previewed: it is rehearsed, and the letter it prints is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from chikai.app import checking, destroying, letters, search, steps
from chikai.web.desk import afterwards, deciding, preparing
from chikai.web.desk.doing import Deed, letter, simple

DEEDS: Final[Mapping[str, Deed]] = {
    "answer": Deed(preparing.answer),
    "mask": Deed(preparing.mask),
    "paper": Deed(preparing.paper),
    "scan": Deed(preparing.scan),
    "form": Deed(preparing.form),
    "fee": Deed(preparing.fee),
    "fee_means": Deed(preparing.fee_means),
    "match": Deed(preparing.match),
    "manner": Deed(preparing.manner),
    "receipt": letter(letters.receipt),
    "ask": letter(letters.ask),
    "accept": simple(steps.accept),
    "hand_over": letter(letters.hand_over),
    "withdraw": letter(letters.withdraw),
    "close_unpaid": letter(letters.close_unpaid),
    "not_confirmed": Deed(preparing.not_confirmed, letter=True),
    "flag": Deed(preparing.flag),
    "hold": Deed(preparing.hold),
    "search": simple(search.search),
    "search_task": Deed(deciding.search_task),
    "grant": Deed(deciding.grant),
    "withhold": Deed(deciding.withhold),
    "refuse": Deed(deciding.refuse),
    "none_held": simple(steps.none_held),
    "order": Deed(deciding.order),
    "substitute": Deed(deciding.substitute),
    "done": Deed(deciding.done),
    "second_check": Deed(deciding.second_check),
    "approve": simple(checking.approve),
    "method_difficult": Deed(afterwards.method_difficult, letter=True),
    "send": Deed(afterwards.send, letter=True),
    "posted": Deed(afterwards.posted),
    "delivered": Deed(afterwards.delivered),
    "returned": Deed(afterwards.returned),
    "tell_recipient": Deed(afterwards.tell_recipient, letter=True),
    "return_fee": letter(letters.return_fees),
    "dispose": Deed(afterwards.dispose),
    "destroy": simple(destroying.destroy_papers),
    "destroy_records": simple(destroying.destroy_records),
    "certificate": letter(letters.certificate),
}
