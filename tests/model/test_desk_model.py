"""Identity and fee at the desk, rewritten dully and compared with what the desk leaves open.

The model knows the five texts the way a clerk's crib would put them: per company, a list of
papers, and a sum. It reads no policy file.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations, product

import pytest

from chikai import policies
from chikai.duties.requests import fees
from chikai.duties.requests.case import Basis, Case
from chikai.duties.requests.events import FormUsed
from chikai.duties.requests.holdings import Fact, FeeHeld, PaperHeld
from chikai.duties.requests.openings import open_items
from chikai.law.kinds import Asker, Channel, Means, Paper, RequestKind, Whose
from chikai.policy.load import load
from chikai.policy.model import Policy

TODAY = date(2026, 11, 20)
P = Paper
COMPANIES = ("enigmo", "bengo4", "enhance", "en_japan", "actio")
POLICIES = {c: load(policies.shipped(c)[-1].text, file=c) for c in COMPANIES}
each_company = pytest.mark.parametrize("company", COMPANIES)

PUBLIC = {
    P.DRIVERS_LICENSE,
    P.PASSPORT,
    P.MY_NUMBER_CARD,
    P.ELIGIBILITY_CERTIFICATE,
    P.RESIDENCE_CARD,
    P.RESIDENT_RECORD,
}
LYING_ABOUT = (
    P.DRIVERS_LICENSE,
    P.INSURANCE_CARD,
    P.RESIDENT_RECORD,
    P.PENSION_NUMBER_NOTICE,
    P.SEAL_CERTIFICATE,
    P.APPROVED_OTHER_PROOF,
    P.FREE_LETTER,
)
DESKS_HANDS = [set(c) for n in range(4) for c in combinations(LYING_ABOUT, n)]


def identified(company: str, papers: set[Paper], *, represented: bool, approved: bool) -> bool:
    """Has this one human shown who they are? The insurance card is dead and never helps."""
    if company == "enigmo":
        return bool(papers & PUBLIC)
    if company == "bengo4":
        legal = bool(papers & (PUBLIC | {P.PENSION_NUMBER_NOTICE}))
        if represented:
            return legal
        proof = P.APPROVED_OTHER_PROOF in papers and approved
        return legal and (P.SEAL_CERTIFICATE in papers or proof)
    if company in ("enhance", "en_japan"):
        return bool(papers & (PUBLIC | {P.PENSION_NUMBER_NOTICE, P.SEAL_CERTIFICATE}))
    if papers & {P.DRIVERS_LICENSE}:
        return True
    return len(papers & {P.RESIDENT_RECORD, P.PENSION_NUMBER_NOTICE, P.SEAL_CERTIFICATE}) >= 2


def humans(company: str, *, represented: bool) -> set[str]:
    """Who has to show it: Enigmo alone asks nothing of the representative."""
    if not represented:
        return {"person"}
    return {"person"} if company == "enigmo" else {"person", "representative"}


def fee_left(company: str, kind: RequestKind, paid: int) -> int:
    """Yen still missing."""
    price = {"enigmo": 1000, "bengo4": 1000, "actio": 2500}.get(company, 0)
    if kind not in (RequestKind.DISCLOSURE, RequestKind.NOTICE_OF_PURPOSE):
        price = 0
    return max(0, price - paid)


@each_company
@pytest.mark.parametrize("represented", [False, True])
def test_identity_is_open_exactly_when_the_crib_says_so(company: str, represented: bool) -> None:
    for papers, approved in product(DESKS_HANDS, (False, True)):
        case = _case(
            RequestKind.CORRECTION,
            asker=Asker.ADULT_GUARDIAN if represented else Asker.PERSON,
            papers=[(paper, who) for paper in papers for who in Whose],
            facts={"other_proof_approved": approved},
        )
        wanted = {
            who
            for who in humans(company, represented=represented)
            if not identified(company, papers, represented=represented, approved=approved)
        }
        assert _unidentified(case, POLICIES[company]) == wanted, (papers, approved)


@each_company
def test_an_unjudged_other_proof_is_a_question_and_proves_nothing(company: str) -> None:
    case = _case(RequestKind.CORRECTION, papers=[(P.APPROVED_OTHER_PROOF, Whose.PERSON)])
    keys = {item.key for item in open_items(case, POLICIES[company], on=TODAY)}
    assert "other_proof_approved" in keys or "identity_light_person" in keys


@each_company
@pytest.mark.parametrize("kind", [k for k in RequestKind if k is not RequestKind.COMPLAINT])
def test_the_fee_is_open_exactly_when_the_crib_says_so(company: str, kind: RequestKind) -> None:
    policy = POLICIES[company]
    for paid, means in product(range(0, 3001, 500), (Means.MONEY_ORDER, Means.STAMPS)):
        case = _case(kind, paid=[(paid, means)] if paid else [], means=(means,))
        published = policy.requests.fee.means if policy.requests.fee else ()
        counts = means in (published or (means,))
        left = fee_left(company, kind, paid if counts else 0)
        items = {i.key: i for i in open_items(case, policy, on=TODAY)}
        assert ("fee" in items) is (left > 0), (paid, means)
        if left:
            assert items["fee"].message.args["amount"] == left
        assert fees.due(case, policy, on=TODAY) == fee_left(company, kind, 0)


def test_without_means_actio_asks_its_owner_instead() -> None:
    case = _case(RequestKind.DISCLOSURE, means=())
    keys = {i.key: i.asks for i in open_items(case, POLICIES["actio"], on=TODAY)}
    assert keys.get("fee_means") == "owner" and "fee" not in keys


@pytest.mark.parametrize("issued", [date(2026, 5, 20), date(2026, 5, 19), date(2025, 11, 20)])
def test_a_money_order_counts_for_six_months(issued: date) -> None:
    held = FeeHeld("fee-1", Means.MONEY_ORDER, 1000, TODAY, issued, "blob-1")
    case = replace(_case(RequestKind.DISCLOSURE), fees=(held,))
    fresh = issued == date(2026, 5, 20)
    policy = POLICIES["enigmo"]
    assert (fees.paid(case, policy, on=TODAY) == 1000) is fresh
    assert bool(fees.to_return(case, policy, on=TODAY)) is not fresh


def _unidentified(case: Case, policy: Policy) -> set[str]:
    """Whose identity is still open, by any of its names. An unapproved proof counts as open."""
    keys = {item.key for item in open_items(case, policy, on=TODAY)}
    return {
        who for who in ("person", "representative") for key in keys if key.endswith(f"_{who}")
    } - {"is_minor"}


def _case(
    kind: RequestKind,
    *,
    asker: Asker = Asker.PERSON,
    papers: list[tuple[Paper, Whose]] | None = None,
    facts: dict[str, bool] | None = None,
    paid: list[tuple[int, Means]] | None = None,
    means: tuple[Means, ...] = (),
) -> Case:
    held = [
        PaperHeld(f"paper-{n}", paper, whose, TODAY, None, None, False, False, None)
        for n, (paper, whose) in enumerate(papers or [])
    ]
    fees_held = [
        FeeHeld(f"fee-{n}", by, amount, TODAY, TODAY, "blob-1")
        for n, (amount, by) in enumerate(paid or [])
    ]
    return Case(
        id="case-1",
        kind=kind,
        asker=asker,
        envelope="envelope-1",
        person="person-1",
        basis=Basis(TODAY, "any"),
        channel=Channel.POST,
        channels=(Channel.POST,),
        form=FormUsed.DESIGNATED,
        manner=None,
        minor=None,
        specific=False,
        sealed="blob-1",
        papers=tuple(held),
        fees=tuple(fees_held),
        fee_means=means,
        facts={q: Fact(v, True, "officer-1", TODAY, "blob-1") for q, v in (facts or {}).items()},
    )
