"""Whether the person on a form is the one on an identity paper or in the company's file."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chikai.kernel import text
from chikai.people import matching
from chikai.people.matching import match
from chikai.people.model import Address, Name, Person

HOME = Address("東京都港区六本木四丁目1番4号", "106-0032")
BORN = date(1990, 4, 1)
FORM = Person(
    names=(Name("髙橋 花子", "タカハシ ハナコ"),),
    addresses=(HOME,),
    birth_date=BORN,
    phones=("03-5549-2555",),
    emails=("Hanako@example.jp",),
    member_numbers=("A-001",),
)
NAMED = Person(names=(Name("高橋花子"),))


def file(**known) -> Person:
    """What the company holds: the name, and what the case says."""
    return replace(NAMED, **known)


ELSEWHERE = (Address("大阪府大阪市北区曽根崎1-2-3"),)


@pytest.mark.parametrize(
    ("case", "other", "verdict", "reason"),
    [
        (
            "name, birth date and address agree",
            file(birth_date=BORN, addresses=(Address("港区六本木4-1-4"),)),
            "yes",
            "match.address_agrees",
        ),
        (
            "the file holds no birth date",
            file(addresses=(HOME,)),
            "yes",
            "match.birth_date_not_compared",
        ),
        (
            "moved, and the telephone number is the one on file",
            file(birth_date=BORN, addresses=ELSEWHERE, phones=("+81 3 5549 2555",)),
            "yes",
            "match.contact_agrees",
        ),
        ("by e-mail address", file(emails=("hanako@EXAMPLE.jp",)), "yes", "match.contact_agrees"),
        ("by member number", file(member_numbers=("Ａ００１",)), "yes", "match.contact_agrees"),
        (
            "under the maiden name",
            file(names=(Name("田中花子"), Name("高橋花子")), addresses=(HOME,)),
            "yes",
            "match.name_agrees",
        ),
        (
            "the reading differs, the characters do not",
            file(names=(Name("高橋花子", "コウキョウ ハナコ"),), addresses=(HOME,)),
            "yes",
            "match.reading_differs",
        ),
        (
            "moved: proof of the former address is asked for",
            file(birth_date=BORN, addresses=ELSEWHERE),
            "unknown",
            "match.may_have_moved",
        ),
        (
            "moved, and the number on file is another",
            file(birth_date=BORN, addresses=ELSEWHERE, phones=("06-1234-5678",)),
            "unknown",
            "match.may_have_moved",
        ),
        (
            "the file's address stops at the ward",
            file(birth_date=BORN, addresses=(Address("東京都港区"),)),
            "unknown",
            "match.contact_open",
        ),
        ("only name and birth date", file(birth_date=BORN), "unknown", "match.nothing_beside_name"),
        ("only the name", file(), "unknown", "match.nothing_beside_name"),
        (
            "the file holds the name in kana alone",
            file(names=(Name("タカハシハナコ", "タカハシハナコ"),), addresses=(HOME,)),
            "unknown",
            "match.only_reading_agrees",
        ),
        (
            "the file holds the name in Latin letters alone",
            file(names=(Name("Hanako Takahashi"),), addresses=(HOME,)),
            "unknown",
            "match.name_open",
        ),
        (
            "a namesake: nothing else agrees",
            file(addresses=ELSEWHERE, phones=("06-1234-5678",)),
            "no",
            "match.contact_differs",
        ),
        (
            "another birth date",
            file(birth_date=date(1990, 4, 2), addresses=(HOME,), phones=FORM.phones),
            "no",
            "match.birth_date_differs",
        ),
        (
            "another person of the same household",
            file(names=(Name("高橋太郎"),), addresses=(HOME,), phones=FORM.phones),
            "no",
            "match.name_differs",
        ),
    ],
)
def test_match(case: str, other: Person, verdict: str, reason: str) -> None:
    found = match(FORM, other)
    assert found.verdict == verdict, f"{case}: {found.reasons}"
    assert reason in found.reasons
    known = matching.MESSAGES | text.MESSAGES
    assert set(found.reasons) <= matching.MESSAGES
    assert all(set(each.explanation) <= known for each in found.comparisons)


def test_a_telephone_number_on_file_that_the_form_leaves_out_is_still_to_be_asked() -> None:
    form = replace(FORM, phones=())
    found = match(form, file(addresses=ELSEWHERE, phones=("06-1234-5678",)))
    assert found.verdict == "unknown"
    assert "match.contact_open" in found.reasons


def test_a_town_name_two_prefectures_have_is_told_apart_by_the_postal_code() -> None:
    form = replace(FORM, addresses=(Address("東京都府中市本町1-2-3", "183-0027"),), phones=())
    same = (Address("府中市本町1-2-3", "183-0027"),)
    far = (Address("府中市本町1-2-3", "726-0003"),)
    assert match(form, file(addresses=same)).verdict == "yes"
    found = match(form, file(addresses=far))
    assert found.verdict == "unknown"
    assert found.of("address").explanation == ("match.postal_codes_differ",)


def test_each_field_is_explained() -> None:
    found = match(FORM, file(birth_date=BORN, addresses=(HOME,)))
    assert found.of("name").explanation == ("compare.variant_character", "compare.space")
    assert found.of("name").characters == (("髙", "高"),)
    assert found.of("birth_date").verdict == "same"
    assert found.of("phone").explanation == ("compare.missing_one",)
    assert found.of("kana").explanation == ("compare.missing_one",)
    with pytest.raises(KeyError):
        found.of("shoe size")


def test_a_former_name_or_address_is_said_to_be_one() -> None:
    found = match(
        FORM,
        file(names=(Name("田中花子"), Name("高橋花子")), addresses=(*ELSEWHERE, HOME)),
    )
    assert found.of("name").explanation[0] == "match.former_name"
    assert found.of("address").explanation[0] == "match.former_address"


_NAMES = st.sampled_from(["髙橋 花子", "高橋花子", "田中花子", "タカハシハナコ"]).map(Name)
_ADDRESSES = st.sampled_from([HOME, Address("港区六本木4-1-4"), *ELSEWHERE, Address("東京都")])
PEOPLE = st.builds(
    Person,
    names=st.lists(_NAMES, min_size=1, max_size=2).map(tuple),
    addresses=st.lists(_ADDRESSES, max_size=2).map(tuple),
    birth_date=st.none() | st.sampled_from([BORN, date(1991, 4, 1)]),
    phones=st.lists(
        st.sampled_from(["03-5549-2555", "0355492555", "06-1234-5678"]), max_size=1
    ).map(tuple),
    emails=st.lists(st.sampled_from(["a@example.jp", "b@example.jp"]), max_size=1).map(tuple),
    member_numbers=st.lists(st.sampled_from(["A1", "A2"]), max_size=1).map(tuple),
)


@given(PEOPLE, PEOPLE)
def test_yes_needs_every_part_of_the_rule(form: Person, other: Person) -> None:
    found = match(form, other)
    contacts = ("address", "phone", "email", "member_number")
    rule = (
        found.of("name").agrees
        and found.of("birth_date").verdict != "different"
        and any(found.of(field).agrees for field in contacts)
    )
    assert (found.verdict == "yes") is rule


@given(PEOPLE, PEOPLE)
def test_no_needs_something_that_differs(form: Person, other: Person) -> None:
    found = match(form, other)
    if found.verdict == "no":
        assert any(each.verdict == "different" for each in found.comparisons)


@given(PEOPLE, PEOPLE)
def test_a_birth_date_learned_never_turns_no_into_yes(form: Person, other: Person) -> None:
    bare = replace(form, birth_date=None)
    if match(bare, other).verdict == "no":
        assert match(form, other).verdict != "yes"
