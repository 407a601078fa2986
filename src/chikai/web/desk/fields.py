"""What the fields of the desk's forms are called, so that a fault can name its field.

The labels stand in the forms themselves; this is the list of them by the name of the field.
"""

from __future__ import annotations

from typing import Final

from chikai.kernel.message import Message, say
from chikai.web.desk.envelope import label_of

_LABELS: Final = {
    "action": "web.order.action",
    "by_what": "recipient.by_what",
    "case": "proof.page.case",
    "channel": "web.new.channel",
    "data": "recipient.data",
    "done_on": "web.done.on",
    "due": "tasks.due_label",
    "form_complete": "web.new.form_complete",
    "given": "tasks.given_label",
    "ground": "web.grounds.title",
    "holder": "recipient.as",
    "how": "web.dispose.how",
    "item": "web.withhold.item",
    "letter": "post.which",
    "manner": "web.new.manner",
    "means": "web.payment.means",
    "measure": "web.substitute.measure",
    "note": "reason.note_label",
    "on": "fields.day",
    "owner": "web.order.owner",
    "paper": "web.papers.title",
    "question": "web.not_confirmed.which",
    "reason": "web.judge.reasons",
    "reasons": "web.judge.reasons",
    "regions": "web.mask.regions",
    "scope": "web.done.scope",
    "sheets": "web.dispose.sheets",
    "task": "web.order.task",
    "tracking": "post.tracking",
    "value": "fields.answer",
    "where": "tasks.where_label",
    "why": "post.why",
    "withheld": "web.grant.items",
}
_FAMILIES: Final = {
    "fact": "check.fact",
    "foreign": "web.foreign",
    "former": "web.person",
    "other": "web.person",
    "paper": "web.person",
    "recipient": "web.person",
    "reply": "web.person",
    "right": "web.person",
}
_OF_ITEM: Final = {"ground": "web.grounds.title", "reason": "web.judge.reasons"}


def field_label(field: str | None) -> Message | None:
    """The label of a field; None for what has none of its own."""
    head, _, rest = (field or "").partition(".")
    if head in _OF_ITEM and rest:
        return say(_OF_ITEM[head])
    if head in _FAMILIES and rest:
        rest = rest if head in ("fact", "foreign") else rest.removeprefix("former_")
        return say(f"{_FAMILIES[head]}.{rest}")
    if head in _LABELS and not rest:
        return say(_LABELS[head])
    return label_of(field)
