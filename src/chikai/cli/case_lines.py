"""Everything the desk knows of a case, in lines to be read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chikai.cli.next_command import next_command
from chikai.cli.shown import message, text

if TYPE_CHECKING:
    from chikai.app.read import CaseView
    from chikai.kernel.message import Message


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
    if case.every_letter:
        yield from ("", f"■ {said('cli.case.letters', lang)}")
    for letter in case.every_letter:
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
