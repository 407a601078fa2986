"""All ten kinds are received by every company, named in its text or not, and none but two or
three ever costs anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from told import played

from chikai.adapters.press.plain import PlainPress
from chikai.demo.journeys import i_twins
from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import IN_MEMORY, Stage, open_stage
from chikai.demo_data import cast
from chikai.duties.requests import fees
from chikai.duties.requests.commands import ACTIONS, GIVING
from chikai.law.appi.art38_fee import FEE_KINDS
from chikai.law.kinds import Asker, Means, Paper, RequestKind
from chikai.policies import COMPANIES

PAPERS = (Paper.REQUEST_FORM, Paper.DRIVERS_LICENSE, Paper.SEAL_CERTIFICATE)


@pytest.fixture(scope="module")
def five(house: Path) -> Iterator[Stage]:
    """All five desks, shared: a case here never touches another."""
    with open_stage(house, store=IN_MEMORY, press=PlainPress()) as stage:
        yield stage


each_company = pytest.mark.parametrize("company", COMPANIES)
each_kind = pytest.mark.parametrize("kind", RequestKind)


def _received(stage: Stage, company: str, kind: RequestKind) -> Matter:
    (case,) = stage.desk(company).receive(
        envelope(
            asks(cast.HANAKO, kind, statement="お願いします。"),
            arrived=stage.today,
            sheets=[sheet(paper) for paper in PAPERS],
        )
    )
    return case


def _ready(case: Matter) -> Matter:
    """Settle what the desk and the owner are asked, and pay what is due."""
    if "form_sealed" in case.open:
        case.says("form_sealed", True)
    case.matches(reads(cast.HANAKO))
    if "fee_means" in case.open:
        case.fee_means(Means.MONEY_ORDER)
    if due := fees.due(case.case, case.policy, on=case.desk.today):
        case.pays(money_order(due, issued=case.desk.today))
    return case


@each_company
@each_kind
def test_every_kind_is_answered_by_every_company(
    five: Stage, company: str, kind: RequestKind
) -> None:
    case = _received(five, company, kind)
    assert case.happened[0] == "received"
    if kind is RequestKind.COMPLAINT:
        assert case.hand_over().case.exit == "handed_over"
        return
    _ready(case).accept()
    if kind is not RequestKind.OPT_OUT_STOP:
        case.search()
    if kind in GIVING:
        measures = [{"recipient": "例示", "measures": ["監督"]}]
        case.grant(content={"measures": _measures() if "foreign" in kind else measures})
    else:
        if kind is not RequestKind.OPT_OUT_STOP:
            case.order(ACTIONS[kind][0], "owner-1", {"what": "all"})
        case.done(
            corrected=[{"item": "氏名", "before": "a", "after": "b"}],
            scope=["登録情報"],
            done_on=five.today.isoformat(),
        )
    case.answer().delivered()
    assert case.case.exit == "answered"


def _measures() -> list[dict[str, object]]:
    from dataclasses import fields

    from chikai.duties.requests.letters.facts import ForeignMeasures

    return [{field.name: "例示" for field in fields(ForeignMeasures)}]


@each_company
@each_kind
def test_no_fee_on_any_other_kind(five: Stage, company: str, kind: RequestKind) -> None:
    case = _received(five, company, kind)
    due = fees.due(case.case, case.policy, on=case.desk.today)
    if kind not in FEE_KINDS or company in ("enhance", "en_japan"):
        assert due == 0 and not {"fee", "fee_means"} & set(case.open)


@each_company
def test_an_opt_out_stops_at_once_with_no_ground_no_paper_and_no_fee(
    five: Stage, company: str
) -> None:
    (case,) = five.desk(company).receive(
        envelope(asks(cast.HANAKO, RequestKind.OPT_OUT_STOP), arrived=five.today)
    )
    assert case.open == ("match",)
    case.matches().accept()
    assert case.case.state == "carrying_out"
    assert case.clock("opt_out_stop").due == case.case.basis.arrived_on


@each_company
def test_a_suit_clock_only_where_article_39_speaks_of_one(five: Stage, company: str) -> None:
    for kind in RequestKind:
        clock = _received(five, company, kind).clock("suit")
        of_33_to_35 = kind not in (
            RequestKind.NOTICE_OF_PURPOSE,
            RequestKind.OPT_OUT_STOP,
            RequestKind.FOREIGN_MEASURES_INFO,
            RequestKind.COMPLAINT,
        )
        assert (clock.due is not None) is of_33_to_35


@each_company
@pytest.mark.parametrize("asker", [a for a in Asker if a is not Asker.PERSON])
def test_representatives_may_ask_everywhere(five: Stage, company: str, asker: Asker) -> None:
    """Arrival is recorded; the power is asked for, never the right denied (Art. 37(3))."""
    (case,) = five.desk(company).receive(
        envelope(
            asks(cast.MIRAI, RequestKind.DISCLOSURE),
            arrived=five.today,
            asker=asker,
            by=cast.KENICHI,
        )
    )
    assert case.happened[0] == "received" and "authority" in case.open


def test_every_look_at_a_case_is_logged(enigmo: Stage) -> None:
    home = enigmo.homes["enigmo"]
    (aoi, _) = played(enigmo, i_twins.twins)
    day = enigmo.today.isoformat()
    before, digest = home.views.digest(day)
    aoi.view()
    after, changed = home.views.digest(day)
    assert (after, changed != digest) == (before + 1, True)
