"""A mapping file: every fault is named with its line, and nothing personal is left out silently."""

import pytest
from fictional import mapping_of

from chikai.demo_data import build
from chikai.kernel.message import Message
from chikai.ledger.load import load_mapping
from chikai.ledger.problem import BadMapping, Problem
from chikai.ledger.terms import ExistenceGround, Identifier, Role
from chikai.policies import shipped
from chikai.policy.load import load
from chikai.policy.model import Policy
from chikai.words import LANGS, places, render

GOOD = """\
schema: 1
source: shop
company: enigmo
label: {ja: 例, en: Example}
url: sqlite:///{home}/shop.db
elsewhere: [products]
tables:
  customers:
    category: customers
    label: {ja: お客様, en: Customers}
    key: id
    recognise: {name: [family, given], email: email}
    columns:
      id: {personal: false}
      family: {item: name, label: {ja: 姓, en: Family name}}
      given: {item: name, label: {ja: 名, en: Given name}}
      email: {item: email, label: {ja: メール, en: E-mail}}
  orders:
    category: customers
    label: {ja: 注文, en: Orders}
    key: id
    follows: {customer_id: customers.id}
    columns:
      id: {personal: false}
      customer_id: {personal: false}
      total: {item: billing, label: {ja: 金額, en: Total}, format: amount}
"""


@pytest.fixture(scope="module")
def policy() -> Policy:
    file = shipped("enigmo")[-1]
    return load(file.text, file=file.name)


def problems(text: str, policy: Policy | None = None) -> tuple[Problem, ...]:
    with pytest.raises(BadMapping) as caught:
        load_mapping(text, file="shop.yaml", policy=policy)
    return caught.value.problems


def only(text: str, policy: Policy | None = None) -> Problem:
    (problem,) = problems(text, policy)
    return problem


def test_a_good_mapping_reads_as_written(policy: Policy) -> None:
    mapping = load_mapping(GOOD, file="shop.yaml", policy=policy)
    customers = mapping.table("customers")
    assert customers.identifiers == {Identifier.NAME, Identifier.EMAIL}
    assert customers.column("family").label is not None
    assert mapping.table("orders").role is Role.ROWS
    assert mapping.line("tables.orders.columns.total") == 26


@pytest.mark.parametrize("company", build.COMPANIES)
def test_the_mappings_of_the_demo_fit_their_policies(company: str) -> None:
    file = shipped(company)[-1]
    policy = load(file.text, file=file.name)
    for each in build.mappings(company):
        mapping = load_mapping(each.text, file=each.name, policy=policy)
        hidden = {t.existence for t in mapping.tables if t.existence}
        assert hidden == {ExistenceGround.HARM_TO_PERSON, ExistenceGround.CRIME_PREVENTION}
        assert any(t.role is Role.PROVISION_RECORDS for t in mapping.tables)


@pytest.mark.parametrize(
    ("change", "to", "code", "field", "line"),
    [
        ("    key: id\n    recog", "    kye: id\n    recog", "key_missing", "customers.key", 8),
        ("format: amount", "fromat: amount", "unknown_key", "columns.total.fromat", 26),
        ("format: amount", "format: yen", "not_one_of", "columns.total.format", 26),
        ("schema: 1", "schema: 2", "not_one_of", "schema", 1),
        ("customers.id", "clients.id", "no_such_table", "follows.customer_id", 22),
        ("customers.id", "customers.number", "no_such_column", "follows.customer_id", 22),
        ("email: email}", "email: mail}", "no_such_column", "recognise.email", 12),
        (", email: email}\n", "}\n", "name_and_more", "customers.recognise", 12),
        ("given: {item: name, ", "given: {", "personal_column_silent", "columns.given", 16),
        ("email: {item: email,", "email: {personal: false,", "identifier_is_personal", "email", 12),
        ("    follows: {customer_id: customers.id}\n", "", "nobody_found", "tables.orders", 18),
        ("[products]", "[orders]", "mapped_and_elsewhere", "elsewhere", 6),
        ("url: sqlite:///{home}/shop.db\n", "", "url_once", "source", 2),
    ],
)
def test_a_fault_is_named_with_field_and_line(
    change: str, to: str, code: str, field: str, line: int
) -> None:
    assert change in GOOD
    found = [p for p in problems(GOOD.replace(change, to, 1)) if p.code == f"sources.{code}"]
    assert [(p.line, (p.field or "").endswith(field)) for p in found] == [(line, True)]


def test_ids_must_exist_in_the_policy(policy: Policy) -> None:
    wrong = GOOD.replace("category: customers", "category: clients", 1).replace("billing", "bills")
    assert [(p.code, p.line) for p in problems(wrong, policy)] == [
        ("sources.unknown_category", 9),
        ("sources.unknown_item", 26),
    ]


def test_a_mapping_of_another_company_is_refused(policy: Policy) -> None:
    wrong = only(GOOD.replace("company: enigmo", "company: actio"), policy)
    assert (wrong.code, wrong.line) == ("sources.other_company", 3)


def test_tables_may_not_lead_in_a_circle() -> None:
    text = GOOD.replace(
        "    recognise: {name", "    follows: {id: orders.customer_id}\n    recognise: {name"
    )
    assert {p.code for p in problems(text)} == {"sources.circle"}


def test_no_table_may_follow_one_whose_existence_must_not_show() -> None:
    hidden = GOOD.replace("    key: id\n    recog", "    key: id\n    existence: iv\n    recog")
    assert only(hidden).code == "sources.follows_hidden"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("schema: 1\nschema: 1\n", "key_twice", 2),
        ("schema: [1\n", "not_yaml", 2),
        ("- 1\n", "not_a_mapping", 1),
        ("", "not_a_mapping", 1),
        ("schema: &a 1\nsource: *a\n", "alias", 2),
    ],
)
def test_what_is_no_mapping_is_refused(text: str, code: str, line: int) -> None:
    problem = only(text)
    assert (problem.code, problem.line) == (f"sources.{code}", line)


def test_a_column_is_shown_or_says_why_not() -> None:
    text = GOOD.replace(
        "{personal: false}\n      family", "{withheld: {ja: 秘, en: secret}}\n      family"
    )
    assert only(text).code == "sources.withheld_needs_label"


def test_every_fault_has_its_sentence_and_its_places() -> None:
    samples = [
        *problems(GOOD.replace("format: amount", "format: yen").replace("key: id", "kye: id")),
        *problems(
            GOOD.replace("customers.id", "clients.id").replace("email: email}", "email: no}")
        ),
    ]
    for problem in samples:
        for lang in LANGS:
            message = Message(problem.code, {"field": problem.field or "", **problem.args})
            assert places(problem.code, lang=lang) <= set(message.args)
            assert render(message, lang=lang)


@pytest.mark.parametrize("company", build.COMPANIES)
def test_labels_are_in_both_languages(company: str) -> None:
    for table in mapping_of(company).tables:
        for column in table.columns:
            if column.label is not None:
                assert column.label.ja != column.label.en
