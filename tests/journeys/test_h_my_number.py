"""(h) My Number on a copy."""

import json

import pytest
from told import kinds, played

from chikai.demo.journeys import h_my_number
from chikai.demo.papers import asks, envelope, sheet
from chikai.demo.remembered import StillOpen
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.events import FormUsed
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import Paper, RequestKind


def test_nothing_is_stored_before_the_number_is_covered(enigmo: Stage) -> None:
    (case,) = played(enigmo, h_my_number.number_on_a_resident_record)
    assert case.after("receive").open[0] == "mask_my_number"
    assert case.after("receive").case.papers[-1].sealed is None
    assert "mask_my_number" not in case.after("store_covered").open
    record = case.case.papers[-1]
    assert record.sealed is not None and record.masked == {"my_number"}
    assert case.happened.index("paper_masked") < case.happened.index("paper_scanned")
    assert kinds(case) == [L.PURPOSE_NOTICE], "it was no defect"


def test_it_is_logged_without_the_number(enigmo: Stage) -> None:
    (case,) = played(enigmo, h_my_number.number_on_a_resident_record)
    masked = next(e for e in case.events if e.type == "paper_masked")
    assert set(masked.data) == {"paper", "what", "regions"}
    assert masked.data["what"] == "my_number"
    assert not any(c.isdigit() for c in json.dumps(masked.data["what"]))


def test_a_paper_covered_at_once_is_stored_covered(enigmo: Stage) -> None:
    (case,) = enigmo.desk("enigmo").receive(
        envelope(
            asks(cast.AKANE, RequestKind.CORRECTION),
            arrived=enigmo.today,
            sheets=[sheet(Paper.RESIDENT_RECORD, my_number=True)],
        )
    )
    assert case.case.papers[0].sealed is not None
    assert "mask_my_number" not in case.open


def test_the_paper_may_go_back_instead(enigmo: Stage) -> None:
    (case,) = enigmo.desk("enigmo").receive(
        envelope(
            asks(cast.AKANE, RequestKind.CORRECTION),
            arrived=enigmo.today,
            sheets=[sheet(Paper.RESIDENT_RECORD, my_number=True, masked=())],
        )
    )
    with pytest.raises(StillOpen, match="mask_my_number"):
        case.accept()
    assert "mask_my_number" not in case.return_papers().open


def test_a_number_the_request_is_about_is_kept_for_it_alone(actio: Stage) -> None:
    (case,) = played(actio, h_my_number.number_the_request_is_about)
    assert "mask_my_number" not in case.after("receive").open
    assert case.case.papers[-1].sealed is not None
    assert kinds(case) == [L.PROVISION_STOPPED]
    (other,) = actio.desk("actio").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.PROVISION_STOP_VIOLATION),
            arrived=actio.today,
            form=FormUsed.FREE,
            sheets=[sheet(Paper.RESIDENT_RECORD, my_number=True, masked=())],
        )
    )
    assert "mask_my_number" in other.open


def test_only_where_the_company_deals_with_such_information(enigmo: Stage) -> None:
    """Enigmo handles no specific personal information in requests: the number is covered."""
    (case,) = enigmo.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.CORRECTION, specific=True),
            arrived=enigmo.today,
            sheets=[sheet(Paper.RESIDENT_RECORD, my_number=True, masked=())],
        )
    )
    assert "mask_my_number" in case.open
