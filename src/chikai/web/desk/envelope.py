"""The form of a new envelope: what a clerk sees, read into `app.envelope.Envelope`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from chikai.app.envelope import Asked, Envelope, Payment, ReplyTo, Sheet
from chikai.app.faults import Fault
from chikai.duties.requests.events import FormUsed
from chikai.law import documents
from chikai.law.kinds import Asker, Channel, Manner, Means, Paper, RequestKind, Whose
from chikai.people.model import Address, Person
from chikai.people.postal import address_of
from chikai.web.desk import scans
from chikai.web.posted import BadField, Posted, Seen, bad

PEOPLE: Final = 3
SHEETS: Final = 6
PAYMENTS: Final = 2
MARKS: Final = ("domicile", "my_number")


def read(form: Posted, *, today: date) -> Envelope:
    """The envelope the form describes. Raises `BadField` for all that is missing or unreadable."""
    with form.whole() as form:
        arrived = form.day("arrived_on") or today
        channel = form.choice("channel", Channel)
        used, complete = form.choice("form", FormUsed), form.yes_no("form_complete")
        asker = form.choice("asker", Asker)
        representative = form.person("representative")
        if asker is not Asker.PERSON and representative is None:
            form.miss("representative.name")
        asked = tuple(a for n in range(PEOPLE) if (a := _asked(form, f"person{n}")))
        if not asked:
            form.miss("person0.name")
            if not form.choices("person0.kinds", RequestKind):
                form.refuse(bad("web.fault.no_kind", "person0.kinds"))
        keeps = any(each.specific for each in asked)
        papers = [sheet(form, f"sheet{n}", keeps_number=keeps) for n in range(SHEETS)]
        money = [payment(form, f"payment{n}") for n in range(PAYMENTS)]
        reply = reply_to(form, representative or (asked[0].person if asked else None))
        protected = form.maybe("protected")
    return Envelope(
        arrived_on=arrived,
        channel=channel,
        asker=asker,
        asked=asked,
        representative=representative,
        reply_to=reply,
        form=used,
        form_complete=complete,
        sheets=tuple(each for each in papers if each),
        payments=tuple(each for each in money if each),
        protected=protected,
    )


def _asked(form: Posted, prefix: str) -> Asked | None:
    person, kinds = form.person(prefix), form.choices(f"{prefix}.kinds", RequestKind)
    if person is None:
        if form.begun(prefix, specific="unknown"):
            form.miss(f"{prefix}.name")
        return None
    if not kinds:
        form.refuse(bad("web.fault.no_kind", f"{prefix}.kinds"))
    return Asked(
        person=person,
        kinds=kinds,
        statement=form.text(f"{prefix}.statement"),
        manner=form.maybe_choice(f"{prefix}.manner", Manner),
        specific=form.yes_no(f"{prefix}.specific") is True,
    )


def reply_to(form: Posted, other: Person | None) -> ReplyTo:
    """Where the answer goes; what is left empty is the requester's own name and address."""
    own = other.addresses[0] if other and other.addresses else Address("")
    name = form.text("reply.name") or (other.names[0].full if other else "")
    email = form.maybe("reply.email") or (other.emails[0] if other and other.emails else None)
    return ReplyTo(name=name, address=form.address("reply") or own, email=email)


def placed(fault: Fault, form: Posted) -> Fault:
    """The fault by the field of this form: what the intake says of the person is of the first,
    where there is only one."""
    alone = not any(form.raw(f"person{n}.name") for n in range(1, PEOPLE))
    if alone and fault.field and fault.field.startswith("person."):
        return replace(fault, field=fault.field.replace("person.", "person0.", 1))
    return fault


def more_given(form: Posted, names: Sequence[str]) -> bool:
    """Whether any of these fields was filled in: their part of the page stands open then."""
    return any(form.raw(each) for each in names)


def fill_address(form: Posted, part: str) -> Posted:
    """The form with the address its postal code stands for; one that is there is not touched."""
    found = address_of(form.raw(f"{part}.postal_code"))
    if found is None or form.raw(f"{part}.address").strip():
        return form
    return replace(form, values={**form.values, f"{part}.address": (found,)})


def sheet(form: Posted, prefix: str, *, keeps_number: bool = False) -> Sheet | None:
    """One sheet. Whether an entry shows must be looked at before a sheet that can bear it is
    booked; a scan is kept only with everything covered, each entry by a rectangle of its own.
    `keeps_number`: a request about specific personal information, whose number is kept for it.
    """
    kind = form.maybe_choice(f"{prefix}.type", Paper)
    scanned = bool(form.files.get(f"{prefix}.scan"))
    whose = form.maybe_choice(f"{prefix}.whose", Whose) or Whose.PERSON
    issued_on, expires_on = form.day(f"{prefix}.issued_on"), form.day(f"{prefix}.expires_on")
    if kind is None:
        if form.begun(prefix, whose=Whose.PERSON):
            form.refuse(bad("web.fault.choose", f"{prefix}.type"))
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
        whose=whose,
        issued_on=issued_on,
        expires_on=expires_on,
        domicile_shown="domicile" in shows,
        number_shown="my_number" in shows,
        masked=tuple(sorted(covered)),
        scan=stored,
    )


def scan(form: Posted, prefix: str, *, to_cover: int, shows: bool) -> bytes | None:
    """The scan as it may be stored, if one was sent; `to_cover` entries need a rectangle each."""
    sent = form.files.get(f"{prefix}.scan")
    marks = scans.regions(form, prefix)
    if not sent:
        if marks:
            form.refuse(bad("web.fault.choose", f"{prefix}.scan"))
        return None
    if len(marks) < to_cover:
        form.refuse(bad("web.fault.cover_first", f"{prefix}.scan"))
        return None
    try:
        return scans.covered(sent, marks, field=f"{prefix}.scan", shows=shows)
    except BadField as error:
        form.refuse(error)
        return None


def _seen(form: Posted, name: str, kind: Paper, what: str, scanned: bool) -> Seen:
    seen = form.maybe_choice(name, Seen) or Seen.UNKNOWN
    if form.text(f"{name.partition('.')[0]}.clean") == "yes":
        if seen in (Seen.SHOWN, Seen.COVERED):
            form.refuse(bad("console.fault.clean_and_shown", name))
        seen = Seen.HIDDEN
    if seen is Seen.UNKNOWN and (scanned or what in documents.must_mask(kind)):
        form.refuse(bad("web.fault.look_first", name))
    return seen


def payment(form: Posted, prefix: str) -> Payment | None:
    if not form.begun(prefix):
        return None
    means = form.choice(f"{prefix}.means", Means)
    amount = form.number(f"{prefix}.amount") or 0
    if not amount:
        form.miss(f"{prefix}.amount")
    return Payment(
        means=means,
        amount=amount,
        serial=form.maybe(f"{prefix}.serial"),
        issued_on=form.day(f"{prefix}.issued_on"),
    )
