"""Returned pages find their cases by their codes, however they lie on the scanner."""

from __future__ import annotations

import pytest
from paper_desk import HANAKO, Desk, card, jpeg, pdf, png, printed, scanned, tiff
from PIL import Image

from chikai import wiring
from chikai.app import cases, sheets
from chikai.app.sheets import Cover, SortedPage, Standing
from chikai.duties.requests.case import Case
from chikai.kernel.area import Area
from chikai.kernel.sheet_code import SheetCode
from chikai.law.kinds import Paper, RequestKind
from chikai.policy.load import in_force
from chikai.ports import BadData, Missing

S = Standing


def sort(desk: Desk, *files: bytes) -> tuple[SortedPage, ...]:
    return sheets.sort(desk.home, [(f"scan-{n}", each) for n, each in enumerate(files)])


@pytest.mark.parametrize(
    ("dpi", "turned", "noise"),
    [(150, 1, 0.2), (150, -3, 0.1), (200, 90, 0.2), (200, 182, 0.1), (300, 2, 0.2), (300, 270, 0)],
)
def test_a_page_finds_its_case_and_is_turned_upright(
    desk: Desk, answered: Case, dpi: int, turned: float, noise: float
) -> None:
    page = printed(desk.pdf(answered), dpi=dpi)[0]
    (found,) = sort(desk, jpeg(scanned(page, turned=turned, noise=noise)))
    assert found.standing is S.OF_CASE and found.cases == (answered.id,)
    assert found.sheet is not None and found.sheet.page == 1
    (code,) = found.page.codes
    assert code.area.left > 600 and code.area.top > 800, "the code is at the foot, on the right"


@pytest.mark.parametrize("as_file", [pdf, tiff], ids=["PDF", "TIFF"])
def test_a_mixed_bundle_goes_to_its_cases_page_by_page(
    desk: Desk, answered: Case, another: Case, as_file: object
) -> None:
    mine, others = printed(desk.pdf(answered)), printed(desk.pdf(another))
    licence = card("氏名　見本 花子")
    blank = Image.new("RGB", mine[0].size, "#fdfdfa")
    bundle = as_file([mine[0], licence, others[0], blank, mine[0]])  # type: ignore[operator]
    found = sort(desk, bundle)
    assert [p.standing for p in found] == [S.OF_CASE, S.BESIDE, S.OF_CASE, S.BLANK, S.OF_CASE]
    assert [p.cases for p in found[:3]] == [(answered.id,), (answered.id,), (another.id,)]
    assert [p.same_as for p in found] == [None, None, None, None, 1], "a page came twice"


def test_a_paper_scanned_twice_is_noticed(desk: Desk) -> None:
    paper = card("氏名　見本 花子", "住所　東京都架空区見本一丁目")
    other = card("生年月日　昭和60年1月2日", "", "交付")
    found = sort(desk, png(paper), jpeg(scanned(paper, noise=0.05)), png(other))
    assert [p.same_as for p in found] == [None, 1, None]
    assert all(p.standing is S.UNKNOWN for p in found)


def test_a_form_printed_before_there_was_a_case_says_which_it_is(desk: Desk) -> None:
    from chikai.app.publishing import form
    from chikai.law.kinds import Asker

    policy = in_force(desk.home.policies, cases.today(desk.home))
    document = form(
        policy, RequestKind.DISCLOSURE, Asker.PERSON, lang="ja", on=policy.effective_from
    )
    made = wiring.pages().pdf(document, made=policy.effective_from)
    found = sort(desk, made)
    assert {p.standing for p in found} == {S.FORM}
    assert [p.sheet.page for p in found if p.sheet] == list(range(1, len(found) + 1))
    assert all(p.sheet and policy.version in p.sheet.sheet for p in found)


def test_a_code_of_no_case_here_is_left_to_the_clerk(desk: Desk) -> None:
    import io

    import segno

    for text, standing in (
        (str(SheetCode(("case-ELSEWHERE1",), "letter-A", 1, 1)), S.OTHER),
        (str(SheetCode(("case-ELSEWHERE1",), "letter-A", 1, 1))[:-1] + "Z", S.DAMAGED),
        ("https://shop.example/", S.UNKNOWN),
    ):
        out = io.BytesIO()
        segno.make(text, micro=False).save(out, kind="png", scale=8)
        (found,) = sort(desk, out.getvalue())
        assert found.standing is standing and found.cases == ()


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"%PDF-1.7 nothing", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_scan_is_named_and_refused(desk: Desk, content: bytes) -> None:
    with pytest.raises(BadData) as refused:
        sort(desk, content)
    assert refused.value.code == "scan.not_readable" and refused.value.file == "scan-0"


def test_sorting_stores_nothing_and_records_only_counts(desk: Desk, answered: Case) -> None:
    before = desk.home.journal.size()
    page = png(printed(desk.pdf(answered))[0])
    found = sort(desk, page, page)
    assert desk.home.journal.size() == before
    by = desk.by()
    assert sheets.record(desk.home, found, by=by) == (answered.id,)
    assert sheets.record(desk.home, found, by=by) == (answered.id,), "the same command again"
    (event,) = desk.home.journal.all(before)
    assert event.type == "pages_sorted" and event.data == {"pages": 2, "again": 1}


# --- keeping ------------------------------------------------------------------------------------


def unsorted(desk: Desk, image: Image.Image) -> SortedPage:
    (found,) = sort(desk, png(image))
    return found


def test_one_paper_is_kept_for_all_cases_that_share_it(desk: Desk) -> None:
    two = desk.receive(HANAKO, RequestKind.DISCLOSURE, RequestKind.CORRECTION)
    page = unsorted(desk, card("氏名　見本 花子", "本籍　東京都架空区架空町三丁目"))
    sheet = sheets.Sheet(type=Paper.RESIDENT_RECORD, domicile_shown=True)
    covers = [Cover("domicile", Area(30, 600, 900, 300))]
    ids = [c.id for c in two]
    kept = sheets.take(desk.home, page.page, sheet, covers, into=ids, by=desk.by())
    for case in kept:
        paper = case.papers[-1]
        assert paper.sealed and paper.masked == {"domicile"} and paper.to_mask() == ()
        (picture,) = desk.home.scans.pages(desk.home.vault.get(paper.sealed))
        assert desk.home.scans.uncovered(picture.picture, [covers[0].area]) == ()
    masked = [e for e in desk.home.journal.all() if e.type == "paper_masked"]
    assert {e.case for e in masked} >= set(ids)


@pytest.mark.parametrize(
    ("covers", "code"),
    [
        ([], "intake.cover_first"),
        ([Cover("qr_code", Area(0, 0, 10, 10))], "intake.cover_first"),
        ([Cover("hair_colour", Area(0, 0, 10, 10))], "scan.no_such_entry"),
    ],
)
def test_nothing_is_kept_while_something_shows(
    desk: Desk, answered: Case, covers: list[Cover], code: str
) -> None:
    before = desk.home.journal.size()
    page = unsorted(desk, card("本籍　東京都架空区"))
    sheet = sheets.Sheet(type=Paper.RESIDENT_RECORD, domicile_shown=True)
    with pytest.raises(BadData) as refused:
        sheets.take(desk.home, page.page, sheet, covers, into=[answered.id], by=desk.by())
    assert refused.value.code == code
    assert desk.home.journal.size() == before


def test_a_page_goes_into_no_case_that_is_not_here(desk: Desk) -> None:
    page = unsorted(desk, card("氏名"))
    sheet = sheets.Sheet(type=Paper.RESIDENT_RECORD)
    with pytest.raises(Missing):
        sheets.take(desk.home, page.page, sheet, [], into=["case-NOWHERE"], by=desk.by())
    with pytest.raises(BadData):
        sheets.take(desk.home, page.page, sheet, [], into=[], by=desk.by())


def test_a_code_on_a_card_is_found_and_no_longer_reads_once_covered(desk: Desk) -> None:
    import io

    import segno

    out = io.BytesIO()
    segno.make("架空の保険証 0000", micro=False).save(out, kind="png", scale=6)
    paper = card("見本", "見本", "見本")
    paper.paste(Image.open(out).convert("RGB"), (800, 60))
    page = unsorted(desk, paper)
    proposed = sheets.propose(desk.home, page.page, Paper.INSURANCE_CARD)
    assert "qr_code" in [p.what for p in proposed if p.must]
    (place,) = {p.area for p in proposed if p.what == "qr_code"}
    scans = desk.home.scans
    assert scans.uncovered(page.page.picture, [place]) == (place,)
    assert scans.pages(scans.covered(page.page.picture, [place]))[0].codes == ()


def test_our_own_code_is_never_proposed_for_covering(desk: Desk, answered: Case) -> None:
    (page,) = sort(desk, png(printed(desk.pdf(answered))[0]))
    if not desk.home.scans.reads:
        assert sheets.propose(desk.home, page.page, None) == ()
    assert "qr_code" not in {p.what for p in sheets.propose(desk.home, page.page, None)}
