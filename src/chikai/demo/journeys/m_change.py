"""(m) Enigmo: the policy changes, and (in a fiction) the law, between arrival and answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from chikai import policies
from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Desk, Stage, Story
from chikai.demo_data import cast
from chikai.kernel.rule import forbids, forget
from chikai.kernel.truth import Truth
from chikai.law.appi.art33_disclosure import RefuseDisclosure
from chikai.law.kinds import APPI, Paper, RequestKind
from chikai.people.model import Person


def policy_change(stage: Stage) -> Story:
    """From the tenth day the fee doubles and a residence card no longer counts. Who came before
    pays the old fee with the old papers; who comes after, the new."""
    desk = stage.desk("enigmo")
    changes_on = stage.today + timedelta(days=10)
    publish_dearer_policy(desk, changes_on)
    before = _request(desk, cast.HANAKO, Paper.RESIDENCE_CARD)
    before.ask()

    yield stage.business_day(changes_on + timedelta(days=1))
    after = _request(desk, cast.AOI, Paper.RESIDENCE_CARD)
    after.ask()
    before.pays(money_order(1000, serial="010-000010", issued=stage.today))
    before.accept()
    before.search()
    before.grant().answer()

    yield stage.days(4)
    before.delivered()
    after.paper(sheet(Paper.DRIVERS_LICENSE))
    after.pays(money_order(1000, serial="010-000011", issued=stage.today))
    after.pays(money_order(1000, serial="010-000012", issued=stage.today))
    after.accept()
    after.search()
    after.grant().answer()
    yield stage.days(2)
    after.delivered()
    return before, after


def fictional_amendment(stage: Stage) -> Story:
    """Two requests of one day. The first is refused by the law of that day; then the law takes
    the ground away, and the second must be answered."""
    desk = stage.desk("enigmo")
    why = "照会の記録が約20万件あり、担当者2名の業務が長期にわたり止まる。"
    with ground_taken_away(stage.today + timedelta(days=10)):
        first, second = (
            _request(desk, each, Paper.DRIVERS_LICENSE, paid=True)
            for each in (cast.HANAKO, cast.AKANE)
        )
        for case in (first, second):
            case.accept()
            case.search()
        yield stage.days(8)
        first.refuse("seriously_hinders_business", why)
        first.answer()
        first.return_fees()

        yield stage.days(4)
        first.delivered()
        second.must_not(lambda: second.refuse("seriously_hinders_business", why))
        second.grant().answer()
        yield stage.days(2)
        second.delivered()
    return second, first


def _request(desk: Desk, person: Person, paper: Paper, *, paid: bool = False) -> Matter:
    order = money_order(serial="010-000013", issued=desk.today)
    (case,) = desk.receive(
        envelope(
            asks(person, RequestKind.DISCLOSURE),
            arrived=desk.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(paper)],
            payments=[order] if paid else [],
        )
    )
    return case.matches(reads(person))


def publish_dearer_policy(desk: Desk, on: date) -> None:
    """A new version of the company's own policy: twice the fee, residence cards struck out."""
    latest = policies.shipped(desk.company)[-1]
    text = latest.text.replace("amount: 1000", "amount: 2000")
    text = text.replace("            - residence_card\n", "")
    old = next(x for x in text.splitlines() if x.startswith("effective_from: "))
    supersedes = old.replace("effective_from", "supersedes")
    text = text.replace(old, f"effective_from: {on.isoformat()}\n{supersedes}", 1)
    (desk.policy_folder / f"{on.isoformat()}.yaml").write_text(text, "utf-8")
    desk.read_policies_again()


@contextmanager
def ground_taken_away(on: date) -> Iterator[None]:
    """A fictional amendment: from this day, hindrance of business excuses no refusal."""

    @forbids(APPI(33, 2, "ii"), in_force=f"{on.isoformat()}..")
    def hindrance_no_longer_excuses(r: RefuseDisclosure) -> Truth:
        """Refusing disclosure because business would be hindered."""
        return r.seriously_hinders_business.plain

    try:
        yield
    finally:
        forget(hindrance_no_longer_excuses)
