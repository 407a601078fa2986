"""`chikai.sdk.may`: the company's own programs ask before they use or give data, and a stop that
was carried out in their database holds at their next question."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from erasing import MAPPING, Shop, make

from chikai import sdk, words
from chikai.kernel.truth import NO, YES
from chikai.ledger.flagging import flagged
from chikai.ledger.held import Draft, Held
from chikai.ledger.load import load_mapping
from chikai.ledger.model import Column, Table
from chikai.ledger.plan import Wanted, Work
from chikai.policies import shipped
from chikai.policy.base import Say, StatedItem
from chikai.policy.load import load
from chikai.policy.model import OptOut, Policy
from chikai.policy.sections.provision import OptOutItems

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


# --- who is no third party, who must be given to, and opt-out -----------------------------------


def given_to(**recipient: Any) -> Policy:
    """The example's policy with one other recipient."""
    assert EXAMPLE.provision is not None
    (given,) = (r for r in EXAMPLE.provision.recipients if r.id == "repairer")
    changed = given.model_copy(update={"abroad": "no", **recipient})
    provision = EXAMPLE.provision.model_copy(update={"recipients": (changed,)})
    return EXAMPLE.model_copy(update={"provision": provision})


GIVE = sdk.Provide(category="customers", recipient="repairer")
PROVISION_STOPPED = sdk.Stopped(use=NO, provision=YES)


@pytest.mark.parametrize(
    ("stopped", "purposes", "verdict", "why"),
    [
        (PROVISION_STOPPED, ("deliver",), "permitted", "Art. 27(5): the carrier is no third party"),
        (sdk.Stopped(use=YES), ("deliver",), "forbidden", "every use was stopped, this one too"),
        (sdk.Stopped(use=YES, purposes=("introduce",)), ("deliver",), "permitted", "another use"),
        (sdk.Stopped(use=YES, purposes=("deliver",)), ("deliver",), "forbidden", "this very use"),
        (sdk.Stopped(use=YES, purposes=("introduce",)), (), "ask", "nobody says what it is for"),
        (sdk.Stopped(provision=NO), ("deliver",), "ask", "nobody looked at the flag of use"),
    ],
)
def test_a_stop_of_use_and_not_of_provision_reaches_who_is_entrusted(
    stopped: sdk.Stopped, purposes: tuple[str, ...], verdict: str, why: str
) -> None:
    for basis in ("entrustment", "joint_use"):
        policy = given_to(basis=basis, purposes=purposes)
        assert sdk.may(policy, GIVE, stopped=stopped).verdict == verdict, why


def test_abroad_whoever_is_entrusted_is_a_third_party_whom_a_stop_reaches() -> None:
    policy = given_to(basis="entrustment", abroad="yes")
    assert sdk.may(policy, GIVE, stopped=PROVISION_STOPPED).verdict == "forbidden"


def test_a_stop_does_not_overrule_what_a_law_demands_and_neither_does_a_program() -> None:
    policy = given_to(basis="based_on_laws")
    assert sdk.may(policy, GIVE, stopped=PROVISION_STOPPED).questions == ("exempt_27_1",)


READY = {
    name: "yes"
    for name in ("used", "filed", "published", "sensitive_excluded", "wrongly_acquired_excluded",
                 "received_excluded")
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "verdict", "open_"),
    [
        ({}, "permitted", ()),
        ({"filed": "no"}, "forbidden", ()),
        ({"filed": "unknown"}, "ask", ("opt_out_filed",)),
        ({"published": "no"}, "ask", ("opt_out_published",)),
        ({"published": "unknown"}, "ask", ("opt_out_published",)),
        ({"sensitive_excluded": "no"}, "forbidden", ()),
        ({"wrongly_acquired_excluded": "unknown"}, "ask", ("opt_out_wrongly_acquired_excluded",)),
        ({"received_excluded": "no"}, "forbidden", ()),
    ],
)
def test_nothing_is_provided_by_opt_out_before_all_is_told_filed_and_left_out(
    said: dict[str, str], verdict: str, open_: tuple[str, ...]
) -> None:
    told = OptOutItems(**{n: StatedItem(state="present") for n in OptOutItems.model_fields})
    words_ = Say(ja="申出により停止します。", en="It stops on request.")
    clause = OptOut(id="opt_out", say=words_, items=told, **(READY | said))
    policy = given_to(basis="opt_out").model_copy(update={"opt_out": clause})
    answer = sdk.may(policy, GIVE, stopped=GOING)
    assert (answer.verdict, answer.questions) == (verdict, open_)
    assert sdk.may(policy, GIVE, stopped=PROVISION_STOPPED).verdict == "forbidden"


def test_an_opt_out_that_is_not_described_permits_nothing() -> None:
    """Bengo4's text names the procedure and tells none of its items."""
    (bengo4, *_) = (load(f.text, file=f.name) for f in reversed(shipped("bengo4")))
    for clause in (None, bengo4.opt_out):
        policy = given_to(basis="opt_out").model_copy(update={"opt_out": clause})
        assert sdk.may(policy, GIVE, stopped=GOING).verdict == "ask"


# --- how far a stop reaches ---------------------------------------------------------------------


class AsWritten:
    """`ledger.held.Cells` of a database that takes what the mapping says."""

    def told(self, table: Table, column: Column, value: Any) -> str | None:
        return str(value)

    def fit(self, table: Table, column: Column, value: Any) -> Any:
        return value


@pytest.mark.parametrize(
    ("granted", "set_"),
    [
        ((), {"no_mail", "stopped"}),
        (("introduce",), {"no_mail"}),
        (("deliver",), {"stopped"}),
        (("introduce", "deliver"), {"no_mail", "stopped"}),
    ],
)
def test_a_stop_of_one_use_sets_no_flag_that_stops_them_all(
    granted: tuple[str, ...], set_: set[str]
) -> None:
    """As far as it takes to cure or to prevent (Art. 35(2), (6)): the parcel still comes."""
    held = Held(SHOP.table("customers"), [(1, "見本 花子", "hana@example.jp", 0, 0)])
    wanted = Wanted(work=Work.CEASE, on=date(2026, 11, 22), purposes=granted)
    (draft,) = (s for s in flagged([held], wanted, AsWritten()) if isinstance(s, Draft))
    assert draft.cells.keys() == set_
