"""Deeds from the answer on: how it went, who else is told, and what becomes of the papers."""

from __future__ import annotations

from chikai.app import letters, recipients, steps
from chikai.duties.requests.events import CameBack, Disposal, Holder, Reached
from chikai.duties.requests.letters.facts import Refusal
from chikai.duties.requests.letters.model import LetterKind
from chikai.kernel.message import say
from chikai.law.kinds import APPI, Manner
from chikai.people.model import Address
from chikai.web.desk.doing import Doing, Result


def send(d: Doing) -> Result:
    manner = d.form.maybe_choice("manner", Manner)
    again = d.form.text("again") == "yes"
    return letters.send_answer(d.home, d.case, by=d.by, lang=d.lang, manner=manner, again=again)


def method_difficult(d: Doing) -> Result:
    """Paper instead of the manner chosen, told with its reason before the answer goes out."""
    ground = say("law.paper_since_chosen_is_difficult")
    why = Refusal(ground, APPI(33, 2), d.form.need("reason"))
    kind = LetterKind.METHOD_DIFFICULT
    return letters.tell(d.home, d.case, kind, by=d.by, lang=d.lang, refusal=why)


def posted(d: Doing) -> Result:
    on, tracking = d.form.day("on"), d.form.maybe("tracking")
    return steps.posted(d.home, d.case, by=d.by, on=on, tracking=tracking)


def delivered(d: Doing) -> Result:
    with d.form.whole() as form:
        on, tracking = form.day("on"), form.maybe("tracking")
        reached = form.maybe_choice("reached", Reached)
    return steps.delivered(d.home, d.case, by=d.by, on=on, tracking=tracking, reached=reached)


def returned(d: Doing) -> Result:
    with d.form.whole() as form:
        letter, why, on = form.need("letter"), form.choice("why", CameBack), form.day("on")
    return steps.returned(d.home, d.case, by=d.by, on=on, letter=letter, why=why)


def tell_recipient(d: Doing) -> Result:
    with d.form.whole() as form:
        holder, name = form.choice("holder", Holder), form.need("recipient.name")
        address = Address(form.need("recipient.address"), form.maybe("recipient.postal_code"))
        person, data = form.need("by_what"), form.need("data")
    given = (holder, name, address, person, data)
    wish = d.form.text("wish") == "yes"
    return recipients.tell(d.home, d.case, *given, by=d.by, wish=wish, lang=d.lang)


def dispose(d: Doing) -> Result:
    with d.form.whole() as form:
        how, sheets = form.choice("how", Disposal), form.need_number("sheets")
    return steps.dispose_originals(d.home, d.case, how, sheets, by=d.by)
