"""Objections to a change of the policy: received, shown, acknowledged.

Each is a stream of its own in the journal, `objection-…`; the person and the words are sealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from chikai.app import cases, gather
from chikai.app.cases import Actor
from chikai.app.envelope import ReplyTo
from chikai.app.intake import check_lengths
from chikai.app.publishing import history
from chikai.duties.changes import decide
from chikai.duties.changes import events as ev
from chikai.duties.changes.objection import FIRST, Objection, fold
from chikai.duties.requests.letters import compose
from chikai.duties.requests.letters.facts import Facts, ObjectionTold, sender_of
from chikai.duties.requests.letters.model import LetterKind
from chikai.law.kinds import Channel
from chikai.people import limits
from chikai.people.model import Person
from chikai.policy.change.plan import plan
from chikai.policy.model import Policy
from chikai.ports import BadData, Batch, Home, Missing, Posting, Purpose

_STANDING: dict[ev.Standing, Literal["in_time", "late", "no_period"]] = {
    ev.Standing.IN_TIME: "in_time",
    ev.Standing.LATE: "late",
    ev.Standing.NO_PERIOD: "no_period",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Objecting:
    """An objection as it came in. `after` is the day from which the changed version counts;
    `noticed_on` the day the change was made known, needed only where the journal does not know it;
    `known` the id under which this person objected before. Personal data: it has no repr."""

    arrived_on: date
    channel: Channel
    person: Person
    reply_to: ReplyTo
    after: date
    noticed_on: date | None = None
    known: str | None = None
    statement: str = ""
    counted_from: Literal["revision", "notice"] | None = None

    def __repr__(self) -> str:
        return "Objecting(<sealed>)"


def receive(home: Home, objecting: Objecting, *, by: Actor) -> Objection:
    """Record an objection and keep the earlier version for the person, in one append.

    Raises `BadData` for a change there is not, a day that cannot be, or a particular that is too
    long.
    """
    if done := home.journal.command(by.command):
        return load(home, done[0].case)
    before, after = _versions(home, objecting.after)
    if objecting.arrived_on > cases.today(home):
        raise BadData("intake.arrives_in_future", field="arrived_on")
    check_lengths(limits.of_person("person", objecting.person))
    noticed_on = _noticed_on(home, after, objecting.noticed_on)
    made = plan(before, after, publish=noticed_on, objection_from=objecting.counted_from)
    id = home.entropy.id("objection")
    sealing = cases.seal(home, id, Purpose.RECORD, _file(objecting))
    received = ev.ObjectionReceived(
        channel=objecting.channel,
        person=_person(home, objecting.known),
        before=before.version,
        after=after.version,
        noticed_on=noticed_on,
        until=made.objection.until if made.objection else None,
        standing=decide.standing(objecting.arrived_on, made.objection),
        sealed=sealing.sealed,
        commitment=sealing.commitment,
    )
    happened = decide.receive(received)
    return _append(home, id, 0, happened, before.version, by=by, on=objecting.arrived_on)


def acknowledge(home: Home, id: str, *, by: Actor, lang: str = "ja") -> Objection:
    """Send the letter that says what was recorded, once. Raises `BadData` for a second time."""
    objection = load(home, id)
    if home.journal.command(by.command):
        return objection
    if objection.acknowledged_on is not None:
        raise BadData("objection.acknowledged_already", field="ID")
    policy = next(p for p in home.policies if p.version == objection.before)
    day = cases.today(home)
    letter = compose(
        LetterKind.OBJECTION_RECEIVED,
        _facts(home, objection, policy, home.entropy.id("letter"), day, lang),
    )
    sealed = cases.seal_bytes(home, id, Purpose.ANSWER, home.press.letter(letter, lang))
    acknowledged = ev.ObjectionAcknowledged(
        letter=letter.id,
        delivery=letter.delivery,
        sealed=sealed.sealed,
        commitment=sealed.commitment,
    )
    posting = Posting(letter.id, id, sealed.sealed, letter.kind, letter.delivery)
    happened = decide.acknowledge(objection, acknowledged)
    version = policy.version
    return _append(home, id, objection.seq, happened, version, by=by, on=day, postings=[posting])


def load(home: Home, id: str) -> Objection:
    """The objection as its events make it. Raises `Missing` when there is none of that id."""
    history = home.journal.read(id)
    if not history or history[0].type != FIRST:
        raise Missing(id)
    return fold(history)


def all_of(home: Home) -> tuple[Objection, ...]:
    """Every objection, in the order of arrival in the journal."""
    ids = (id for id in home.journal.cases() if id.startswith("objection-"))
    return tuple(load(home, id) for id in ids)


def kept_for(home: Home, person: str) -> tuple[Objection, ...]:
    """The objections of one person, by the id they were given: which version counts for them."""
    return tuple(each for each in all_of(home) if each.person == person)


def file_due(home: Home, objection: Objection) -> date | None:
    """The day its file falls due for destruction; None while nothing runs."""
    policy = next(p for p in home.policies if p.version == objection.before)
    due = decide.file_kept_until(objection, policy.requests.papers)
    return None if objection.destroyed_on else due


def destroy_file(home: Home, id: str, *, by: Actor) -> Objection:
    """Destroy the keys of the file and of our letter, once their period is over. The journal and
    the version kept stay. Done twice it changes nothing; after a crash it goes on.

    Raises `BadData` before the day.
    """
    objection = load(home, id)
    if objection.destroyed_on is not None:
        return objection
    due, day = file_due(home, objection), cases.today(home)
    if due is None:
        raise BadData("objection.not_acknowledged", field="ID")
    if day < due:
        raise BadData("objection.kept_until", field="ID", on=due.isoformat())
    home.keys.destroy(id, Purpose.ANSWER)
    done = home.keys.destroy(id, Purpose.RECORD)
    happened = [ev.ObjectionFileDestroyed(generation=done.generation)]
    return _append(home, id, objection.seq, happened, objection.before, by=by, on=day)


def file(home: Home, id: str, *, by: Actor) -> dict[str, Any]:
    """Who objects, where to answer, and in which words. The look is logged."""
    objection = load(home, id)
    at = home.clock.now()
    home.views.log(actor_id=by.id, case=id, what="objection", at=at)
    return cases.unseal(home, objection.sealed)


def _noticed_on(home: Home, after: Policy, said: date | None) -> date:
    """The day the version was first shown, by the journal; what somebody says counts only where
    the journal knows nothing. Raises `BadData` for a day that is missing or disagrees."""
    shown = [each.shown_at.date() for each in history(home) if each.policy == after.version]
    if not shown:
        if said is None:
            raise BadData("objection.not_published", field="--noticed")
        return said
    if said is not None and said != shown[0]:
        raise BadData("objection.published_on", field="--noticed", on=shown[0].isoformat())
    return shown[0]


def _person(home: Home, known: str | None) -> str:
    """The id of somebody who objected before, or a new one. Raises `BadData` for a stranger."""
    if known is None:
        return home.entropy.id("person")
    if not kept_for(home, known):
        raise BadData("objection.no_such_person", field="--person-id")
    return known


def _versions(home: Home, after: date) -> tuple[Policy, Policy]:
    """The version that takes effect on that day and the one before it."""
    ordered = sorted(home.policies, key=lambda each: each.effective_from)
    at = next((i for i, p in enumerate(ordered) if p.effective_from == after), 0)
    if at == 0:
        known = ", ".join(p.version for p in ordered[1:]) or "-"
        raise BadData("objection.no_such_change", field="--change", known=known)
    return ordered[at - 1], ordered[at]


def _file(objecting: Objecting) -> dict[str, Any]:
    reply = objecting.reply_to
    return {
        "person": objecting.person.to_dict(),
        "reply_to": {
            "name": reply.name,
            "postal_code": reply.address.postal_code,
            "address": reply.address.text,
            "email": reply.email,
        },
        "statement": objecting.statement,
    }


def _facts(
    home: Home, objection: Objection, policy: Policy, letter_id: str, day: date, lang: str
) -> Facts:
    return Facts(
        policy=policy,
        kinds=(),
        cases=(objection.id,),
        letter_id=letter_id,
        today=day,
        arrived_on=objection.arrived_on,
        to=gather.party(home, objection.sealed),
        sender=sender_of(policy, lang),
        objection=ObjectionTold(
            before=date.fromisoformat(objection.before),
            after=date.fromisoformat(objection.after),
            noticed_on=objection.noticed_on,
            until=objection.until,
            standing=_STANDING[objection.standing],
        ),
    )


def _append(
    home: Home,
    id: str,
    seq: int,
    happened: Sequence[ev.Happening],
    policy: str,
    *,
    by: Actor,
    on: date,
    postings: Sequence[Posting] = (),
) -> Objection:
    batch = Batch(id, seq, [each.draft(on) for each in happened], None, postings)
    written = cases.append(home, [batch], by=by, policy=policy)
    return load(home, written[0].case)
