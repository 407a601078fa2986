"""`chikai request …`, what comes after the envelope: papers, forms, money, and the comparison."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chikai.cli.answer import BAD_INPUT, Answer, Stop, stop
from chikai.cli.desk import Desk, Lang, day
from chikai.cli.files import MAX_ENVELOPE, read_scan, read_text, words_or_file
from chikai.cli.request_in import LetterLang, by_option
from chikai.cli.shown import CaseArg, done
from chikai.cli.verb import verb
from chikai.kernel.message import say
from chikai.law.kinds import Channel, Means, Paper, Whose

if TYPE_CHECKING:
    from chikai.app.envelope import Payment

PaperArg = Annotated[str, typer.Argument(metavar="PAPER")]


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
    from chikai.app.envelope import Sheet

    sheet = Sheet(
        type=kind,
        whose=whose,
        issued_on=day(issued, "--issued"),
        expires_on=day(expires, "--expires"),
        domicile_shown=domicile_shown,
        number_shown=number_shown,
        masked=tuple(_maskable(each, "--masked") for each in masked or ()),
        scan=_scan(scan) if scan else None,
    )
    with desk.of_case(case) as home:
        return done(desk.lang, home, steps.add_paper(home, case, sheet, by=desk.by))


def _maskable(what: str, field: str) -> str:
    if what not in ("domicile", "my_number"):
        choices = ("domicile", "my_number")
        raise stop(BAD_INPUT, say("cli.usage.choice", name=field, choices=choices), field=field)
    return what


def _scan(path: Path) -> bytes:
    """The scan of an option. Raises `Stop`, which names the file."""
    from chikai.app.faults import Fault
    from chikai.kernel.message import Message
    from chikai.ports import BadData

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


@verb("request paper scan")
def paper_scan(
    desk: Desk,
    case: CaseArg,
    paper: PaperArg,
    scan: Annotated[Path, typer.Option("--scan")],
    replace: Annotated[bool, typer.Option("--replace")] = False,
) -> Answer:
    """The scan of a paper booked before, once what must be covered is covered."""
    from chikai.app import steps

    content = _scan(scan)
    store = steps.replace_scan if replace else steps.attach_scan
    with desk.of_case(case) as home:
        return done(desk.lang, home, store(home, case, paper, content, by=desk.by))


@verb("request paper return")
def paper_return(desk: Desk, case: CaseArg, paper: PaperArg) -> Answer:
    from chikai.app import steps

    with desk.of_case(case) as home:
        return done(desk.lang, home, steps.return_paper(home, case, paper, by=desk.by))


@verb("request paper correct")
def paper_correct(
    desk: Desk,
    case: CaseArg,
    paper: PaperArg,
    reasons: Annotated[str, typer.Option("--reasons")],
    kind: Annotated[Paper | None, typer.Option("--type")] = None,
    whose: Annotated[Whose | None, typer.Option("--whose")] = None,
    issued: Annotated[str | None, typer.Option("--issued")] = None,
    expires: Annotated[str | None, typer.Option("--expires")] = None,
    domicile_shown: Annotated[
        bool | None, typer.Option("--domicile-shown/--domicile-hidden")
    ] = None,
    number_shown: Annotated[bool | None, typer.Option("--number-shown/--number-hidden")] = None,
) -> Answer:
    """What was noted of a paper was wrong."""
    from chikai.app import correcting

    right = correcting.PaperRight(
        type=kind,
        whose=whose,
        issued_on=day(issued, "--issued"),
        expires_on=day(expires, "--expires"),
        domicile_shown=domicile_shown,
        number_shown=number_shown,
    )
    why = words_or_file(reasons, field="--reasons") or ""
    with desk.of_case(case) as home:
        return done(desk.lang, home, correcting.paper(home, case, paper, right, why, by=desk.by))


@verb("request correct")
def correct(
    desk: Desk,
    case: CaseArg,
    reasons: Annotated[str, typer.Option("--reasons")],
    name: Annotated[str | None, typer.Option("--name")] = None,
    kana: Annotated[str | None, typer.Option("--kana")] = None,
    birth: Annotated[str | None, typer.Option("--birth")] = None,
    postal: Annotated[str | None, typer.Option("--postal")] = None,
    address: Annotated[str | None, typer.Option("--address")] = None,
    former_name: Annotated[list[str] | None, typer.Option("--former-name")] = None,
    former_address: Annotated[list[str] | None, typer.Option("--former-address")] = None,
    phone: Annotated[list[str] | None, typer.Option("--phone")] = None,
    email: Annotated[list[str] | None, typer.Option("--email")] = None,
    member: Annotated[list[str] | None, typer.Option("--member")] = None,
    reply_name: Annotated[str | None, typer.Option("--reply-name")] = None,
    reply_postal: Annotated[str | None, typer.Option("--reply-postal")] = None,
    reply_address: Annotated[str | None, typer.Option("--reply-address")] = None,
    reply_email: Annotated[str | None, typer.Option("--reply-email")] = None,
) -> Answer:
    """Names, addresses and other leads of one case: corrected, or added to."""
    from chikai.app import correcting
    from chikai.people.model import Address

    right = correcting.Particulars(
        name=name,
        kana=kana,
        birth_date=day(birth, "--birth"),
        address=Address(address, postal) if address else None,
        former_names=tuple(former_name or ()),
        former_addresses=tuple(Address(each) for each in former_address or ()),
        phones=tuple(phone or ()),
        emails=tuple(email or ()),
        member_numbers=tuple(member or ()),
        reply_name=reply_name,
        reply_address=Address(reply_address, reply_postal) if reply_address else None,
        reply_email=reply_email,
    )
    why = words_or_file(reasons, field="--reasons") or ""
    with desk.of_case(case) as home:
        return done(desk.lang, home, correcting.particulars(home, case, right, why, by=desk.by))


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
        raise by_option(error, {"amount": "YEN", "issued_on": "--issued"}) from None


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
            raise by_option(error, names) from None
    with desk.of_case(case) as home:
        return done(desk.lang, home, search.match(home, case, reading, by=desk.by))
