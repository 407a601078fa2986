"""Mail to the desk. Nothing is opened as a case by itself: a clerk says what a mail is.

A mail is marked in the mailbox only after the journal has it, so a crash takes it in twice at
most, and its Message-ID tells that it is the same one. What its attachments show nobody has seen
yet: they wait in the tray, sealed, until the desk looked, and are never stored as they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from chikai.app import cases, contact, intake
from chikai.app.cases import Actor
from chikai.app.envelope import Envelope
from chikai.duties.mail import events as ev
from chikai.duties.mail.item import Item, fold, is_mail, way
from chikai.duties.requests.case import Case
from chikai.law.kinds import Channel
from chikai.people.staff import demand
from chikai.policy.model import Policy
from chikai.ports import (
    BadData,
    Batch,
    Destroyed,
    Home,
    Missing,
    Posting,
    Purpose,
    Tray,
)

BY_MAIL: Final = "email"
"""The delivery of a posting that leaves as a mail."""

FILE: Final = "mail_file"
_STREAM: Final = "mail-"


@dataclass(frozen=True, slots=True, repr=False)
class MailView:
    """A mail with its words, None once they are destroyed. `siblings` are mails of the same
    sender, `same` those with the same words."""

    item: Item
    record: dict[str, Any] | None
    siblings: tuple[Item, ...]
    same: tuple[Item, ...]
    takes_mail: bool


# --- looking ------------------------------------------------------------------------------------


def items(home: Home) -> tuple[Item, ...]:
    """Every mail, oldest first."""
    streams = (home.journal.read(id) for id in home.journal.cases() if id.startswith(_STREAM))
    found = (fold(history) for history in streams if is_mail(history))
    return tuple(sorted(found, key=lambda item: (item.arrived_on, item.id)))


def waiting(home: Home) -> tuple[Item, ...]:
    """Mails in which the desk is to act: those nobody has settled, oldest first. No word of any
    of them: a row of a list shows what `Item` holds."""
    return tuple(item for item in items(home) if item.standing in ("waiting", "set_aside"))


def load(home: Home, id: str) -> Item:
    """Raises `Missing`."""
    history = home.journal.read(id)
    if not is_mail(history):
        raise Missing(id)
    return fold(history)


def view(home: Home, id: str, *, actor: str) -> MailView:
    """The mail with its words. The look is logged. Raises `Missing`."""
    item = load(home, id)
    home.views.log(actor_id=actor, case=id, what="mail", at=home.clock.now())
    others = tuple(i for i in items(home) if i.id != id and i.sender)
    return MailView(
        item,
        _record(home, item),
        tuple(i for i in others if i.sender == item.sender),
        tuple(i for i in others if i.text == item.text),
        takes_mail(cases.policy_on(home, item.arrived_on)),
    )


def _record(home: Home, item: Item) -> dict[str, Any] | None:
    if item.sealed is None:
        return None
    try:
        return cases.unseal(home, item.sealed)
    except Destroyed:
        return None


def takes_mail(policy: Policy) -> bool:
    """Whether requests may come by e-mail: the policy lists it, or sets no way at all."""
    channels = policy.requests.intake.channels
    return not channels or Channel.EMAIL in channels


def files(home: Home, id: str, *, by: Actor) -> tuple[tuple[str, bytes], ...]:
    """The attachments that still wait, for sorting as scans. The look is logged."""
    demand(by.roles, "scan")
    item = load(home, id)
    record = _record(home, item)
    home.views.log(actor_id=by.id, case=id, what="mail_files", at=home.clock.now())
    named = [(f["name"], f["place"]) for f in record["files"]] if record else []
    now = home.clock.now()
    found = ((name, tray(home).get(FILE, place, at=now)) for name, place in named)
    return tuple((name, content) for name, content in found if content is not None)


# --- settling -----------------------------------------------------------------------------------


def open_case(home: Home, id: str, envelope: Envelope, *, by: Actor) -> tuple[Case, ...]:
    """Open what the mail asks for, as a clerk read it; its words go into the record of the case.
    Raises `BadData` for a mail that is settled, and as `intake.receive`."""
    demand(by.roles, "envelope")
    item = load(home, id)
    if not home.journal.command(by.command):
        _open_only(item)
    opened = intake.receive(home, envelope, by=by)
    link(home, id, opened[0].id, by=Actor(by.id, f"{by.command}:linked", by.roles))
    return opened


def link(home: Home, id: str, case_id: str, *, by: Actor) -> Item:
    """The mail belongs to this case: its words are sealed under the key of the case, and live as
    long as that. Raises `Missing` for a case that is not here."""
    demand(by.roles, "envelope")
    item = load(home, id)
    if home.journal.command(by.command):
        return item
    case = cases.load(home, case_id.strip())
    record = _record(home, item)
    if record is None or item.standing == "set_aside":
        raise BadData("mail.no_words", field="case")
    sealed = cases.seal(home, case.id, Purpose.RECORD, record)
    happened = ev.MailLinked(cases=(case.id,), sealed=sealed.sealed, commitment=sealed.commitment)
    return append(home, id, item.seq, [happened], by)


def dismiss(home: Home, id: str, why: ev.NotOurs, *, by: Actor) -> Item:
    """No request. Its words are destroyed after `duties.mail.item.KEPT_DAYS`."""
    demand(by.roles, "envelope")
    item = load(home, id)
    if home.journal.command(by.command):
        return item
    _open_only(item)
    return append(home, id, item.seq, [ev.MailDismissed(why=why)], by)


def reply(home: Home, id: str, subject: str, text: str, *, by: Actor) -> Item:
    """Answer the sender. It leaves with the next `mail_out.deliver`. Raises `BadData` for no
    words, and where no mail leaves this house."""
    demand(by.roles, "ask")
    item = load(home, id)
    if home.journal.command(by.command):
        return item
    record = _record(home, item)
    if record is None:
        raise BadData("mail.no_words", field="text")
    if home.outbound is None:
        raise BadData("mail.no_outbound", field="text")
    if not text.strip() or not subject.strip():
        raise BadData("contact.empty", field="text" if subject.strip() else "subject")
    reply_id = home.entropy.id("reply")
    content = {
        "to": record["from"],
        "subject": subject.strip(),
        "text": text.strip(),
        "in_reply_to": record["message_id"],
    }
    keeper = item.cases[0] if item.cases else id
    sealed = cases.seal(home, keeper, Purpose.RECORD, content)
    happened = ev.ReplyWritten(reply=reply_id, sealed=sealed.sealed, commitment=sealed.commitment)
    posting = Posting(reply_id, id, sealed.sealed, "mail_reply", BY_MAIL)
    return append(home, id, item.seq, [happened], by, postings=[posting])


def forget(home: Home, *, by: Actor) -> int:
    """Destroy the words of mails that a case keeps now, and of those that were no request and
    whose time is over; how many."""
    today, done = cases.today(home), 0
    for item in items(home):
        over = (due := item.forget_on()) is not None and due <= today
        if item.forgotten or not (over or item.standing == "linked"):
            continue
        if any(not _left(home, reply.id) for reply in item.replies):
            continue
        home.keys.destroy(item.id, Purpose.RECORD)
        doing = Actor(by.id, f"mail-forgotten:{item.id}")
        append(home, item.id, item.seq, [ev.MailForgotten()], doing)
        done += 1
    return done


def _left(home: Home, posting: str) -> bool:
    fares = way(home.journal.read(outbox(posting)))
    return fares.sent_on is not None or fares.given_up


def _open_only(item: Item) -> None:
    if item.standing not in ("waiting", "set_aside"):
        raise BadData("mail.settled_already", field="case")


def outbox(posting: str) -> str:
    """The stream that says how a mail of ours fares."""
    return f"outbox.{posting}"


def append(
    home: Home,
    id: str,
    seq: int,
    happened: Sequence[ev.Happening],
    by: Actor,
    *,
    postings: Sequence[Posting] = (),
) -> Item:
    day = cases.today(home)
    batch = Batch(id, seq, [each.draft(day) for each in happened], None, postings)
    cases.append(home, [batch], by=by, policy=home.policies[-1].version)
    history = home.journal.read(id)
    return fold(history) if is_mail(history) else Item(id, len(history), day, "waiting")


def stream_id(home: Home, kind: str, text: str) -> str:
    return f"{_STREAM}{keyed_hash(home, kind, text)[:20].upper()}"


def keyed_hash(home: Home, kind: str, text: str) -> str:
    """A keyed hash: only this house can work it out, so it tells nobody else anything."""
    return tray(home).name(f"mail_{kind}", text)[:24]


def tray(home: Home) -> Tray:
    return contact.tray(home)
