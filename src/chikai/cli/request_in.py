"""`chikai request …`, what comes in: envelopes, papers, forms, money, and the comparison."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chikai.cli.answer import BAD_INPUT, Answer, Stop, stop
from chikai.cli.desk import Desk, Lang, day
from chikai.cli.files import MAX_ENVELOPE, STDIN, read_scan, read_text, words_or_file
from chikai.cli.shown import CaseArg, done
from chikai.cli.verb import verb
from chikai.kernel.message import say
from chikai.law.kinds import Asker, Channel, Manner, Means, Paper, RequestKind, Whose

if TYPE_CHECKING:
    from chikai.app.intake import Envelope, Payment

PaperArg = Annotated[str, typer.Argument(metavar="PAPER")]
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
        raise _by_option(error, _OPTIONS) from None
    return _receive(desk, company_id, envelope)


_OPTIONS = {
    "arrived_on": "--arrived",
    "asker": "--asker",
    "form": "--form",
    "representative": "--representative",
    "reply_to": "--address",
    "people[0].name": "--name",
    "people[0].birth_date": "--birth",
    "people[0].postal_code": "--postal",
    "people[0].address": "--address",
    "people[0].kinds": "--kind",
    "representative.name": "--representative",
    "representative.address": "--representative-address",
}


def _by_option(error: Any, names: dict[str, str]) -> Stop:
    """The findings of an envelope, each by the option its value came from."""
    from chikai.app.faults import Fault

    return Stop(
        BAD_INPUT,
        *(
            Fault(f.code, f.message, field=names.get(f.field or "", f.field), because=f.cites)
            for f in error.findings
        ),
    )


def _money(text: str, field: str, means: Means) -> dict[str, Any]:
    """`1000`, `1000:2026-11-01`, `1000:R8.11.1:12345-67890`."""
    amount, _, rest = text.partition(":")
    issued, _, serial = rest.partition(":")
    if not amount:
        raise stop(BAD_INPUT, say("cli.money"), field=field)
    found = {"means": means.value, "amount": amount, "issued_on": issued, "serial": serial}
    return {name: value for name, value in found.items() if value}


@verb("request paper add")
def paper_add(
    desk: Desk,
    case: CaseArg,
    kind: Annotated[Paper, typer.Argument(metavar="TYPE")],
    whose: Annotated[Whose, typer.Option("--whose")] = Whose.PERSON,
    issued: Annotated[str | None, typer.Option("--issued")] = None,
    expires: Annotated[str | None, typer.Option("--expires")] = None,
    domicile_shown: Annotated[bool, typer.Option("--domicile-shown")] = False,
    number_shown: Annotated[bool, typer.Option("--number-shown")] = False,
    masked: Annotated[list[str] | None, typer.Option("--masked")] = None,
    scan: Annotated[Path | None, typer.Option("--scan")] = None,
) -> Answer:
    from chikai.app import steps
    from chikai.app.intake import Sheet

    sheet = Sheet(
        type=kind,
        whose=whose,
        issued_on=day(issued, "--issued"),
        expires_on=day(expires, "--expires"),
        domicile_shown=domicile_shown,
        number_shown=number_shown,
        masked=tuple(_maskable(each, "--masked") for each in masked or ()),
        scan=_scan(scan),
    )
    with desk.of_case(case) as home:
        return done(desk.lang, home, steps.add_paper(home, case, sheet, by=desk.by))


def _maskable(what: str, field: str) -> str:
    if what not in ("domicile", "my_number"):
        choices = ("domicile", "my_number")
        raise stop(BAD_INPUT, say("cli.usage.choice", name=field, choices=choices), field=field)
    return what


def _scan(path: Path | None) -> bytes | None:
    """The scan of an option. Raises `Stop`, which names the file."""
    from chikai.app.faults import Fault
    from chikai.kernel.message import Message
    from chikai.ports import BadData

    if path is None:
        return None
    try:
        return read_scan(path)
    except BadData as error:
        message = Message(error.code, {"field": "--scan", **error.args_})
        raise Stop(BAD_INPUT, Fault(error.code, message, file=str(path), field="--scan")) from None


@verb("request paper mask")
def paper_mask(
    desk: Desk,
    case: CaseArg,
    paper: PaperArg,
    what: Annotated[str, typer.Argument(metavar="domicile|my_number")],
    regions: Annotated[int, typer.Option("--regions", min=1, max=50)] = 1,
) -> Answer:
    from chikai.app import steps

    seen = _maskable(what, "domicile|my_number")
    with desk.of_case(case) as home:
        return done(desk.lang, home, steps.mask(home, case, paper, seen, regions, by=desk.by))


@verb("request paper return")
def paper_return(desk: Desk, case: CaseArg, paper: PaperArg) -> Answer:
    from chikai.app import cases, steps
    from chikai.duties.requests.events import PaperReturned
    from chikai.ports import Missing

    with desk.of_case(case) as home:
        held = {p.id for p in cases.load(home, case).papers if not p.returned}
        if paper not in held:
            raise Missing(paper)
        return done(desk.lang, home, steps.note(home, case, PaperReturned(paper=paper), by=desk.by))


@verb("request form")
def form_came(
    desk: Desk,
    case: CaseArg,
    channel: Annotated[Channel, typer.Option("--channel")] = Channel.POST,
    complete: Annotated[bool, typer.Option("--complete/--incomplete")] = True,
) -> Answer:
    from chikai.app import steps

    with desk.of_case(case) as home:
        return done(desk.lang, home, steps.add_form(home, case, channel, complete, by=desk.by))


@verb("request fee take")
def fee_take(
    desk: Desk,
    case: CaseArg,
    means: Annotated[Means, typer.Argument(metavar="MEANS")],
    amount: Annotated[str, typer.Argument(metavar="YEN")],
    issued: Annotated[str | None, typer.Option("--issued")] = None,
    serial: Annotated[str | None, typer.Option("--serial")] = None,
) -> Answer:
    from chikai.app import steps

    payment = _payment(means, amount, issued, serial)
    with desk.of_case(case) as home:
        return done(desk.lang, home, steps.take_fee(home, case, payment, by=desk.by))


def _payment(means: Means, amount: str, issued: str | None, serial: str | None) -> Payment:
    from chikai.app.envelope_file import BadEnvelope, payment_of

    given = {"means": means.value, "amount": amount, "issued_on": issued, "serial": serial}
    try:
        return payment_of({name: value for name, value in given.items() if value is not None})
    except BadEnvelope as error:
        raise _by_option(error, {"amount": "YEN", "issued_on": "--issued"}) from None


@verb("request fee return")
def fee_return(desk: Desk, case: CaseArg, letter_lang: LetterLang = Lang.JA) -> Answer:
    from chikai.app import letters

    with desk.of_case(case) as home:
        returned = letters.return_fees(home, case, by=desk.by, lang=letter_lang.value)
        return done(desk.lang, home, returned)


@verb("request fee means")
def fee_means(
    desk: Desk, case: CaseArg, means: Annotated[list[Means], typer.Argument(metavar="MEANS...")]
) -> Answer:
    from chikai.app import steps

    with desk.of_case(case) as home:
        return done(desk.lang, home, steps.set_fee_means(home, case, tuple(means), by=desk.by))


@verb("request match")
def match(
    desk: Desk,
    case: CaseArg,
    paper_name: Annotated[str | None, typer.Option("--paper-name")] = None,
    paper_kana: Annotated[str | None, typer.Option("--paper-kana")] = None,
    paper_birth: Annotated[str | None, typer.Option("--paper-birth")] = None,
    paper_address: Annotated[str | None, typer.Option("--paper-address")] = None,
    former_name: Annotated[list[str] | None, typer.Option("--former-name")] = None,
    former_address: Annotated[list[str] | None, typer.Option("--former-address")] = None,
    proven_address: Annotated[list[str] | None, typer.Option("--proven-address")] = None,
    file: Annotated[Path | None, typer.Option("--file")] = None,
) -> Answer:
    """`--file` keeps what the papers say out of the shell's history."""
    from chikai.app import search
    from chikai.app.envelope_file import BadEnvelope, paper_of, read_paper

    given = {
        "name": paper_name,
        "kana": paper_kana,
        "birth_date": paper_birth,
        "address": paper_address,
        "former_names": former_name,
        "former_addresses": former_address,
        "proven_addresses": proven_address,
    }
    tree = {name: value for name, value in given.items() if value}
    if file is not None:
        if tree:
            raise stop(BAD_INPUT, say("cli.file_or_options"), field="--file")
        text = read_text(file, limit=MAX_ENVELOPE, field="--file")
        reading = read_paper(text, file=str(file))
    else:
        try:
            reading = paper_of(tree)
        except BadEnvelope as error:
            names = {"name": "--paper-name", "birth_date": "--paper-birth"}
            raise _by_option(error, names) from None
    with desk.of_case(case) as home:
        return done(desk.lang, home, search.match(home, case, reading, by=desk.by))
