"""Others who hold the data: who is told, who only at the wish of the person, who is named."""

import pytest

from chikai.app import after_post, found_file, recipients
from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, reads, sheet
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.commands import Action
from chikai.duties.requests.decide import NotNow, UnlawfulStep
from chikai.duties.requests.events import CameBack, Holder
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import Paper, RequestKind
from chikai.people.model import Address

THERE = Address("東京都架空区受託1-2-3", "000-0001")


def ready(stage: Stage, company: str, kind: RequestKind) -> Matter:
    asked = envelope(
        asks(cast.HANAKO, kind), arrived=stage.today, sheets=[sheet(Paper.DRIVERS_LICENSE)]
    )
    (case,) = stage.desk(company).receive(asked)
    if "match" in case.open:
        case.matches(reads(cast.HANAKO))
    while missing := case.open:  # whatever the company asks for besides
        case.judges(missing[0], True, "架空の事例のため認める。")
    return case.accept().search()


def tell(case: Matter, holder: Holder, name: str, *, wish: bool = False) -> None:
    given = (holder, name, THERE, "山田 花子", "お客様の登録情報")
    recipients.tell(case.desk.home, case.id, *given, by=case.desk.actor(), wish=wish)


def test_an_answer_names_the_employers_that_the_records_name(en_japan: Stage) -> None:
    case = ready(en_japan, "en_japan", RequestKind.DISCLOSURE)
    home = en_japan.homes["en_japan"]
    named = [each.name for each in found_file.found_recipients(home, case.case)]
    assert named and len(named) == len(set(named))
    answer = case.grant().answer().letter(L.DISCLOSURE).letter
    said = home.press.letter(answer, "ja").decode()
    assert all(name in said for name in named)
    assert "情報を受け取った採用企業" not in said


def test_entrusted_parties_and_joint_users_are_told_and_recipients_only_at_a_wish(
    enhance: Stage,
) -> None:
    case = ready(enhance, "enhance", RequestKind.CESSATION_NEED_ENDED)
    with pytest.raises(NotNow):
        tell(case, Holder.ENTRUSTED, "架空受託株式会社")
    case.order(Action.ERASE, "owner-1", {"what": "all"})
    found = recipients.others(case.desk.home, case.id, actor="clerk-1")
    assert {(h.holder, h.due) for h in found.holdings} == {
        (Holder.ENTRUSTED, True),
        (Holder.JOINT_USER, True),
        (Holder.RECIPIENT, False),
    }
    with pytest.raises(UnlawfulStep) as stopped:
        tell(case, Holder.RECIPIENT, "架空提供先株式会社")
    assert stopped.value.message.id == "unlawful.recipient_without_wish"
    tell(case, Holder.ENTRUSTED, "架空受託株式会社")
    tell(case, Holder.RECIPIENT, "架空提供先株式会社", wish=True)
    told = recipients.others(case.desk.home, case.id, actor="clerk-1").told
    assert [t.name for t in told] == ["架空受託株式会社", "架空提供先株式会社"]
    assert "受託" not in str([e.data for e in case.events]), "who was told is sealed"
    notice = case.desk.home.vault.get(case.case.letters[0].sealed).decode()
    assert "架空受託株式会社 御中" in notice and "株式会社 様" not in notice
    # A notice is no letter to the requester: the answer goes on as before.
    assert case.done(scope=["登録情報"]).view().next_step.id == "open.second_check"


def test_a_stop_of_provision_is_not_told_to_those_who_work_for_us(enhance: Stage) -> None:
    case = ready(enhance, "enhance", RequestKind.PROVISION_STOP_VIOLATION)
    case.order(Action.STOP_PROVISION, "owner-1", {"what": "all"})
    found = recipients.others(case.desk.home, case.id, actor="clerk-1")
    assert {h.holder for h in found.holdings} == {Holder.RECIPIENT}


def test_a_notice_that_comes_back_says_nothing_of_the_persons_address(enhance: Stage) -> None:
    case = ready(enhance, "enhance", RequestKind.CESSATION_NEED_ENDED)
    case.order(Action.ERASE, "owner-1", {"what": "all"})
    case.judges("address_after_return", True, "住民票で確かめた。")
    tell(case, Holder.ENTRUSTED, "架空受託株式会社")
    notice, desk = case.case.letters[-1], case.desk
    why = CameBack.ADDRESS_UNKNOWN
    after_post.returned(desk.home, case.id, by=desk.actor(), letter=notice.id, why=why)
    assert case.case.letters[-1].came_back is why
    assert case.case.facts["address_after_return"].value, "their address was never in doubt"
