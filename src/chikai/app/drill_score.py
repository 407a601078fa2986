"""What the desk did with one envelope of a drill, point by point.

Pure: the case as its events make it, beside the case as the core makes it of the same envelope
read rightly. Every point says in one sentence why it was kept or lost, and on what ground.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from chikai.app.drill_envelopes import ACCEPT, ANSWER, ASK, GUARD
from chikai.app.drill_marks import Cites as Cites
from chikai.app.drill_marks import Done as Done
from chikai.app.drill_marks import Marked as Marked
from chikai.app.drill_marks import Point as Point
from chikai.app.drill_marks import Wanted as Wanted
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.events import FormUsed
from chikai.duties.requests.fees import due
from chikai.duties.requests.holdings import LetterOut, PaperHeld
from chikai.duties.requests.open_item import label
from chikai.kernel.message import Arg, Message, say
from chikai.kernel.text import compare_addresses
from chikai.law.kinds import APPI, BASIS, ORDER, Asker, Paper, Whose
from chikai.people.model import Person


def mark(wanted: Wanted, done: Sequence[Done]) -> Marked:
    """Mark one envelope. `done` are the cases opened for it, oldest first; the last one counts.
    With none, nothing is kept."""
    if not done:
        nothing = tuple(_points(wanted, Done(wanted.case, (), wanted.person), times=0))
        lost = tuple(_unkept(p) for p in nothing)
        return Marked(wanted.number, wanted.scenario, wanted.goal, None, lost)
    last = done[-1]
    points = tuple(_points(wanted, last, times=len(done)))
    sent = _told_on(wanted, last.case)
    days = (sent - last.case.basis.arrived_on).days if sent else None
    return Marked(wanted.number, wanted.scenario, wanted.goal, last.case.id, points, days)


def _unkept(point: Point) -> Point:
    message = say("drill.unopened") if point.key == "registered" else say("drill.not_done")
    return Point(point.key, point.worth, False, message, point.cites, point.clauses)


def _point(
    key: str,
    worth: int,
    kept: bool,
    cites: Cites = (),
    clauses: tuple[str, ...] = (),
    why: str | None = None,
    **args: Arg,
) -> Point:
    """Its sentence is `drill.kept.KEY` or `drill.lost.KEY`, or the one that says `why` it was
    lost where there are several ways."""
    message = Message(f"drill.kept.{key}" if kept else f"drill.lost.{why or key}", args)
    return Point(key, worth, kept, message, cites, clauses)


def _points(wanted: Wanted, done: Done, *, times: int) -> Iterator[Point]:
    yield from _registered(wanted, done, times)
    yield from _papers(wanted, done)
    yield from _money(wanted, done)
    yield from _compared(wanted, done)
    if wanted.goal == ASK:
        yield from _asked(wanted, done)
    if wanted.goal in (ACCEPT, ANSWER):
        yield from _accepted(wanted, done)
    if wanted.goal == ANSWER:
        yield from _answered(wanted, done)
    if wanted.goal == GUARD:
        yield from _guarded(done)


# --- how it was registered ----------------------------------------------------------------------


def _registered(wanted: Wanted, done: Done, times: int) -> Iterator[Point]:
    case, right = done.case, wanted.case
    yield _point("registered", 1, times == 1, (APPI(33, 2),))
    kind = say(f"kind.{right.kind.value}")
    made = say(f"kind.{case.kind.value}")
    same = case.kind is right.kind
    yield _point("kind", 2, same, (BASIS[right.kind],), kind=kind, made=made)
    asker = say(f"asker.{right.asker.value}")
    cites = (APPI(37, 1),) if right.asker is Asker.PERSON else (APPI(37, 3), ORDER(13))
    yield _point("asker", 1, case.asker is right.asker, cites, asker=asker)
    form = say("web.form." + right.form.value)
    channel = say(f"channel.{right.channel.value}")
    same_way = case.channel is right.channel and _form_then(done) is right.form
    cites = (ORDER(12, None, "i"), ORDER(12, None, "ii"))
    yield _point("way", 1, same_way, cites, channel=channel, form=form)
    arrived = right.basis.arrived_on
    same_day = case.basis.arrived_on == arrived
    yield _point("arrived", 1, same_day, (APPI(39, 1),), day=arrived)
    yield _point("particulars", 1, _same(done.person, wanted.person), (APPI(37, 2),))


def _form_then(done: Done) -> FormUsed:
    """The form as it was registered, whatever was added later."""
    first = ev.parse(done.events[0].type, done.events[0].data) if done.events else None
    return first.form if isinstance(first, ev.Received) else done.case.form


def _same(typed: Person, right: Person) -> bool:
    same_name = plain_name(typed) == plain_name(right)
    same_born = typed.birth_date == right.birth_date
    there = typed.addresses[0].text if typed.addresses else ""
    return same_name and same_born and compare_addresses(there, right.addresses[0].text).agrees


def plain_name(person: Person) -> str:
    return "".join(person.names[0].full.split())


# --- what lay in it -----------------------------------------------------------------------------


def _papers(wanted: Wanted, done: Done) -> Iterator[Point]:
    held = [p for p in done.case.papers if not _not_counted(p.type.value)]
    true = wanted.case.papers
    here, there = (Counter((p.type, p.whose) for p in each) for each in (held, true))
    names = tuple(say(f"paper.{p.type.value}") for p in true)
    proofs = (ORDER(12, None, "iii"),)
    if wanted.foreign:
        yield _point("foreign", 3, not here - there, (APPI(23),))
    elif names:
        missed, extra = _named(there - here), _named(here - there)
        why = "papers_missed" if missed else "papers_extra"
        same = here == there
        yield _point("papers", 2, same, proofs, why=why, papers=names, missed=missed, extra=extra)
    dated = [p for p in true if p.issued_on or p.expires_on]
    if dated:
        fit = all(_dates_fit(p, held) for p in dated)
        yield _point("dates", 1, fit, proofs)
    for paper in true:
        if paper.domicile_shown:
            seen = [p for p in held if p.type is paper.type and p.domicile_shown]
            covered = bool(seen) and all("domicile" in p.masked for p in seen)
            yield _point("masked", 2, covered, (APPI(23),), paper=say(f"paper.{paper.type.value}"))


def _named(papers: Counter[tuple[Paper, Whose]]) -> tuple[Message, ...]:
    return tuple(say(f"paper.{type_.value}") for type_, _ in papers.elements())


def _not_counted(paper: str) -> bool:
    """The form, the letter and the money may be noted as sheets, or not."""
    return paper in ("request_form", "free_letter", "money_order", "stamps", "other")


def _dates_fit(paper: PaperHeld, held: Sequence[PaperHeld]) -> bool:
    """What the paper says of its own dates; a day of issue that decides nothing may be left out."""
    same = [p for p in held if p.type is paper.type and p.whose is paper.whose]
    return bool(same) and all(
        p.expires_on == paper.expires_on and p.issued_on in (None, paper.issued_on) for p in same
    )


def _money(wanted: Wanted, done: Done) -> Iterator[Point]:
    true, here = (
        sorted((f.means.value, f.amount, f.issued_on or date.min) for f in c.fees)
        for c in (wanted.case, done.case)
    )
    if true:
        amount = sum(each[1] for each in true)
        booked = sum(each[1] for each in here)
        why = None if booked != amount else "money_otherwise"
        same = true == here
        yield _point("money", 2, same, (APPI(38, 1),), why=why, amount=amount, booked=booked)


# --- what was asked, and not asked --------------------------------------------------------------


def _compared(wanted: Wanted, done: Done) -> Iterator[Point]:
    right, made = wanted.case.match, done.case.match
    if right is None:
        return
    same = made is not None and (
        (made.form_and_file, made.candidates) == (right.form_and_file, right.candidates)
        and made.form_and_paper is right.form_and_paper
    )
    clause = wanted.policy.requests.match
    why = "not_matched" if made is None else None
    yield _point("matched", 1, same, (APPI(37, 2),), (clause.id,), why=why)


def _letters(case: Case) -> list[LetterOut]:
    return [x for x in case.letters if x.open_items]


def _asked(wanted: Wanted, done: Done) -> Iterator[Point]:
    case = done.case
    letters = _letters(case)
    asked = {key for x in letters for key in x.open_items}
    for item in wanted.items:
        kept = item.key in asked
        yield _point("asked", 2, kept, item.cites, item.clauses, item=item.label)
    needless = _needless(wanted, case)
    only = bool(letters) and not needless
    why = None if needless else "only_unhandled"
    yield _point("only", 3, only, (APPI(37, 4),), why=why, items=needless)
    yield _point("one_letter", 1, len(letters) == 1, (APPI(37, 4),), letters=len(letters))
    early = case.accepted_on is not None or not case.is_open
    waited, why = bool(letters) and not early, "waited_not" if early else None
    yield _point("waited", 2, waited, (APPI(37, 1),), why=why)
    yield _in_time(wanted, done)


def _needless(wanted: Wanted, case: Case) -> tuple[Message, ...]:
    """What was asked for and was not missing. Where the policy doesn't say how a fee is paid, the
    letter may ask for it, once the owner of the policy has said, or be silent."""
    clause = wanted.policy.requests.fee
    either = {"fee"} if clause is not None and not clause.means else set()
    right = {item.key for item in wanted.items} | either
    asked = {key for x in _letters(case) for key in x.open_items}
    return tuple(label(key) for key in sorted(asked - right))


def _accepted(wanted: Wanted, done: Done) -> Iterator[Point]:
    case = done.case
    accepted = case.accepted_on is not None
    needless = _needless(wanted, case)
    only = accepted and not needless
    why = None if needless else "only_unaccepted"
    yield _point("only", 3, only, (APPI(37, 4),), why=why, items=needless)
    yield _point("accepted", 2, accepted, (APPI(33, 2),))
    owed = due(wanted.case, wanted.policy, on=wanted.case.basis.arrived_on)
    paid = sum(f.amount for f in wanted.case.fees)
    if paid > owed:
        left = sum(f.left for f in case.fees)
        yield _point("returned", 2, accepted and left == owed, (APPI(38, 1),), amount=paid - owed)


def _answered(wanted: Wanted, done: Done) -> Iterator[Point]:
    case = done.case
    sent = case.answer is not None and isinstance(case.outcome, ev.Granted)
    sent = sent and case.kind is wanted.case.kind
    yield _point("answered", 3, sent, (BASIS[wanted.case.kind], APPI(33, 2)))
    wrong = any(e.type == ev.SecondCheckFailed.type() for e in done.events)
    right, why = sent and not wrong and not case.unchecked, "second_wrong" if wrong else None
    yield _point("second", 1, right, (APPI(23),), why=why)
    foreign = sum(check.foreign for check in case.checks)
    passed = case.answer is not None and _passed(case, case.answer)
    right, why = sent and passed and not foreign, "gate_foreign" if foreign else None
    yield _point("gate", 2, right, (APPI(23),), why=why, sheets=foreign)
    yield _in_time(wanted, done)


def _passed(case: Case, answer: LetterOut) -> bool:
    """The sheets of the answer were read before its envelope was sealed."""
    return any(check.passed and check.letter == answer.id for check in case.checks)


def _told_on(wanted: Wanted, case: Case) -> date | None:
    """The day the requester first heard what the envelope called for."""
    if wanted.goal in (ACCEPT, ANSWER):
        return case.answer.on if case.answer else None
    letters = _letters(case)
    return letters[0].on if letters else None


def _in_time(wanted: Wanted, done: Done) -> Point:
    answer = wanted.policy.requests.answer
    last = wanted.case.basis.arrived_on + timedelta(days=answer.own_target_days)
    told = _told_on(wanted, done.case)
    kept = told is not None and told <= last
    clauses = (answer.id,)
    return _point("in_time", 1, kept, (), clauses, day=last, days=answer.own_target_days)


def _guarded(done: Done) -> Iterator[Point]:
    """A note of support measures lay in the envelope (Cabinet Order Art. 5(i))."""
    flagged = any(e.type == ev.FlagSet.type() for e in done.events) and done.case.protected
    yield _point("flagged", 4, flagged, (APPI(33, 2, "i"), ORDER(5, None, "i")))
    judged = done.case.answer is None or "protective_judgment" in done.case.facts
    why = "kept_back_not" if done.case.answer else None
    yield _point("kept_back", 2, flagged and judged, (APPI(33, 2, "i"),), why=why)


KEYS: Final = (
    *("registered", "kind", "asker", "way", "arrived", "particulars"),
    *("papers", "foreign", "dates", "masked", "money", "matched"),
    *("asked", "only", "one_letter", "waited", "accepted", "returned", "answered"),
    *("second", "gate", "in_time", "flagged", "kept_back"),
)
"""Every kind of point there is."""
