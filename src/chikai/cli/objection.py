"""`chikai policy objection …`: objections to a change of the policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chikai.cli.answer import BAD_INPUT, Answer, stop
from chikai.cli.change import WindowFrom
from chikai.cli.desk import Desk, Lang, day, token
from chikai.cli.files import words_or_file
from chikai.cli.shown import text
from chikai.cli.verb import verb
from chikai.kernel.message import say
from chikai.law.kinds import Channel

if TYPE_CHECKING:
    from datetime import date

    from chikai.duties.changes.objection import Objection

ObjectionArg = Annotated[str, typer.Argument(metavar="OBJECTION")]


@verb("policy objection receive")
def objection_receive(
    desk: Desk,
    company_id: Annotated[str, typer.Argument(metavar="COMPANY")],
    change: Annotated[str, typer.Option("--change")],
    arrived: Annotated[str, typer.Option("--arrived")],
    name: Annotated[str, typer.Option("--name")],
    address: Annotated[str, typer.Option("--address")],
    channel: Annotated[Channel, typer.Option("--channel")] = Channel.POST,
    postal: Annotated[str | None, typer.Option("--postal")] = None,
    email: Annotated[list[str] | None, typer.Option("--email")] = None,
    statement: Annotated[str | None, typer.Option("--statement")] = None,
    objection_from: Annotated[WindowFrom | None, typer.Option("--objection-from")] = None,
    noticed: Annotated[str | None, typer.Option("--noticed")] = None,
    person_id: Annotated[str | None, typer.Option("--person-id")] = None,
) -> Answer:
    """The day of notice comes from the journal where the version was published from here."""
    from chikai.app import objections
    from chikai.app.envelope import ReplyTo
    from chikai.people.model import Address, Name, Person

    where = Address(address, postal)
    objecting = objections.Objecting(
        arrived_on=_day(arrived, "--arrived"),
        channel=channel,
        person=Person(names=(Name(name),), addresses=(where,), emails=tuple(email or ())),
        reply_to=ReplyTo(name=name, address=where, email=email[0] if email else None),
        after=_day(change, "--change"),
        noticed_on=day(noticed, "--noticed"),
        known=token(person_id, "--person-id") if person_id else None,
        statement=words_or_file(statement, field="--statement") or "",
        counted_from=objection_from.value if objection_from else None,
    )
    with desk.home(company_id) as home:
        return _answer(objections.receive(home, objecting, by=desk.by), desk.lang)


@verb("policy objection show", needs="look")
def objection_show(
    desk: Desk,
    objection: ObjectionArg,
    with_file: Annotated[bool, typer.Option("--file")] = False,
) -> Answer:
    from chikai.app import objections

    with desk.of_case(objection) as home:
        answer = _answer(objections.load(home, objection), desk.lang)
        if not with_file:
            return answer
        seen = objections.file(home, objection, by=desk.by)
    reply = seen["reply_to"]
    lines = [reply["name"], reply["address"], seen["statement"]]
    return Answer({**answer.result, "file": seen}, [*answer.shown, "", *filter(None, lines)])


@verb("policy objection acknowledge")
def objection_acknowledge(
    desk: Desk,
    objection: ObjectionArg,
    letter_lang: Annotated[Lang, typer.Option("--letter-lang")] = Lang.JA,
) -> Answer:
    from chikai.app import objections

    with desk.of_case(objection) as home:
        told = objections.acknowledge(home, objection, by=desk.by, lang=letter_lang.value)
        return _answer(told, desk.lang)


@verb("policy objection list", needs="home")
def objection_list(
    desk: Desk,
    company_id: Annotated[str, typer.Argument(metavar="COMPANY")],
    person_id: Annotated[str | None, typer.Option("--person-id")] = None,
) -> Answer:
    """Which version counts for whom, by the person's id: no name is shown."""
    from chikai.app import objections

    with desk.home(company_id) as home:
        found = objections.kept_for(home, person_id) if person_id else objections.all_of(home)
    lines = [line for each in found for line in _lines(each, desk.lang)]
    return Answer([_of(each) for each in found], lines or [text("objection.none", desk.lang)])


@verb("policy objection destroy")
def objection_destroy(desk: Desk, objection: ObjectionArg) -> Answer:
    """The file of the objection and our letter; the version kept stays."""
    from chikai.app import objections

    with desk.of_case(objection) as home:
        return _answer(objections.destroy_file(home, objection, by=desk.by), desk.lang)


def _day(written: str, field: str) -> date:
    read = day(written, field)
    if read is None:
        raise stop(BAD_INPUT, say("cli.usage.needs_value", name=field), field=field)
    return read


def _answer(objection: Objection, lang: str) -> Answer:
    return Answer(_of(objection), list(_lines(objection, lang)))


def _of(objection: Objection) -> dict[str, Any]:
    """An objection for programs: nothing of the person."""
    told = objection.acknowledged_on
    return {
        "objection": objection.id,
        "state": objection.state.value,
        "arrived_on": objection.arrived_on.isoformat(),
        "before": objection.before,
        "after": objection.after,
        "noticed_on": objection.noticed_on.isoformat(),
        "until": objection.until.isoformat() if objection.until else None,
        "standing": objection.standing.value,
        "kept": objection.kept.value if objection.kept else None,
        "version": objection.version,
        "acknowledged_on": told.isoformat() if told else None,
        "letter": objection.letter,
        "person": objection.person,
        "destroyed_on": objection.destroyed_on.isoformat() if objection.destroyed_on else None,
    }


def _lines(objection: Objection, lang: str) -> Iterator[str]:
    standing = say(f"objection.standing.{objection.standing.value}")
    yield text(
        "objection.show.line",
        lang,
        number=objection.id,
        before=objection.before,
        after=objection.after,
        standing=standing,
    )
    yield text("objection.show.arrived", lang, on=objection.arrived_on)
    if objection.until is not None:
        start, until = objection.noticed_on, objection.until
        yield text("objection.show.window", lang, start=start, until=until)
    else:
        yield text("objection.show.no_window", lang)
    if objection.kept is not None:
        scope = say(f"objection.kept.{objection.kept.value}")
        yield text("objection.show.kept", lang, version=objection.version, scope=scope)
    if objection.acknowledged_on is not None:
        yield text("objection.show.acknowledged", lang, on=objection.acknowledged_on)
    else:
        yield text("objection.show.not_acknowledged", lang, number=objection.id)
    yield text("objection.show.person", lang, person=objection.person)
    if objection.destroyed_on is not None:
        yield text("objection.show.destroyed", lang, on=objection.destroyed_on)
