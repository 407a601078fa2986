"""The page of others who hold the data: drafted, looked at, sent, and listed on the case."""

from __future__ import annotations

from cases_at_desk import load, sits
from web_visitor import Visitor, text_of

from chikai.app import cases, intake, search, steps
from chikai.app.cases import Actor
from chikai.demo.papers import asks, envelope, reads, sheet
from chikai.demo_data.cast import HANAKO
from chikai.duties.requests.commands import Action
from chikai.law.kinds import Paper, RequestKind
from chikai.people.staff import Role
from chikai.web.homes import DemoClock


def ordered(visitor: Visitor, clock: DemoClock) -> str:
    """A case of Enhance in which an erasure was ordered."""
    assert visitor.web is not None
    commands = (Actor("clerk-1", f"cmd-{n}") for n in range(20))
    with visitor.web.homes.home("enhance") as home:
        asked = envelope(
            asks(HANAKO, RequestKind.CESSATION_NEED_ENDED),
            arrived=clock.now().date(),
            sheets=[sheet(Paper.DRIVERS_LICENSE)],
        )
        (case,) = intake.receive(home, asked, by=next(commands))
        search.match(home, case.id, reads(HANAKO), by=next(commands))
        steps.accept(home, case.id, by=next(commands))
        search.search(home, case.id, by=next(commands))
        steps.order(
            home, case.id, Action.ERASE, "owner-1", {"what": "all"}, by=Actor("officer-1", "order")
        )
        assert cases.load(home, case.id).action is not None
    return case.id


def test_each_holder_has_a_notice_that_is_looked_at_sent_and_listed(
    visitor: Visitor, clock: DemoClock
) -> None:
    case = ordered(visitor, clock)
    sits(visitor, "clerk-1", Role.CLERK)
    at_case = f"/desk/enhance/cases/{case}"
    page = f"{at_case}/recipients"
    shown = text_of(visitor.get(page))
    for said in (
        "委託先",
        "株式会社マイクロアド（親会社）",
        "提供先（第三者）",
        "第27条第5項第3号",
    ):
        assert said in shown
    fields = {
        "holder": "entrusted",
        "recipient.name": "架空受託株式会社",
        "recipient.address": "東京都架空区受託1-2-3",
        "by_what": "山田 花子",
        "data": "お客様の登録情報",
    }
    seen = visitor.post(
        f"{at_case}/preview/tell_recipient", fields, page=page, deed="tell_recipient"
    )
    assert seen.content.startswith(b"%PDF-") and not load(visitor, case, "enhance").told_others
    sent = visitor.post(f"{at_case}/do/tell_recipient", fields, page=page, deed="tell_recipient")
    assert sent.status_code == 303
    assert "架空受託株式会社" in text_of(visitor.get(page))
    assert "個人データの取扱いについてのお知らせ" in text_of(visitor.get(at_case))

    third = {**fields, "holder": "recipient"}
    stopped = visitor.post(f"{at_case}/do/tell_recipient", third, page=page, deed="tell_recipient")
    assert stopped.status_code == 409 and "希望を確かめてから" in text_of(stopped)
    third["wish"] = "yes"
    told = visitor.post(f"{at_case}/do/tell_recipient", third, page=page, deed="tell_recipient")
    assert told.status_code == 303
    assert "Entrusted party" in text_of(visitor.get(f"{page}?lang=en"))
