"""Whose a row is about which the request says too little: the record that the request led to may
say the rest. Every identifier counts (AND); what falls short is shown to a person, masked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from chikai.adapters.sources.finding import located
from chikai.adapters.sources.memory import MemorySources
from chikai.adapters.sources.sql import SqlSources
from chikai.demo_data import cast
from chikai.ledger.found import Candidate, Found, FoundTable
from chikai.ledger.load import load_mapping
from chikai.ledger.terms import Identifier
from chikai.people.model import Address, Name, Person

TWO_TABLES = """
schema: 1
source: small
company: enigmo
label: {ja: 小さな例, en: A small example}
url: sqlite:///{home}/small.db
tables:
  customers:
    category: customers
    label: {ja: 登録, en: Registrations}
    key: id
    recognise: {name: name, birth_date: born, address: address, phone: phone, email: email}
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}}
      born: {item: birth_date, label: {ja: 生年月日, en: Born}, format: date}
      address: {item: address, label: {ja: 住所, en: Address}}
      phone: {item: phone, label: {ja: 電話, en: Phone}}
      email: {item: email, label: {ja: メール, en: E-mail}}
  inquiries:
    category: inquiries
    label: {ja: お問い合わせ, en: Inquiries}
    key: id
    recognise: {name: name, kana: kana, phone: phone, email: email, member_number: member}
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}}
      kana: {item: name, label: {ja: カナ, en: Kana}}
      phone: {item: phone, label: {ja: 電話, en: Phone}}
      email: {item: email, label: {ja: メール, en: E-mail}}
      member: {item: member_number, label: {ja: 会員番号, en: Member number}}
"""

MAPPING = load_mapping(TWO_TABLES, file="small.yaml")
PHONE, ANOTHER_PHONE = "03-0000-0001", "03-0000-0002"
MAIL, ANOTHER_MAIL = "taro@example.jp", "jiro@example.jp"
HOME = "東京都架空区見本1-1"
TARO = Person(names=(Name("見本 太郎", "ミホン タロウ"),), addresses=(Address(HOME),))
"""A request that gives name and address, as many paper forms do, and no way to reach him."""
RECORD = {
    "name": "見本太郎",
    "born": "1980-02-02",
    "address": HOME,
    "phone": PHONE,
    "email": MAIL,
}


def company(
    *inquiries: Mapping[str, str | None], customers: tuple[Mapping[str, str | None], ...] = ()
) -> MemorySources:
    """Taro's registration, any others, and inquiries of people who were not signed in."""
    blank = dict.fromkeys(("name", "kana", "phone", "email", "member"))
    rows = {
        "customers": [{**row, "id": str(n)} for n, row in enumerate((RECORD, *customers), 1)],
        "inquiries": [{**blank, **row, "id": str(n)} for n, row in enumerate(inquiries, 1)],
    }
    return MemorySources([MAPPING], {"small": rows})


def inquiries_of(found: Found) -> FoundTable | None:
    return next((t for t in found.tables if t.table == "inquiries"), None)


def in_doubt(found: Found) -> tuple[Candidate, ...]:
    return tuple(row for table in found.undecided for row in table.rows)


def test_an_inquiry_with_the_email_address_of_the_record_found_is_the_persons() -> None:
    found = company({"name": "見本 太郎", "email": "Taro@Example.jp"}).find(TARO)
    table = inquiries_of(found)
    assert table is not None and len(table.rows) == 1
    assert found.complete, "nothing is left to ask"
    assert (table.linked, table.linked_rows) == ((Identifier.EMAIL,), 1), "and the reason is kept"


def test_what_the_request_itself_led_to_needs_no_such_reason() -> None:
    found = company({"name": "見本太郎", "email": MAIL}).find(replace(TARO, emails=(MAIL,)))
    table = inquiries_of(found)
    assert table is not None and table.linked_rows == 0


def test_an_inquiry_of_a_namesake_is_left_in_doubt_and_shown_masked() -> None:
    found = company({"name": "見本 太郎", "email": ANOTHER_MAIL}).find(TARO)
    assert inquiries_of(found) is None and not found.complete
    (row,) = in_doubt(found)
    assert dict(row.shown) == {Identifier.NAME: "見●●●●", Identifier.EMAIL: "j●●●●@example.jp"}
    assert (row.agrees, row.differs) == ((Identifier.NAME,), ()), "beside the request"
    assert Identifier.EMAIL in row.unlike_found, "beside the record found"
    assert "jiro" not in repr(found.undecided)


def test_a_name_alone_stays_in_doubt() -> None:
    found = company({"name": "見本 太郎"}).find(TARO)
    assert inquiries_of(found) is None
    assert [(row.as_found, row.unlike_found) for row in in_doubt(found)] == [
        ((Identifier.NAME,), ())
    ]


def test_where_one_contact_agrees_and_another_differs_a_person_judges() -> None:
    found = company({"name": "見本 太郎", "email": MAIL, "phone": ANOTHER_PHONE}).find(TARO)
    assert inquiries_of(found) is None
    (row,) = in_doubt(found)
    assert Identifier.EMAIL in row.as_found and row.unlike_found == (Identifier.PHONE,)


def test_another_name_with_the_same_email_address_is_another_person() -> None:
    """A household may share an address: without the name it proves nothing."""
    found = company({"name": "見本 花子", "email": MAIL}).find(TARO)
    assert inquiries_of(found) is None and found.complete


def test_what_differs_from_the_request_is_never_linked() -> None:
    asked = replace(TARO, phones=(PHONE,))
    found = company({"name": "見本 太郎", "phone": ANOTHER_PHONE, "email": MAIL}).find(asked)
    assert inquiries_of(found) is None


def test_a_contact_that_a_namesakes_record_holds_too_leads_nowhere() -> None:
    """Father and son of one name and one e-mail address: a person judges."""
    father = {**RECORD, "born": "1950-01-01", "address": None, "phone": ANOTHER_PHONE}
    asked = replace(TARO, birth_date=date(1980, 2, 2))
    found = company({"name": "見本 太郎", "email": MAIL}, customers=(father,)).find(asked)
    assert found.matched == 1 and inquiries_of(found) is None
    assert [Identifier.EMAIL in row.as_found for row in in_doubt(found)] == [True]


def test_two_readings_behind_one_contact_are_two_persons_and_neither_is_taken() -> None:
    asked = replace(TARO, names=(Name("見本 太郎"),))
    found = company(
        {"name": "見本 太郎", "kana": "ミホン タロウ", "email": MAIL},
        {"name": "見本 太郎", "kana": "ミモト タロウ", "email": MAIL},
    ).find(asked)
    assert inquiries_of(found) is None and len(in_doubt(found)) == 2


def test_it_is_one_step_and_no_chain() -> None:
    found = company(
        {"name": "見本 太郎", "email": MAIL, "member": "M-1"},
        {"name": "見本 太郎", "member": "M-1"},
    ).find(TARO)
    table = inquiries_of(found)
    assert table is not None and len(table.rows) == 1
    assert len(in_doubt(found)) == 1


def test_what_is_disclosed_is_what_an_erasure_plans() -> None:
    here = company({"name": "見本 太郎", "email": MAIL}, {"name": "見本 太郎"})
    rows = located(TARO, [MAPPING], here._open)
    assert rows is not None
    assert {name: len(keys) for name, keys in rows["small"].items()} == {
        "customers": 1,
        "inquiries": 1,
    }


@given(
    phone=st.sampled_from([None, PHONE, "０３（００００）０００１", ANOTHER_PHONE]),
    email=st.sampled_from([None, MAIL, "ＴＡＲＯ@example.jp", ANOTHER_MAIL]),
)
def test_a_row_is_linked_when_a_contact_agrees_and_none_differs(
    phone: str | None, email: str | None
) -> None:
    """However the contacts are written; and what is not linked is shown, never dropped."""
    found = company({"name": "見本 太郎", "phone": phone, "email": email}).find(TARO)
    differs = phone == ANOTHER_PHONE or email == ANOTHER_MAIL
    linked = bool(phone or email) and not differs
    assert (inquiries_of(found) is not None) == linked
    assert len(in_doubt(found)) == (0 if linked else 1)


# --- Enigmo's shop ------------------------------------------------------------------------------


def by_post(person: Person) -> Person:
    """As on a paper form that gives name, birth date and address alone."""
    return replace(person, phones=(), emails=(), member_numbers=())


def test_her_own_inquiry_is_found_though_she_gave_no_email_address(shop: SqlSources) -> None:
    by_form, by_all = shop.find(by_post(cast.HANAKO)), shop.find(cast.HANAKO)
    assert by_form.complete
    assert [(t.table, len(t.rows)) for t in by_form.tables] == [
        (t.table, len(t.rows)) for t in by_all.tables
    ]
    table = inquiries_of(by_form)
    assert table is not None and table.linked == (Identifier.PHONE, Identifier.EMAIL)


def test_a_namesakes_inquiry_is_shown_as_unlike_the_record_found(shop: SqlSources) -> None:
    found = shop.find(by_post(cast.TARO_ELDER))
    (row,) = in_doubt(found)
    assert {Identifier.PHONE, Identifier.EMAIL} <= set(row.unlike_found)
    shown = set(dict(row.shown).values())
    assert not shown & {*cast.TARO_YOUNGER.emails, *cast.TARO_YOUNGER.phones, "田中 太郎"}
