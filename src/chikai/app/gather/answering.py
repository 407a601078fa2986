"""The facts of an answer: what was decided, and what is given, left out and told with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from chikai.app import cases, held_files
from chikai.app.found_file import found_recipients, found_tables, withheld_columns
from chikai.app.gather.annex import annex_of, said
from chikai.app.gather.basics import delivery_class, facts
from chikai.app.gather.staying import staying
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.guard_deciding import UNTOLD
from chikai.duties.requests.letters.facts import (
    AnnexTable,
    Corrected,
    Enclosed,
    Facts,
    FeeFate,
    ForeignMeasures,
    Refusal,
    Withheld,
)
from chikai.duties.requests.outcomes import UnlawfulStep
from chikai.kernel.message import Both, say
from chikai.law import grounds
from chikai.law.kinds import APPI, Manner, RequestKind
from chikai.policy.model import Policy, Say
from chikai.ports import Home


def answer(home: Home, case: Case, letter_id: str, day: date, lang: str, how: Manner) -> Facts:
    """The facts of the answer, from the sealed search and the sealed decision."""
    policy = cases.policy_of(home, case)
    record = decision(home, case)
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
            more |= _done(record.get("result", {}), tables, policy)
            more["staying"] = staying(home, case)
    more |= _elsewhere(home, case, policy)
    more["enclosed"] = _enclosed(case)
    return facts(home, (case,), letter_id=letter_id, today=day, lang=lang, **more)


def decision(home: Home, case: Case) -> dict[str, Any]:
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
            *(a for t in tables for a in annex_of(t, hidden)),
            *_files(held_files.ways(home, case, tables, hidden, how)),
        ),
        "withheld": left_out_of(home, case, tables, record),
    }


def _files(ways: tuple[held_files.Way, ...]) -> list[AnnexTable]:
    """The files of the person, each with how it is given."""
    if not ways:
        return []
    heads = ("number", "item", "kind", "size", "way")
    rows = [
        (
            str(number),
            said(way.label),
            say(f"annex.media.{way.media}"),
            say("annex.bytes", size=way.size) if way.size else say("annex.empty"),
            way.how,
        )
        for number, way in enumerate(ways, start=1)
    ]
    return [
        AnnexTable(say("annex.files"), tuple(say(f"annex.file.{h}") for h in heads), tuple(rows))
    ]


def left_out_of(
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
            found.append(Withheld(said(column), _refusal(case, how.ground, reason, how.on)))
    return tuple(found)


def _purposes(policy: Policy, tables: list[dict[str, Any]]) -> tuple[Say, ...]:
    """The purposes of every category in which something about the person is held."""
    held = {t["category"] for t in tables}
    ids = [p for c in policy.categories if c.id in held for p in c.purposes]
    say_of = {p.id: p.say for p in policy.purposes}
    return tuple(say_of[i] for i in dict.fromkeys(ids))


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


def _done(result: dict[str, Any], tables: list[dict[str, Any]], policy: Policy) -> dict[str, Any]:
    """A plan names items by their ids and tables in both languages; people write what they like,
    which stays as it is in either language."""
    items = {each.id: say("common.said", ja=each.say.ja, en=each.say.en) for each in policy.items}
    corrected = tuple(
        Corrected(items.get(c["item"], c["item"]), c["before"], c["after"])
        for c in result.get("corrected", [])
    )
    named = (each if isinstance(each, str) else said(each) for each in result.get("scope", ()))
    scope = tuple(named) or tuple(said(t["label"]) for t in tables)
    return {
        "corrected": corrected,
        "scope": scope,
        "measures": tuple(result.get("measures", ())),
        "done_on": date.fromisoformat(result["done_on"]) if result.get("done_on") else None,
    }


def _enclosed(case: Case) -> tuple[Enclosed, ...]:
    """The documents that go with the letter, redacted: behind it, or as files of the package."""
    if not isinstance(case.outcome, ev.Granted):
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
