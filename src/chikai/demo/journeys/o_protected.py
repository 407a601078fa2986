"""(o) Enigmo: a separated parent asks for a child whose new address is protected."""

from __future__ import annotations

from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.law.kinds import Asker, Paper, RequestKind
from chikai.people.model import Person


def without_address(child: Person) -> Person:
    """A child as a parent names it who does not know, or leaves out, where it lives."""
    return Person(names=child.names, birth_date=child.birth_date, emails=child.emails)


RIN_AS_KNOWN = without_address(cast.RIN)
SUPPORT = "住民基本台帳事務における支援措置の申出あり（架空）"


def receive(
    stage: Stage,
    *,
    child: Person = RIN_AS_KNOWN,
    parent: Person = cast.MAKOTO,
    protected: str | None = SUPPORT,
) -> Matter:
    """The request as it arrives, with or without the flag that only the desk can see."""
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(child, RequestKind.DISCLOSURE),
            arrived=stage.today,
            asker=Asker.PARENT,
            by=parent,
            sheets=[
                sheet(Paper.REQUEST_FORM),
                sheet(Paper.PASSPORT, domicile=True),
                sheet(Paper.FAMILY_REGISTER, domicile=True),
            ],
            payments=[money_order(serial="010-000015", issued=stage.today)],
            protected=protected,
        )
    )
    case.receipt()
    case.matches(reads(child, addresses=parent.addresses))
    case.judges("joint_parental_authority", True, "戸籍に共同親権とあり、単独の請求を妨げない。")
    return case


def separated_parent(stage: Stage) -> Story:
    """Nothing the father sees says that there is a flag; the address never leaves the house."""
    case = receive(stage)
    case.accept()
    case.search()
    yield stage.days(3)
    case.must_not(case.grant)  # the flag demands a judgment first
    case.judges("protective_judgment", True, "支援措置の対象であり、住所が知られると危害のおそれ。")
    case.must_not(case.grant)  # and then never the whole
    case.grant(
        withheld=("address", "phone"),
        ground="harms_life_body_property_or_rights",
        reason="開示すると、本人の身体の安全を害するおそれがあります。",
    )
    case.answer()
    yield stage.days(2)
    case.delivered()
    return (case,)
