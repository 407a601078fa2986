"""Print read off pictures, where the extra `ocr` is installed; everything else works without."""

from __future__ import annotations

import pytest
from paper_desk import card, jpeg, scanned

from chikai.adapters.scans import PaperScans
from chikai.adapters.scans.ocr import RapidReader, installed
from chikai.law.kinds import Paper
from chikai.people.masking import proposals

needs_reader = pytest.mark.skipif(
    not installed(), reason="chikai[ocr] (rapidocr, onnxruntime, OpenCV) is not installed"
)

PAPERS = {
    Paper.RESIDENT_RECORD: (
        ("氏名　見本 花子", "本籍　東京都架空区架空町三丁目", "個人番号　1234 5678 9018"),
        {"domicile", "my_number"},
    ),
    Paper.INSURANCE_CARD: (
        ("氏名　見本 花子", "保険者番号　01234567", "記号 12-34　番号 5678"),
        {"insurer_number", "insured_symbol_and_number"},
    ),
    Paper.DRIVERS_LICENSE: (
        ("氏名　見本 花子", "住所　東京都架空区見本一丁目", "番号　第 123456789012 号"),
        {"licence_number"},
    ),
}


@needs_reader
@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.value)
def test_what_must_be_covered_is_read_covered_and_no_longer_read(paper: Paper) -> None:
    lines, expected = PAPERS[paper]
    scans = PaperScans(RapidReader())
    seen = scanned(card(*lines), turned=1, noise=0.05)
    (page,) = scans.pages(jpeg(seen, 80))
    found = proposals(scans.words(page.picture), paper=paper)
    assert {p.what for p in found} == expected
    areas = [p.area for p in found]
    covered = scans.covered(page.picture, areas)
    assert scans.uncovered(covered, areas) == ()
    again = proposals(scans.words(covered), paper=paper)
    assert {p.what for p in again} == set(), "nothing of it is read any more"
    assert any("見本" in w.text for w in scans.words(covered)), "the name can still be read"


def test_without_a_reader_nothing_is_read_and_nothing_fails() -> None:
    scans = PaperScans()
    (page,) = scans.pages(jpeg(card("本籍　東京都架空区")))
    assert not scans.reads and scans.words(page.picture) == ()
