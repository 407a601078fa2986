"""The table in `parameters.md`, held against the shipped files cell by cell."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chikai.policy.model import Policy, Say

LINES = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (Path(__file__).parent / "parameters.md").read_text("utf-8").splitlines()
    if line.startswith("|")
]
COMPANIES, ROWS = LINES[0][1:], LINES[2:]


def listed(values) -> str:
    return ", ".join(getattr(v, "value", v) for v in values) or "-"


def yes(value: bool) -> str:
    return "yes" if value else "no"


def fee_of(policy: Policy, read: Callable[[object], str]) -> str:
    return read(policy.requests.fee) if policy.requests.fee else "-"


def hours_of(policy: Policy) -> str:
    hours = policy.contact(policy.complaints.desk).hours
    return hours.opens if hours else "-"


READ: dict[str, Callable[[Policy], str]] = {
    "kinds named": lambda p: str(sum(k.named for k in p.requests.kinds)),
    "kinds accepted": lambda p: str(len(p.requests.kinds)),
    "channels": lambda p: listed(p.requests.intake.channels),
    "contact first": lambda p: yes(p.requests.intake.contact_first),
    "forms": lambda p: str(len(p.requests.forms)),
    "forms sent first": lambda p: str(sum(f.sent_first for f in p.requests.forms)),
    "letter of proxy": lambda p: str(len(p.requests.proxy_forms)),
    "registered seal": lambda p: yes(any(f.registered_seal for f in p.requests.forms)),
    "ways to prove identity": lambda p: str(len(p.requests.identity.accept)),
    "match to file": lambda p: yes(p.requests.match.required),
    "representative's own id": lambda p: yes(
        all(a.representative_identity for a in p.requests.authority)
    ),
    "fee": lambda p: fee_of(p, lambda fee: str(fee.amount)),
    "fee for": lambda p: fee_of(p, lambda fee: listed(fee.kinds)),
    "means": lambda p: fee_of(p, lambda fee: listed(fee.means)),
    "unpaid": lambda p: fee_of(p, lambda fee: fee.unpaid),
    "period in days": lambda p: fee_of(p, lambda fee: str(fee.period_days)),
    "written answer": lambda p: yes(p.requests.answer.written),
    "electronic by choice": lambda p: yes(p.requests.answer.electronic_by_choice),
    "answer goes to": lambda p: p.requests.answer.to,
    "reasons": lambda p: p.requests.answer.reasons,
    "papers kept in months": lambda p: str(p.requests.papers.years * 12 + p.requests.papers.months),
    "other ends in months": lambda p: str(p.requests.papers.other_exits_months),
    "domicile blackout": lambda p: yes(p.requests.blackout is not None),
    "other window": lambda p: listed(w.when for w in p.requests.other_windows),
    "accredited organisation": lambda p: yes(p.complaints.organisation is not None),
    "opens": hours_of,
    "visits": lambda p: yes(any(c.visits for c in p.contacts)),
}

ASSUMED: dict[str, Callable[[Policy], Say | None]] = {
    "representative's own id": lambda p: p.requests.authority[0].assumption,
    "period in days": lambda p: p.requests.fee.period_assumption,
    "electronic by choice": lambda p: p.requests.answer.assumption,
    "answer goes to": lambda p: p.requests.answer.assumption,
    "papers kept in months": lambda p: p.requests.papers.assumption,
    "other ends in months": lambda p: p.requests.papers.assumption,
}


def test_the_table_and_the_readers_speak_of_the_same_parameters():
    assert [row[0] for row in ROWS] == list(READ)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_files_set_what_the_table_says(row, policies):
    name, *cells = row
    for company, cell in zip(COMPANIES, cells, strict=True):
        assert READ[name](policies[company]) == cell.strip("[]"), f"{name} of {company}"
        if cell.startswith("["):
            assumption = ASSUMED[name](policies[company])
            assert assumption is not None, f"{name} of {company} is assumed without a reason"


def test_every_kind_is_listed_once(policy):
    kinds = [clause.kind for clause in policy.requests.kinds]
    assert len(kinds) == len(set(kinds)) == 10


def test_a_kind_that_the_text_does_not_name_says_why_it_is_accepted(policy):
    for clause in policy.requests.kinds:
        assert clause.named or clause.assumption is not None, clause.id


def test_every_way_to_ask_has_a_proof_of_authority(policy):
    askers = [asker for clause in policy.requests.authority for asker in clause.askers]
    assert len(askers) == len(set(askers)) == 7


def test_no_policy_takes_a_my_number_card_back_or_charges_where_the_law_forbids(policy):
    fee = policy.requests.fee
    allowed = {"notice_of_purpose", "disclosure", "record_disclosure"}
    assert fee is None or {kind.value for kind in fee.kinds} <= allowed
