"""A copy is covered before it is stored."""

from __future__ import annotations

import io
from pathlib import Path

import httpx
import pytest
from PIL import Image
from web_visitor import Visitor, text_of

from chikai import places, wiring
from chikai.app import cases
from chikai.ports import Home
from chikai.web.desk.scans import Region, covered
from chikai.web.posted import BadField


def picture(kind: str = "PNG", size: tuple[int, int] = (200, 100), **save: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, format=kind, **save)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_marked_region_is_black_and_the_rest_is_not(kind: str) -> None:
    made = opened(covered(picture(kind), [Region(10, 20, 30, 40)], field="scan", shows=True))
    assert max(made.getpixel((21, 21))) < 10 and max(made.getpixel((79, 59))) < 10
    assert min(made.getpixel((5, 5))) > 240 and min(made.getpixel((150, 80))) > 240


def test_nothing_but_the_picture_is_kept() -> None:
    """Cameras write places and small uncovered copies into their files."""
    exif = Image.Exif()
    exif[0x010E] = "架空区見本一丁目"
    stored = covered(picture("JPEG", exif=exif), [], field="scan", shows=False)
    assert not opened(stored).getexif()
    assert "架空区".encode() not in stored


@pytest.mark.parametrize(
    ("content", "shows", "code"),
    [
        (b"GIF89a", False, "web.fault.not_a_picture"),
        (b"", False, "web.fault.not_a_picture"),
        (picture()[:60], False, "web.fault.not_a_picture"),
        (b"%PDF-1.7", True, "web.fault.pdf_cannot_be_covered"),
    ],
    ids=["another format", "nothing", "half a picture", "a PDF that shows something"],
)
def test_what_cannot_be_covered_is_refused(content: bytes, shows: bool, code: str) -> None:
    with pytest.raises(BadField) as refused:
        covered(content, [], field="scan", shows=shows)
    assert refused.value.faults[0].code == code


def test_a_picture_that_would_burst_the_memory_is_refused() -> None:
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, format="PNG")
    with pytest.raises(BadField) as refused:
        covered(bomb.getvalue(), [], field="scan", shows=False)
    assert refused.value.faults[0].code in (
        "web.fault.picture_too_large",
        "web.fault.not_a_picture",
    )


SHEET = {
    "sheet0.type": "resident_record",
    "sheet0.domicile": "shown",
    "sheet0.my_number": "hidden",
}
ENVELOPE = {
    "channel": "post",
    "form": "free",
    "asker": "person",
    "person0.name": "見本 太郎",
    "person0.kinds": "disclosure",
}
MARK = {
    "sheet0.region0.x": "0",
    "sheet0.region0.y": "0",
    "sheet0.region0.w": "５０",
    "sheet0.region0.h": "100",
}


def stored_scans(root: Path) -> list[bytes]:
    with wiring.open_home(places.place(root, "enigmo")) as home:
        return [scan for case in home.journal.cases() for scan in _scans(home, case)]


def _scans(home: Home, case: str) -> list[bytes]:
    return [home.vault.get(p.sealed) for p in cases.load(home, case).papers if p.sealed]


def test_what_shows_and_is_not_marked_is_not_stored(visitor: Visitor, root: Path) -> None:
    visitor.sit_down()
    page = "/desk/enigmo/new"
    files = {"sheet0.scan": ("a.png", picture(), "image/png")}
    answer = visitor.post(page, {**ENVELOPE, **SHEET}, page=page, files=files)
    assert answer.status_code == 422
    assert "塗りつぶす前の写しは保存しません" in text_of(answer)
    assert stored_scans(root) == []


def test_what_is_marked_is_stored_covered(visitor: Visitor, root: Path) -> None:
    visitor.sit_down()
    page = "/desk/enigmo/new"
    files = {"sheet0.scan": ("a.png", picture(), "image/png")}
    answer = visitor.post(page, {**ENVELOPE, **SHEET, **MARK}, page=page, files=files)
    assert answer.status_code == 303, text_of(answer)
    (scan,) = stored_scans(root)
    assert opened(scan).getpixel((50, 50)) == (0, 0, 0)
    assert opened(scan).getpixel((150, 50)) == (255, 255, 255)
    case = answer.headers["location"]
    assert "本籍を塗りつぶした" in text_of(visitor.get(case))
    blob = visitor.get(case).text.split(f"{case}/file/")[1].split('"')[0]
    shown = visitor.get(f"{case}/file/{blob}")
    assert shown.headers["content-type"] == "image/png" and shown.content == scan


def test_a_scan_of_another_case_is_not_shown(visitor: Visitor) -> None:
    visitor.sit_down()
    page = "/desk/enigmo/new"
    files = {"sheet0.scan": ("a.png", picture(), "image/png")}
    first = visitor.post(page, {**ENVELOPE, **SHEET, **MARK}, page=page, files=files)
    other = visitor.post(page, ENVELOPE, page=page).headers["location"]
    html = visitor.get(first.headers["location"]).text
    blob = html.split("/file/")[1].split('"')[0]
    assert visitor.get(f"{other}/file/{blob}").status_code == 404


def booked(visitor: Visitor, **sheet: str) -> tuple[str, str]:
    """A case with a paper whose scan was not stored, and the paper's id."""
    page = "/desk/enigmo/new"
    case = visitor.post(page, {**ENVELOPE, **SHEET, **sheet}, page=page).headers["location"]
    html = visitor.get(case).text
    at = html.index('data-deed="scan"')
    return case, html[at:].split('<option value="')[1].split('"')[0]


def attach(visitor: Visitor, case: str, paper: str, **marks: str) -> httpx.Response:
    files = {"sheet0.scan": ("a.png", picture(), "image/png")}
    fields = {"paper": paper, **marks}
    return visitor.post(f"{case}/do/scan", fields, page=case, deed="scan", files=files)


def test_the_scan_of_a_booked_paper_is_covered_and_stored_in_one_go(
    visitor: Visitor, root: Path
) -> None:
    visitor.sit_down()
    case, paper = booked(visitor)
    answer = attach(visitor, case, paper, **MARK)
    assert answer.status_code == 303, text_of(answer)
    (scan,) = stored_scans(root)
    assert opened(scan).getpixel((50, 50)) == (0, 0, 0)
    page = visitor.get(case)
    assert "本籍を塗りつぶした" in text_of(page)
    assert 'data-deed="scan"' not in page.text and 'data-deed="mask"' not in page.text


def test_the_scan_of_a_booked_paper_is_not_stored_before_it_is_marked(
    visitor: Visitor, root: Path
) -> None:
    visitor.sit_down()
    case, paper = booked(visitor)
    answer = attach(visitor, case, paper)
    assert answer.status_code == 422
    assert "塗りつぶす前の写しは保存しません" in text_of(answer)
    assert stored_scans(root) == []
    assert "本籍が見えている" in text_of(visitor.get(case))


def test_a_paper_covered_before_needs_no_mark(visitor: Visitor, root: Path) -> None:
    visitor.sit_down()
    case, paper = booked(visitor, **{"sheet0.domicile": "covered"})
    assert attach(visitor, case, paper).status_code == 303
    assert len(stored_scans(root)) == 1
