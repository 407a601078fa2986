"""What the fields of forms are called, so that a fault can name its field.

The labels stand in the forms themselves; this is the list of them by the name of the field. A test
holds the two together.
"""

from __future__ import annotations

from typing import Final

from chikai.kernel.message import Message, say

_DESK: Final = {
    "action": "web.order.action",
    "again": "staff.password.again",
    "arrived_on": "web.new.arrived_on",
    "asker": "web.new.asker",
    "by_what": "recipient.by_what",
    "case": "proof.page.case",
    "channel": "web.new.channel",
    "codes": "web.gate.codes",
    "counted": "web.gate.counted",
    "current": "staff.password.current",
    "data": "recipient.data",
    "day": "fields.day",
    "document": "web.redact.file",
    "domicile": "web.sheet.domicile",
    "domicile_shown": "console.correct.domicile_shown",
    "done_on": "web.done.on",
    "due": "tasks.due_label",
    "effective_from": "studio.effective_from",
    "envelopes": "drill.start.envelopes",
    "expires_on": "web.sheet.expires_on",
    "file": "console.cabinet.file",
    "form": "web.new.form",
    "form_complete": "web.new.form_complete",
    "found": "tasks.found_label",
    "given": "tasks.given_label",
    "ground": "web.grounds.title",
    "holder": "recipient.as",
    "how": "web.dispose.how",
    "id": "web.desk.who_label",
    "issued_on": "web.sheet.issued_on",
    "item": "web.withhold.item",
    "items": "plan_page.items",
    "keep": "contact.keep",
    "letter": "post.which",
    "letter_lang": "web.letters.lang",
    "manner": "web.new.manner",
    "means": "web.payment.means",
    "measure": "web.substitute.measure",
    "my_number": "web.sheet.my_number",
    "name": "studio.draft_name",
    "note": "reason.note_label",
    "number_shown": "console.correct.number_shown",
    "on": "fields.day",
    "others": "web.scans.others",
    "others_hidden": "web.scans.others_hidden",
    "owner": "web.order.owner",
    "paper": "web.papers.title",
    "password": "staff.password.label",
    "protected": "web.new.protected",
    "purposes": "plan_page.purposes",
    "question": "web.not_confirmed.which",
    "reached": "post.reached_how",
    "reason": "web.judge.reasons",
    "reasons": "web.judge.reasons",
    "regions": "web.mask.regions",
    "role": "staff.accounts.roles",
    "rows": "plan_page.rows_done",
    "said": "tasks.said_label",
    "scan": "web.gate.scan",
    "scope": "web.done.scope",
    "seed": "drill.start.seed",
    "sheets": "web.dispose.sheets",
    "since": "numbers.period.since",
    "subject": "mail.subject",
    "task": "web.order.task",
    "text": "mail.text",
    "tracking": "post.tracking",
    "type": "web.sheet.type",
    "undo_days": "plan_page.undo_days",
    "until": "numbers.period.until",
    "upload": "tasks.upload_label",
    "value": "fields.answer",
    "wants": "contact.wants",
    "where": "tasks.where_label",
    "whose": "web.sheet.whose",
    "why": "post.why",
    "withheld": "web.grant.items",
}
_PORTAL: Final = {
    "asker": "portal.start.who",
    "code": "portal.code.label",
    "covered": "portal.upload.covered",
    "data": "portal.start.data",
    "kinds": "web.new.kinds",
    "manner": "web.new.manner",
    "paper": "portal.upload.paper",
    "scan": "portal.upload.file",
    "secret": "portal.secret.label",
    "specific": "web.new.specific",
    "statement": "web.portal.statement",
    "text": "portal.room.your_words",
    "whose": "web.sheet.whose",
}

_PARTS: Final = {
    "person": "console.part.person",
    "representative": "console.part.representative",
    "reply": "web.new.reply",
    "sheet": "console.part.sheet",
    "payment": "console.part.payment",
}
"""Parts of the form of an envelope."""
_OF_PART: Final = {"sheet": "web.sheet", "payment": "web.payment"}
_OF_REQUEST: Final = frozenset({"kinds", "statement", "manner", "specific"})
_SECTIONS: Final = ("person", "representative", "reply")
"""Parts of a requester's form."""

_FAMILIES: Final = {
    "fact": "check.fact",
    "foreign": "web.foreign",
    "former": "web.person",
    "other": "web.person",
    "paper": "web.person",
    "recipient": "web.person",
    "right": "web.person",
}
_OF_PLACE: Final = {
    "what": "cli.scan.what",
    "ground": "web.redact.ground",
    "reason": "web.redact.reason",
}
_OF_ITEM: Final = {"ground": "web.grounds.title", "reason": "web.judge.reasons"}
_ROWS: Final = {
    "item": "web.done.item",
    "reason": "web.judge.reasons",
    "before": "web.done.before",
    "after": "web.done.after",
    "place": "plan_page.place",
    "scan": "web.scans.file",
}


def of_desk(field: str | None) -> Message | None:
    """The label of a field of the desk, with the part of the form it stands in; None for what is
    no field of its own."""
    head, _, rest = (field or "").partition(".")
    kind = head.rstrip("0123456789")
    if not rest:
        if head in _DESK:
            return say(_DESK[head])
        return say(_ROWS[kind], n=_number(head) + 1) if kind in _ROWS else None
    if head in _OF_ITEM:
        return say(_OF_ITEM[head])
    if head in _FAMILIES:
        rest = rest if head in ("fact", "foreign") else rest.removeprefix("former_")
        return say(f"{_FAMILIES[head]}.{rest}")
    if kind in _PARTS:
        return _in_envelope(kind, _number(head) + 1, rest)
    return _marked(head, rest) if kind in ("page", "cover") else None


def _number(name: str) -> int:
    """The number a name ends with."""
    return int(name[len(name.rstrip("0123456789")) :] or 0)


def _in_envelope(part: str, n: int, which: str) -> Message:
    family = "web.new" if which in _OF_REQUEST else _OF_PART.get(part, "web.person")
    region, _, side = which.partition(".")
    what = say(f"{family}.{which}")
    if side:
        area = say("web.sheet.region", n=_number(region) + 1)
        what = say("console.in", part=area, what=say(f"web.sheet.side.{side}"))
    return say("console.in", part=say(_PARTS[part], n=n), what=what)


def _marked(place: str, rest: str) -> Message:
    """A place marked on a picture: `cover0.x`, or `page1.part0.ground`."""
    row, _, which = rest.rpartition(".")
    what = say(_OF_PLACE.get(which, f"web.marks.{which}"))
    if not row:
        return say("console.in", part=say("web.marks.row", n=_number(place) + 1), what=what)
    part = say("console.in", part=say("web.redact.part", n=_number(row) + 1), what=what)
    return say("console.in", part=say("web.redact.page", n=_number(place)), what=part)


def of_portal(field: str | None) -> Message | None:
    """The label of a field of the portal; None for what is no field of its own."""
    section, _, particular = (field or "").partition(".")
    if section in _SECTIONS and particular:
        what = say(f"web.person.{particular}")
        return say("portal.field_in", part=say(f"portal.part.{section}"), what=what)
    return say(_PORTAL[section]) if section in _PORTAL and not particular else None
