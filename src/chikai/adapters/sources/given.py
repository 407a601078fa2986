"""What of a person the search goes by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chikai.adapters.sources.reader import Given
from chikai.ledger.model import Table
from chikai.ledger.terms import Identifier
from chikai.people.model import Name, Person
from chikai.ports import BadData


def going_by(person: Person, by: Sequence[str]) -> Person:
    """The person with only the identifiers named in `by`; the name always stays. Empty: all.

    Raises `BadData` for a word that is no identifier.
    """
    if not by:
        return person
    for word in by:
        if word not in list(Identifier):
            raise BadData("sources.unknown_identifier", field="by", identifier=word)
    kana = Identifier.KANA in by
    return replace(
        person,
        names=tuple(Name(each.full, each.kana if kana else None) for each in person.names),
        addresses=person.addresses if Identifier.ADDRESS in by else (),
        birth_date=person.birth_date if Identifier.BIRTH_DATE in by else None,
        phones=person.phones if Identifier.PHONE in by else (),
        emails=person.emails if Identifier.EMAIL in by else (),
        member_numbers=person.member_numbers if Identifier.MEMBER_NUMBER in by else (),
    )


def given_of(person: Person) -> Given:
    """What the person states, by identifier; what is not stated is left out."""
    stated = {
        Identifier.NAME: tuple(each.full for each in person.names),
        Identifier.KANA: tuple(each.kana for each in person.names if each.kana),
        Identifier.BIRTH_DATE: (person.birth_date.isoformat(),) if person.birth_date else (),
        Identifier.ADDRESS: tuple(each.text for each in person.addresses),
        Identifier.PHONE: person.phones,
        Identifier.EMAIL: person.emails,
        Identifier.MEMBER_NUMBER: person.member_numbers,
    }
    return {identifier: values for identifier, values in stated.items() if values}


def asks_for(given: Given, table: Table) -> tuple[Identifier, ...]:
    """Which further identifiers would let this table tell whose row it is."""
    return tuple(i for i in Identifier if i in table.identifiers - given.keys() and not i.names)
