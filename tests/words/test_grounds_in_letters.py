"""A refusal names its ground in plain words, unless the name would tell what must not be told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chikai.adapters.press.plain import PlainPress, plain_text
from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, reads, sheet
from chikai.demo.stage import IN_MEMORY, Stage, open_stage
from chikai.demo_data import cast
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.events import FormUsed
from chikai.duties.requests.letters.model import LetterKind
from chikai.law.kinds import Paper, RequestKind


@pytest.fixture
def enhance(tmp_path: Path) -> Iterator[Stage]:
    with open_stage(tmp_path, store=IN_MEMORY, press=PlainPress(), companies=["enhance"]) as stage:
        yield stage


def refused(stage: Stage, ground: str) -> Matter:
    """A request for the records of provision, refused on that ground and answered."""
    (case,) = stage.desk("enhance").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.RECORD_DISCLOSURE),
            arrived=stage.today,
            form=FormUsed.FREE,
            sheets=[sheet(Paper.FREE_LETTER), sheet(Paper.DRIVERS_LICENSE)],
        )
    )
    case.matches(reads(cast.HANAKO)).accept().search()
    return case.refuse(ground, "見本の理由です。").answer()


def said(stage: Stage, case: Matter, lang: str) -> str:
    assert case.case.answer is not None
    return plain_text(stage.printed[case.case.answer.id], lang=lang)


def test_a_ground_is_named_with_article_and_reason(enhance: Stage) -> None:
    case = refused(enhance, "seriously_hinders_business")
    ja, en = said(enhance, case, "ja"), said(enhance, case, "en")
    assert "開示により、業務の適正な実施に著しい支障を及ぼすおそれがあること" in ja
    assert "第33条第2項第2号" in ja and "見本の理由です。" in ja
    assert "Disclosure is likely to hinder the proper conduct of our business seriously" in en


def test_records_that_were_found_are_never_called_none(enhance: Stage) -> None:
    with pytest.raises(UnlawfulStep) as stopped:
        refused(enhance, "not_held")
    assert stopped.value.message.id == "unlawful.data_were_found"


def test_what_must_not_be_told_is_answered_as_none_held(enhance: Stage) -> None:
    """Order Art. 11: neither the letter nor the journal tells it from a true none."""
    case = refused(enhance, "harms_if_existence_known")
    assert "none_held" in case.happened and "refused" not in case.happened
    case.letter(LetterKind.NONE_HELD)
    ja = said(enhance, case, "ja")
    assert "開示の対象となる第三者提供記録は存在しません。" in ja
    assert "該当する事由" not in ja and "施行令" not in ja and "見本の理由" not in ja
