"""(j) An electronic answer, where the person chose one."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from told import event, played

from chikai.app import contact, gather, package
from chikai.demo.journeys import j_electronic
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import APPI, Manner, Paper, RequestKind


@pytest.mark.parametrize("company", ["enigmo", "bengo4"])
def test_the_choice_overrides_in_writing_for_what_is_disclosed(open_at, company: str) -> None:
    stage = open_at(company)
    cases = played(stage, getattr(j_electronic, f"at_{company}"))
    sent = [event(case, "answer_sent").data for case in cases]
    assert [d["manner"] for d in sent] == ["electronic", "electronic", "paper"]
    assert [d["delivery"] for d in sent[:2]] == ["electronic", "electronic"]
    assert stage.homes[company].policies[-1].requests.answer.written
    assert all(case.case.completed_on for case in cases)


def test_the_data_go_along_as_a_file_a_machine_can_read(enigmo: Stage) -> None:
    disclosure, *_ = played(enigmo, j_electronic.at_enigmo)
    answer = disclosure.case.answer
    assert answer is not None and answer.attached is not None
    content = json.loads(enigmo.homes["enigmo"].vault.get(answer.attached))
    assert content["case"] == disclosure.id and content["tables"]
    home = enigmo.homes["enigmo"]
    files = gather.package_files(home, disclosure.case, home.vault.get(answer.attached), "ja")
    assert set(files) >= {"index.csv", "data.json", "data.xlsx"}
    sheets = [name for name in files if name.endswith(".csv") and name != "index.csv"]
    assert len(sheets) == len(content["tables"])
    assert all(t["label"]["ja"] in n for t, n in zip(content["tables"], sheets, strict=True))


class Unlocked:
    """The letter as the stage has it: plain text, which nothing locks."""

    def lock(self, pdf: bytes, secret: str, *, attached: Mapping[str, bytes]) -> bytes:
        return pdf


def test_what_was_noted_as_come_back_can_still_be_fetched(enigmo: Stage) -> None:
    asked = envelope(
        asks(cast.HANAKO, RequestKind.DISCLOSURE, manner=Manner.ELECTRONIC),
        arrived=enigmo.today,
        sheets=[sheet(Paper.DRIVERS_LICENSE)],
        payments=[money_order(issued=enigmo.today)],
    )
    (case,) = enigmo.desk("enigmo").receive(asked)
    home, by = replace(case.desk.home, locker=Unlocked()), case.desk.actor
    given = contact.give(home, [case.case], by=by())
    case.matches(reads(cast.HANAKO)).accept().search().grant().answer().came_back()
    assert package.fetch(home, given.contact, case.id, given.secret or "", by=by())
    assert case.case.is_open, "somebody has noted that it did not arrive, and must look"


def test_other_kinds_cannot_be_answered_electronically(enigmo: Stage) -> None:
    (case,) = _notice(enigmo)
    with pytest.raises(UnlawfulStep):
        case.answer(Manner.ELECTRONIC)


def test_paper_instead_only_when_difficult_and_after_telling(enigmo: Stage) -> None:
    (case,) = enigmo.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.DISCLOSURE, manner=Manner.ELECTRONIC),
            arrived=enigmo.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            payments=[money_order(issued=enigmo.today)],
        )
    )
    case.matches(reads(cast.HANAKO)).accept().search().grant()
    with pytest.raises(UnlawfulStep) as stopped:
        case.answer(Manner.PAPER)
    assert {APPI(33, 2), APPI(33, 3)} <= set(stopped.value.cites)
    case.judges("manner_difficult", True, "録音の媒体が古く、変換に多額の費用がかかる。")
    with pytest.raises(UnlawfulStep):
        case.answer(Manner.PAPER)
    from chikai.duties.requests.letters.facts import Refusal
    from chikai.kernel.message import say

    why = Refusal(say("law.paper_since_chosen_is_difficult"), APPI(33, 2), "変換に多額の費用。")
    case.tell(L.METHOD_DIFFICULT, refusal=why)
    assert case.answer(Manner.PAPER).letter(L.DISCLOSURE).delivery == "registered"


def _notice(stage: Stage):  # type: ignore[no-untyped-def]
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.NOTICE_OF_PURPOSE, manner=Manner.ELECTRONIC),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            payments=[money_order(issued=stage.today)],
        )
    )
    return (case.matches(reads(cast.HANAKO)).accept().search().grant(),)
