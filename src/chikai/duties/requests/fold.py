"""A case is the fold of its events: where it begins, and what each event changes in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Basis, Case
from chikai.duties.requests.changing import changed
from chikai.duties.requests.flow import FLOW, Exit, State
from chikai.duties.requests.holdings import (
    Document,
    Fact,
    FeeHeld,
    LetterOut,
    PaperHeld,
    SearchTask,
    Unreached,
    Withholding,
)
from chikai.duties.requests.questions import ADDRESS_AGAIN
from chikai.kernel.event import Event


def start(event: Event) -> Case:
    """The case a `received` event begins."""
    first = ev.parse(event.type, event.data)
    if not isinstance(first, ev.Received):
        raise ValueError(f"a case begins with `received`, not with `{event.type}`")
    return Case(
        id=event.case,
        kind=first.kind,
        asker=first.asker,
        envelope=first.envelope,
        person=first.person,
        basis=Basis(event.occurred_on, first.policy),
        channel=first.channel,
        channels=(first.channel,),
        form=first.form,
        manner=first.manner,
        minor=first.minor,
        specific=first.specific,
        sealed=first.sealed,
        seq=1,
    )


def fold(history: Iterable[Event]) -> Case:
    """The case after all its events. Raises `ValueError` on an empty history."""
    case: Case | None = None
    for event in history:
        case = start(event) if case is None else advance(case, event)
    if case is None:
        raise ValueError("a case without events")
    return case


def advance(case: Case, event: Event) -> Case:
    """The case after one more event. Raises `NoSuchStep` when the flow has no such row."""
    return after(case, ev.parse(event.type, event.data), on=event.occurred_on, by=event.actor_id)


def after(case: Case, happened: ev.Happening, *, on: date, by: str) -> Case:
    """The case after something happened, journalled or only considered."""
    moved = replace(case, state=FLOW.next(case.state, happened.type()), seq=case.seq + 1)
    return _note(moved, happened, on=on, by=by)


def _note(case: Case, happened: ev.Happening, *, on: date, by: str) -> Case:
    match happened:
        case ev.FormReturned(channel=channel):
            return replace(case, form=ev.FormUsed.DESIGNATED, channels=(*case.channels, channel))
        case ev.PaperReceived():
            return replace(case, papers=(*case.papers, PaperHeld.of(happened, on=on)))
        case ev.PaperMasked(paper=paper, what=what):
            return _on_paper(case, paper, lambda p: replace(p, masked=p.masked | {what}))
        case (
            ev.PaperScanned(paper=paper, sealed=sealed)
            | ev.ScanReplaced(paper=paper, sealed=sealed)
        ):
            return _on_paper(case, paper, lambda p: replace(p, sealed=sealed))
        case ev.PaperCorrected(paper=paper):
            return _on_paper(case, paper, lambda p: p.corrected(happened))
        case ev.ParticularsCorrected():
            return _look_again(_with_particulars(case, happened, by))
        case ev.PaperReturned(paper=paper):
            return _on_paper(case, paper, lambda p: replace(p, returned=True, returned_on=on))
        case ev.FeeReceived():
            held = FeeHeld(
                happened.fee,
                happened.means,
                happened.amount,
                on,
                happened.issued_on,
                happened.sealed,
            )
            return replace(case, fees=(*case.fees, held))
        case ev.FeeReturned(fee=fee):
            fees = tuple(f.sent_back(happened) if f.id == fee else f for f in case.fees)
            return replace(case, fees=fees)
        case ev.FeeMeansSet(means=means):
            return replace(case, fee_means=means)
        case ev.FactRecorded():
            fact = Fact(happened.value, happened.judged, by, on, happened.sealed)
            return replace(case, facts={**case.facts, happened.question: fact})
        case ev.MatchRecorded():
            return replace(case, match=happened)
        case ev.FlagSet():
            return replace(case, protected=True)
        case ev.FlagLifted():
            return replace(case, protected=False)
        case ev.HoldSet():
            return replace(case, hold=True)
        case ev.HoldLifted():
            return replace(case, hold=False)
        case ev.EnvelopeChecked():
            return replace(case, checks=(*case.checks, happened))
        case ev.DocumentAdded(document=id, pages=pages, sealed=sealed):
            return replace(case, documents=(*case.documents, Document(id, pages, sealed)))
        case ev.DocumentRedacted(document=id):
            documents = tuple(
                replace(d, redacted=happened) if d.id == id else d for d in case.documents
            )
            return _look_again(replace(case, documents=documents))
        case ev.MannerChosen(manner=manner):
            return _look_again(replace(case, manner=manner))
        case ev.SearchTaskSet():
            task = SearchTask(happened.task, happened.owner, happened.due, on, happened.sealed)
            return replace(case, tasks=(*case.tasks, task))
        case ev.SearchTaskAnswered(task=task):
            tasks = (t.signed(happened, on=on) if t.id == task else t for t in case.tasks)
            return replace(case, tasks=tuple(tasks))
        case ev.ChecksNeeded():
            return replace(case, needed=happened, decided_by=by)
        case ev.SecondChecked():
            return replace(case, checked_by=by)
        case ev.SecondCheckFailed():
            return replace(case, looked_wrong=(*case.looked_wrong, by))
        case ev.Approved():
            return replace(case, approved_by=by)
        case ev.LetterSent():
            letter = LetterOut(
                happened.letter,
                happened.kind,
                on,
                happened.delivery,
                happened.open_items,
                happened.answer_by,
                happened.sealed,
                fees_then=len(case.fees) if "fee" in happened.open_items else 0,
            )
            return replace(case, letters=(*case.letters, letter))
        case ev.RecipientTold():
            return replace(case, told_others=(*case.told_others, happened))
        case ev.LetterReturned(letter=id, why=why):
            out = next(x for x in case.letters if x.id == id)
            back = replace(out, returned_on=on, came_back=why)
            letters = tuple(back if x is out else x for x in case.letters)
            doubted = out.to_requester and why.doubts_address
            return replace(_address_doubted(case) if doubted else case, letters=letters)
        case _:
            return _move(case, happened, on=on, by=by)


def _move(case: Case, happened: ev.Happening, *, on: date, by: str) -> Case:
    match happened:
        case ev.Accepted():
            return replace(case, accepted_on=on)
        case ev.LeftInDoubt(sealed=sealed):
            return replace(case, in_doubt=sealed, stopped=None)
        case ev.SearchStopped(source=source):
            since = case.stopped.since if case.stopped else on
            return replace(case, stopped=Unreached(source or "", since))
        case ev.SearchDone():
            found = replace(case, search=happened, in_doubt=None, stopped=None)
            return replace(found, search_anew=False)
        case ev.ItemWithheld(item=item, ground=ground, sealed=sealed):
            others = tuple(w for w in case.withheld if w.item != item)
            judged = (*others, Withholding(item, ground, by, on, sealed))
            anew = by if case.needed else None
            return _look_again(replace(case, withheld=judged, decided_by=anew))
        case ev.Granted() | ev.Refused() | ev.NoneHeld() | ev.Substituted():
            return replace(case, outcome=happened, decided_on=on)
        case ev.ActionOrdered():
            return replace(case, action=happened, decided_on=on)
        case ev.ActionDone():
            return replace(case, outcome=happened)
        case ev.AnswerSent():
            sent = LetterOut(
                happened.letter, happened.kind, on, happened.delivery, (), None, happened.sealed
            )
            return replace(case, answer=replace(sent, attached=happened.attached))
        case ev.AnswerPosted(sealed=tracking) if case.answer is not None:
            return replace(case, answer=replace(case.answer, posted_on=on, tracking=tracking))
        case ev.AnswerReturned(why=why) if case.answer is not None:
            back = replace(case.answer, returned_on=on, came_back=why)
            opened = replace(_address_doubted(case), exit=None, completed_on=None, closed_on=None)
            return replace(opened, answer=back)
        case ev.Completed(sealed=tracking):
            closed = replace(case, exit=Exit.ANSWERED, completed_on=on, closed_on=on)
            if case.answer is None or tracking is None:
                return closed
            return replace(closed, answer=replace(case.answer, tracking=tracking))
        case ev.Withdrawn():
            return replace(case, exit=Exit.WITHDRAWN, closed_on=on)
        case ev.TreatedAsNotMade():
            return replace(case, exit=Exit.NOT_MADE, closed_on=on)
        case ev.HandedOver():
            return replace(case, exit=Exit.HANDED_OVER, closed_on=on)
        case ev.NotConfirmed():
            return replace(case, exit=Exit.NOT_CONFIRMED, closed_on=on)
        case ev.BroughtOver(exit_=exit_, destroy_on=day):
            done = on if exit_ is Exit.ANSWERED else None
            closed = replace(case, exit=exit_, closed_on=on, completed_on=done)
            return replace(closed, destroy_on=day)
        case ev.OriginalsDisposed():
            return replace(case, disposed=happened, disposed_on=on)
        case ev.DestructionBegun():
            return replace(case, destroying=True)
        case ev.RecordsDestructionBegun(by=confirmed):
            return replace(case, records_confirmed_by=confirmed)
        case ev.RecordsDestroyed(copies_until=until):
            return replace(case, records_destroyed_on=on, records_copies_until=until)
        case ev.PapersDestroyed(copies_until=until):
            return replace(case, destroyed_on=on, copies_until=until)
        case _:
            return replace(case, change=changed(case.change, happened, on=on, by=by))


def _address_doubted(case: Case) -> Case:
    """What was said of the address after an earlier letter came back no longer counts."""
    return replace(case, facts={q: f for q, f in case.facts.items() if q != ADDRESS_AGAIN})


def _look_again(case: Case) -> Case:
    """What a second person checked and another approved has changed since."""
    return replace(case, checked_by=None, looked_wrong=(), approved_by=None)


def _with_particulars(case: Case, right: ev.ParticularsCorrected, by: str) -> Case:
    """What was compared and found with the old particulars is to be done anew. Another address
    after acceptance, when nothing is compared any more, waits for proof of its own."""
    facts = {q: f for q, f in case.facts.items() if q != "rest_is_not_theirs"}
    preparing = case.state is State.PREPARING
    if right.readdressed and not preparing:
        facts.pop(ADDRESS_AGAIN, None)
        case = replace(case, readdressed_by=by, papers_then=len(case.papers))
    return replace(
        case,
        sealed=right.sealed,
        minor=right.minor,
        facts=facts,
        match=None if preparing else case.match,
        in_doubt=None,
        search_anew=case.search is not None and case.outcome is None,
    )


def _on_paper(case: Case, id: str, change: Callable[[PaperHeld], PaperHeld]) -> Case:
    return replace(case, papers=tuple(change(p) if p.id == id else p for p in case.papers))
