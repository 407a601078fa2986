"""An envelope written down as YAML or JSON: read whole, or refused with every problem at once.

Dates may be in eras and in full-width digits, as on the paper itself; amounts may carry 円 and
commas. No finding quotes a value: it may be a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from chikai.app.envelope import Asked, Envelope, Payment, ReplyTo, Sheet
from chikai.app.envelope_shape import (
    SAID,
    EnvelopeShape,
    MeasuresShape,
    PaymentShape,
    PrefillShape,
    ReadingShape,
    ReplyShape,
)
from chikai.app.search import PaperReading
from chikai.kernel.message import Arg, Message, say
from chikai.law.kinds import Asker
from chikai.people.model import Address
from chikai.policy.finding import Finding
from chikai.policy.tree import Path, Read, path_text, read
from chikai.ports import BadData

Scan = Callable[[str], bytes]
"""Reads the scan a paper names; raises `BadData` when it may not be taken."""

Shape = TypeVar("Shape", bound=BaseModel)
EMPTY = "envelope.error.empty"
_TOKEN = re.compile(r"[a-z][a-z0-9_]*")


class BadEnvelope(ValueError):
    """The text is no envelope. Carries every finding, in the order of the file."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{f.where}: {f.code}" for f in findings))
        self.findings = findings


def read_envelope(text: str, *, file: str, scan: Scan | None = None) -> Envelope:
    """The envelope a YAML or JSON text describes. `file` is its name in messages.

    Raises `BadEnvelope` with every finding: file, line, column and field.
    """
    source = _tree(text, file)
    return _envelope(source.tree, source, file, scan)


def envelope_of(tree: dict[str, Any], *, scan: Scan | None = None) -> Envelope:
    """The envelope that plain values describe, in the shape of the file. Raises `BadEnvelope`."""
    return _envelope(tree, Read(tree=tree), None, scan)


def read_paper(text: str, *, file: str) -> PaperReading:
    """What a clerk reads off the identity papers, as YAML or JSON. Raises `BadEnvelope`."""
    source = _tree(text, file)
    return _shaped(ReadingShape, source.tree, _Place(source, file)).reading()


def paper_of(tree: dict[str, Any]) -> PaperReading:
    """The same from plain values. Raises `BadEnvelope`."""
    return _shaped(ReadingShape, tree, _Place(Read(tree=tree), None)).reading()


def read_measures(text: str, *, file: str) -> list[dict[str, str]]:
    """What is told about each recipient abroad (Art. 28(3), Rule 18(3)). Raises `BadEnvelope`."""
    source = _tree(text, file)
    shape = _shaped(MeasuresShape, source.tree, _Place(source, file))
    return [each.model_dump() for each in shape.measures]


def read_prefill(text: str, *, file: str) -> PrefillShape:
    """What to fill in on a form, as YAML or JSON: personal data. Raises `BadEnvelope`."""
    source = _tree(text, file)
    return _shaped(PrefillShape, source.tree, _Place(source, file))


def payment_of(tree: dict[str, Any]) -> Payment:
    """Money or paper money from plain values. Raises `BadEnvelope`."""
    return _paid(_shaped(PaymentShape, tree, _Place(Read(tree=tree), None)))


def _paid(shape: PaymentShape) -> Payment:
    return Payment(
        means=shape.means, amount=shape.amount, serial=shape.serial, issued_on=shape.issued_on
    )


def _tree(text: str, file: str) -> Read:
    if text.lstrip()[:1] in ("{", "["):
        text = text.replace("\t", " ")  # white space in JSON, an error in YAML
    source = read(text, file=file)
    if source.findings:
        raise BadEnvelope(tuple(_own(each) for each in source.findings))
    return source


# --- from the shape to an envelope ----------------------------------------------------------------


def _envelope(tree: Any, source: Read, file: str | None, scan: Scan | None) -> Envelope:
    at = _Place(source, file)
    read_ = _shaped(EnvelopeShape, tree, at)
    problems = [at(path, message) for path, message in _contradictions(read_)]
    scans: dict[int, bytes] = {}
    for i, paper in enumerate(read_.papers):
        if paper.scan is None:
            continue
        try:
            scans[i] = _take(scan, paper.scan)
        except BadData as error:
            message = Message(error.code, {"field": "scan", **error.args_})
            problems.append(at(("papers", i, "scan"), message))
    if problems:
        raise BadEnvelope(_in_order(problems))
    return _made(read_, scans)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the file a finding stands; nowhere when the values came from elsewhere."""

    source: Read
    file: str | None

    def __call__(self, path: Path, message: Message, *, key: bool = False) -> Finding:
        known = bool(self.source.values)
        line, column = self.source.place(path, key=key) if known else (None, None)
        field = path_text(_public(path)) or None
        return Finding(message.id, dict(message.args), (), self.file, line, column, field)


def _shaped(shape: type[Shape], tree: Any, at: _Place) -> Shape:
    """The tree in its shape. Raises `BadEnvelope`."""
    if not isinstance(tree, dict):
        raise BadEnvelope((at((), say("envelope.error.type_mapping")),))
    try:
        return shape.model_validate(tree)
    except ValidationError as error:
        errors = [dict(each) for each in error.errors(include_url=False)]
        found = [_structural(each) for each in errors if not _only_follows(each)]
        raise BadEnvelope(_in_order(at(path, m, key=k) for path, m, k in found)) from None


def _take(scan: Scan | None, name: str) -> bytes:
    if scan is None:
        raise BadData("envelope.error.no_scans")
    return scan(name)


def _made(read_: EnvelopeShape, scans: dict[int, bytes]) -> Envelope:
    writer = read_.writer()
    reply = read_.reply_to or ReplyShape(
        name=writer.name,
        postal_code=writer.postal_code,
        address=writer.address or "",
        email=next(iter(writer.email), None),
    )
    return Envelope(
        arrived_on=read_.arrived_on,
        channel=read_.channel,
        asker=read_.asker,
        asked=tuple(
            Asked(
                person=each.person(),
                kinds=each.kinds,
                statement=each.statement,
                manner=each.manner,
                specific=each.specific,
            )
            for each in read_.people
        ),
        reply_to=ReplyTo(
            name=reply.name,
            address=Address(reply.address, reply.postal_code),
            email=reply.email,
        ),
        representative=read_.representative.person() if read_.representative else None,
        form=read_.form,
        form_complete=read_.form_complete,
        sheets=tuple(
            Sheet(
                type=paper.type,
                whose=paper.whose,
                issued_on=paper.issued_on,
                expires_on=paper.expires_on,
                domicile_shown=paper.domicile_shown,
                number_shown=paper.number_shown,
                masked=paper.masked,
                scan=scans.get(i),
                about=tuple(n - 1 for n in paper.about),
            )
            for i, paper in enumerate(read_.papers)
        ),
        payments=tuple(_paid(each) for each in read_.payments),
        protected=read_.protected,
    )


def _contradictions(read_: EnvelopeShape) -> Iterator[tuple[Path, Message]]:
    """What each value allows and all of them together do not."""
    if read_.asker is not Asker.PERSON and read_.representative is None:
        yield ("asker",), say("intake.no_representative")
    if read_.asker is Asker.PERSON and read_.representative is not None:
        yield ("representative",), say("envelope.error.needs_no_representative")
    if read_.reply_to is None and not read_.writer().address:
        yield ("reply_to",), say("envelope.error.no_reply_address")
    for i, person in enumerate(read_.people):
        if person.birth_date is not None and person.birth_date > read_.arrived_on:
            yield ("people", i, "birth_date"), say("envelope.error.later_than_arrival")
        if len(set(person.kinds)) < len(person.kinds):
            yield ("people", i, "kinds"), say("envelope.error.listed_twice")
    issued = [("papers", i, each.issued_on) for i, each in enumerate(read_.papers)]
    issued += [("payments", i, each.issued_on) for i, each in enumerate(read_.payments)]
    for name, i, day in issued:
        if day is not None and day > read_.arrived_on:
            yield (name, i, "issued_on"), say("envelope.error.later_than_arrival")
    for i, paper in enumerate(read_.papers):
        if any(n > len(read_.people) for n in paper.about):
            yield ("papers", i, "about"), say("envelope.error.about", people=len(read_.people))


# --- findings -------------------------------------------------------------------------------------

_EXPECTED = {
    "int": "type_int",
    "bool": "type_bool",
    "string": "type_text",
    "date": "type_date",
    "tuple": "type_list",
    "model": "type_mapping",
}


def _only_follows(error: dict[str, Any]) -> bool:
    """A list counts as too short when its items are bad; the items say so themselves."""
    return error["type"] == "too_short" and bool(error.get("input"))


def _structural(error: dict[str, Any]) -> tuple[Path, Message, bool]:
    path, kind = tuple(error["loc"]), str(error["type"])
    args: dict[str, Arg] = {}
    if kind == SAID:
        message: Message = error["ctx"]["message"]
        at: Path = error["ctx"]["at"]
        return (*path, *at), message, message.id == EMPTY
    if kind == "extra_forbidden":
        return path, say("envelope.error.unknown_key"), True
    if kind == "missing":
        return path, say("envelope.error.missing"), False
    if error.get("input") is None:
        return path, say(EMPTY), True  # an empty value stands where its key does
    if kind in ("enum", "literal_error"):
        allowed = str(error.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
        args = {"allowed": allowed.replace("'", "`")}
        return path, Message("envelope.error.not_one_of", args), False
    if kind in ("greater_than_equal", "less_than_equal"):
        return path, say("envelope.error.out_of_range"), False
    if kind == "too_short":
        return path, say(EMPTY), True
    if kind == "too_long":
        return path, say("envelope.error.too_many"), False
    code = _EXPECTED.get(kind.split("_")[0], "type_other")
    return path, say(f"envelope.error.{code}"), False


def _public(path: Path) -> Path:
    """The path up to a key that is no word of ours: it may be a name put in the wrong place."""
    kept: Path = ()
    for each in path:
        if isinstance(each, str) and not _TOKEN.fullmatch(each):
            break
        kept = (*kept, each)
    return kept


def _own(found: Finding) -> Finding:
    """A finding of the YAML reader in the words of an envelope, without what it quotes."""
    code = found.code.rsplit(".", 1)[-1]
    known = {"first_line", "limit"} & found.args.keys()
    args = {name: found.args[name] for name in known}
    field = found.field if found.field and re.fullmatch(r"[a-z0-9_.\[\]]+", found.field) else None
    where = (found.file, found.line, found.column)
    return Finding(f"envelope.error.{code}", args, (), *where, field)


def _in_order(found: Iterator[Finding] | list[Finding]) -> tuple[Finding, ...]:
    unique = {(f.line, f.column, f.code, f.field): f for f in found}
    return tuple(sorted(unique.values(), key=lambda f: (f.line or 0, f.column or 0, f.code)))
