"""Persons: what they hold, what they never print, and how they travel."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chikai.people.model import MESSAGES, Address, BadPerson, Name, Person

HANAKO = Person(
    names=(Name("高橋花子", "タカハシハナコ"), Name("田中花子")),
    addresses=(Address("東京都港区六本木4-1-4", "106-0032"),),
    birth_date=date(1990, 4, 1),
    phones=("03-5549-2555",),
    emails=("hanako@example.jp",),
    member_numbers=("A-001",),
)


@pytest.mark.parametrize("value", [HANAKO, *HANAKO.names, *HANAKO.addresses])
def test_nothing_personal_is_printed(value: object) -> None:
    kind = type(value).__name__
    assert repr(value) == str(value) == f"{value}" == f"{kind}(<sealed>)"


def test_a_person_travels_as_json() -> None:
    written = json.dumps(HANAKO.to_dict())
    assert Person.from_dict(json.loads(written)) == HANAKO


_TEXTS = st.lists(st.text(min_size=1), max_size=2).map(tuple)


@given(
    st.builds(
        Person,
        names=st.lists(
            st.builds(Name, st.text(min_size=1).filter(str.strip), st.none() | st.text()),
            min_size=1,
            max_size=2,
        ).map(tuple),
        addresses=st.lists(st.builds(Address, st.text(), st.none() | st.text()), max_size=2).map(
            tuple
        ),
        birth_date=st.none() | st.dates(),
        phones=_TEXTS,
        emails=_TEXTS,
        member_numbers=_TEXTS,
    )
)
def test_every_person_travels(person: Person) -> None:
    assert Person.from_dict(person.to_dict()) == person


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "person.no_name"),
        ({"names": []}, "person.no_name"),
        ({"names": [{"full": " "}]}, "person.name_blank"),
        ({"names": [{"kana": "タカハシ"}]}, "person.field_missing"),
        ({"names": "高橋花子"}, "person.not_a_list"),
        ({"names": ["高橋花子"]}, "person.not_a_record"),
        ({"names": [{"full": 1}]}, "person.not_a_text"),
        ({"names": [{"full": "高橋花子"}], "phones": [3]}, "person.not_a_text"),
        ({"names": [{"full": "高橋花子"}], "birth_date": "1990"}, "person.not_a_date"),
        ({"names": [{"full": "高橋花子"}], "honseki": "東京都"}, "person.unknown_field"),
        ({"names": [{"full": "高橋花子", "alias": "花"}]}, "person.unknown_field"),
    ],
)
def test_data_that_make_no_person(data: dict, message: str) -> None:
    with pytest.raises(BadPerson) as caught:
        Person.from_dict(data)
    assert str(caught.value) == caught.value.id == message
    assert message in MESSAGES
