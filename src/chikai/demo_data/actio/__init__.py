"""Actio: members of its services, business customers, applicants, employees, shareholders."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from chikai.demo_data import cast
from chikai.demo_data.people import members
from chikai.demo_data.rows import (
    WHOLE,
    Columns,
    Filled,
    Rows,
    amount,
    at,
    day,
    days_on,
    fill,
    moment,
    only,
    to,
    whole,
    with_offset,
    words,
)
from chikai.demo_data.usual import (
    Provision,
    applicants,
    police_inquiries,
    provided,
    provision_records,
    signed_in,
    support_measures,
)

_PEOPLE = members()
_INSURER = Provision(
    recipient="株式会社例示保険",
    recipient_address="東京都架空区提供六丁目6番6号",
    recipient_representative="代表取締役 例示 六郎",
    items="氏名、電話番号",
    consent="入会の申込書で本人の同意を得た",
)
EMPLOYEES = (cast.KENICHI, *_PEOPLE[55:58])
"""Kenichi works for actio, so a My Number is kept for him."""


def tables(meta: sa.MetaData) -> Iterator[Filled]:
    """Every table with its rows, each after those it refers to."""
    yield _members(meta)
    yield _usage(meta)
    yield _contracts(meta)
    yield _inquiries(meta)
    yield _customers(meta)
    yield applicants(meta, "一次面接を通過")
    yield _employees(meta)
    yield _my_numbers(meta)
    yield _shareholders(meta)
    yield provision_records(meta, "members", provided(_INSURER, cast.HANAKO, cast.AOI, cast.AKANE))
    yield police_inquiries(meta, "members")
    yield support_measures(meta, "members")


def _members(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {**only(whole(person), *WHOLE), "joined_at": at(n)} for n, person in enumerate(_PEOPLE, 1)
    ]
    return fill(meta, "members", [*words(*WHOLE), moment("joined_at")], rows)


def _usage(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {"member_id": n, "used_at": at(90 + n + k, 12), "facility": f"見本施設{k + 1}号館"}
        for n in range(1, 41)
        for k in (0, 1)
    ]
    columns: Columns = [to("member_id", "members"), moment("used_at"), *words("facility")]
    return fill(meta, "visits", columns, rows)


def _contracts(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {"member_id": n, "signed_on": days_on(n), "monthly_fee": 4400, "plan": "standard"}
        for n in range(1, 41)
    ]
    columns: Columns = [to("member_id", "members"), day("signed_on"), amount("monthly_fee")]
    return fill(meta, "contracts", [*columns, *words("plan")], rows)


def _inquiries(meta: sa.MetaData) -> Filled:
    people = signed_in(cast.HANAKO, cast.AOI, cast.AKANE, typed=[cast.ICHIRO_ON_FILE])
    rows: Rows = [
        {
            "member_id": member,
            **only(whole(person), "name", "email", "phone"),
            "body": f"見本の問い合わせ{n}：休館日について",
            "received_at": with_offset(220 + n),
        }
        for n, (member, person) in enumerate(people, 1)
    ]
    named = words("name", "email", "phone", "body", "received_at")
    return fill(meta, "inquiries", [to("member_id", "members"), *named], rows)


def _customers(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {**only(whole(person), *WHOLE), "contract": "見本施設の管理を受託"}
        for person in (cast.TADASHI, *_PEOPLE[44:46])
    ]
    return fill(meta, "customers", words(*WHOLE, "contract"), rows)


def _employees(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            **only(whole(person), *WHOLE),
            "post": "施設運営",
            "emergency_contact": f"家族 090-0000-{3001 + n}",
        }
        for n, person in enumerate(EMPLOYEES)
    ]
    return fill(meta, "employees", words(*WHOLE, "post", "emergency_contact"), rows)


def _my_numbers(meta: sa.MetaData) -> Filled:
    """Twelve digits whose check digit is wrong on purpose: no one can hold such a number."""
    rows: Rows = [
        {"employee_id": n, "my_number": f"0000000000{n}0", "received_on": days_on(n)}
        for n, _ in enumerate(EMPLOYEES, 1)
    ]
    columns: Columns = [to("employee_id", "employees"), *words("my_number"), day("received_on")]
    return fill(meta, "employee_numbers", columns, rows)


def _shareholders(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {**only(whole(person), "name", "postal_code", "address"), "shares": 100 * n}
        for n, person in enumerate((cast.TADASHI, *_PEOPLE[47:49]), 1)
    ]
    columns: Columns = [*words("name", "postal_code", "address"), amount("shares")]
    return fill(meta, "shareholders", columns, rows)
