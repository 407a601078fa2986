"""(n) Moved, renamed, and an address that nothing proves."""

import pytest
from told import kinds, played, says, silent

from chikai.demo.journeys import n_moved
from chikai.demo.remembered import StillOpen
from chikai.demo.stage import Stage, Tale
from chikai.demo_data import cast
from chikai.duties.requests.letters.model import LetterKind as L


@pytest.mark.parametrize("tale", [n_moved.moved, n_moved.renamed])
def test_the_letter_invites_proof_of_the_former_name_or_address(enigmo: Stage, tale: Tale) -> None:
    (case,) = played(enigmo, tale)
    assert kinds(case) == [L.NO_MATCH, L.DISCLOSURE]
    assert case.letter(L.NO_MATCH).asked == ("no_match",)
    assert says(case.letter(L.NO_MATCH), ja=["以前の氏名又は住所"], en=["former", "address"])
    assert silent(case.letter(L.NO_MATCH), ja=[cast.NAOKI_ON_FILE.addresses[0].text, "渡邊"])
    assert case.case.exit == "answered"


def test_a_difference_is_no_refusal(enigmo: Stage) -> None:
    (case,) = played(enigmo, n_moved.moved)
    assert "refused" not in case.happened and "none_held" not in case.happened


def test_the_answer_goes_only_where_a_paper_or_the_file_proves(enigmo: Stage) -> None:
    (case,) = played(enigmo, n_moved.reply_elsewhere)
    assert case.after("ask").open == ("reply_address",)
    assert case.letter(L.DEFECTS).asked == ("reply_address",)
    assert case.letter(L.DISCLOSURE).letter.to.address == n_moved.ELSEWHERE.text


def test_until_then_nothing_is_disclosed(enigmo: Stage) -> None:
    story = n_moved.reply_elsewhere(enigmo)
    next(story)
    from chikai.demo.matter import Matter

    case = Matter(enigmo.desk("enigmo"), enigmo.homes["enigmo"].journal.cases()[0])
    with pytest.raises(StillOpen, match="reply_address"):
        case.accept()
