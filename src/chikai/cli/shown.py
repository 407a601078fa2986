"""A case as the command line shows it: no personal value unless it was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chikai.cli.answer import DONE, OPEN_QUESTIONS, Answer
from chikai.cli.next_command import next_command

if TYPE_CHECKING:
    from chikai.app.read import CaseView
    from chikai.duties.requests.case import Case
    from chikai.duties.requests.clocks import Clock
    from chikai.duties.requests.decide import Defect
    from chikai.kernel.message import Arg, Message
    from chikai.ports import Home

CaseArg = Annotated[str, typer.Argument(metavar="CASE")]


def text(id: str, lang: str, **args: Arg) -> str:
    """A sentence of the command line."""
    from chikai.kernel.message import Message

    return message(Message(id, args), lang)


def message(said: Message, lang: str) -> str:
    from chikai.words import render

    return render(said, lang=lang)


def both(said: Message) -> dict[str, str]:
    """A message for programs: its id and its words."""
    return {"id": said.id, "ja": message(said, "ja"), "en": message(said, "en")}


def case_of(home: Home, case: Case) -> dict[str, Any]:
    """What a program learns about a case after each step."""
    from chikai.app import cases, contact
    from chikai.duties.requests.next_step import exit_message, next_step
    from chikai.duties.requests.openings import open_items

    policy, day = cases.policy_of(home, case), cases.today(home)
    return {
        "case": case.id,
        "company": home.company,
        "kind": case.kind.value,
        "state": case.state.value,
        "exit": case.exit.value if case.exit else None,
        "status": both(exit_message(case)),
        "arrived_on": case.basis.arrived_on.isoformat(),
        "waits_for": [i.key for i in open_items(case, policy, on=day)],
        "next_step": both(next_step(case, policy, on=day, can_fetch=contact.can_fetch(home, case))),
    }


def done(desk_lang: str, home: Home, result: Case | Defect | tuple[Case, ...]) -> Answer:
    """The answer after a step: where the case stands now, or what is still open."""
    from chikai.app.faults import of_defect
    from chikai.duties.requests.decide import Defect

    if isinstance(result, Defect):
        return Answer(findings=of_defect(result), code=OPEN_QUESTIONS)
    several = result if isinstance(result, tuple) else (result,)
    seen = [case_of(home, each) for each in several]
    lines = [line for each in seen for line in _lines(each, desk_lang)]
    return Answer({"cases": seen} if isinstance(result, tuple) else seen[0], lines, code=DONE)


def _lines(seen: dict[str, Any], lang: str) -> Iterator[str]:
    kind = text(f"kind.{seen['kind']}", lang)
    yield f"{seen['case']}  {kind}  {seen['status'][lang]}"
    yield f"  → {seen['next_step'][lang]}"


def view_lines(view: CaseView, lang: str, *, file: bool) -> Iterator[str]:
    """Everything the desk needs about a case, top to bottom."""
    from chikai.kernel.dates import format_date

    case, said = view.case, text

    def day(value: Any) -> str:
        return format_date(value, "ja" if lang == "ja" else "en")

    yield f"{case.id}  {said(f'kind.{case.kind.value}', lang)}  {message(view.status, lang)}"
    yield said(
        "cli.case.arrived", lang, on=case.basis.arrived_on, by=_word("channel", case.channel)
    )
    yield said("cli.case.asker", lang, asker=_word("asker", case.asker))
    yield said("cli.case.policy", lang, version=case.basis.policy)
    if case.protected:
        yield said("cli.case.protected", lang)
    yield f"→ {message(view.next_step, lang)}"
    if command := next_command(case, view.items, view.next_step):
        yield f"  $ {command}"
    if view.away:
        yield from ("", f"■ {said('away.title', lang)}")
        yield from (f"  {message(each, lang)}" for each in view.away.said)
    if not file and view.file is not None and view.file.get("statement"):
        yield from ("", f"■ {said('cli.case.statement', lang)}", f"  {view.file['statement']}")
    if case.action is not None and case.outcome is None and case.kind.value == "correction":
        yield from ("", f"■ {said('cli.case.item_ids', lang)}")
        yield from (f"  {each.id}  {each.say[lang]}" for each in view.policy.items)
    if file and view.file is not None:
        yield from _file(view.file, lang)
    if view.items:
        yield from ("", f"■ {said('cli.case.checklist', lang)}")
        yield from _items(view, lang)
    yield from ("", f"■ {said('cli.case.clocks', lang)}")
    for clock in view.clocks:
        cites = f"  [{'; '.join(c.say(lang) for c in clock.cites)}]" if clock.cites else ""
        standing = said(f"cli.standing.{clock.standing}", lang)
        yield f"  {standing}  {message(clock.arithmetic, lang)}{cites}"
    for pause in view.pauses:
        yield "  " + said("cli.case.pause", lang, item=pause.item, on=pause.since)
    if case.papers:
        yield from ("", f"■ {said('cli.case.papers', lang)}")
    for paper in case.papers:
        marks = [said("cli.case.masked", lang, what=w) for w in sorted(paper.masked)]
        marks += [said("cli.case.unmasked", lang, what=w) for w in paper.to_mask()]
        marks += [said("cli.case.returned", lang)] if paper.returned else []
        name = said(f"paper.{paper.type.value}", lang)
        yield f"  {paper.id}  {name}  {'  '.join(marks)}".rstrip()
    if case.fees:
        yield from ("", f"■ {said('cli.case.fees', lang)}")
    for fee in case.fees:
        back = f"  {said('cli.case.returned', lang)}" if fee.returned else ""
        means = said(f"means.{fee.means.value}", lang)
        amount = said("common.yen", lang, amount=fee.amount)
        yield f"  {fee.id}  {means}  {amount}  {day(fee.received_on)}{back}"
    letters = (*case.letters, *((case.answer,) if case.answer else ()))
    if letters:
        yield from ("", f"■ {said('cli.case.letters', lang)}")
    for letter in letters:
        delivery = said(f"frame.delivery.{letter.delivery.value}", lang)
        yield f"  {letter.id}  {said(f'letter.{letter.kind}', lang)}  {day(letter.on)}  {delivery}"
    if view.grounds and case.state.value == "deciding":
        yield from ("", f"■ {said('cli.case.grounds', lang)}")
        for ground in view.grounds:
            yield f"  {ground.id}  {message(ground.message, lang)}  [{ground.cites[-1].say(lang)}]"
    yield from ("", f"■ {said('cli.case.log', lang)}")
    for event in view.history:
        yield f"  {event.case_seq:>3}  {event.occurred_on}  {event.type}  {event.actor_id}"


def _items(view: CaseView, lang: str) -> Iterator[str]:
    """Each open item with its clause as published and the law behind it."""
    from chikai.app.read import clauses

    every = clauses(view.policy)
    for item in view.items:
        asks = text(f"cli.asks.{item.asks}", lang)
        told = view.case.told(item.key)
        sent = f"  {text('cli.case.told', lang, on=told.on)}" if told else ""
        yield f"  [ ] {item.key}  {message(item.message, lang)}  （{asks}）{sent}"
        for way in item.alternatives:
            yield f"        ・{message(way, lang)}"
        for id in item.clauses:
            if id in every:
                yield f"        {text('cli.case.clause', lang, clause=id)}: {every[id].say[lang]}"
        if item.cites:
            yield f"        {'; '.join(c.say(lang) for c in item.cites)}"


def _file(file: dict[str, Any], lang: str) -> Iterator[str]:
    """What the form says. Personal data: shown only when asked for, and the look is logged."""
    yield from ("", f"■ {text('cli.case.file', lang)}")
    for role in ("person", "representative"):
        person = file.get(role)
        if not person:
            continue
        yield f"  {text(f'cli.case.{role}', lang)}"
        for name in person["names"]:
            yield f"    {name['full']}  {name['kana'] or ''}".rstrip()
        for address in person["addresses"]:
            yield f"    {address['postal_code'] or ''} {address['text']}".rstrip()
        for value in (person["birth_date"], *person["phones"], *person["emails"]):
            if value:
                yield f"    {value}"
    reply = file["reply_to"]
    yield f"  {text('cli.case.reply_to', lang)}"
    yield f"    {reply['name']}  {reply['postal_code'] or ''} {reply['address']}"
    if said := file.get("statement"):
        yield from (f"  {text('cli.case.statement', lang)}", f"    {said}")


def _word(prefix: str, value: Any) -> Message:
    from chikai.kernel.message import say

    return say(f"{prefix}.{value.value}")


def view_result(view: CaseView, *, file: bool) -> dict[str, Any]:
    """The same for programs."""
    from chikai.app.read import clauses

    case, every, items = view.case, clauses(view.policy), []
    for item in view.items:
        told = case.told(item.key)
        found = [every[id] for id in item.clauses if id in every]
        items.append(
            {
                "key": item.key,
                "asks": item.asks,
                "message": both(item.message),
                "judgment": item.judgment,
                "alternatives": [both(way) for way in item.alternatives],
                "clauses": [{"id": c.id, "ja": c.say.ja, "en": c.say.en} for c in found],
                "because": [c.en for c in item.cites],
                "told_on": told.on.isoformat() if told else None,
            }
        )
    letters = (*case.letters, *((case.answer,) if case.answer else ()))
    return {
        "case": case.id,
        "kind": case.kind.value,
        "asker": case.asker.value,
        "channel": case.channel.value,
        "state": case.state.value,
        "exit": case.exit.value if case.exit else None,
        "status": both(view.status),
        "arrived_on": case.basis.arrived_on.isoformat(),
        "policy": case.basis.policy,
        "protected": case.protected,
        "hold": case.hold,
        "next_step": both(view.next_step),
        "command": next_command(case, view.items, view.next_step),
        "statement": view.file.get("statement") if view.file else None,
        "items": items,
        "clocks": clocks_result(view.clocks),
        "away": [both(each) for each in view.away.said] if view.away else [],
        "pauses": [
            {"item": p.item, "since": p.since.isoformat(), "letter": p.letter} for p in view.pauses
        ],
        "fee": {"due": view.fee_due, "paid": view.fee_paid, "to_return": view.fees_to_return},
        "papers": [
            {
                "id": p.id,
                "type": p.type.value,
                "whose": p.whose.value,
                "to_mask": list(p.to_mask()),
                "masked": sorted(p.masked),
                "returned": p.returned,
            }
            for p in case.papers
        ],
        "fees": [
            {
                "id": f.id,
                "means": f.means.value,
                "amount": f.amount,
                "received_on": f.received_on.isoformat(),
                "returned": f.returned.value if f.returned else None,
            }
            for f in case.fees
        ],
        "letters": [
            {
                "id": x.id,
                "kind": x.kind,
                "on": x.on.isoformat(),
                "delivery": x.delivery.value,
                "asked_for": list(x.open_items),
            }
            for x in letters
        ],
        "grounds": [g.id for g in view.grounds],
        "actions": [a.value for a in view.actions],
        "siblings": list(view.siblings),
        "log": [
            {"seq": e.case_seq, "on": e.occurred_on.isoformat(), "type": e.type, "by": e.actor_id}
            for e in view.history
        ],
        **({"file": view.file} if file else {}),
    }


def clocks_result(clocks: Sequence[Clock]) -> list[dict[str, Any]]:
    return [
        {
            "clock": c.key,
            "due": c.due.isoformat() if c.due else None,
            "standing": c.standing,
            "arithmetic": both(c.arithmetic),
            "because": [each.en for each in c.cites],
        }
        for c in clocks
    ]


def masked(value: str | None, *, complete: bool) -> str:
    """A value of somebody's, by its first character unless it may be shown."""
    if not value or complete:
        return value or ""
    return value[0] + "＊" * min(len(value) - 1, 5)
