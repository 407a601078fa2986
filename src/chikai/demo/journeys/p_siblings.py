"""(p) Enigmo: one envelope, two siblings, three kinds each."""

from __future__ import annotations

from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.duties.requests.commands import Action
from chikai.law.kinds import Asker, Paper, RequestKind

_KINDS = (RequestKind.NOTICE_OF_PURPOSE, RequestKind.DISCLOSURE, RequestKind.CORRECTION)


def two_siblings(stage: Stage) -> Story:
    """Papers are shared, three money orders go to the kinds that bear a fee, and whatever is
    complete goes on while the last one waits for its fee."""
    cases = stage.desk("enigmo").receive(
        envelope(
            asks(cast.MIRAI, *_KINDS),
            asks(cast.SORA, *_KINDS),
            arrived=stage.today,
            asker=Asker.PARENT,
            by=cast.KENICHI,
            sheets=[
                sheet(Paper.REQUEST_FORM),
                sheet(Paper.FAMILY_REGISTER, domicile=True),
                sheet(Paper.ELIGIBILITY_CERTIFICATE, about=(0,)),
                sheet(Paper.PASSPORT, domicile=True, about=(1,)),
            ],
            payments=[money_order(serial=f"010-00010{n}", issued=stage.today) for n in range(3)],
        )
    )
    mirai, sora = cases[:3], cases[3:]
    waits = sora[1]
    for person, mine in ((cast.MIRAI, mirai), (cast.SORA, sora)):
        for case in mine:
            case.matches(reads(person, addresses=cast.KENICHI.addresses))
            case.judges("joint_parental_authority", True, "両親の連名で請求されている。")
    waits.ask()
    ready = [case for case in cases if case is not waits]
    for case in ready:
        case.accept()
        case.search()

    yield stage.days(3)
    for notice, disclosure, correction in (mirai, sora):
        notice.grant().answer()
        if disclosure is not waits:
            disclosure.grant().answer()
        correction.order(Action.ADD, "customer-care", {"table": "customers"})
    yield stage.days(2)
    waits.pays(money_order(serial="010-000104", issued=stage.today))
    waits.accept()
    waits.search()
    waits.grant().answer()
    for correction in (mirai[2], sora[2]):
        correction.done(corrected=[{"item": "連絡先", "before": "（なし）", "after": "母の電話"}])
        correction.answer()
    yield stage.days(3)
    for case in cases:
        case.delivered()
    return (waits, *ready)
