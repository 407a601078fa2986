"""An envelope is opened: who asks, for what, with which papers and which money.

One envelope may carry requests about several people and of several kinds. Each person and kind
becomes a case; cases of one envelope share papers, and the fee goes to the kinds that bear one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from chikai.app import cases
from chikai.app.cases import Actor
from chikai.app.envelope import Envelope, Payment, ReplyTo, Sheet
from chikai.duties.requests import events as ev
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.fold import after
from chikai.kernel.event import Event
from chikai.law.kinds import Asker, RequestKind
from chikai.people import limits
from chikai.people.age import is_minor
from chikai.policy.model import Policy
from chikai.ports import BadData, Home, Purpose

MAX_SCAN_BYTES = 20 * 1024 * 1024


def receive(home: Home, envelope: Envelope, *, by: Actor) -> tuple[Case, ...]:
    """Open the cases of an envelope. Arrival is recorded whatever else is missing.

    Raises `BadData` when the envelope cannot be read as a request at all. Nothing is half-done:
    all cases are journalled in one append.
    """
    done = home.journal.command(by.command)
    if done:
        return _opened_by(home, done)
    changes = [(case, 0, happenings) for case, happenings in opened(home, envelope, by=by.id)]
    return _opened_by(home, cases.journal(home, changes, by=by, on=envelope.arrived_on))


def opened(home: Home, envelope: Envelope, *, by: str) -> list[tuple[Case, list[ev.Happening]]]:
    """The cases an envelope begins, with what happened to each; sealed, and not journalled yet.
    Raises as `receive`."""
    check(home, envelope)
    policy = cases.policy_on(home, envelope.arrived_on)
    envelope_id = home.entropy.id("envelope")
    found: list[tuple[Case, list[ev.Happening]]] = []
    for index, asked in enumerate(envelope.asked):
        person_id = home.entropy.id("person")
        charged = False
        for kind in asked.kinds:
            case, happenings = _open(
                home, envelope, index, kind, policy, envelope_id, person_id, by
            )
            if charged and policy.requests.fee and policy.requests.fee.unit == "form":
                covered = fact(fees.COVERED, True)
                case = after(case, covered, on=envelope.arrived_on, by=by)
                happenings.append(covered)
            charged = charged or fees.due(case, policy, on=envelope.arrived_on) > 0
            found.append((case, happenings))
    return _allot(home, found, envelope, policy, by)


def _opened_by(home: Home, events: Sequence[Event]) -> tuple[Case, ...]:
    """The cases as they stand in the journal: perhaps a twin of this command opened them."""
    return tuple(cases.load(home, case) for case in dict.fromkeys(e.case for e in events))


def check(home: Home, envelope: Envelope) -> None:
    """Raises `BadData` for what is no request at all."""
    if not envelope.asked or not any(a.kinds for a in envelope.asked):
        raise BadData("intake.no_kind", field="kinds")
    if envelope.arrived_on > cases.today(home):
        raise BadData("intake.arrives_in_future", field="arrived_on")
    for asked in envelope.asked:
        if not asked.person.names or not asked.person.names[0].full.strip():
            raise BadData("intake.no_name", field="person.name")
        if (born := asked.person.birth_date) and born > envelope.arrived_on:
            raise BadData("intake.born_after_arrival", field="person.birth_date")
    if not envelope.reply_to.name.strip():
        raise BadData("intake.no_name", field="reply_to.name")
    if envelope.asker is not Asker.PERSON and envelope.representative is None:
        raise BadData("intake.no_representative", field="representative")
    for asked in envelope.asked:
        check_lengths(limits.of_person("person", asked.person))
    check_lengths(limits.of_person("representative", envelope.representative))
    check_lengths(_reply_fields(envelope.reply_to))
    for sheet in envelope.sheets:
        check_scan(sheet.scan)


def check_lengths(given: Iterable[limits.Given]) -> None:
    """Raises `BadData` for a particular that is longer than it may be."""
    field = limits.too_long(given)
    if field is not None:
        raise BadData("intake.too_long", field=field, limit=limits.most(field))


def _reply_fields(to: ReplyTo) -> Iterator[limits.Given]:
    yield "reply.name", to.name
    yield from limits.of_address("reply", to.address)
    yield "reply.email", to.email


def check_scan(scan: bytes | None) -> None:
    """Raises `BadData` for a scan that is too large."""
    if scan is not None and len(scan) > MAX_SCAN_BYTES:
        raise BadData("intake.scan_too_large", field="scan", megabytes=MAX_SCAN_BYTES >> 20)


def _open(
    home: Home,
    envelope: Envelope,
    index: int,
    kind: RequestKind,
    policy: Policy,
    envelope_id: str,
    person_id: str,
    by: str,
) -> tuple[Case, list[ev.Happening]]:
    asked = envelope.asked[index]
    case_id = home.entropy.id("case")
    on = envelope.arrived_on
    birth = asked.person.birth_date
    file: dict[str, Any] = {
        "person": asked.person.to_dict(),
        "representative": envelope.representative.to_dict() if envelope.representative else None,
        "reply_to": {
            "name": envelope.reply_to.name,
            "postal_code": envelope.reply_to.address.postal_code,
            "address": envelope.reply_to.address.text,
            "email": envelope.reply_to.email,
        },
        "statement": asked.statement,
    }
    if envelope.as_typed:
        file["as_typed"] = {name: list(values) for name, values in envelope.as_typed}
    sealed = cases.seal(home, case_id, Purpose.RECORD, file)
    received = ev.Received(
        kind=kind,
        channel=envelope.channel,
        asker=envelope.asker,
        envelope=envelope_id,
        person=person_id,
        form=envelope.form,
        policy=policy.version,
        manner=asked.manner,
        minor=None if birth is None else is_minor(birth, on),
        specific=asked.specific and any(item.specific for item in policy.items),
        sealed=sealed.sealed,
        commitment=sealed.commitment,
    )
    case = cases.begin(received, case_id=case_id, on=on, by=by)
    more: list[ev.Happening] = []
    if envelope.form is ev.FormUsed.DESIGNATED and envelope.form_complete is not None:
        more.append(fact("form_complete", envelope.form_complete))
    if envelope.protected is not None:
        flag = cases.seal(home, case_id, Purpose.RECORD, {"why": envelope.protected})
        more.append(ev.FlagSet(sealed=flag.sealed, commitment=flag.commitment))
    for sheet in envelope.sheets:
        if not sheet.about or index in sheet.about:
            more += paper_events(home, case, sheet)
    return _after_all(case, more, on, by), [received, *more]


def fact(question: str, value: bool) -> ev.FactRecorded:
    return ev.FactRecorded(
        question=question, value=value, judged=False, sealed=None, commitment=None
    )


def paper_events(home: Home, case: Case, sheet: Sheet) -> list[ev.Happening]:
    """A paper as it arrived, and what was covered on it before its scan was stored."""
    paper_id = home.entropy.id("paper")
    shown = {
        what
        for what, seen in (("domicile", sheet.domicile_shown), ("my_number", sheet.number_shown))
        if seen
    }
    may_keep = {"my_number"} if case.specific else set()
    covered = shown - set(sheet.masked) - may_keep == set()
    blob = None
    if sheet.scan is not None and covered:
        blob = cases.seal_bytes(home, case.id, Purpose.PAPERS, sheet.scan)
    found: list[ev.Happening] = [
        ev.PaperReceived(
            paper=paper_id,
            type_=sheet.type,
            whose=sheet.whose,
            issued_on=sheet.issued_on,
            expires_on=sheet.expires_on,
            domicile_shown=sheet.domicile_shown,
            number_shown=sheet.number_shown,
            sealed=blob.sealed if blob else None,
            commitment=blob.commitment if blob else None,
        )
    ]
    for what in sorted(set(sheet.masked) - ({"domicile", "my_number"} - shown)):
        regions = sheet.masked.count(what)
        found.append(ev.PaperMasked(paper=paper_id, what=what, regions=regions))
    return found


def payment_event(
    home: Home, case: Case, payment: Payment, *, part: int | None = None
) -> ev.FeeReceived:
    """A payment booked to a case: serial and face in the vault, means and amount in the journal.
    `part` is what of it is this case's, when one payment covers several."""
    book: dict[str, Any] = {
        "serial": payment.serial,
        "face": payment.amount,
        "issued_on": payment.issued_on.isoformat() if payment.issued_on else None,
    }
    sealed = cases.seal(home, case.id, Purpose.RECORD, book)
    return ev.FeeReceived(
        fee=home.entropy.id("fee"),
        means=payment.means,
        amount=payment.amount if part is None else part,
        issued_on=payment.issued_on,
        sealed=sealed.sealed,
        commitment=sealed.commitment,
    )


def _allot(
    home: Home,
    opened: Sequence[tuple[Case, list[ev.Happening]]],
    envelope: Envelope,
    policy: Policy,
    by: str,
) -> list[tuple[Case, list[ev.Happening]]]:
    """Each payment goes to the cases whose fee is still short, in their order; what no case owes
    stays with the last of them, or with the first case, and is returned from there."""
    result = list(opened)
    on = envelope.arrived_on
    for payment in envelope.payments:
        rest = payment.amount
        for place, part in _parts(result, payment.amount, policy, on):
            rest -= part
            case, happenings = result[place]
            booked = payment_event(home, case, payment, part=part)
            result[place] = (after(case, booked, on=on, by=by), [*happenings, booked])
        assert rest == 0
    return result


def _parts(
    opened: Sequence[tuple[Case, list[ev.Happening]]], amount: int, policy: Policy, on: date
) -> list[tuple[int, int]]:
    """Which case gets how much of a payment."""
    parts: list[tuple[int, int]] = []
    for place, (case, _) in enumerate(opened):
        short = fees.due(case, policy, on=on) - sum(f.amount for f in case.fees_kept())
        if short > 0 and amount > 0:
            parts.append((place, min(short, amount)))
            amount -= parts[-1][1]
    if not parts:
        return [(0, amount)]
    last, part = parts[-1]
    return [*parts[:-1], (last, part + amount)]


def _after_all(case: Case, happenings: Sequence[ev.Happening], on: date, by: str) -> Case:
    for happened in happenings:
        case = after(case, happened, on=on, by=by)
    return case
