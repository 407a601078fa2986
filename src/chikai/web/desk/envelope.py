"""The form of a new envelope: what a clerk sees, read into `intake.Envelope`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from chikai.app.faults import Fault
from chikai.app.intake import Asked, Envelope, Payment, ReplyTo, Sheet
from chikai.duties.requests.events import FormUsed
from chikai.law import documents
from chikai.law.kinds import Asker, Channel, Manner, Means, Paper, RequestKind, Whose
from chikai.people.model import Address, Person
from chikai.web.desk import scans
from chikai.web.posted import Posted, Seen, bad

PEOPLE: Final = 3
SHEETS: Final = 6
PAYMENTS: Final = 2
MARKS: Final = ("domicile", "my_number")


def read(form: Posted, *, today: date) -> Envelope:
    """The envelope the form describes. Raises `BadField` for what is missing or unreadable."""
    arrived = form.day("arrived_on") or today
    asked = tuple(each for n in range(PEOPLE) if (each := _asked(form, f"person{n}")))
    representative = form.person("representative")
    asker = form.choice("asker", Asker)
    if not asked:
        raise bad("web.fault.missing", "person0.name")
    return Envelope(
        arrived_on=arrived,
        channel=form.choice("channel", Channel),
        asker=asker,
        asked=asked,
        representative=representative,
        reply_to=reply_to(form, representative or asked[0].person),
        form=form.choice("form", FormUsed),
        form_complete=form.yes_no("form_complete"),
        sheets=_sheets(form, keeps_number=any(each.specific for each in asked)),
        payments=tuple(p for n in range(PAYMENTS) if (p := payment(form, f"payment{n}"))),
        protected=form.maybe("protected"),
    )


def _sheets(form: Posted, *, keeps_number: bool) -> tuple[Sheet, ...]:
    read = (sheet(form, f"sheet{n}", keeps_number=keeps_number) for n in range(SHEETS))
    return tuple(each for each in read if each)


def _asked(form: Posted, prefix: str) -> Asked | None:
    person = form.person(prefix)
    if person is None:
        return None
    kinds = form.choices(f"{prefix}.kinds", RequestKind)
    if not kinds:
        raise bad("web.fault.no_kind", f"{prefix}.kinds")
    return Asked(
        person=person,
        kinds=kinds,
        statement=form.text(f"{prefix}.statement"),
        manner=form.maybe_choice(f"{prefix}.manner", Manner),
        specific=form.yes_no(f"{prefix}.specific") is True,
    )


def reply_to(form: Posted, other: Person) -> ReplyTo:
    """Where the answer goes; what is left empty is the requester's own name and address."""
    own = other.addresses[0] if other.addresses else Address("")
    name = form.text("reply.name") or other.names[0].full
    email = form.maybe("reply.email") or (other.emails[0] if other.emails else None)
    return ReplyTo(name=name, address=form.address("reply") or own, email=email)


def placed(fault: Fault, form: Posted) -> Fault:
    """The fault by the field of this form: what the intake says of the person is of the first,
    where there is only one."""
    alone = not any(form.raw(f"person{n}.name") for n in range(1, PEOPLE))
    if alone and fault.field and fault.field.startswith("person."):
        return replace(fault, field=fault.field.replace("person.", "person0.", 1))
    return fault


def sheet(form: Posted, prefix: str, *, keeps_number: bool = False) -> Sheet | None:
    """One sheet. Whether an entry shows must be looked at before a sheet that can bear it is
    booked; a scan is kept only with everything covered, each entry by a rectangle of its own.
    `keeps_number`: a request about specific personal information, whose number is kept for it.
    """
    kind = form.maybe_choice(f"{prefix}.type", Paper)
    scanned = bool(form.files.get(f"{prefix}.scan"))
    if kind is None:
        if scanned:
            raise bad("web.fault.choose", f"{prefix}.type")
        return None
    seen = {what: _seen(form, f"{prefix}.{what}", kind, what, scanned) for what in MARKS}
    shows = {what for what in MARKS if seen[what] in (Seen.SHOWN, Seen.COVERED)}
    covered = {what for what in shows if seen[what] is Seen.COVERED}
    to_cover = shows - covered - ({"my_number"} if keeps_number else set())
    stored = scan(form, prefix, to_cover=len(to_cover), shows=bool(to_cover | covered))
    if stored:
        covered |= to_cover
    return Sheet(
        type=kind,
        whose=form.maybe_choice(f"{prefix}.whose", Whose) or Whose.PERSON,
        issued_on=form.day(f"{prefix}.issued_on"),
        expires_on=form.day(f"{prefix}.expires_on"),
        domicile_shown="domicile" in shows,
        number_shown="my_number" in shows,
        masked=tuple(sorted(covered)),
        scan=stored,
    )


def scan(form: Posted, prefix: str, *, to_cover: int, shows: bool) -> bytes | None:
    """The scan as it may be stored, if one was sent; `to_cover` entries need a rectangle each."""
    sent = form.files.get(f"{prefix}.scan")
    if not sent:
        return None
    marks = scans.regions(form, prefix)
    if len(marks) < to_cover:
        raise bad("web.fault.cover_first", f"{prefix}.scan")
    return scans.covered(sent, marks, field=f"{prefix}.scan", shows=shows)


def _seen(form: Posted, name: str, kind: Paper, what: str, scanned: bool) -> Seen:
    seen = form.maybe_choice(name, Seen) or Seen.UNKNOWN
    if seen is Seen.UNKNOWN and (scanned or what in documents.must_mask(kind)):
        raise bad("web.fault.look_first", name)
    return seen


def payment(form: Posted, prefix: str) -> Payment | None:
    means = form.maybe_choice(f"{prefix}.means", Means)
    if means is None:
        return None
    amount = form.number(f"{prefix}.amount")
    if not amount:
        raise bad("web.fault.missing", f"{prefix}.amount")
    return Payment(
        means=means,
        amount=amount,
        serial=form.maybe(f"{prefix}.serial"),
        issued_on=form.day(f"{prefix}.issued_on"),
    )
