"""Finding one person: however it is written, and without anybody else's rows."""

from dataclasses import replace
from pathlib import Path

import pytest
from fictional import mapping_of, sources_at
from hypothesis import given, settings
from hypothesis import strategies as st

from chikai.adapters.sources.memory import MemorySources
from chikai.adapters.sources.sql import SqlSources
from chikai.demo_data import cast
from chikai.demo_data.build import COMPANIES
from chikai.ledger.found import Found, Outcome
from chikai.ledger.load import load_mapping
from chikai.ledger.terms import ExistenceGround, Identifier
from chikai.people.model import Address, Name, Person
from chikai.ports import BadData


def rows_of(found: Found, table: str) -> tuple[tuple[str | None, ...], ...]:
    return next((t.rows for t in found.tables if t.table == table), ())


def column(found: Found, table: str, label: str) -> list[str | None]:
    (here,) = (t for t in found.tables if t.table == table)
    at = [c.label.en for c in here.columns].index(label)
    return [row[at] for row in here.rows]


def test_a_customer_is_found_with_everything_that_belongs_to_her(shop: SqlSources) -> None:
    found = shop.find(cast.HANAKO)
    assert found.outcome is Outcome.ONE and found.complete
    assert {t.table: len(t.rows) for t in found.tables} == {
        "customers": 1,
        "addresses": 1,
        "orders": 2,
        "order_lines": 2,
        "inquiries": 2,
        "conversations": 1,
        "provision_records": 1,
    }


def test_takahashi_is_found_however_the_name_address_and_numbers_are_written(
    shop: SqlSources,
) -> None:
    """髙橋 by 高橋, 四丁目１０番１１号 by 4-10-11, 090-0000-1005 by +81 90 0000 1005."""
    found = shop.find(cast.ICHIRO)
    assert found.matched == 1
    assert column(found, "customers", "Family name") == ["髙橋"]
    assert set(found.agreed) >= {Identifier.NAME, Identifier.KANA, Identifier.PHONE}


@pytest.mark.parametrize(
    "written", ["090-0000-1001", "+81 90 0000 1001", "０９０ー００００ー１００１", "(090)0000.1001"]
)
def test_a_telephone_number_is_one_number_in_every_notation(shop: SqlSources, written: str) -> None:
    person = Person(names=(Name("山田花子"),), phones=(written,))
    assert shop.find(person).matched == 1


@pytest.mark.parametrize("written", ["Hanako.Yamada@EXAMPLE.jp", "ｈａｎａｋｏ.yamada@example.jp"])
def test_an_email_address_is_one_address_in_every_notation(shop: SqlSources, written: str) -> None:
    person = Person(names=(Name("山田　花子", "やまだ はなこ"),), emails=(written,))
    assert shop.find(person).matched == 1


def test_an_email_with_a_common_name_never_returns_others(shop: SqlSources) -> None:
    """Identifiers are composed with AND: another person's e-mail address beside a common name
    finds neither the namesakes nor the owner of the address."""
    stranger = Person(names=(Name("田中 太郎"),), emails=cast.HANAKO.emails)
    found = shop.find(stranger)
    assert found.tables == () and found.matched == 0
    one = shop.find(Person(names=(Name("田中 太郎"),), emails=cast.TARO_ELDER.emails))
    assert column(one, "customers", "E-mail") == list(cast.TARO_ELDER.emails)


def test_namesakes_stop_with_a_question(shop: SqlSources) -> None:
    found = shop.find(cast.TARO_BY_NAME)
    assert found.outcome is Outcome.SEVERAL and found.matched == 2
    assert found.tables == () and found.hidden == ()
    assert found.ask[0] is Identifier.BIRTH_DATE


def test_candidates_are_masked(shop: SqlSources) -> None:
    candidates = shop.find(cast.TARO_BY_NAME).candidates
    shown = [dict(each.shown) for each in candidates]
    assert [each[Identifier.BIRTH_DATE] for each in shown] == ["1958-●●-●●", "1996-●●-●●"]
    full = {cast.TARO_ELDER.phones[0], cast.TARO_ELDER.addresses[0].text, "田中 太郎"}
    assert not full & {value for each in shown for value in each.values()}
    assert "田" not in repr(candidates)


@pytest.mark.parametrize("elder", [cast.TARO_ELDER, cast.TARO_YOUNGER])
def test_one_more_identifier_tells_namesakes_apart(shop: SqlSources, elder: Person) -> None:
    found = shop.find(elder, by=["name", "phone"])
    assert column(found, "customers", "Telephone") == list(elder.phones)


def test_name_and_birth_date_alone_are_not_enough(shop: SqlSources) -> None:
    """Two people can share both."""
    found = shop.find(cast.HANAKO, by=["name", "birth_date"])
    assert found.outcome is Outcome.TOO_LITTLE
    assert found.tables == () and Identifier.ADDRESS in found.ask


def test_a_moved_person_is_a_near_miss_and_no_match(shop: SqlSources) -> None:
    found = shop.find(cast.NAOKI)
    assert found.outcome is Outcome.NONE and found.tables == ()
    assert [c.differs for c in found.candidates] == [(Identifier.ADDRESS,)]


def test_proof_of_the_former_address_finds_a_moved_person(shop: SqlSources) -> None:
    proven = replace(cast.NAOKI, addresses=(*cast.NAOKI.addresses, *cast.NAOKI_ON_FILE.addresses))
    found = shop.find(proven)
    assert found.matched == 1
    assert Identifier.ADDRESS not in found.agreed, "the file does not hold the new address"


def test_proof_of_the_former_name_finds_a_renamed_person(shop: SqlSources) -> None:
    assert [c.differs for c in shop.find(cast.MISAKI).candidates] == [
        (Identifier.NAME, Identifier.KANA)
    ]
    proven = replace(cast.MISAKI, names=(*cast.MISAKI.names, *cast.MISAKI_ON_FILE.names))
    assert {t.table for t in shop.find(proven).tables} >= {"customers", "applicants"}


def test_siblings_at_one_address_and_telephone_stay_apart(shop: SqlSources) -> None:
    for child in (cast.MIRAI, cast.SORA):
        assert column(shop.find(child), "customers", "Given name") == [
            child.names[0].full.split(" ")[1]
        ]


def test_a_protected_child_is_flagged_before_any_letter(shop: SqlSources) -> None:
    (candidate,) = shop.find(cast.RIN).candidates
    assert candidate.protected
    known = shop.find(cast.RIN, by=["name", "birth_date", "email"])
    assert [h.ground for h in known.hidden] == [ExistenceGround.HARM_TO_PERSON]


def test_provision_records_are_found_apart_from_the_rows(shop: SqlSources) -> None:
    """Art. 33(5) asks for the records, Art. 33(1) for the data."""
    found = shop.find(cast.HANAKO)
    (records,) = found.provision_records
    assert [c.label.ja for c in records.columns][:2] == ["提供した日", "提供先"]
    assert records.table not in {t.table for t in found.rows}


def test_what_is_withheld_is_named_with_its_reason(shop: SqlSources) -> None:
    (customers,) = (t for t in shop.find(cast.HANAKO).tables if t.table == "customers")
    assert [w.label.en for w in customers.withheld] == ["Password check value"]
    assert not any("argon2id" in (value or "") for row in customers.rows for value in row)


def test_moments_keep_their_zone(shop: SqlSources) -> None:
    found = shop.find(cast.HANAKO)
    assert all((v or "").endswith("+09:00") for v in column(found, "orders", "Ordered at"))
    assert all((v or "").endswith("+09:00") for v in column(found, "inquiries", "Received at"))
    assert all((v or "").endswith("+00:00") for v in column(found, "conversations", "Held at"))


# --- Cabinet Order Art. 5 -----------------------------------------------------------------------


def test_the_police_log_never_appears_and_changes_nothing_that_can_be_seen(
    shop: SqlSources,
) -> None:
    """Aoi is in the log and her twin is not: tables, labels and counts are equal."""
    logged, twin = shop.find(cast.AOI), shop.find(cast.AKANE)

    def seen(found: Found) -> list[object]:
        return [(t.table, t.label, t.columns, len(t.rows), t.withheld) for t in found.tables]

    assert seen(logged) == seen(twin)
    assert (logged.matched, logged.complete) == (twin.matched, twin.complete)
    assert [h.ground for h in logged.hidden] == [ExistenceGround.CRIME_PREVENTION]
    assert twin.hidden == ()
    values = {value for t in logged.tables for row in t.rows for value in row}
    assert not {"架空警察署", "照会見本第1号"} & values


def test_who_is_only_in_the_police_log_is_found_as_little_as_a_stranger(shop: SqlSources) -> None:
    logged, stranger = shop.find(cast.KAI), shop.find(cast.NAGISA)
    assert replace(logged, hidden=()) == stranger
    assert logged.outcome is Outcome.NONE and len(logged.hidden) == 1


def test_nothing_found_prints_a_value(shop: SqlSources) -> None:
    found = shop.find(cast.AOI)
    printed = repr((found, found.tables, found.hidden))
    assert not [
        v for t in found.tables for row in t.rows for v in row if v and len(v) > 1 and v in printed
    ]


# --- rows that say too little -------------------------------------------------------------------

SMALL = """
schema: 1
source: small
company: enigmo
label: {ja: 小さな例, en: A small example}
url: sqlite:///{home}/small.db
tables:
  people:
    category: customers
    label: {ja: 登録, en: Registrations}
    key: id
    recognise: {name: name, birth_date: born, phone: phone}
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}}
      born: {item: birth_date, label: {ja: 生年月日, en: Born}, format: date}
      phone: {item: phone, label: {ja: 電話, en: Phone}}
  letters:
    category: inquiries
    label: {ja: お便り, en: Letters}
    key: id
    recognise: {name: name, address: address}
    follows: {person_id: people.id}
    columns:
      id: {personal: false}
      person_id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}}
      address: {item: address, label: {ja: 住所, en: Address}}
"""


def small(
    people: list[tuple[str, str | None, str | None]],
    letters: list[tuple[str | None, str, str | None]] = [],  # noqa: B006
) -> MemorySources:
    rows = {
        "people": [
            {"id": str(n), "name": name, "born": born, "phone": phone}
            for n, (name, born, phone) in enumerate(people, 1)
        ],
        "letters": [
            {"id": str(n), "person_id": person, "name": name, "address": address}
            for n, (person, name, address) in enumerate(letters, 1)
        ],
    }
    return MemorySources([load_mapping(SMALL, file="small.yaml")], {"small": rows})


TARO = Person(names=(Name("見本 太郎"),), phones=("03-0000-0001",))


def test_two_birth_dates_under_one_name_and_telephone_are_two_persons() -> None:
    found = small(
        [("見本太郎", "1950-01-01", "0300000001"), ("見本太郎", "1980-02-02", "0300000001")]
    ).find(TARO)
    assert found.outcome is Outcome.SEVERAL and found.ask == (Identifier.BIRTH_DATE,)


def test_two_registrations_of_one_birth_date_are_one_person() -> None:
    found = small(
        [("見本太郎", "1980-02-02", "0300000001"), ("見本 太郎", "1980-02-02", "03-0000-0001")]
    ).find(TARO)
    assert found.matched == 1 and len(rows_of(found, "people")) == 2


def test_a_row_that_only_shares_the_name_is_left_undecided_and_named() -> None:
    found = small([("見本太郎", None, "0300000001")], [(None, "見本太郎", "架空区1-1")]).find(TARO)
    assert found.matched == 1 and not found.complete
    assert [(u.table, u.needs) for u in found.undecided] == [("letters", (Identifier.ADDRESS,))]


def test_a_row_that_points_at_another_person_is_not_ours_whatever_it_says() -> None:
    asked = replace(TARO, addresses=(Address("架空区1-1"),))
    found = small(
        [("見本太郎", None, "0300000001"), ("例示次郎", None, "0300000002")],
        [
            ("2", "見本太郎", "架空区1-1"),
            (None, "見本太郎", "架空区一丁目1番"),
            ("1", "代筆", None),
        ],
    ).find(asked)
    assert [row[0] for row in rows_of(found, "letters")] == ["見本太郎", "代筆"]


def test_an_old_row_of_somebody_found_is_not_silently_left_out() -> None:
    asked = replace(TARO, addresses=(Address("架空区2-2"),))
    found = small([("見本太郎", None, "0300000001")], [(None, "見本太郎", "架空区9-9")]).find(asked)
    assert found.matched == 1, "name and telephone agree"
    assert found.candidates == (), "name alone agrees with the letter: a namesake's"


def test_an_identifier_nobody_knows_is_refused(shop: SqlSources) -> None:
    with pytest.raises(BadData) as caught:
        shop.find(cast.HANAKO, by=["shoe_size"])
    assert caught.value.code == "sources.unknown_identifier"


# --- rules --------------------------------------------------------------------------------------

BY = st.sets(st.sampled_from([i.value for i in Identifier if i is not Identifier.NAME]))


@settings(deadline=None, max_examples=50)
@given(person=st.sampled_from(cast.ON_FORMS), by=BY)
def test_no_choice_of_identifiers_ever_returns_another_persons_rows(
    shop: SqlSources, person: Person, by: set[str]
) -> None:
    found = shop.find(person, by=["name", *sorted(by)])
    if found.tables:
        emails = {value.casefold() for value in person.emails}
        assert set(column(found, "customers", "E-mail")) <= emails


@settings(deadline=None, max_examples=50)
@given(person=st.sampled_from(cast.ON_FORMS), by=BY, more=BY)
def test_saying_more_never_finds_more_persons(
    shop: SqlSources, person: Person, by: set[str], more: set[str]
) -> None:
    fewer = shop.find(person, by=["name", *sorted(by)])
    wider = shop.find(person, by=["name", *sorted(by | more)])
    assert fewer.matched == 0 or wider.matched <= fewer.matched


@pytest.mark.parametrize("company", COMPANIES)
def test_every_company_finds_the_twins_alike(databases: dict[str, Path], company: str) -> None:
    sources = sources_at(mapping_of(company), databases[company])
    logged, twin = sources.find(cast.AOI), sources.find(cast.AKANE)
    assert [(t.table, len(t.rows)) for t in logged.tables] == [
        (t.table, len(t.rows)) for t in twin.tables
    ]
    assert len(logged.hidden) == 1 and twin.hidden == ()
