"""What public schemas of MySQL and MariaDB do that a tidy one does not: names with signs in them,
the old utf8, moments that the server writes or that are nothing but digits."""

from __future__ import annotations

import pytest
from erasing import run, seen
from test_mysql_as_it_is import Crm

from chikai.adapters.sources.catalog import Stored
from chikai.adapters.sources.company import drafted
from chikai.adapters.sources.drafting import _format
from chikai.adapters.sources.survey import Field
from chikai.adapters.sources.values import as_text
from chikai.ledger.actions import Coarser, Generalise
from chikai.ledger.coarse import coarser, day
from chikai.ledger.load import load_mapping
from chikai.ledger.model import Column
from chikai.ledger.terms import Format, Identifier

MEMBERS = """\
  会員 100%:
    category: customers
    label: {ja: 会員, en: Members}
    key: id
    recognise: {name: 'full name', phone: 'tel%'}
    erase: columns
    columns:
      id: {personal: false}
      full name: {item: name, label: {ja: 氏名, en: Name}, erase: {replace: ''}}
      tel%: {item: phone, label: {ja: 電話, en: Phone}, erase: null}
      seen:
        item: order_history
        label: {ja: 来店, en: Seen}
        format: datetime
        erase: {keep: {reason: {ja: 帳簿, en: Books}}}
      changed: {personal: false}
"""


def test_a_moment_of_the_persons_own_is_not_written_over_by_the_server(mariadb_url: str) -> None:
    """In utf8 as MySQL had it first (three bytes), where a name is still looked for in every form
    of its characters, also those of four bytes. The names bear signs that drivers take for places.
    """
    crm = Crm(mariadb_url, MEMBERS)
    now = "TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"
    run(
        crm.engine,
        "CREATE TABLE `会員 100%%` (id INT PRIMARY KEY, `full name` VARCHAR(40) NOT NULL,"
        f" `tel%%` VARCHAR(20), seen {now}, changed {now}) CHARSET utf8mb3",
        "INSERT INTO `会員 100%%` VALUES (1, '見本 花子', '090-0000-1001', '2020-01-02 03:04:05',"
        " '2020-01-02 03:04:05'), (2, '例示 次郎', NULL, now(), now())",
    )
    every = "SELECT `full name`, `tel%%`, seen FROM `会員 100%%` ORDER BY id"
    before = seen(crm.engine, every)
    assert [each["Name"] for each in crm.told("会員 100%")] == ["見本 花子"]
    plan, contents, told = crm.erased()
    assert told.clean
    assert seen(crm.engine, every) == [("", None, "2020-01-02T03:04:05"), before[1]]
    ((changed,), _) = seen(crm.engine, "SELECT changed FROM `会員 100%%` ORDER BY id")
    assert str(changed) > "2026", "whoever takes changes over sees that there is one"
    crm.changes.undo(plan, contents)
    assert seen(crm.engine, every) == before


def test_an_enum_with_an_empty_value_and_a_mail_address_for_the_mobile_are_drafted(
    mariadb_url: str,
) -> None:
    """The draft can be read as it is; e-mail for the mobile (EC-CUBE 2) is no telephone."""
    crm = Crm(mariadb_url, MEMBERS)
    run(
        crm.engine,
        "CREATE TABLE customers (id INT PRIMARY KEY, name01 TEXT, tel TEXT, email_mobile TEXT,"
        " grade ENUM('', 'gold') NOT NULL, user_agent TEXT)",
    )
    text = drafted(
        mariadb_url, source="crm", company="enigmo", url_env="CRM_URL", items=("name",), schemas=()
    )
    (customers,) = load_mapping(text, file="crm.yaml", draft=True).tables
    assert [label.ja for _, label in customers.column("grade").values] == ["なし", "gold"]
    assert {each.identifier: each.columns for each in customers.recognise}.items() >= {
        (Identifier.PHONE, ("tel",)),
        (Identifier.EMAIL, ("email_mobile",)),
    }
    agent = customers.column("user_agent").label
    assert agent is not None
    assert agent.ja != "IPアドレス"


@pytest.mark.parametrize(
    ("stored", "told", "year", "on"),
    [
        (1577991845, "2020-01-03T04:04:05+09:00", 1577804400, "2020-01-03"),
        (1577991845000, "2020-01-03T04:04:05+09:00", 1577804400000, "2020-01-03"),
        (20200103040405, "2020-01-03T04:04:05+09:00", 20200101000000, "2020-01-03"),
        (b"20200103040405", "2020-01-03T04:04:05+09:00", b"20200101000000", "2020-01-03"),
        (0, "0", 0, "None"),
    ],
)
def test_moments_that_are_digits_alone(stored: object, told: str, year: object, on: str) -> None:
    """Seconds since 1970 (Moodle, phpBB, Drupal), thousandths, and days and hours in a row
    (MediaWiki). Nought is no moment."""
    assert as_text(stored, Column(name="at", personal=True, format=Format.DATETIME)) == told
    assert coarser(stored, Generalise(Coarser.YEAR)) == year
    assert str(day(stored)) == on


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        *(
            (name, True)
            for name in ("created_at", "loginTime", "timestamp", "seen_at_ms", "来店日時")
        ),
        *((name, False) for name in ("id", "format", "sometimes", "login_count", "chat")),
    ],
)
def test_a_draft_proposes_a_moment_for_a_number_that_is_named_as_one(
    name: str, counts: bool
) -> None:
    field = Field(name, Stored.INTEGER, "BIGINT", True, None, False, ())
    assert (_format(field) == ", format: datetime") is counts
