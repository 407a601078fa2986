"""The demo: every journey in one house, and a house with cases under way."""

from datetime import date
from pathlib import Path

import pytest
from whole import Whole

from chikai.adapters.press.plain import PlainPress
from chikai.demo.journeys import JOURNEYS
from chikai.demo.play import play_once, seed
from chikai.demo.row import COLUMNS, head
from chikai.demo.stage import open_stage
from chikai.duties.requests.flow import State
from chikai.duties.requests.fold import fold
from chikai.policies import COMPANIES

TODAY = date(2026, 11, 20)


def test_every_letter_of_the_list_has_its_rows(whole: Whole) -> None:
    assert "".join(sorted({journey.letter for journey in JOURNEYS})) == "abcdefghijklmnopqr"
    assert [row.journey for row in whole.rows] == sorted(row.journey for row in whole.rows)
    assert {row.company for row in whole.rows} == set(COMPANIES)


def test_each_row_points_to_a_printed_letter(whole: Whole) -> None:
    for row in whole.rows:
        assert row.letter_file is not None and row.letter_file.parent == whole.root / "letters"
        assert row.letter_file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_row_reads_in_both_languages(whole: Whole, lang: str) -> None:
    assert len(head(lang=lang)) == len(COLUMNS)
    for row in whole.rows:
        cells = row.cells(lang=lang)
        assert len(cells) == len(COLUMNS) and all(cells)


def test_the_journal_of_every_company_verifies_afterwards(whole: Whole) -> None:
    with open_stage(whole.root) as stage:
        for home in stage.homes.values():
            assert home.journal.size() > 0
            for case in home.journal.cases():
                assert fold(home.journal.read(case)).id == case
            days = [event.recorded_at for event in home.journal.all()]
            assert days == sorted(days), "the clock never goes back"


def test_the_journeys_play_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    rows = play_once(tmp_path, store=postgres_url, press=PlainPress())
    assert {row.journey for row in rows} == {journey.letter for journey in JOURNEYS}


def test_a_seeded_house_has_work_in_many_states_at_every_company(tmp_path: Path) -> None:
    opened = seed(tmp_path, today=TODAY)
    assert opened >= 12
    assert seed(tmp_path, today=TODAY) == 0, "seeding again changes nothing"
    with open_stage(tmp_path, start=TODAY) as stage:
        states = []
        for home in stage.homes.values():
            cases = [fold(home.journal.read(id)) for id in home.journal.cases()]
            assert len(cases) >= 2
            states += [case.state for case in cases]
            assert all(event.recorded_at.date() < TODAY for event in home.journal.all())
    assert {State.PREPARING, State.DECIDING, State.ANSWERING, State.CLOSED} <= set(states)
