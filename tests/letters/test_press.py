"""Letters on paper: the window, the pages, the codes, the archive format, hostile names."""

import io
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from letter_samples import CUSTOMERS, HANAKO, sample

from chikai.adapters.press.envelope import Box, envelope
from chikai.adapters.press.glyphs import has_glyph, spelled
from chikai.adapters.press.plain import PlainPress
from chikai.adapters.press.typst_press import NoGlyph, PressError, TypstPress, page_code
from chikai.duties.requests.letters import compose
from chikai.duties.requests.letters.facts import AnnexTable, Facts
from chikai.duties.requests.letters.model import Letter, LetterKind
from chikai.kernel.sheet_code import SheetCode, read
from chikai.ports import Press

PRESS = TypstPress()
MM = 72 / 25.4
L = LetterKind


def letter_of(kind: LetterKind = L.DISCLOSURE, lang: str = "ja", **more: object) -> Letter:
    f: Facts = sample(kind, lang)
    return compose(kind, replace(f, **more))  # type: ignore[arg-type]


def opened(pdf: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(pdf)


def words(pdf: bytes, page: int | None = None) -> str:
    """The text of a page or of all, without line breaks and spaces."""
    document = opened(pdf)
    pages = range(len(document)) if page is None else [page]
    text = "".join(document[n].get_textpage().get_text_range() for n in pages)
    return "".join(text.replace("\u200b", "").split())


def pieces(pdf: bytes) -> list[tuple[str, Box]]:
    """Every piece of text on page 1 with its place in mm from the top left."""
    page = opened(pdf)[0]
    height = page.get_height()
    text = page.get_textpage()
    found = []
    for n in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(n)
        box = Box(
            left=left / MM,
            top=(height - top) / MM,
            width=(right - left) / MM,
            height=(top - bottom) / MM,
        )
        found.append((text.get_text_bounded(left, bottom, right, top).strip(), box))
    return found


# --- the window ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("slide", [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_the_whole_address_shows_wherever_the_letter_slides(
    lang: str, slide: tuple[int, int]
) -> None:
    profile = envelope("naga3")
    right, down = slide[0] * profile.play_right, slide[1] * profile.play_down
    address = [HANAKO.postal_code, "架空町三丁目", "メゾン・ド・ミホン", "見本"]
    found = pieces(PRESS.letter(letter_of(lang=lang), lang))
    head = [(text, box) for text, box in found if box.bottom < 62 and box.left < 100]
    for expected in address:
        assert any(str(expected) in text for text, _ in head), "the address is in the head"
    for _, box in head:
        assert profile.window.left <= box.left + right
        assert box.right + right <= profile.window.right
        assert profile.window.top <= box.top + down
        assert box.bottom + down <= profile.window.bottom


@pytest.mark.parametrize("kind", [L.DISCLOSURE, L.REFUSAL, L.DESTRUCTION_CERTIFICATE])
def test_nothing_but_the_address_can_ever_show(kind: LetterKind) -> None:
    """A subject line in a window tells the postman what the letter is about."""
    reach, address = envelope("naga3").reach, envelope("naga3").address
    for text, box in pieces(PRESS.letter(letter_of(kind), "ja")):
        shows = box.left < reach.right and box.top < reach.bottom
        inside = box.left >= address.left and box.bottom <= address.bottom
        assert not shows or inside, f"{len(text)} characters may show in the window"


def test_the_folded_letter_fits_the_envelope() -> None:
    profile = envelope("naga3")
    assert (profile.width, profile.height) == (235, 120)
    assert profile.panel + profile.play_down <= profile.height
    assert 210 + profile.play_right <= profile.width


def test_a_long_address_is_set_smaller_until_it_fits() -> None:
    long = replace(HANAKO, address="東京都見本区架空町三丁目4番5号\n" + "見本架空合同庁舎別館" * 5)
    head = [box for _, box in pieces(PRESS.letter(letter_of(to=long), "ja")) if box.bottom < 62]
    left = [box for box in head if box.left < 100]
    assert max(box.bottom for box in left) <= envelope("naga3").address.bottom


def test_an_address_too_long_for_the_window_is_refused_without_repeating_it() -> None:
    endless = replace(HANAKO, address="見本架空合同庁舎" * 60)
    with pytest.raises(PressError, match="does not fit the window") as caught:
        PRESS.letter(letter_of(to=endless), "ja")
    assert "架空" not in str(caught.value)


# --- pages --------------------------------------------------------------------------------------


def many_rows(count: int) -> AnnexTable:
    rows = tuple((f"A-{n:04}", "2025-01-15", "便箋", f"{n}円") for n in range(1, count + 1))
    return AnnexTable("注文の履歴", ("注文番号", "注文日", "商品", "金額"), rows)


@pytest.mark.parametrize("columns", [1, 2, 3, 4, 5, 6])
def test_a_long_value_stays_in_its_column(columns: int) -> None:
    """An address of e-mail has no space at which it could be parted."""
    mail = "hanakomihonthesecond@customersofmihon.example.jp"
    head = tuple("甲乙丙丁戊己"[:columns])
    table = AnnexTable("会員", head, ((mail,) + ("■",) * (columns - 1),))
    pdf = PRESS.letter(letter_of(tables=(table,)), "ja")
    assert mail in words(pdf)
    page = next(p for p in opened(pdf) if "甲" in p.get_textpage().get_text_range())
    text = page.get_textpage()
    boxes = [(text.get_text_range(n, 1), text.get_charbox(n)) for n in range(text.count_chars())]
    edge = min((box[0] for said, box in boxes if said == "■"), default=page.get_width() - 20 * MM)
    start = "".join(said or " " for said, _ in boxes).index("h")
    ours = [box[2] for said, box in boxes[start:] if said and said in mail]
    assert len(ours) >= len(mail) and max(ours[: len(mail)]) <= edge


def test_every_page_bears_its_number_and_a_code_that_can_be_scanned() -> None:
    letter = letter_of(tables=(CUSTOMERS, many_rows(100)))
    document = opened(PRESS.letter(letter, "ja"))
    total = len(document)
    assert total >= 4
    for n, page in enumerate(document, start=1):
        assert f"{n}／{total}頁" in words(PRESS.letter(letter, "ja"), n - 1)
        codes = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
        expected = SheetCode(("case-7Q2K9M4T1C",), "letter-3F8W2N6R5D", n, total)
        assert [read(code.text) for code in codes] == [expected]


def test_a_code_names_every_case_of_the_letter() -> None:
    letter = replace(letter_of(), cases=("case-A", "case-B"))
    code = page_code(letter, 2, 3)
    assert code.cases == ("case-A", "case-B")
    assert str(code).startswith("CHIKAI1.CASE-A/CASE-B.LETTER-3F8W2N6R5D.2/3.")


def test_a_hundred_rows_flow_over_pages_under_a_repeated_head() -> None:
    pdf = PRESS.letter(letter_of(tables=(many_rows(100),)), "ja")
    document = opened(pdf)
    with_rows = [n for n in range(len(document)) if "A-00" in words(pdf, n)]
    assert len(with_rows) >= 3
    assert all("注文番号" in words(pdf, n) for n in with_rows)
    everything = words(pdf)
    assert all(f"A-{n:04}" in everything for n in range(1, 101))


# --- the archive --------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_is_an_accessible_archive_file(kind: LetterKind, lang: str) -> None:
    pdf = PRESS.letter(letter_of(kind, lang), lang)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        with document.open_metadata() as metadata:
            assert metadata.pdfa_status == "2A"
            assert metadata["pdfuaid:part"] == "1"
        root = document.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang).startswith(lang)
        fonts = {
            str(font.BaseFont).split("+")[-1]
            for page in document.pages
            for font in page.Resources.Font.values()
        }
        assert all(font.startswith(("NotoSerifJP", "NotoSansJP", "Libertinus")) for font in fonts)
        box = document.pages[0].MediaBox
        assert [round(float(side) / MM) for side in box] == [0, 0, 210, 297]


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert TypstPress().letter(letter_of(), "ja") == PRESS.letter(letter_of(), "ja")


def test_the_day_in_the_file_is_the_day_of_the_letter() -> None:
    pdf = PRESS.letter(letter_of(today=date(2030, 1, 2)), "ja")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.docinfo.CreationDate).startswith("D:20300102")


# --- names as they are ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        '#eval("1")',
        "<b>花子</b>",
        "*太字* _斜体_ `印`",
        "$x^2$ @label \\ #",
        "{name} {letter}",
        "= 見出し",
        "// 注釈 /* */",
        "-- --- ... ~",
        'O\'Mihon "Hana"',
    ],
)
def test_a_hostile_name_is_printed_literally(name: str) -> None:
    pdf = PRESS.letter(letter_of(to=replace(HANAKO, name=name)), "ja")
    assert "".join(name.split()) + "様" in words(pdf, 0)


@pytest.mark.parametrize("cell", ['#panic("x")', "</text>", "*x*", "=" * 5, "a" * 300, "\n\n", ""])
def test_a_hostile_cell_is_printed_literally(cell: str) -> None:
    table = AnnexTable("備考", ("項目", "内容"), (("備考欄", cell),))
    assert "".join(cell.split()) in words(PRESS.letter(letter_of(tables=(table,)), "ja"))


@pytest.mark.parametrize(
    "name",
    [
        "髙橋 花子",
        "山﨑 花子",
        "𠮷田 花子",
        "渡邉 花子",
        "辻󠄀 花子",
        "Łukasz Żółć",
        "Şahin Öğretmen",
        "Nguyễn Văn Đức",
    ],
)
def test_every_character_of_a_name_is_printed(name: str) -> None:
    """髙, 﨑 and 𠮷 are other characters than 高, 崎 and 吉, and people insist on theirs."""
    pdf = PRESS.letter(letter_of(to=replace(HANAKO, name=name)), "ja")
    plain = "".join(char for char in name if not 0xE0100 <= ord(char) <= 0xE01EF)
    assert plain.split()[0] in words(pdf, 0)


@pytest.mark.parametrize("name", ["見本 🍣", "見本 \u202e子花", "見本 \x07", "見本 \U0002f9ff"])
def test_a_name_that_cannot_be_printed_stops_the_press(name: str) -> None:
    with pytest.raises(NoGlyph, match="`to` holds a character without a glyph") as caught:
        PRESS.letter(letter_of(to=replace(HANAKO, name=name)), "ja")
    assert "見本" not in str(caught.value)


def test_a_character_without_glyph_in_the_data_is_spelled_and_explained() -> None:
    """The answer must not wait for a font: the person can tell which character it was."""
    table = AnnexTable("会員", ("項目", "内容"), (("愛称", "寿司🍣\u202e好き"),))
    text = words(PRESS.letter(letter_of(tables=(table,)), "ja"))
    assert "寿司〔U+1F363〕〔U+202E〕好き" in text
    assert "印字用の字形がない文字" in text


def test_which_characters_can_be_printed() -> None:
    assert all(has_glyph(char) for char in "漢字かなカナABC〒髙﨑𠮷①㈱Ⅲ㍿〔〕")
    assert not any(has_glyph(char) for char in "🍣\u202e\u200b\x00\ufeff")
    assert spelled("a🍣b") == "a〔U+1F363〕b"


def test_both_presses_keep_the_port() -> None:
    presses: list[Press] = [PRESS, PlainPress()]
    starts = [press.letter(letter_of(L.NONE_HELD), "ja")[:4] for press in presses]
    assert starts == [b"%PDF", "〒1".encode()]


def test_typst_is_loaded_when_the_first_letter_is_printed() -> None:
    code = (
        "import sys; from chikai.adapters.press.typst_press import TypstPress; TypstPress();"
        "print(sorted({'typst', 'segno', 'PIL'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_long_annex_is_set_in_parts_and_bound_as_one(monkeypatch):
    """Every row once, under its head, and the pages numbered through."""
    import io

    import pikepdf
    import pypdfium2

    from chikai.adapters.press import typst_press
    from chikai.duties.requests.letters.model import Block, Letter, LetterKind, Party
    from chikai.kernel.message import say

    monkeypatch.setattr(typst_press, "VOLUME", 4)
    party = Party("架空 太郎", "架空県架空市1-1")
    rows = (("番号", "値"), *((f"row-{n}", "甲") for n in range(10)))
    letter = Letter(
        LetterKind.DISCLOSURE, "letter-1", ("case-1",), date(2026, 1, 1), party, party,
        say("letter.disclosure"), (Block("paragraph", (say("letters.none_held.data"),)),),
        annex=(
            Block("table", rows=rows[:9]),
            Block("heading", (say("common.said", ja="次の表", en="The next table"),)),
            Block("table", rows=(rows[0], rows[9], rows[10])),
            Block("table", rows=rows[:3]),
        ),
    )  # fmt: skip
    made = typst_press.TypstPress().letter(letter, "ja")
    with pypdfium2.PdfDocument(made) as pdf:
        pages = [pdf[n].get_textpage().get_text_range() for n in range(len(pdf))]
    text = "".join(pages)
    assert [text.count(f"row-{n}\r\n") + text.count(f"row-{n} ") for n in range(10)] == (
        [2, 2] + [1] * 8
    )
    assert all("番号" in page for page in pages[1:]), "the head stands on every page"
    assert [f"{n}／{len(pages)} 頁" in page for n, page in enumerate(pages, 1)] == (
        [True] * len(pages)
    )
    with pikepdf.open(io.BytesIO(made)) as book:
        assert "/Metadata" not in book.Root, "it no longer claims to be PDF/A or PDF/UA"
