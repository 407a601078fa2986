"""`chikai.sdk.may`: the company's own programs ask before they use or give data, and a stop that
was carried out in their database holds at their next question."""

from __future__ import annotations

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
BEYOND = next(p.id for p in EXAMPLE.purposes if p.id not in CUSTOMERS.purposes)


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
    assert str(answer.cites[0].article) == str(article)
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


def test_a_use_beyond_the_purposes_waits_for_consent() -> None:
    act = sdk.Use(category="customers", purpose=BEYOND)
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


def test_a_row_that_does_not_tell_is_no_permission() -> None:
    customers = load_mapping(MAPPING, file="shop.yaml").table("customers")
    stopped = sdk.stopped_by(customers, {"id": 1})
    act = sdk.Use(category="customers", purpose=WITHIN)
    assert sdk.may(EXAMPLE, act, stopped=stopped).verdict == "ask"


# --- what flags tell, and what they do not ------------------------------------------------------

FLAGS = """
schema: 1
source: shop
company: enigmo
label: {ja: 店, en: Shop}
url_env: SHOP_URL
tables:
  customers:
    category: customers
    label: {ja: お客様, en: Customers}
    key: id
    recognise: {name: name, email: email}
    cease:
      - {column: no_mail, to: 1, purposes: [introduce]}
      - {column: stopped, to: 1}
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}}
      email: {item: email, label: {ja: メール, en: E-mail}}
      no_mail: {personal: false}
      stopped: {personal: false}
  orders:
    category: customers
    label: {ja: 注文, en: Orders}
    key: id
    follows: {customer_id: customers.id}
    cease:
      - {table: customers, column: stopped, to: 1, stops: both}
    columns:
      id: {personal: false}
      customer_id: {personal: false}
      note: {item: inquiry_text, label: {ja: 備考, en: Note}}
"""
SHOP = load_mapping(FLAGS, file="shop.yaml")
DELIVER = sdk.Use(category="customers", purpose="deliver")


@pytest.mark.parametrize(
    ("row", "verdict", "why"),
    [
        ({"no_mail": 0, "stopped": 0}, "permitted", "nothing is stopped"),
        ({"no_mail": 1, "stopped": 0}, "permitted", "only another use is stopped"),
        ({"no_mail": 0, "stopped": 1}, "forbidden", "every use is stopped"),
        ({"no_mail": 1}, "ask", "the flag that stops every use was not read"),
        ({"no_mail": 0, "stopped": None}, "permitted", "an empty flag is not set"),
        ({"no_mail": 0, "stopped": "1"}, "ask", "a text where the mapping names a number"),
        ({"no_mail": 0, "stopped": b"\x01"}, "ask", "bytes where the mapping names a number"),
    ],
)
def test_only_what_was_read_permits(row: dict[str, object], verdict: str, why: str) -> None:
    stopped = sdk.stopped_by(SHOP.table("customers"), row)
    assert sdk.may(EXAMPLE, DELIVER, stopped=stopped).verdict == verdict, why


def test_a_flag_that_stands_in_another_table_is_read_there() -> None:
    order = {"id": 7, "customer_id": 1}
    assert sdk.may(EXAMPLE, DELIVER, stopped=sdk.stopped_by(SHOP.table("orders"), order)).questions
    for set_, verdict in ((0, "permitted"), (1, "forbidden")):
        above = {"customers": {"id": 1, "stopped": set_}}
        stopped = sdk.stopped_by(SHOP.table("orders"), order, above=above)
        assert sdk.may(EXAMPLE, DELIVER, stopped=stopped).verdict == verdict


def test_a_table_that_has_no_flag_permits_nothing() -> None:
    """Whether provision was stopped cannot be read from customers: only use has a flag there."""
    stopped = sdk.stopped_by(SHOP.table("customers"), {"no_mail": 0, "stopped": 0})
    give = sdk.Provide(category="customers", recipient="repairer", consented=YES)
    assert sdk.may(EXAMPLE, give, stopped=stopped).verdict == "ask"


@pytest.mark.parametrize(
    ("abroad", "consented", "verdict", "article"),
    [
        ("no", NO, "permitted", "27"),
        ("unknown", NO, "ask", "28"),
        ("yes", NO, "ask", "28"),
        ("yes", YES, "permitted", "27"),
    ],
)
def test_entrustment_excuses_no_provision_abroad(abroad, consented, verdict, article) -> None:
    """Whom Art. 27(5) takes for no third party is one abroad (Art. 28(1), last sentence)."""
    assert EXAMPLE.provision is not None
    (given,) = (r for r in EXAMPLE.provision.recipients if r.id == "repairer")
    entrusted = given.model_copy(update={"basis": "entrustment", "abroad": abroad})
    provision = EXAMPLE.provision.model_copy(update={"recipients": (entrusted,)})
    policy = EXAMPLE.model_copy(update={"provision": provision})
    give = sdk.Provide(category="customers", recipient="repairer", consented=consented)
    answer = sdk.may(policy, give, stopped=GOING)
    assert (answer.verdict, str(answer.cites[0].article)) == (verdict, article)
    assert bool(answer.questions) is (verdict == "ask")
