"""The facts of a letter, gathered from the case, its policy and the vault."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from chikai.app import cases, disclosed_files, held_files
from chikai.app.found_file import found_recipients, found_tables, withheld_columns
from chikai.app.search import manner_of as manner
from chikai.duties.requests import events as ev
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.evidence import CHOICE_OF_MANNER
from chikai.duties.requests.flow import Exit
from chikai.duties.requests.guard_deciding import UNTOLD
from chikai.duties.requests.letters.facts import (
    AnnexTable,
    Cell,
    Corrected,
    DestroyedPaper,
    Enclosed,
    Facts,
    FeeAsked,
    FeeFate,
    FeeReturn,
    ForeignMeasures,
    Refusal,
    Withheld,
    sender_of,
)
from chikai.duties.requests.letters.model import Letter, Party
from chikai.duties.requests.open_item import yes
from chikai.duties.requests.outcomes import UnlawfulStep
from chikai.duties.requests.questions import PLAIN_WORDS
from chikai.kernel.message import Both, Message, say
from chikai.law import grounds
from chikai.law.kinds import APPI, Manner, RequestKind
from chikai.policy.model import Policy, Say
from chikai.ports import Home
from chikai.words import LANGS, render

_WIDEST = 6  # columns an A4 page takes side by side
FEE_RETURN_DELIVERY = "simple_registered"
FEE_RETURN: dict[ev.ReturnReason, FeeReturn] = {
    ev.ReturnReason.NOT_CHARGEABLE: "free_kind",
    ev.ReturnReason.OVERPAID: "over",
    ev.ReturnReason.EXPIRED: "expired",
    ev.ReturnReason.REFUSED: "refused",
    ev.ReturnReason.NONE_HELD: "none_held",
    ev.ReturnReason.WITHDRAWN: "withdrawn",
    ev.ReturnReason.NOT_MADE: "not_made",
}

__all__ = ["manner"]


def facts(
    home: Home,
    group: tuple[Case, ...],
    *,
    letter_id: str,
    today: date,
    lang: str,
    **more: Any,
) -> Facts:
    """What every letter needs: who, to whom, about which cases, by which class of mail. Only an
    answer carries what the policy's class of mail is promised for; the others go as ordinary."""
    first = group[0]
    policy = cases.policy_of(home, first)
    reply = cases.unseal(home, first.sealed)["reply_to"]
    more.setdefault("delivery", "ordinary")
    return Facts(
        policy=policy,
        kinds=tuple(dict.fromkeys(c.kind for c in group)),
        cases=tuple(c.id for c in group),
        letter_id=letter_id,
        today=today,
        arrived_on=first.basis.arrived_on,
        to=Party(
            name=reply["name"],
            address=reply["address"],
            postal_code=reply["postal_code"],
            email=reply["email"],
        ),
        sender=sender_of(policy, lang),
        asker=first.asker,
        manner_chosen=first.manner,
        plain=any(yes(c, PLAIN_WORDS) for c in group),
        **more,
    )


def delivery_class(case: Case, policy: Policy, day: date) -> str:
    """Answers to paid kinds go by the class the fee covers; the others by the policy's own."""
    answer = policy.requests.answer
    paid = fees.due(case, policy, on=day) > 0
    return answer.delivery_paid if paid else answer.delivery_free


def form_is_sent_first(policy: Policy, kind: RequestKind) -> bool:
    return any(f.sent_first and kind in f.kinds for f in policy.requests.forms)


def window(home: Home, case: Case) -> Say:
    """The other window's name: the complaints desk for a complaint, else as the policy says."""
    policy = cases.policy_of(home, case)
    if case.kind is RequestKind.COMPLAINT:
        return policy.contact(policy.complaints.desk).say
    return next(w.window for w in policy.requests.other_windows if case.kind in w.kinds)


# --- the answer ---------------------------------------------------------------------------------


def answer(home: Home, case: Case, letter_id: str, day: date, lang: str, how: Manner) -> Facts:
    """The facts of the answer, from the sealed search and the sealed decision."""
    policy = cases.policy_of(home, case)
    record = _decision(home, case)
    tables = found_tables(home, case)
    more: dict[str, Any] = {"manner": how, "done_on": case.decided_on}
    unposted = {Manner.ELECTRONIC: "electronic", Manner.VIEWING: "in_person"}
    more["delivery"] = unposted.get(how) or delivery_class(case, policy, day)
    match case.outcome:
        case ev.Granted():
            more |= _given(home, case, policy, tables, record, how)
        case ev.Refused(ground=ground):
            more["refusal"] = _refusal(case, ground, record.get("reason"), day)
            more["fee_fate"] = _fate(case, policy)
        case ev.NoneHeld():
            more["fee_fate"] = _fate(case, policy)
        case ev.Substituted():
            more["measures"] = (record["measure"],)
            more["refusal"] = _difficult(case, record.get("reason"), day)
        case ev.ActionDone():
            more |= _done(record.get("result", {}), tables)
    more |= _elsewhere(home, case, policy)
    more["enclosed"] = _enclosed(case, how)
    return facts(home, (case,), letter_id=letter_id, today=day, lang=lang, **more)


def _decision(home: Home, case: Case) -> dict[str, Any]:
    """The sealed record of the decision; of what is given, with the items left out one by one."""
    sealed = getattr(case.outcome, "sealed", None)
    record = cases.unseal(home, sealed) if sealed else {}
    if isinstance(case.outcome, ev.Granted):
        record["withheld"] = [*record.get("withheld", ()), *(w.item for w in case.withheld)]
    return record


def _given(
    home: Home,
    case: Case,
    policy: Policy,
    tables: list[dict[str, Any]],
    record: dict[str, Any],
    how: Manner,
) -> dict[str, Any]:
    hidden = set(record.get("withheld", ()))
    if case.kind is RequestKind.NOTICE_OF_PURPOSE:
        return {"purposes": _purposes(policy, tables)}
    if case.kind is RequestKind.FOREIGN_MEASURES_INFO:
        rows = record.get("content", {}).get("measures", [])
        return {"foreign": tuple(ForeignMeasures(**row) for row in rows)}
    return {
        "tables": (
            *(a for t in tables for a in _annex(t, hidden)),
            *_files(held_files.ways(home, case, tables, hidden, how)),
        ),
        "withheld": _left_out_of(home, case, tables, record),
    }


def _files(ways: tuple[held_files.Way, ...]) -> list[AnnexTable]:
    """The files of the person, each with how it is given."""
    if not ways:
        return []
    heads = ("number", "item", "kind", "size", "way")
    rows = [
        (
            str(number),
            _said(way.label),
            say(f"annex.media.{way.media}"),
            say("annex.bytes", size=way.size) if way.size else say("annex.empty"),
            way.how,
        )
        for number, way in enumerate(ways, start=1)
    ]
    return [
        AnnexTable(say("annex.files"), tuple(say(f"annex.file.{h}") for h in heads), tuple(rows))
    ]


def _left_out_of(
    home: Home, case: Case, tables: list[dict[str, Any]], record: dict[str, Any]
) -> tuple[Withheld, ...]:
    """Everything that is not disclosed, each with its ground (Art. 33(2), (3))."""
    by_item = _items_withheld(home, case, tables, record)
    return (*by_item, *_columns_withheld(home, case, tables))


def _items_withheld(
    home: Home, case: Case, tables: list[dict[str, Any]], record: dict[str, Any]
) -> tuple[Withheld, ...]:
    """The shown items left out: each on its own ground, or several together on one. A ground that
    must not be told is not named (Order Art. 5)."""
    alone = {w.item: w for w in case.withheld}
    hidden = set(record.get("withheld", ()))
    ground = case.outcome.ground if isinstance(case.outcome, ev.Granted) else None
    together = None
    if ground and ground not in grounds.AS_NONE_HELD and case.decided_on is not None:
        together = _refusal(case, ground, record.get("reason"), case.decided_on)
    names = {c["item"]: Both(c["ja"], c["en"]) for t in tables for c in t["columns"]}
    found = []
    for item, both in names.items():
        how, why = alone.get(item), together if item in hidden else None
        if how is not None:
            reason = cases.unseal(home, how.sealed).get("reason")
            told = how.ground != UNTOLD
            why = _refusal(case, how.ground, reason, how.on) if told else None
        if why is not None:
            found.append(Withheld(say("common.said", ja=both.ja, en=both.en), why))
    return tuple(found)


def _columns_withheld(home: Home, case: Case, tables: list[dict[str, Any]]) -> tuple[Withheld, ...]:
    """The columns the mapping does not show, each with the ground judged for it. One that nobody
    judged stops the answer; one whose ground must not be told is not named (Order Art. 5)."""
    judged = {w.item: w for w in case.withheld}
    found: list[Withheld] = []
    for column in withheld_columns(case, tables):
        how = judged.get(column["id"])
        if how is None:
            raise UnlawfulStep(say("unlawful.withheld_unjudged", item=column["id"]), APPI(33, 2))
        if how.ground != UNTOLD:
            reason = cases.unseal(home, how.sealed).get("reason")
            found.append(Withheld(_said(column), _refusal(case, how.ground, reason, how.on)))
    return tuple(found)


def _purposes(policy: Policy, tables: list[dict[str, Any]]) -> tuple[Say, ...]:
    """The purposes of every category in which something about the person is held."""
    held = {t["category"] for t in tables}
    ids = [p for c in policy.categories if c.id in held for p in c.purposes]
    say_of = {p.id: p.say for p in policy.purposes}
    return tuple(say_of[i] for i in dict.fromkeys(ids))


def _annex(table: dict[str, Any], hidden: set[str]) -> list[AnnexTable]:
    """A found table for the annex: side by side when narrow, one item a line when wide."""
    kept = [i for i, c in enumerate(table["columns"]) if c["item"] not in hidden]
    columns = [table["columns"][i] for i in kept]
    label, head = _said(table["label"]), tuple(_said(c) for c in columns)
    rows = [tuple(_cell(row[i], table["columns"][i]) for i in kept) for row in table["rows"]]
    if len(head) <= _WIDEST:
        return [AnnexTable(label, head, tuple(rows))]
    two = (say("annex.item"), say("annex.value"))
    return [AnnexTable(label, two, tuple(zip(head, row, strict=True))) for row in rows]


def _said(both: dict[str, Any]) -> Cell:
    return say("common.said", ja=both["ja"], en=both["en"])


def _cell(value: str | None, column: dict[str, Any]) -> Cell:
    """One value as the person reads it: days in both calendars, stored codes by their label."""
    if value is None or value == "":
        return say("annex.empty")
    labels = {v: (ja, en) for v, ja, en in column["values"]}
    if value in labels:
        return say("common.said", ja=labels[value][0], en=labels[value][1])
    if column["format"] == "date":
        try:
            return say("annex.day", day=date.fromisoformat(value))
        except ValueError:
            return value
    if column["format"] == "datetime":
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        return say("annex.moment", day=moment.date(), time=_time(moment))
    if column["format"] == "amount" and value.lstrip("-").isdigit():
        return say("annex.yen", yen=int(value))
    return value


def _time(moment: datetime) -> Message:
    """The time of day with its zone in words; seconds only where there are any."""
    clock = "annex.time_seconds" if moment.second else "annex.time"
    args = {"hour": f"{moment:%H}", "minute": f"{moment:%M}", "second": f"{moment:%S}"}
    said = say(clock, **args)
    offset = moment.utcoffset()
    if offset is None:
        return said
    if offset == timedelta(hours=9):
        return say("annex.in_japan", time=said)
    if not offset:
        return say("annex.in_utc", time=said)
    sign = "+" if offset > timedelta() else "-"
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return say("annex.in_zone", time=said, offset=f"{sign}{hours}:{minutes:02}")


def _refusal(case: Case, ground: str, reason: str | None, day: date) -> Refusal:
    offered = grounds.ground(case.kind, ground, on=day)
    return Refusal(say(f"letters.ground.{offered.id}"), offered.cites[-1], reason)


def _difficult(case: Case, reason: str | None, day: date) -> Refusal | None:
    for each in grounds.grounds(case.kind, on=day):
        if "substitute_measure_taken" in each.also:
            return Refusal(say(f"letters.ground.{each.id}"), each.cites[-1], reason)
    return None


def _fate(case: Case, policy: Policy) -> FeeFate | None:
    clause = policy.requests.fee
    if clause is None or not case.fees_kept() or case.outcome is None:
        return None
    kind = case.outcome.type()
    rule = {"refused": clause.refunds.refused, "none_held": clause.refunds.none_held}.get(kind)
    return "returned" if rule == "return" else "kept"


def _done(result: dict[str, Any], tables: list[dict[str, Any]]) -> dict[str, Any]:
    corrected = tuple(
        Corrected(c["item"], c["before"], c["after"]) for c in result.get("corrected", [])
    )
    scope = tuple(result.get("scope", ())) or tuple(_said(t["label"]) for t in tables)
    return {
        "corrected": corrected,
        "scope": scope,
        "measures": tuple(result.get("measures", ())),
        "done_on": date.fromisoformat(result["done_on"]) if result.get("done_on") else None,
    }


def _enclosed(case: Case, how: Manner) -> tuple[Enclosed, ...]:
    """The documents that lie behind the letter, redacted: of what is given on paper or shown."""
    if not isinstance(case.outcome, ev.Granted) or how is Manner.ELECTRONIC:
        return ()
    return tuple(Enclosed(d.pages, d.redacted.parts) for d in case.documents if d.redacted)


def _elsewhere(home: Home, case: Case, policy: Policy) -> dict[str, Any]:
    """Copies already given to another business: it is named for its copy only, by the records of
    provision where they name it; ours is answered. Where the answer says that nothing is held,
    naming anybody would tell that something was given."""
    for other in policy.requests.other_windows:
        if other.when == "already_provided_copy" and case.kind in other.kinds:
            told = not isinstance(case.outcome, ev.NoneHeld | ev.Refused)
            named = tuple(r.name for r in found_recipients(home, case)) if told else ()
            return {"window": other.window, "we_answer_our_part": True, "recipients": named}
    return {}


def electronic(home: Home, case: Case, letter: Letter) -> Iterator[bytes]:
    """The disclosed data as one JSON file: readable, searchable, portable (Guidelines 3-8-2)."""
    record, tables = _decision(home, case), found_tables(home, case)
    left_out: tuple[Withheld, ...] = ()
    if case.kind in CHOICE_OF_MANNER:
        left_out = _left_out_of(home, case, tables, record)
    return disclosed_files.as_json(
        _disclosed(tables, record),
        letter=letter.id,
        case=case.id,
        withheld=[_left_out(each) for each in left_out],
    )


def package_files(home: Home, case: Case, data: bytes, lang: str) -> dict[str, bytes]:
    """The files of an electronic answer, `data` being the JSON that was sealed with it: the same
    tables as CSV and Excel, made anew from the sealed search and the sealed decision."""
    found, record = found_tables(home, case), _decision(home, case)
    hidden = set(record.get("withheld", ()))
    ways = held_files.ways(home, case, found, hidden, Manner.ELECTRONIC)
    own = {way.attached: home.vault.get(way.sealed) for way in ways if way.attached}
    return disclosed_files.files(_disclosed(found, record), data, lang, own)


def _disclosed(
    tables: list[dict[str, Any]], record: dict[str, Any]
) -> list[disclosed_files.Disclosed]:
    hidden = set(record.get("withheld", ()))
    return [disclosed_files.disclosed(table, hidden) for table in tables]


def _left_out(each: Withheld) -> dict[str, Any]:
    """An item that is not disclosed, as the letter names it: label, ground, article, reason."""
    what, why = each.what, each.refusal

    def both(said: Cell) -> dict[str, str]:
        return {lang: said if isinstance(said, str) else render(said, lang=lang) for lang in LANGS}

    law = {lang: why.cites.say(lang) for lang in LANGS}
    return {
        "label": both(what),
        "ground": both(why.ground),
        "article": law,
        "reason": why.reason,
    }


# --- closing and destruction ----------------------------------------------------------------------


def closing(home: Home, case: Case, closed: Case, letter_id: str, day: date, lang: str) -> Facts:
    """The facts of a letter that closes without an answer."""
    policy = cases.policy_of(home, case)
    more: dict[str, Any] = {}
    if closed.exit is Exit.WITHDRAWN:
        more["withdrawn_on"] = day
        clause = policy.requests.fee
        if clause is not None and case.fees_kept():
            more["fee_fate"] = "returned" if clause.refunds.withdrawn == "return" else "kept"
    if closed.exit is Exit.HANDED_OVER:
        more |= {"window": window(home, case), "handed_over_on": day}
    if closed.exit is Exit.NOT_MADE and policy.requests.fee is not None:
        due = case.told("fee")
        more["fee"] = _unpaid(case, policy, due.answer_by if due else None)
        others = [c for c in cases.siblings(home, case) if c.id != case.id and c.is_open]
        more["free_kinds"] = tuple(
            dict.fromkeys(c.kind for c in others if fees.due(c, policy, on=day) == 0)
        )
    return facts(home, (case,), letter_id=letter_id, today=day, lang=lang, **more)


def _unpaid(case: Case, policy: Policy, due: date | None) -> FeeAsked:
    clause = policy.requests.fee
    assert clause is not None
    return FeeAsked(clause.amount, (case.kind,), fees.means(case, policy), due)


def certificate(home: Home, case: Case) -> dict[str, Any]:
    """What the records show of each paper, and of the scans that were stored."""
    assert case.disposed is not None
    disposed_on = case.disposed_on or case.destroyed_on
    assert disposed_on is not None
    how, back = say(f"disposal.{case.disposed.how.value}"), say("disposal.returned")
    destroyed = tuple(
        DestroyedPaper(
            p.type,
            back if p.returned else how,
            p.returned_on or disposed_on,
            case.disposed.by,
        )
        for p in case.papers
    )
    return {
        "destroyed": destroyed,
        "scans": sum(p.sealed is not None for p in case.papers),
        "completed_on": case.completed_on or case.closed_on,
        "keys_destroyed_on": case.destroyed_on,
        "last_copy_on": case.copies_until,
    }
