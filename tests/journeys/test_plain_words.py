"""An explanation in plain words goes along with letters that ask or answer, where it is wished."""

from chikai.demo.papers import asks, envelope
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.duties.requests.letters.plain import TOPICS
from chikai.law.kinds import RequestKind


def test_it_goes_along_at_the_wish_of_the_person_and_with_no_receipt(enigmo: Stage) -> None:
    asked = envelope(asks(cast.HANAKO, RequestKind.DISCLOSURE), arrived=enigmo.today)
    wished, plain = (enigmo.desk("enigmo").receive(asked)[0] for _ in range(2))
    wished.says("plain_words", True)
    press = wished.desk.home.press

    def said(kind: L, case=wished, lang: str = "ja") -> str:
        return press.letter(case.letter(kind).letter, lang).decode()

    wished.ask(), plain.ask()
    assert "足りないものが あります" in said(L.DEFECTS)
    assert "Something is still missing" in said(L.DEFECTS, lang="en")
    assert "かんたんな 説明" not in said(L.DEFECTS, plain)
    # The letter itself is the same: only the sheet behind it is added.
    assert wished.letter(L.DEFECTS).letter.blocks[1:] == plain.letter(L.DEFECTS).letter.blocks[1:]
    wished.receipt()
    assert "かんたんな 説明" not in said(L.RECEIPT)
    assert wished.view().case.facts["plain_words"].value


def test_every_letter_has_one_explanation_or_none() -> None:
    every = [kind for kinds in TOPICS.values() for kind in kinds]
    assert len(every) == len(set(every))
