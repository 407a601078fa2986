"""`chikai request …`, what comes in: an envelope from a file, or one person in one line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chikai.cli.answer import BAD_INPUT, Answer, Stop, stop
from chikai.cli.desk import Desk, Lang
from chikai.cli.files import MAX_ENVELOPE, STDIN, read_scan, read_text, words_or_file
from chikai.cli.shown import done
from chikai.cli.verb import verb
from chikai.kernel.message import say
from chikai.law.kinds import Asker, Channel, Manner, Means, Paper, RequestKind, Whose

if TYPE_CHECKING:
    from chikai.app.envelope import Envelope

COMPANY = typer.Argument(metavar="COMPANY")
LetterLang = Annotated[Lang, typer.Option("--letter-lang")]


@verb("request receive")
def receive(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    company_id: Annotated[str | None, COMPANY] = None,
) -> Answer:
    from chikai.app.envelope_file import read_envelope

    text = read_text(file, limit=MAX_ENVELOPE, field="FILE")
    beside = Path() if str(file) == STDIN else file.parent
    envelope = read_envelope(text, file=str(file), scan=lambda name: read_scan(beside / name))
    return _receive(desk, company_id, envelope)


def _receive(desk: Desk, company_id: str | None, envelope: Envelope) -> Answer:
    from chikai.app import intake

    with desk.home(company_id) as home:
        return done(desk.lang, home, intake.receive(home, envelope, by=desk.by))


@verb("request new")
def new(
    desk: Desk,
    company_id: Annotated[str, COMPANY],
    kind: Annotated[list[RequestKind], typer.Option("--kind")],
    name: Annotated[str, typer.Option("--name")],
    arrived: Annotated[str, typer.Option("--arrived")],
    channel: Annotated[Channel, typer.Option("--channel")] = Channel.POST,
    asker: Annotated[Asker, typer.Option("--asker")] = Asker.PERSON,
    kana: Annotated[str | None, typer.Option("--kana")] = None,
    birth: Annotated[str | None, typer.Option("--birth")] = None,
    postal: Annotated[str | None, typer.Option("--postal")] = None,
    address: Annotated[str | None, typer.Option("--address")] = None,
    phone: Annotated[list[str] | None, typer.Option("--phone")] = None,
    email: Annotated[list[str] | None, typer.Option("--email")] = None,
    member: Annotated[list[str] | None, typer.Option("--member")] = None,
    representative: Annotated[str | None, typer.Option("--representative")] = None,
    representative_address: Annotated[str | None, typer.Option("--representative-address")] = None,
    form: Annotated[str, typer.Option("--form")] = "free",
    form_complete: Annotated[bool | None, typer.Option("--form-complete/--form-incomplete")] = None,
    paper: Annotated[list[Paper] | None, typer.Option("--paper")] = None,
    representative_paper: Annotated[
        list[Paper] | None, typer.Option("--representative-paper")
    ] = None,
    money_order: Annotated[list[str] | None, typer.Option("--money-order")] = None,
    stamps: Annotated[list[str] | None, typer.Option("--stamps")] = None,
    manner: Annotated[Manner | None, typer.Option("--manner")] = None,
    statement: Annotated[str | None, typer.Option("--statement")] = None,
    specific: Annotated[bool, typer.Option("--specific")] = False,
) -> Answer:
    """A request about one person, in one line. Everything else is for `request receive`."""
    from chikai.app.envelope_file import BadEnvelope, envelope_of

    desk.place(company_id)  # a company that is not here before anything about the envelope
    person: dict[str, Any] = {
        "name": name,
        "kana": kana,
        "birth_date": birth,
        "postal_code": postal,
        "address": address,
        "phone": phone,
        "email": email,
        "member_number": member,
        "kinds": [each.value for each in kind],
        "manner": manner.value if manner else None,
        "statement": words_or_file(statement, field="--statement"),
    }
    sheets = [{"type": each.value} for each in paper or ()]
    other = Whose.REPRESENTATIVE.value
    sheets += [{"type": each.value, "whose": other} for each in representative_paper or ()]
    payments = [_money(each, "--money-order", Means.MONEY_ORDER) for each in money_order or ()]
    payments += [_money(each, "--stamps", Means.STAMPS) for each in stamps or ()]
    tree: dict[str, Any] = {
        "arrived_on": arrived,
        "channel": channel.value,
        "asker": asker.value,
        "form": form,
        "form_complete": form_complete,
        "people": [{k: v for k, v in person.items() if v is not None} | {"specific": specific}],
        "papers": sheets,
        "payments": payments,
    }
    if representative is not None:
        given = {"name": representative, "address": representative_address}
        tree["representative"] = {k: v for k, v in given.items() if v is not None}
    try:
        envelope = envelope_of(tree)
    except BadEnvelope as error:
        raise by_option(error, _OPTIONS) from None
    return _receive(desk, company_id, envelope)


_OPTIONS = {
    "arrived_on": "--arrived",
    "asker": "--asker",
    "form": "--form",
    "representative": "--representative",
    "reply_to": "--address",
    "people[0].name": "--name",
    "people[0].kana": "--kana",
    "people[0].birth_date": "--birth",
    "people[0].postal_code": "--postal",
    "people[0].address": "--address",
    "people[0].phone": "--phone",
    "people[0].email": "--email",
    "people[0].member_number": "--member",
    "people[0].kinds": "--kind",
    "representative.name": "--representative",
    "representative.address": "--representative-address",
}


def by_option(error: Any, names: dict[str, str]) -> Stop:
    """The findings of an envelope, each by the option its value came from."""
    from chikai.app.faults import Fault

    def option(field: str | None) -> str | None:
        listed = (field or "").rpartition("[")[0]
        return names.get(field or "") or names.get(listed) or field

    return Stop(
        BAD_INPUT,
        *(Fault(f.code, f.message, field=option(f.field), because=f.cites) for f in error.findings),
    )


def _money(text: str, field: str, means: Means) -> dict[str, Any]:
    """`1000`, `1000:2026-11-01`, `1000:R8.11.1:12345-67890`."""
    amount, _, rest = text.partition(":")
    issued, _, serial = rest.partition(":")
    if not amount:
        raise stop(BAD_INPUT, say("cli.money"), field=field)
    found = {"means": means.value, "amount": amount, "issued_on": issued, "serial": serial}
    return {name: value for name, value in found.items() if value}
