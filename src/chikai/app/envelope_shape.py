"""The shape of an envelope file, and how its values are read: as they stand on the paper.

Whatever is wrong is said by a message; none quotes the value, for it may be a name.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from chikai.app.search import PaperReading
from chikai.duties.requests.events import FormUsed
from chikai.kernel.characters import hyphens_to_ascii
from chikai.kernel.dates import BadDate, parse_date
from chikai.kernel.message import Message, say
from chikai.law.kinds import Asker, Channel, Manner, Means, Paper, RequestKind, Whose
from chikai.people import limits
from chikai.people.model import Address, Name, Person

MOST_PAPERS = 200
_POSTAL = re.compile(r"([0-9]{3})-?([0-9]{4})")
_YEN = re.compile(r"[0-9]{1,8}")
SAID = "said"
"""The type of an error that carries its own message."""


def _refuse(message: Message, *at: str) -> PydanticCustomError:
    """`at`: the key below the value that is refused, where it is one of several."""
    return PydanticCustomError(SAID, SAID, {"message": message, "at": at})


def _day(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return value
    try:
        return parse_date(value)
    except BadDate as error:
        raise _refuse(error.message) from None


def _yen(value: Any) -> Any:
    if isinstance(value, str):
        plain = unicodedata.normalize("NFKC", value)
        plain = re.sub(r"[\s,、¥\\]|円$", "", plain.strip())
        if not _YEN.fullmatch(plain):
            raise _refuse(say("envelope.error.amount"))
        return int(plain)
    return value


def _text(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return value
    if len(value) > (limit := limits.most(info.field_name or "")):
        raise _refuse(say("envelope.error.text_too_long", limit=limit))
    try:  # JSON may write a rare character as two halves
        value = value.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise _refuse(say("envelope.error.control")) from None
    if any(unicodedata.category(c) == "Cc" and c != "\n" for c in value):
        raise _refuse(say("envelope.error.control"))
    return value


def _filled(value: Any, info: ValidationInfo) -> Any:
    value = _text(value, info)
    if value is None or (isinstance(value, str) and not value.strip()):
        raise _refuse(say("envelope.error.empty"))
    return value


def _postal_code(value: Any, info: ValidationInfo) -> Any:
    value = _text(value, info)
    if not isinstance(value, str):
        return value
    plain = hyphens_to_ascii(unicodedata.normalize("NFKC", value)).replace("〒", "").strip()
    found = _POSTAL.fullmatch(plain)
    if not found:
        raise _refuse(say("envelope.error.postal_code"))
    return f"{found[1]}-{found[2]}"


def _several(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _three_way(value: Any) -> Any:
    words: dict[Any, bool | None] = {"yes": True, "no": False, "unknown": None}
    if isinstance(value, str):
        if value not in words:
            raise _refuse(say("envelope.error.three_way"))
        return words[value]
    return value


Day = Annotated[date, BeforeValidator(_day)]
Yen = Annotated[int, BeforeValidator(_yen), Field(ge=1, le=10_000_000)]
Text = Annotated[str, BeforeValidator(_text)]
Filled = Annotated[str, BeforeValidator(_filled)]
PostalCode = Annotated[str, BeforeValidator(_postal_code)]
Several = Annotated[tuple[Filled, ...], BeforeValidator(_several)]
ThreeWay = Annotated[bool | None, BeforeValidator(_three_way)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class PersonShape(_Model):
    name: Filled
    kana: Text | None = None
    former_names: Several = ()
    birth_date: Day | None = None
    postal_code: PostalCode | None = None
    address: Filled | None = None
    former_addresses: Several = ()
    phone: Several = ()
    email: Several = ()
    member_number: Several = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.postal_code and not self.address:
            raise _refuse(say("envelope.error.missing"), "address")
        return self

    def person(self) -> Person:
        current = (Address(self.address, self.postal_code),) if self.address else ()
        return Person(
            names=(Name(self.name, self.kana), *(Name(each) for each in self.former_names)),
            addresses=(*current, *(Address(each) for each in self.former_addresses)),
            birth_date=self.birth_date,
            phones=self.phone,
            emails=self.email,
            member_numbers=self.member_number,
        )


class AskedShape(PersonShape):
    kinds: tuple[RequestKind, ...] = Field(min_length=1)
    statement: Text = ""
    manner: Manner | None = None
    specific: bool = False


class ReplyShape(_Model):
    name: Filled
    postal_code: PostalCode | None = None
    address: Filled
    email: Text | None = None


class PaperShape(_Model):
    type: Paper
    whose: Whose = Whose.PERSON
    issued_on: Day | None = None
    expires_on: Day | None = None
    domicile_shown: bool = False
    number_shown: bool = False
    masked: tuple[Literal["domicile", "my_number"], ...] = ()
    scan: Filled | None = None
    about: tuple[Annotated[int, Field(ge=1)], ...] = ()


class PaymentShape(_Model):
    means: Means
    amount: Yen
    serial: Text | None = None
    issued_on: Day | None = None


class EnvelopeShape(_Model):
    arrived_on: Day
    channel: Channel
    asker: Asker = Asker.PERSON
    form: FormUsed = FormUsed.FREE
    form_complete: ThreeWay = None
    people: tuple[AskedShape, ...] = Field(min_length=1, max_length=50)
    representative: PersonShape | None = None
    reply_to: ReplyShape | None = None
    papers: tuple[PaperShape, ...] = Field(default=(), max_length=MOST_PAPERS)
    payments: tuple[PaymentShape, ...] = Field(default=(), max_length=MOST_PAPERS)
    protected: Filled | None = None

    def writer(self) -> PersonShape:
        """Who wrote, and is written back to: the representative where there is one."""
        return self.representative or self.people[0]


class PrefillShape(_Model):
    """What is filled in on a request form before it is printed."""

    person: PersonShape
    representative: PersonShape | None = None
    reply_to: ReplyShape | None = None
    statement: Text = ""
    manner: Manner | None = None


class ReadingShape(_Model):
    """What the papers say: the person on them, former particulars, further proven addresses."""

    name: Filled | None = None
    kana: Text | None = None
    birth_date: Day | None = None
    address: Filled | None = None
    former_names: Several = ()
    former_addresses: Several = ()
    proven_addresses: Several = ()

    @model_validator(mode="after")
    def _whose(self) -> ReadingShape:
        if not self.name and (self.kana or self.birth_date or self.former_names):
            raise _refuse(say("envelope.error.whose_paper"))
        return self

    def reading(self) -> PaperReading:
        address = (Address(self.address),) if self.address else ()
        person = former = None
        if self.name:
            person = Person(
                names=(Name(self.name, self.kana),),
                addresses=address,
                birth_date=self.birth_date,
            )
        names = tuple(Name(each) for each in self.former_names)
        if person is not None and (names or self.former_addresses):
            former = Person(
                names=names or person.names,  # a person has a name; the same one adds nothing
                addresses=tuple(Address(each) for each in self.former_addresses),
            )
        proven = tuple(Address(each) for each in self.proven_addresses)
        return PaperReading(
            person=person, former=former, addresses=(*proven, *(() if person else address))
        )


class MeasuresOf(_Model):
    """One recipient abroad, as Rule 18(3) wants it told."""

    recipient: Filled
    setup: Filled
    outline: Filled
    checks: Filled
    country: Filled
    systems: Filled
    problems: Filled
    action: Filled


class MeasuresShape(_Model):
    measures: tuple[MeasuresOf, ...] = Field(min_length=1)
