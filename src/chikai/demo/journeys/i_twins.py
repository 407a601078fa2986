"""(i) What nobody may learn: a police inquiry, and a ground that needs a judge."""

from __future__ import annotations

from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, money_order, reads, sheet, transfer
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.duties.requests.events import FormUsed
from chikai.law.kinds import Means, Paper, RequestKind
from chikai.people.model import Person


def _ask(stage: Stage, person: Person) -> Matter:
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(person, RequestKind.DISCLOSURE),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            payments=[money_order(serial="010-000006", issued=stage.today)],
        )
    )
    case.receipt()
    case.matches(reads(person))
    return case


def twins(stage: Stage) -> Story:
    """The police once asked about Aoi and never about Akane. Both get the same answer."""
    aoi, akane = (_ask(stage, each) for each in (cast.AOI, cast.AKANE))
    for case in (aoi, akane):
        case.accept()
        case.search()
    yield stage.days(3)
    for case in (aoi, akane):
        case.grant().answer()
    yield stage.days(2)
    for case in (aoi, akane):
        case.delivered()
    return aoi, akane


def known_to_the_police_alone(stage: Stage) -> Story:
    """Kai is known by nothing but a police inquiry, Nagisa by nothing at all: no match, and then
    the same answer, that there is no data to disclose."""
    kai, nagisa = (_ask(stage, each) for each in (cast.KAI, cast.NAGISA))
    for case in (kai, nagisa):
        case.ask()
    yield stage.days(10)
    for case in (kai, nagisa):
        case.judges("match_exhausted", True, "以前の氏名も住所もないとの返事があった。")
        case.accept()
        case.search()
        case.none_held()
        case.answer()
        case.return_fees()
    yield stage.days(2)
    for case in (kai, nagisa):
        case.delivered()
    return kai, nagisa


def content_harm_is_told(stage: Stage) -> Story:
    """actio's text speaks of harm by the content: that is 33(2)(i), judged, and it is told."""
    (case,) = stage.desk("actio").receive(
        envelope(
            asks(cast.AOI, RequestKind.DISCLOSURE),
            arrived=stage.today,
            form=FormUsed.FREE,
            sheets=[sheet(Paper.FREE_LETTER), sheet(Paper.DRIVERS_LICENSE)],
        )
    )
    case.matches(reads(cast.AOI))
    case.fee_means(Means.BANK_TRANSFER)
    case.ask()
    yield stage.days(4)
    case.pays(transfer(2500))
    case.accept()
    case.search()
    yield stage.days(2)
    case.refuse(
        "harms_life_body_property_or_rights",
        "同居していない第三者の相談の内容が含まれ、知られるとその方に危害が及ぶおそれがある。",
    )
    case.answer()
    case.return_fees()
    yield stage.days(2)
    case.delivered()
    return (case,)
