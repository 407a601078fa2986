"""Mail that leaves: replies to mails, and word of what a letter asks for.

Everything that leaves is a posting of the journal. Whoever notes a try first is the one who sends;
what a crash cut off is tried again under the same Message-ID, by which a mail program knows that
it is the same mail.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from chikai import words
from chikai.app import cases
from chikai.app.cases import Actor
from chikai.app.mail import BY_MAIL, outbox, takes_mail
from chikai.duties.mail import events as ev
from chikai.duties.mail.item import MOST_TRIES, Way, way
from chikai.duties.requests.case import Case
from chikai.duties.requests.letters.model import LetterKind
from chikai.duties.requests.open_item import label
from chikai.kernel.message import Both, say
from chikai.law.kinds import Channel
from chikai.ports import (
    Batch,
    Conflict,
    Destroyed,
    Home,
    Missing,
    OutMail,
    Posting,
    Rejected,
    Unavailable,
)

ASKING: Final = frozenset(
    {
        LetterKind.DEFECTS,
        LetterKind.FORMS_SENT,
        LetterKind.FEE_ASKED,
        LetterKind.FEE_REMINDER,
        LetterKind.NO_MATCH,
    }
)
"""Letters that ask for something. Of no other letter is anything said by mail."""
_FRESH: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Delivered:
    sent: int = 0
    later: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """A mail of ours that was refused or came back."""

    posting: str
    stream: str
    fares: Way


def deliver(home: Home, *, by: Actor) -> Delivered:
    """Send what is due; a second run at the same moment sends nothing twice."""
    if home.outbound is None:
        return Delivered()
    counts = dict.fromkeys(("sent", "later", "failed"), 0)
    for posting in home.journal.postings():
        if posting.delivery != BY_MAIL and posting.letter not in ASKING:
            continue
        fares = way(home.journal.read(outbox(posting.id)))
        mail = _mail(home, posting) if fares.due(home.clock.now()) else None
        how = None if mail is None else _send(home, posting.id, mail, fares, by)
        if how is not None:
            counts[how] += 1
    return Delivered(**counts)


def failures(home: Home) -> tuple[Failure, ...]:
    """What did not arrive, so that somebody writes on paper instead."""
    fared = ((p, way(home.journal.read(outbox(p.id)))) for p in home.journal.postings())
    return tuple(Failure(p.id, p.case, fares) for p, fares in fared if fares.failed)


def _send(home: Home, id: str, mail: OutMail, fares: Way, by: Actor) -> str | None:
    assert home.outbound is not None
    attempt = fares.tries + 1
    try:
        _note(home, id, fares.seq, ev.MailTried(attempt=attempt), by)
    except Conflict:
        return None  # another process is at it
    home.failpoint("mail.before_send")
    try:
        home.outbound.send(mail)
    except Unavailable:
        if attempt < MOST_TRIES:
            return "later"
        _note(home, id, fares.seq + 1, ev.MailGivenUp(code=None), by)
        return "failed"
    except Rejected as refused:
        _note(home, id, fares.seq + 1, ev.MailGivenUp(code=refused.code), by)
        return "failed"
    home.failpoint("mail.after_send")
    _note(home, id, fares.seq + 1, ev.MailSent(), by)
    return "sent"


def _note(home: Home, id: str, seq: int, happened: ev.Happening, by: Actor) -> None:
    batch = Batch(outbox(id), seq, [happened.draft(cases.today(home))])
    one = replace(by, command=home.entropy.id("cmd"))
    cases.append(home, [batch], by=one, policy=home.policies[-1].version)


def _mail(home: Home, posting: Posting) -> OutMail | None:
    try:
        if posting.delivery == BY_MAIL:
            content = cases.unseal(home, posting.blob)
            return OutMail(
                posting.id,
                content["to"],
                content["subject"],
                content["text"],
                home.clock.now(),
                content["in_reply_to"] or None,
            )
        return _asking(home, posting)
    except (Destroyed, Missing):
        return None


def _asking(home: Home, posting: Posting) -> OutMail | None:
    """Word of a letter that asks, for whoever wrote by e-mail where the policy takes it: what is
    missing in a few words, and no name, address or number of anybody."""
    case = cases.load(home, posting.case)
    file = cases.unseal(home, case.sealed)
    to = file["reply_to"].get("email")
    letter = next(
        (e for e in home.journal.read(case.id) if e.data.get("letter") == posting.id), None
    )
    fresh = letter is not None and letter.occurred_on >= cases.today(home) - _FRESH
    by_mail = case.channel is Channel.EMAIL and takes_mail(cases.policy_of(home, case))
    if letter is None or not (to and fresh and by_mail and case.is_open):
        return None
    keys: Any = letter.data["open_items"]
    subject, text = asking_text(home, case, tuple(str(key) for key in keys))
    return OutMail(posting.id, str(to), subject, text, home.clock.now())


def asking_text(home: Home, case: Case, keys: tuple[str, ...]) -> tuple[str, str]:
    """Subject and text, Japanese first and English below it."""
    policy = cases.policy_of(home, case)
    company = Both(policy.about.name.ja, policy.about.name.en)
    subject = words.render(say("mail.asking.subject", case=case.id), lang="ja")
    parts = []
    for lang in words.LANGS:
        asked = [f"- {words.render(label(key), lang=lang)}" for key in keys]
        parts.append(
            "\n\n".join(
                (
                    words.render(say("mail.asking.opening", company=company), lang=lang),
                    "\n".join(asked),
                    words.render(say("mail.asking.closing", case=case.id), lang=lang),
                )
            )
        )
    return subject, "\n\n----\n\n".join(parts)
