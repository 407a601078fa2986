"""What the desk can do to a case: one name, one form, one use case.

A deed that sends a letter can be previewed: it is rehearsed, and the letter it prints is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from chikai.app import (
    cases,
    checking,
    destroying,
    letters,
    reasons,
    recipients,
    search,
    steps,
    tasks,
)
from chikai.app.cases import Actor
from chikai.app.faults import Fault
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Action
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.events import CameBack, Disposal, Holder
from chikai.duties.requests.letters.facts import Refusal
from chikai.duties.requests.letters.model import LetterKind
from chikai.kernel.event import Data
from chikai.kernel.message import say
from chikai.law.kinds import APPI, Channel, Manner, Means
from chikai.people.model import Name, Person
from chikai.ports import Home
from chikai.web.desk import envelope
from chikai.web.posted import BadField, Posted, bad

Result = Case | tuple[Case, ...] | Defect


@dataclass(frozen=True, slots=True)
class Doing:
    """One deed as it was posted: where, on which case, by whom, with which fields."""

    home: Home
    case: str
    by: Actor
    form: Posted

    @property
    def lang(self) -> str:
        """The language of the letter, which is the requester's and not the desk's."""
        return "en" if self.form.text("letter_lang") == "en" else "ja"


@dataclass(frozen=True, slots=True)
class Deed:
    run: Callable[[Doing], Result]
    letter: bool = False


# --- preparing ----------------------------------------------------------------------------------


def _answer(d: Doing) -> Result:
    value = d.form.yes_no("value")
    if value is None:
        raise bad("web.fault.yes_or_no", "value")
    question, reasons = d.form.need("question"), d.form.maybe("reasons")
    return steps.answer_question(d.home, d.case, question, value, by=d.by, reasons=reasons)


def _mask(d: Doing) -> Result:
    paper, _, what = d.form.need("paper").partition(":")
    return steps.mask(d.home, d.case, paper, what, d.form.number("regions") or 1, by=d.by)


def _paper(d: Doing) -> Result:
    specific = cases.load(d.home, d.case).specific
    sheet = envelope.sheet(d.form, "sheet0", keeps_number=specific)
    if sheet is None:
        raise bad("web.fault.choose", "sheet0.type")
    return steps.add_paper(d.home, d.case, sheet, by=d.by)


def _scan(d: Doing) -> Result:
    """The scan of a paper booked before: what still shows is covered on it, and recorded so."""
    case = cases.load(d.home, d.case)
    held = next((p for p in case.papers if p.id == d.form.need("paper")), None)
    if held is None:
        raise bad("web.fault.choose", "paper")
    covers = case.to_cover(held)
    scan = envelope.scan(d.form, "sheet0", to_cover=len(covers), shows=bool(covers or held.masked))
    if scan is None:
        raise bad("web.fault.missing", "sheet0.scan")
    return steps.attach_scan(d.home, d.case, held.id, scan, by=d.by, covers=covers)


def _form(d: Doing) -> Result:
    complete = d.form.yes_no("form_complete")
    if complete is None:
        raise bad("web.fault.yes_or_no", "form_complete")
    return steps.add_form(d.home, d.case, d.form.choice("channel", Channel), complete, by=d.by)


def _fee(d: Doing) -> Result:
    payment = envelope.payment(d.form, "payment0")
    if payment is None:
        raise bad("web.fault.choose", "payment0.means")
    return steps.take_fee(d.home, d.case, payment, by=d.by)


def _fee_means(d: Doing) -> Result:
    means = d.form.choices("means", Means)
    if not means:
        raise bad("web.fault.choose", "means")
    return steps.set_fee_means(d.home, d.case, means, by=d.by)


def _match(d: Doing) -> Result:
    """What the papers say. Nothing given means that no paper gives it, and compares nothing."""
    address, name = d.form.address("former"), d.form.text("former.name")
    former = None
    if address or name:
        current = Name(name) if name else _name_on_form(d)
        former = Person(names=(current,), addresses=(address,) if address else ())
    other = d.form.address("other")
    reading = search.PaperReading(
        person=d.form.person("paper"), former=former, addresses=(other,) if other else ()
    )
    return search.match(d.home, d.case, reading, by=d.by)


def _name_on_form(d: Doing) -> Name:
    file = cases.unseal(d.home, cases.load(d.home, d.case).sealed)
    return Person.from_dict(file["person"]).names[0]


def _close(
    close: Callable[..., Case | Defect],
) -> Callable[[Doing], Result]:
    return lambda d: close(d.home, d.case, by=d.by, lang=d.lang)


def _not_confirmed(d: Doing) -> Result:
    question, reason = d.form.need("question"), d.form.need("reason")
    return letters.not_confirmed(d.home, d.case, question, reason, by=d.by, lang=d.lang)


def _flag(d: Doing) -> Result:
    lift = cases.load(d.home, d.case).protected
    return steps.set_flag(d.home, d.case, d.form.need("why"), by=d.by, lift=lift)


def _hold(d: Doing) -> Result:
    lift = cases.load(d.home, d.case).hold
    return steps.set_hold(d.home, d.case, d.form.need("why"), by=d.by, lift=lift)


# --- deciding -----------------------------------------------------------------------------------


def _reason(d: Doing, items: tuple[str, ...] | None) -> str | None:
    return _looked_at(d, "reason", items)


def _looked_at(
    d: Doing, field: str, items: tuple[str, ...] | None, stands: str = "reason_stands"
) -> str | None:
    """The words, unless they give away what is withheld and nobody has said that they may
    stand."""
    reason = d.form.maybe(field)
    if reason is None or d.form.text(stands) == "yes":
        return reason
    told = reasons.gives_away(d.home, d.case, reason, items)
    if not told:
        return reason
    named = tuple(x for x in told if x != reasons.EXISTENCE)
    if len(named) < len(told):
        raise bad("reason.tells_existence", field)
    raise BadField(Fault("reason.tells", say("reason.tells", items=named), field=field))


def _alone(d: Doing) -> tuple[steps.Alone, ...]:
    """The items judged one by one: a ground for each that is left out, and why."""
    found = []
    for name, chosen in d.form.values.items():
        head, _, item = name.partition(".")
        if head == "ground" and item and chosen[0]:
            reason = _looked_at(d, f"reason.{item}", (item,), f"stands.{item}")
            if reason is None:
                raise bad("web.fault.missing", f"reason.{item}")
            found.append(steps.Alone(item, chosen[0], reason))
    return tuple(found)


def _grant(d: Doing) -> Result:
    withheld = tuple(dict.fromkeys(each for each in d.form.values.get("withheld", ()) if each))
    return steps.grant(
        d.home,
        d.case,
        by=d.by,
        alone=_alone(d),
        withheld=withheld,
        ground=d.form.maybe("ground") if withheld else None,
        reason=_reason(d, withheld),
        content=_foreign(d),
        note=d.form.maybe("note"),
    )


def _withhold(d: Doing) -> Result:
    item, ground = d.form.need("item"), d.form.need("ground")
    reason = _reason(d, (item,)) or d.form.need("reason")
    return steps.withhold(d.home, d.case, item, ground, reason, by=d.by)


FOREIGN: Final = (
    *("recipient", "setup", "outline", "checks"),
    *("country", "systems", "problems", "action"),
)


def _foreign(d: Doing) -> dict[str, Any] | None:
    """The items of Rule 18(3), for a request for information on measures abroad."""
    rows = {name: d.form.text(f"foreign.{name}") for name in FOREIGN}
    return {"measures": [rows]} if any(rows.values()) else None


def _refuse(d: Doing) -> Result:
    ground, reason = d.form.need("ground"), _reason(d, None) or d.form.need("reason")
    return steps.refuse(d.home, d.case, ground, reason, by=d.by, note=d.form.maybe("note"))


def _order(d: Doing) -> Result:
    task = {"what": d.form.need("task")}
    action, owner = d.form.choice("action", Action), d.form.need("owner")
    if not owner.isascii() or not owner.replace("-", "").replace("_", "").isalnum():
        raise bad("web.fault.staff_id", "owner")
    return steps.order(d.home, d.case, action, owner, task, by=d.by)


def _substitute(d: Doing) -> Result:
    measure = _looked_at(d, "measure", ()) or d.form.need("measure")
    reason = _reason(d, ()) or d.form.need("reason")
    return steps.substitute(d.home, d.case, measure, reason, by=d.by)


CORRECTIONS: Final = 4


def _done(d: Doing) -> Result:
    return steps.record_action(d.home, d.case, reported(d), by=d.by)


def reported(d: Doing) -> dict[str, Any]:
    """What the owner reports: for a correction each item before and after."""
    corrected = []
    for n in range(CORRECTIONS):
        item = d.form.text(f"item{n}")
        if item:
            before, after = d.form.text(f"before{n}"), d.form.text(f"after{n}")
            corrected.append({"item": item, "before": before, "after": after})
    result: dict[str, Any] = {"corrected": corrected}
    if measure := d.form.text("measure"):
        result["measures"] = [measure]
    if scope := d.form.text("scope"):
        result["scope"] = [line for line in scope.splitlines() if line.strip()]
    if done_on := d.form.day("done_on"):
        result["done_on"] = done_on.isoformat()
    return result


def _second_check(d: Doing) -> Result:
    asked = checking.facts(d.home, d.case)
    entered = {name: d.form.text(f"fact.{name}") for name in asked}
    for name in asked:
        if not entered[name]:
            raise bad("check.enter_both", f"fact.{name}")
    before = cases.load(d.home, d.case).seq
    result = checking.second_check(d.home, d.case, entered, by=d.by)
    if isinstance(result, Case) and result.unchecked and result.seq > before:
        last = ev.parse(*_last(d))
        assert isinstance(last, ev.SecondCheckFailed)
        differ = tuple(say(f"check.fact.{name}") for name in last.facts)
        stopped = say("check.differs", facts=differ)
        raise BadField(Fault("check.differs", stopped))
    return result


def _last(d: Doing) -> tuple[str, Data]:
    event = d.home.journal.read(d.case)[-1]
    return event.type, event.data


def _search_task(d: Doing) -> Result:
    due = d.form.day("due")
    if due is None:
        raise bad("web.fault.missing", "due")
    given = tuple(x for x in d.form.values.get("given", ()) if x)
    where, owner = d.form.need("where"), d.form.need("owner")
    return tasks.set_task(d.home, d.case, where, owner, due, given, by=d.by)


# --- answering and after ------------------------------------------------------------------------


def _send(d: Doing) -> Result:
    manner = d.form.maybe_choice("manner", Manner)
    again = d.form.text("again") == "yes"
    return letters.send_answer(d.home, d.case, by=d.by, lang=d.lang, manner=manner, again=again)


def _posted(d: Doing) -> Result:
    on, tracking = d.form.day("on"), d.form.maybe("tracking")
    return steps.posted(d.home, d.case, by=d.by, on=on, tracking=tracking)


def _delivered(d: Doing) -> Result:
    on, tracking = d.form.day("on"), d.form.maybe("tracking")
    return steps.delivered(d.home, d.case, by=d.by, on=on, tracking=tracking)


def _returned(d: Doing) -> Result:
    letter, why = d.form.need("letter"), d.form.choice("why", CameBack)
    return steps.returned(d.home, d.case, by=d.by, on=d.form.day("on"), letter=letter, why=why)


def _tell_recipient(d: Doing) -> Result:
    holder, name = d.form.choice("holder", Holder), d.form.need("recipient.name")
    address = d.form.address("recipient")
    if address is None:
        raise bad("web.fault.missing", "recipient.address")
    person, data = d.form.need("by_what"), d.form.need("data")
    wish = d.form.text("wish") == "yes"
    given = (holder, name, address, person, data)
    return recipients.tell(d.home, d.case, *given, by=d.by, wish=wish, lang=d.lang)


def _dispose(d: Doing) -> Result:
    sheets = d.form.number("sheets")
    if sheets is None:
        raise bad("web.fault.missing", "sheets")
    return steps.dispose_originals(d.home, d.case, d.form.choice("how", Disposal), sheets, by=d.by)


def _simple(run: Callable[..., Result]) -> Callable[[Doing], Result]:
    return lambda d: run(d.home, d.case, by=d.by)


def _letter(run: Callable[..., Result]) -> Deed:
    return Deed(lambda d: run(d.home, d.case, by=d.by, lang=d.lang), letter=True)


def _method_difficult(d: Doing) -> Result:
    """Paper instead of the manner chosen, told with its reason before the answer goes out."""
    ground = say("law.paper_since_chosen_is_difficult")
    why = Refusal(ground, APPI(33, 2), d.form.need("reason"))
    kind = LetterKind.METHOD_DIFFICULT
    return letters.tell(d.home, d.case, kind, by=d.by, lang=d.lang, refusal=why)


DEEDS: Final[Mapping[str, Deed]] = {
    "answer": Deed(_answer),
    "mask": Deed(_mask),
    "paper": Deed(_paper),
    "scan": Deed(_scan),
    "form": Deed(_form),
    "fee": Deed(_fee),
    "fee_means": Deed(_fee_means),
    "match": Deed(_match),
    "manner": Deed(
        lambda d: steps.choose_manner(d.home, d.case, d.form.choice("manner", Manner), by=d.by)
    ),
    "receipt": _letter(letters.receipt),
    "ask": _letter(letters.ask),
    "accept": Deed(_simple(steps.accept)),
    "hand_over": _letter(letters.hand_over),
    "withdraw": _letter(letters.withdraw),
    "close_unpaid": _letter(letters.close_unpaid),
    "not_confirmed": Deed(_not_confirmed, letter=True),
    "flag": Deed(_flag),
    "hold": Deed(_hold),
    "search": Deed(_simple(search.search)),
    "grant": Deed(_grant),
    "withhold": Deed(_withhold),
    "refuse": Deed(_refuse),
    "none_held": Deed(_simple(steps.none_held)),
    "order": Deed(_order),
    "substitute": Deed(_substitute),
    "done": Deed(_done),
    "second_check": Deed(_second_check),
    "approve": Deed(_simple(checking.approve)),
    "search_task": Deed(_search_task),
    "method_difficult": Deed(_method_difficult, letter=True),
    "send": Deed(_send, letter=True),
    "posted": Deed(_posted),
    "delivered": Deed(_delivered),
    "returned": Deed(_returned),
    "tell_recipient": Deed(_tell_recipient, letter=True),
    "return_fee": _letter(letters.return_fees),
    "dispose": Deed(_dispose),
    "destroy": Deed(_simple(destroying.destroy_papers)),
    "destroy_records": Deed(_simple(destroying.destroy_records)),
    "certificate": _letter(letters.certificate),
}
