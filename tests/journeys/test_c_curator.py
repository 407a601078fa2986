"""(c) Enigmo: a curator without the list of granted powers."""

import pytest
from told import kinds, names, played, says

from chikai.demo.journeys import c_curator
from chikai.demo.papers import sheet
from chikai.demo.remembered import StillOpen
from chikai.demo.stage import Stage, Tale
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import APPI, ORDER, Paper


def test_it_is_a_defect_and_no_refusal(enigmo: Stage) -> None:
    (case,) = played(enigmo, c_curator.list_of_powers_follows)
    assert kinds(case) == [L.DEFECTS, L.DISCLOSURE]
    assert "refused" not in case.happened
    asked = case.letter(L.DEFECTS)
    assert asked.asked == ("authority",)
    wanted = (Paper.GRANTED_POWERS_LIST, Paper.POWER_OF_ATTORNEY, Paper.SEAL_CERTIFICATE)
    assert names(asked, *wanted)
    assert says(asked, ja=["この請求", "ご本人から請求"], en=["this request", "by the person"])
    (item,) = case.moments[0].items[:1]
    assert item.cites == (APPI(37, 3), ORDER(13))


@pytest.mark.parametrize("tale", [c_curator.list_of_powers_follows, c_curator.mandate_instead])
def test_either_way_settles_it(enigmo: Stage, tale: Tale) -> None:
    (case,) = played(enigmo, tale)
    assert case.case.exit == "answered"
    assert case.after("paper").open == ("power_covers_request",)


def test_a_power_that_does_not_cover_the_request_is_asked_for_again(enigmo: Stage) -> None:
    story = c_curator.list_of_powers_follows(enigmo)
    enigmo.move_to(next(story))
    from chikai.demo.matter import Matter

    (case_id,) = enigmo.homes["enigmo"].journal.cases()
    case = Matter(enigmo.desk("enigmo"), case_id)
    case.paper(sheet(Paper.GRANTED_POWERS_LIST))
    case.says("power_covers_request", False)
    with pytest.raises(StillOpen, match="power_missing"):
        case.accept()
    case.ask()
    assert case.letter(L.DEFECTS).asked == ("power_missing",)
    assert says(case.letter(L.DEFECTS), ja=["ご本人から請求"], en=["the person"])
