"""Taking mails in. A mail is marked in the mailbox only after the journal has it, so a crash takes
it in twice at most, and its Message-ID tells that it is the same one."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from chikai.app import cases, contact, mail_read
from chikai.app.cases import Actor
from chikai.app.mail import FILE, append, keyed_hash, outbox, stream_id, tray
from chikai.app.mail_read import Mail, NotFit
from chikai.duties.mail import events as ev
from chikai.duties.mail.item import way
from chikai.duties.mail.recognise import recognise
from chikai.kernel.codes import is_code, plain_code
from chikai.kernel.sheet_code import BadSheetCode
from chikai.kernel.sheet_code import read as read_code
from chikai.ports import Conflict, Home, Missing, OpenMailbox, Purpose, Unavailable, Waiting

FILE_DAYS: Final = 14
_CASE: Final = re.compile(r"case-[A-Z0-9]{6,20}")
_SHEET: Final = re.compile(r"CHIKAI1\.[A-Z0-9./-]{10,300}")
_DIGITS: Final = re.compile(r"\d[\d -]{8,14}\d")


@dataclass(frozen=True, slots=True)
class Fetched:
    """How many mails were taken in, were there before, came back, and were set aside."""

    new: int = 0
    known: int = 0
    bounced: int = 0
    set_aside: int = 0


def fetch(home: Home, *, by: Actor) -> Fetched:
    """Take in what lies in the mailbox. Raises `Unavailable` where there is none, or no answer."""
    if home.mailbox is None:
        raise Unavailable("mailbox")
    counts = dict.fromkeys(("new", "known", "bounced", "set_aside"), 0)
    with home.mailbox.open() as box:
        for waiting in list(box.waiting()):
            try:
                counts[_take(home, box, waiting, by)] += 1
            except Missing:
                continue  # another program took it out of the mailbox
    return Fetched(**counts)


def _take(home: Home, box: OpenMailbox, waiting: Waiting, by: Actor) -> str:
    raw = b""
    try:
        if waiting.size > mail_read.MAX_MAIL:
            raw = box.read(waiting.key, most=64 * 1024)
            raise NotFit(ev.Unfit.TOO_LARGE)
        raw = box.read(waiting.key, most=mail_read.MAX_MAIL + 1)
        mail = mail_read.read(raw)
    except NotFit as unfit:
        id = stream_id(home, "unfit", hashlib.sha256(raw).hexdigest())
        if not home.journal.command(f"mail:{id}"):
            append(home, id, 0, [ev.MailSetAside(reason=unfit.reason)], Actor(by.id, f"mail:{id}"))
        box.set_aside(waiting.key)
        return "set_aside"
    id = stream_id(home, "id", mail.message_id or hashlib.sha256(raw).hexdigest())
    if home.journal.command(f"mail:{id}"):
        box.taken(waiting.key)
        return "known"
    if _bounced(home, mail, id, by):
        box.taken(waiting.key)
        return "bounced"
    _store(home, mail, id, waiting.arrived, by)
    home.failpoint("mail.before_taken")
    box.taken(waiting.key)
    return "new"


def _store(home: Home, mail: Mail, id: str, arrived: datetime, by: Actor) -> None:
    today = cases.today(home)
    until = _end(home, today + timedelta(days=FILE_DAYS))
    files = []
    for file in mail.files:
        place = home.entropy.id("file") + home.entropy.id("")
        tray(home).put(FILE, place, file.content, until=until)
        files.append({"name": file.name, "place": place, "bytes": len(file.content)})
    record = {
        "from": mail.sender,
        "name": mail.sender_name,
        "subject": mail.subject,
        "message_id": mail.message_id,
        "text": mail.text,
        "cut": mail.cut,
        "files": files,
        "left": list(mail.left),
    }
    sealed = cases.seal(home, id, Purpose.RECORD, record)
    seen = recognise(f"{mail.subject}\n{mail.text}", on=today)
    happened = ev.MailReceived(
        arrived_on=min(arrived.date(), today),
        sender=keyed_hash(home, "from", mail.sender.casefold()),
        text=keyed_hash(home, "text", " ".join(mail.text.split())),
        files=len(files),
        service=seen.service,
        guess=tuple(kind.value for kind in seen.kinds),
        claims=seen.claims,
        cases=_named(home, f"{mail.subject}\n{mail.text}"),
        sealed=sealed.sealed,
        commitment=sealed.commitment,
    )
    try:
        append(home, id, 0, [happened], Actor(by.id, f"mail:{id}"))
    except Conflict:
        if not home.journal.command(f"mail:{id}"):
            raise


def _named(home: Home, text: str) -> tuple[str, ...]:
    """The cases whose number, sheet or receipt code stands in the mail. Anybody can write one:
    it is a hint for the clerk and opens nothing."""
    known = frozenset(home.journal.cases())
    found = [each for each in _CASE.findall(text) if each in known]
    for written in _SHEET.findall(text.upper()):
        try:
            found += [c for c in read_code(written.rstrip(".")).cases if c in known]
        except BadSheetCode:
            continue
    for digits in _DIGITS.findall(text)[:5]:
        code = plain_code(digits)
        if is_code(code, length=contact.CODE) and (held := contact.enter(home, code)):
            found += held.cases
    return tuple(dict.fromkeys(found))


def _bounced(home: Home, mail: Mail, id: str, by: Actor) -> bool:
    """Note what came back of ours; False for a report of something else."""
    ours = {p.id for p in home.journal.postings()} & set(mail.bounce)
    for posting in sorted(ours):
        fares = way(home.journal.read(outbox(posting)))
        came_back = ev.MailBounced(code=mail.bounce_status)
        doing = Actor(by.id, f"bounce:{id}:{posting}")
        append(home, outbox(posting), fares.seq, [came_back], doing)
    return bool(ours)


def _end(home: Home, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=home.clock.now().tzinfo)
