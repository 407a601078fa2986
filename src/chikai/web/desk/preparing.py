"""Deeds while a case is made ready: papers, fee, comparison, and what somebody says of them."""

from __future__ import annotations

from chikai.app import cases, letters, search, steps
from chikai.law.kinds import Channel, Manner, Means
from chikai.people.model import Name, Person
from chikai.web.desk import envelope
from chikai.web.desk.doing import Doing, Result
from chikai.web.posted import bad


def answer(d: Doing) -> Result:
    value = d.form.need_yes_no("value")
    question, reasons = d.form.need("question"), d.form.maybe("reasons")
    return steps.answer_question(d.home, d.case, question, value, by=d.by, reasons=reasons)


def mask(d: Doing) -> Result:
    paper, _, what = d.form.need("paper").partition(":")
    return steps.mask(d.home, d.case, paper, what, d.form.number("regions") or 1, by=d.by)


def paper(d: Doing) -> Result:
    specific = cases.load(d.home, d.case).specific
    with d.form.whole() as form:
        sheet = envelope.sheet(form, "sheet0", keeps_number=specific)
    if sheet is None:
        raise bad("web.fault.choose", "sheet0.type")
    return steps.add_paper(d.home, d.case, sheet, by=d.by)


def scan(d: Doing) -> Result:
    """The scan of a paper booked before: what still shows is covered on it, and recorded so."""
    case = cases.load(d.home, d.case)
    held = next((p for p in case.papers if p.id == d.form.need("paper")), None)
    if held is None:
        raise bad("web.fault.choose", "paper")
    covers = case.to_cover(held)
    with d.form.whole() as form:
        sent = envelope.scan(
            form, "sheet0", to_cover=len(covers), shows=bool(covers or held.masked)
        )
    if sent is None:
        raise bad("web.fault.choose", "sheet0.scan")
    return steps.attach_scan(d.home, d.case, held.id, sent, by=d.by, covers=covers)


def form(d: Doing) -> Result:
    with d.form.whole() as form:
        channel, complete = form.choice("channel", Channel), form.need_yes_no("form_complete")
    return steps.add_form(d.home, d.case, channel, complete, by=d.by)


def fee(d: Doing) -> Result:
    with d.form.whole() as form:
        payment = envelope.payment(form, "payment0")
    if payment is None:
        raise bad("web.fault.choose", "payment0.means")
    return steps.take_fee(d.home, d.case, payment, by=d.by)


def fee_means(d: Doing) -> Result:
    means = d.form.choices("means", Means)
    if not means:
        raise bad("web.fault.choose", "means")
    return steps.set_fee_means(d.home, d.case, means, by=d.by)


def match(d: Doing) -> Result:
    """What the papers say. Nothing given means that no paper gives it, and compares nothing."""
    with d.form.whole() as form:
        address, name = form.address("former"), form.text("former.name")
        person, other = form.person("paper"), form.address("other")
    former = None
    if address or name:
        current = Name(name) if name else _name_on_form(d)
        former = Person(names=(current,), addresses=(address,) if address else ())
    reading = search.PaperReading(person=person, former=former, addresses=(other,) if other else ())
    return search.match(d.home, d.case, reading, by=d.by)


def _name_on_form(d: Doing) -> Name:
    file = cases.unseal(d.home, cases.load(d.home, d.case).sealed)
    return Person.from_dict(file["person"]).names[0]


def manner(d: Doing) -> Result:
    return steps.choose_manner(d.home, d.case, d.form.choice("manner", Manner), by=d.by)


def not_confirmed(d: Doing) -> Result:
    with d.form.whole() as form:
        question, reason = form.need("question"), form.need("reason")
    return letters.not_confirmed(d.home, d.case, question, reason, by=d.by, lang=d.lang)


def flag(d: Doing) -> Result:
    lift = cases.load(d.home, d.case).protected
    return steps.set_flag(d.home, d.case, d.form.need("why"), by=d.by, lift=lift)


def hold(d: Doing) -> Result:
    lift = cases.load(d.home, d.case).hold
    return steps.set_hold(d.home, d.case, d.form.need("why"), by=d.by, lift=lift)
