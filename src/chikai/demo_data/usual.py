"""Tables that most companies keep alike: applicants, records of provision, and those whose rows
nobody outside may learn of (Cabinet Order Art. 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa

from chikai.demo_data import cast
from chikai.demo_data.people import id_of, members
from chikai.demo_data.rows import WHOLE, Filled, Rows, day, days_on, fill, only, to, whole, words
from chikai.people.model import Person


def signed_in(*people: Person, typed: Iterable[Person] = ()) -> Iterator[tuple[int | None, Person]]:
    """Who wrote while signed in, with the id on file; then those of whom there is only what they
    typed."""
    yield from ((id_of(person), person) for person in people)
    yield from ((None, person) for person in typed)


def applicants(meta: sa.MetaData, screening: str) -> Filled:
    people = (cast.MISAKI_ON_FILE, cast.TARO_YOUNGER, *members()[50:53])
    rows: Rows = [
        {**only(whole(person), *WHOLE), "resume": resume(n), "screening": screening}
        for n, person in enumerate(people, 1)
    ]
    return fill(meta, "applicants", words(*WHOLE, "resume", "screening"), rows)


def resume(years: int) -> str:
    return f"見本大学卒業、例示工業に{years}年勤務"


# --- provision to third parties -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """To whom something was provided, what, and how the person consented (APPI Art. 29(1),
    Rule 20)."""

    recipient: str
    recipient_address: str
    recipient_representative: str
    items: str
    consent: str


def provision_records(
    meta: sa.MetaData, owners: str, made: Iterable[tuple[int, Provision, date]]
) -> Filled:
    """Each by the id of the person it is about, and its day."""
    owner = f"{owners.removesuffix('s')}_id"
    named = words(*Provision.__dataclass_fields__)
    rows: Rows = [{owner: id, **asdict(each), "provided_on": on} for id, each, on in made]
    return fill(meta, "provision_records", [to(owner, owners), *named, day("provided_on")], rows)


def provided(what: Provision, *people: Person) -> Iterator[tuple[int, Provision, date]]:
    """The same, about one person after the other."""
    return ((id_of(person), what, days_on(230 + n)) for n, person in enumerate(people, 1))


# --- what nobody outside may learn of -----------------------------------------------------------


def police_inquiries(meta: sa.MetaData, owners: str) -> Filled:
    """What the police asked: about Aoi, who has other data too, and about Kai, who has none."""
    return fill(
        meta,
        "police_inquiries",
        [
            to("owner_id", owners),
            *words("name", "address", "agency", "reference"),
            day("received_on"),
        ],
        [
            {
                "owner_id": id_of(person) if person is cast.AOI else None,
                **only(whole(person), "name", "address"),
                "agency": "架空警察署",
                "reference": f"照会見本第{n}号",
                "received_on": days_on(400 + n),
            }
            for n, person in enumerate((cast.AOI, cast.KAI), 1)
        ],
    )


def support_measures(meta: sa.MetaData, owners: str) -> Filled:
    """Whom the municipality's support measures for victims protect."""
    return fill(
        meta,
        "support_measures",
        [to("owner_id", owners), day("since"), *words("note")],
        [
            {
                "owner_id": id_of(cast.RIN_ON_FILE),
                "since": days_on(350),
                "note": "住所の秘匿が必要",
            }
        ],
    )
