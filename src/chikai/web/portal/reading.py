"""A requester's form, read as people write: any width, hyphen, kana or era.

Everything that cannot be read is found at once, each under its field; what was typed stays as it
was typed, beside the form it is kept in.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from chikai.app import contact
from chikai.app.envelope import Asked, Envelope, ReplyTo
from chikai.app.faults import Fault, faults_of
from chikai.duties.requests.events import FormUsed
from chikai.kernel.characters import hyphens_to_ascii
from chikai.kernel.message import say
from chikai.law.kinds import Asker, Channel, Manner, RequestKind
from chikai.people.model import Address, Name, Person
from chikai.people.postal import address_of, plain_code
from chikai.policy.model import Policy
from chikai.policy.publish.form import CHOICE_OF_MANNER, Filled
from chikai.ports import BadData
from chikai.web.posted import BadField, Posted, bad

PARTS: Final = ("person", "representative", "reply")
NOT_KEPT: Final = frozenset({"_csrf_token", "command", "secret", "fill", "save", "draft", "print"})
"""Fields that are no part of what somebody asks."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Told:
    """What a form tells, in the form it is kept in."""

    asker: Asker
    kinds: tuple[RequestKind, ...]
    manner: Manner | None
    statement: str
    specific: bool
    person: Person | None
    representative: Person | None
    reply: ReplyTo | None

    def filled(self) -> Filled:
        """For the printed form."""
        to = self.reply
        place = (to.address.postal_code, to.address.text, to.name) if to else ()
        return Filled(
            person=self.person,
            representative=self.representative,
            reply_to=tuple(each for each in place if each) if to and to.address.text else (),
            statement=self.statement,
            manner=self.manner,
        )


def read(form: Posted, policy: Policy, lang: str, *, on: date, whole: bool) -> Told:
    """Read a form. `whole`: to open a case with it; else to print what is there.

    Raises `BadField` with everything that is wrong.
    """
    with form.whole() as form:
        asker = form.maybe_choice("asker", Asker) or Asker.PERSON
        kinds = form.choices("kinds", RequestKind)
        manner = form.maybe_choice("manner", Manner)
        statement = _statement(form, policy, lang)
        person = _person(form, "person", on)
        representative = None if asker is Asker.PERSON else _person(form, "representative", on)
        reply = _reply(form, representative or person)
        specific = form.yes_no("specific") is True
        if whole:
            for fault in _missing(asker, kinds, manner, person, representative, reply, policy):
                form.refuse(BadField(fault))
            _secret(form)
    return Told(
        asker=asker,
        kinds=kinds,
        manner=manner,
        statement=statement,
        specific=specific,
        person=person,
        representative=representative,
        reply=reply,
    )


def _secret(form: Posted) -> None:
    try:
        if secret := form.maybe("secret"):
            contact.check_secret(secret)
    except BadData as error:
        _, found = faults_of(error)
        form.refuse(BadField(*found))


def envelope(told: Told, form: Posted, *, on: date) -> Envelope:
    """The request as the intake takes it, with the words as they were typed beside it."""
    assert told.person is not None and told.reply is not None
    asked = Asked(
        person=told.person,
        kinds=told.kinds,
        statement=told.statement,
        manner=told.manner,
        specific=told.specific,
    )
    return Envelope(
        arrived_on=on,
        channel=Channel.PORTAL,
        asker=told.asker,
        asked=(asked,),
        representative=told.representative,
        reply_to=told.reply,
        form=FormUsed.FREE,
        as_typed=tuple((k, v) for k, v in typed(form).items() if any(v)),
    )


def typed(form: Posted) -> dict[str, tuple[str, ...]]:
    """The fields that are somebody's words, as they were typed."""
    return {k: tuple(v) for k, v in form.values.items() if k not in NOT_KEPT}


def fill_address(form: Posted, part: str) -> Posted:
    """The form with the address its postal code stands for. What was written after the town stays;
    an address that begins otherwise is not touched."""
    found = address_of(form.raw(f"{part}.postal_code"))
    written = form.raw(f"{part}.address")
    if found is None or written.strip():
        return form
    return replace(form, values={**form.values, f"{part}.address": (found,)})


def _missing(
    asker: Asker,
    kinds: tuple[RequestKind, ...],
    manner: Manner | None,
    person: Person | None,
    representative: Person | None,
    reply: ReplyTo | None,
    policy: Policy,
) -> list[Fault]:
    found = []
    if not kinds:
        found.append(_fault("web.fault.no_kind", "kinds"))
    if person is None:
        found.append(_fault("web.fault.missing", "person.name"))
    if asker is not Asker.PERSON and representative is None:
        found.append(_fault("web.fault.missing", "representative.name"))
    elsewhere = reply or ReplyTo(name="", address=Address(""))
    if not elsewhere.address.text and not (
        elsewhere.email and answered_by_wire(policy, kinds, manner)
    ):
        who = "person" if asker is Asker.PERSON else "representative"
        if not elsewhere.email:
            found.append(_fault("web.fault.nowhere_to_answer", f"{who}.address"))
        else:
            found.append(_fault("portal.fault.address_for_paper", f"{who}.address"))
    return found


def answered_by_wire(policy: Policy, kinds: tuple[RequestKind, ...], manner: Manner | None) -> bool:
    """Whether an e-mail address alone is enough: all of it is answered as electronic data, or the
    policy does not say that it answers this in writing."""
    answer = policy.requests.answer
    for kind in kinds:
        if kind in CHOICE_OF_MANNER and manner is Manner.ELECTRONIC:
            continue
        written = answer.written if answer.written_kinds is None else kind in answer.written_kinds
        if written or manner is Manner.PAPER:
            return False
    return True


def _fault(code: str, field: str) -> Fault:
    return Fault(code, say(code), field=field)


def _statement(form: Posted, policy: Policy, lang: str) -> str:
    """Which data, as far as they were ticked, and the words below them."""
    chosen = [c.say[lang] for c in policy.categories if form.has("data", c.id)]
    return "\n".join(filter(None, ("、".join(chosen), form.text("statement"))))


def _person(form: Posted, part: str, on: date) -> Person | None:
    name, kana = tidy(form.text(f"{part}.name")), tidy(form.text(f"{part}.kana"))
    address = _address(form, part)
    born = _born(form, f"{part}.birth_date", on)
    phone, email = _phone(form, f"{part}.phone"), _email(form, f"{part}.email")
    member = plain(form.text(f"{part}.member_number"))
    if not name:
        if form.begun(part):
            form.miss(f"{part}.name")
        return None
    return Person(
        names=(Name(name, kana or None),),
        addresses=(address,) if address else (),
        birth_date=born,
        phones=(phone,) if phone else (),
        emails=(email,) if email else (),
        member_numbers=(member,) if member else (),
    )


def _reply(form: Posted, other: Person | None) -> ReplyTo | None:
    """Where the answer goes; what is left empty is the requester's own."""
    name, place = tidy(form.text("reply.name")), _address(form, "reply")
    email = _email(form, "reply.email")
    if other is None and not (name or place or email):
        return None
    own = other.addresses[0] if other and other.addresses else Address("")
    own_email = other.emails[0] if other and other.emails else None
    return ReplyTo(
        name=name or (other.names[0].full if other else ""),
        address=place or own,
        email=email or own_email,
    )


def _address(form: Posted, part: str) -> Address | None:
    text, code = tidy(form.text(f"{part}.address")), _postal(form, f"{part}.postal_code")
    if code and not text:
        form.miss(f"{part}.address")
    return Address(text, code) if text else None


def _postal(form: Posted, name: str) -> str | None:
    text = form.text(name)
    if not text:
        return None
    digits = plain_code(text)
    if digits is None:
        form.refuse(bad("portal.fault.postal_code", name))
        return None
    return f"{digits[:3]}-{digits[3:]}"


def _born(form: Posted, name: str, on: date) -> date | None:
    born = form.day(name)
    if born is not None and born > on:
        form.refuse(bad("intake.born_after_arrival", name))
    return born


def _phone(form: Posted, name: str) -> str:
    text = plain(form.text(name))
    if text and not re.fullmatch(r"\+?[0-9][0-9-]{5,20}", text):
        form.refuse(bad("portal.fault.phone", name))
    return text


def _email(form: Posted, name: str) -> str:
    text = unicodedata.normalize("NFKC", form.text(name))
    if text and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        form.refuse(bad("portal.fault.email", name))
    return text


def tidy(text: str) -> str:
    """A name or an address as it is kept: half-width kana made full, runs of space made one. No
    character is exchanged for another: people write their own names."""
    full = re.sub(r"[\uff61-\uff9f]+", lambda m: unicodedata.normalize("NFKC", m[0]), text)
    return re.sub(r"[ \t\u3000]+", " ", unicodedata.normalize("NFC", full)).strip()


def plain(text: str) -> str:
    """A number as it is kept: narrow, hyphens plain, no spaces or brackets."""
    narrow = hyphens_to_ascii(unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s()]+", "", narrow)
