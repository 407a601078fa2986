"""A document disclosed in part: what is covered can be got out of the file by nobody."""

from __future__ import annotations

import io
import re
import zlib

import pikepdf
import pypdfium2
import pytest
from paper_desk import DAY, HANAKO, Desk
from PIL import Image

from chikai.app import cases, gate, gather, letters, redaction
from chikai.app.redaction import NotProven, Part, Proof
from chikai.duties.requests.case import Case
from chikai.duties.requests.holdings import Document
from chikai.kernel.area import Area
from chikai.kernel.sheet_code import SheetCode, read
from chikai.law.kinds import Manner, RequestKind
from chikai.policy.publish.document import Bullets, Line, Paragraph
from chikai.policy.publish.document import Document as Printed
from chikai.ports import BadData, Extract, Missing
from chikai.wiring import pages as printer
from chikai.words import render

SECRET = "告発した方は架空商事の見本次郎です"
OPEN = "お問い合わせの記録"
GROUND = "harms_life_body_property_or_rights"
WHERE = Area(60, 90, 880, 60)


def source_file() -> bytes:
    """A document as a company's system prints it: text, fonts, metadata, tags, an attachment, an
    earlier version."""
    lines = tuple(Line(each) for each in (OPEN, "2026年11月1日"))
    made = printer().pdf(
        Printed(
            kind="page",
            name="record",
            lang="ja",
            title=OPEN,
            company="見本",
            dated="",
            lead=(Paragraph(SECRET), Bullets(lines)),
        ),
        made=DAY,
    )
    with pikepdf.open(io.BytesIO(made)) as file:
        file.attachments["secret.txt"] = SECRET.encode()
        file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        out = io.BytesIO()
        file.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def case(desk: Desk) -> str:
    return desk.deciding(HANAKO)


@pytest.fixture(scope="module")
def document(desk: Desk, case: str) -> Document:
    added = redaction.add_document(desk.home, case, source_file(), by=desk.by())
    assert isinstance(added, Case)
    return added.documents[-1]


@pytest.fixture(scope="module")
def redacted(desk: Desk, case: str, document: Document) -> bytes:
    parts = [Part(1, WHERE, GROUND, "他の方の権利を害するおそれがあるため")]
    done = redaction.redact(desk.home, case, document.id, parts, by=desk.by())
    assert isinstance(done, Case) and done.documents[-1].redacted
    return desk.home.vault.get(done.documents[-1].redacted.sealed)


def test_a_page_printed_for_another_case_is_not_taken_in(desk: Desk) -> None:
    """A letter to somebody else in the pile: it would have gone out with this answer."""
    case, scans = desk.deciding(HANAKO), desk.home.scans
    (page,) = (page.picture for page in scans.pages(source_file()))
    mine, form = SheetCode((case,), "letter-A", 1, 1), SheetCode((), "form-X", 1, 1)
    shared = SheetCode(("case-B", case), "letter-A", 1, 1)
    for theirs in (("case-B",), ("case-B", "case-C")):
        pile = scans.bundle([page, page], [mine, SheetCode(theirs, "letter-B", 1, 1)])
        with pytest.raises(BadData) as stopped:
            redaction.add_document(desk.home, case, pile, by=desk.by())
        assert stopped.value.code == "redaction.other_case"
        assert stopped.value.args_ == {"page": 2, "other": ", ".join(theirs)}
    assert not cases.load(desk.home, case).documents, "nothing of the pile was kept"
    ours = scans.bundle([page, page, page], [mine, shared, form])
    added = redaction.add_document(desk.home, case, ours, by=desk.by())
    assert isinstance(added, Case) and added.documents[-1].pages == 3


def everything_in(pdf: bytes) -> bytes:
    """Every byte of the file, streams unpacked where they can be."""
    unpacked = []
    for raw in re.findall(rb"(?s)stream\r?\n(.*?)endstream", pdf):
        try:
            unpacked.append(zlib.decompress(raw))
        except zlib.error:
            unpacked.append(raw)
    return pdf + b"".join(unpacked)


def test_the_document_gives_its_text_before_and_none_after(redacted: bytes) -> None:
    def text(pdf: bytes) -> str:
        pages = pypdfium2.PdfDocument(pdf)
        return "".join(page.get_textpage().get_text_range() for page in pages)

    assert SECRET in "".join(text(source_file()).split()), "the test covers something readable"
    assert text(redacted) == ""


def test_nothing_rides_along(redacted: bytes) -> None:
    with pikepdf.open(io.BytesIO(redacted)) as file:
        assert len(file.attachments) == 0 and dict(file.docinfo) == {}
        assert set(file.Root.keys()) == {"/Type", "/Pages"}
        for page in file.pages:
            assert set(page.keys()) == {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources"}
            assert set(page.Resources.keys()) == {"/XObject"}
    assert redacted.count(b"%%EOF") == 1 and b"/Prev" not in redacted
    inside = everything_in(redacted)
    for each in (b"xpacket", b"/Font", b"JavaScript", SECRET.encode(), SECRET.encode("utf-16-be")):
        assert each not in inside


def test_the_embedded_picture_holds_nothing_under_the_black(redacted: bytes) -> None:
    with pikepdf.open(io.BytesIO(redacted)) as file:
        (image,) = file.pages[0].get_images().values()
        picture = pikepdf.PdfImage(image).as_pil_image().convert("L")
    width, height = picture.size
    rows = range(int(height * 0.11), int(height * 0.13))
    seen = {picture.getpixel((x, y)) for y in rows for x in range(width // 5, width // 2, 7)}
    assert max(seen) < 30, "one dark colour"  # type: ignore[type-var]
    assert picture.crop((0, height // 3, width, height)).getextrema()[1] > 200


def test_the_last_page_says_ground_and_reason_and_every_page_has_its_code(
    desk: Desk, case: str, document: Document, redacted: bytes
) -> None:
    pages = desk.home.scans.pages(redacted)
    assert len(pages) == document.pages + 1
    sheets = [read(page.codes[0].text) for page in pages]
    assert [s.page for s in sheets] == [1, 2]
    assert {(s.cases, s.sheet) for s in sheets} == {((case,), document.id)}


def test_the_proof_is_an_event_of_zeros(desk: Desk, case: str, redacted: bytes) -> None:
    event = next(e for e in desk.home.journal.read(case) if e.type == "document_redacted")
    left = ("characters", "metadata", "attachments", "revisions", "scripts", "shown")
    assert [event.data[name] for name in left] == [0] * 6
    assert event.data["grounds"] == (GROUND,) or event.data["grounds"] == [GROUND]
    assert "おそれ" not in str(event.data), "the reason is in the vault"


def test_the_envelope_of_the_answer_then_holds_the_document_too(
    desk: Desk, case: str, document: Document, redacted: bytes
) -> None:
    from chikai.app import steps
    from chikai.demo.looks import others_look

    steps.grant(desk.home, case, by=desk.by())
    others_look(desk.home, case)
    sent = letters.send_answer(desk.home, case, by=desk.by())
    assert isinstance(sent, Case) and sent.answer
    expected = gate.expected(desk.home, sent, sent.answer.id)
    assert [s.page for s in expected if s.sheet == document.id] == [1, 2]
    more = {"lang": "ja", "letter_id": "letter-1", "day": sent.answer.on, "manner": Manner.PAPER}
    letter = letters.compose_answer(desk.home, sent, **more)
    listed = [render(each, lang="ja") for each in letter.enclosures]
    assert listed == ["文書1（1ページ、塗りつぶし1か所、理由の一覧つき）"]
    body = "".join(render(m, lang="ja") for b in letter.blocks for m in b.messages)
    assert "文書1点をお渡しします" in body and "各文書の末尾の一覧" in body


def test_an_electronic_answer_carries_the_document_as_it_was_covered(
    desk: Desk, case: str, redacted: bytes
) -> None:
    answered = cases.load(desk.home, case)
    more = {"lang": "ja", "letter_id": "letter-2", "day": DAY, "manner": Manner.ELECTRONIC}
    letter = letters.compose_answer(desk.home, answered, **more)
    listed = [render(each, lang="ja") for each in letter.enclosures]
    assert listed == ["文書1（1ページ、塗りつぶし1か所、理由の一覧つき）"]
    files = gather.package_files(desk.home, answered, b"{}", "ja")
    assert files["document-1.pdf"] == redacted and b"document-1.pdf" in files["index.csv"]


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (Part(9, WHERE, GROUND, "理由"), "redaction.no_such_page"),
        (Part(1, WHERE, GROUND, " "), "steps.judgment_needs_reasons"),
        (Part(1, WHERE, "not_held", "理由"), "redaction.no_such_ground"),
    ],
)
def test_a_part_needs_a_page_a_ground_of_the_law_and_a_reason(
    desk: Desk, case: str, document: Document, part: Part, code: str
) -> None:
    before = desk.home.journal.size()
    with pytest.raises(BadData) as refused:
        redaction.redact(desk.home, case, document.id, [part], by=desk.by())
    assert refused.value.code == code and desk.home.journal.size() == before


def test_only_disclosure_discloses_documents(desk: Desk, case: str) -> None:
    (other,) = desk.receive(HANAKO, RequestKind.CORRECTION)
    with pytest.raises(BadData):
        redaction.add_document(desk.home, other.id, source_file(), by=desk.by())
    with pytest.raises(Missing):
        redaction.redact(desk.home, case, "doc-NONE", [], by=desk.by())


def test_a_file_that_still_gives_something_away_is_never_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A covering that fails is caught by looking again, not by trusting the covering."""
    case = desk.deciding(HANAKO)
    added = redaction.add_document(desk.home, case, source_file(), by=desk.by())
    assert isinstance(added, Case)
    scans = desk.home.scans
    monkeypatch.setattr(type(scans), "covered", lambda self, picture, areas: picture)
    with pytest.raises(NotProven) as refused:
        parts = [Part(1, WHERE, GROUND, "理由")]
        redaction.redact(desk.home, case, added.documents[-1].id, parts, by=desk.by())
    assert refused.value.proof.extract.shown == 1
    assert cases.load(desk.home, case).documents[-1].redacted is None


def test_extraction_sees_what_a_usual_file_gives_away(desk: Desk) -> None:
    found = desk.home.scans.extract(source_file(), [(1, WHERE)])
    assert found.characters > 50 and found.metadata and found.attachments and found.scripts
    assert found.shown == 1
    assert not Proof(found, 0).holds
    clean = Extract(1, 0, 1, 0, 0, 0, 0, 0)
    assert Proof(clean, 0).holds and not Proof(clean, 1).holds


def test_highlighter_over_text_is_no_covering(desk: Desk) -> None:
    """A black picture laid over the page covers nothing: the text can still be copied."""
    black = Image.new("RGB", (10, 10), "black")
    out = io.BytesIO()
    black.save(out, format="PDF")
    with pikepdf.open(io.BytesIO(source_file())) as file, pikepdf.open(out) as over:
        file.pages[0].add_overlay(over.pages[0])
        made = io.BytesIO()
        file.save(made)
    assert desk.home.scans.extract(made.getvalue()).characters > 50
