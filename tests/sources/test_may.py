"""`chikai.sdk.may`: the company's own programs ask before they use or give data, and a stop that
was carried out in their database holds at their next question."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from erasing import MAPPING, Shop, make

from chikai import sdk, words
from chikai.kernel.truth import NO, YES
from chikai.ledger.load import load_mapping
from chikai.ledger.plan import Work
from chikai.policies import shipped
from chikai.policy.load import load

(EXAMPLE, *_) = (load(f.text, file=f.name) for f in reversed(shipped("example")))
GOING = sdk.Stopped(use=NO, provision=NO)
CUSTOMERS = next(c for c in EXAMPLE.categories if c.id == "customers")
WITHIN = CUSTOMERS.purposes[0]
BEYOND = next((p.id for p in EXAMPLE.purposes if p.id not in CUSTOMERS.purposes), None)


@pytest.mark.parametrize(
    ("act", "stopped", "verdict", "article"),
    [
        (sdk.Use(category="customers", purpose=WITHIN), GOING, "permitted", 17),
        (sdk.Use(category="customers", purpose=WITHIN), sdk.Stopped(), "ask", 35),
        (sdk.Use(category="customers", purpose=WITHIN), sdk.Stopped(use=YES), "forbidden", 35),
        (sdk.Use(category="customers", purpose=WITHIN),
         sdk.Stopped(use=YES, purposes=("another",)), "permitted", 17),
        (sdk.Provide(category="customers", recipient="repairer"), GOING, "ask", 27),
        (sdk.Provide(category="customers", recipient="repairer", consented=YES), GOING,
         "permitted", 27),
        (sdk.Provide(category="customers", recipient="repairer", consented=NO), GOING,
         "forbidden", 27),
        (sdk.Provide(category="customers", recipient="repairer", consented=YES),
         sdk.Stopped(use=NO, provision=YES), "forbidden", 27),
        (sdk.Provide(category="customers", recipient=None), GOING, "ask", 27),
    ],
)  # fmt: skip
def test_an_answer_says_why_and_where_it_stands(act, stopped, verdict, article) -> None:
    answer = sdk.may(EXAMPLE, act, stopped=stopped)
    assert answer.verdict == verdict and answer.permitted is (verdict == "permitted")
    assert answer.cites[0].article == str(article) or answer.cites[0].article == article
    assert bool(answer.questions) is (verdict == "ask")
    for lang in ("ja", "en"):
        assert words.render(answer.because, lang=lang)


def test_what_the_policy_does_not_know_is_a_mistake_of_the_program() -> None:
    for act in (
        sdk.Use(category="nobody", purpose=WITHIN),
        sdk.Use(category="customers", purpose="whatever"),
        sdk.Provide(category="customers", recipient="nobody_here"),
    ):
        with pytest.raises(sdk.NotInPolicy):
            sdk.may(EXAMPLE, act, stopped=GOING)


@pytest.mark.skipif(BEYOND is None, reason="every purpose is one of the customers")
def test_a_use_beyond_the_purposes_waits_for_consent() -> None:
    act = sdk.Use(category="customers", purpose=str(BEYOND))
    assert sdk.may(EXAMPLE, act, stopped=GOING).verdict == "ask"


def test_a_stop_carried_out_in_the_database_holds_at_the_next_question(tmp_path) -> None:
    shop = Shop(f"sqlite:///{tmp_path / 'shop.db'}", make(f"sqlite:///{tmp_path / 'shop.db'}"))
    customers = load_mapping(MAPPING, file="shop.yaml").table("customers")
    give = sdk.Provide(category="customers", recipient="repairer", consented=YES)

    def asked() -> str:
        with shop.engine.connect() as connection:
            found = connection.execute(sa.text("SELECT * FROM customers WHERE id = 1"))
            row = dict(found.mappings().one())
        return sdk.may(EXAMPLE, give, stopped=sdk.stopped_by(customers, row)).verdict

    assert asked() == "permitted"
    plan, contents, wanted = shop.plan(Work.STOP_PROVISION)
    shop.changes().apply(plan, contents, wanted)
    assert asked() == "forbidden", "at once, without telling the program anything"
    assert plan.made_on >= date(2026, 1, 1)


def test_a_row_that_does_not_tell_is_no_permission() -> None:
    customers = load_mapping(MAPPING, file="shop.yaml").table("customers")
    stopped = sdk.stopped_by(customers, {"id": 1})
    act = sdk.Use(category="customers", purpose=WITHIN)
    assert sdk.may(EXAMPLE, act, stopped=stopped).verdict == "ask"
