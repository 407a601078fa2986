"""One page, four ways to save it: the same sentences. And what is no page at all."""

from typing import Any

import pytest
import typst
from draft_reading import PAGES, draft_of, page_of, tree_of

from chikai.policy.draft.page import BadPage
from chikai.policy.draft.reading.read import MAX_BYTES, read_page


def sentences(data: bytes) -> list[str]:
    return [each.text for each in read_page(data).body]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16"]
)
def test_text_in_every_usual_encoding(encoding: str) -> None:
    text = (PAGES / "wrapped.txt").read_text("utf-8")
    assert sentences(text.encode(encoding)) == sentences(text.encode())


@pytest.mark.parametrize(("encoding", "declared"), [("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP")])
def test_markup_that_declares_its_encoding(encoding: str, declared: str) -> None:
    text = (PAGES / "mihon.html").read_text("utf-8").replace("©", "").replace("～", "から")
    assert sentences(text.replace("utf-8", declared).encode(encoding)) == sentences(text.encode())


def test_wrapped_lines_are_one_sentence() -> None:
    first = page_of("wrapped.txt").body[0].text
    assert first.endswith("次のとおり取り扱います。")


def test_navigation_scripts_and_footers_are_no_policy() -> None:
    text = page_of("mihon.html").text
    for word in ("トップ", "計測", "ホーム", "©", "お店"):
        assert word not in text


def test_a_sentence_knows_its_place() -> None:
    page = page_of("mihon.html")
    paper = next(each for each in page.body if each.text == "パスポート")
    assert paper.path == ("個人情報の取扱いについて", "開示等の請求", "本人確認書類")
    line = (PAGES / "mihon.html").read_text("utf-8").split("\n")[paper.line - 1]
    assert "パスポート" in line


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Two pages with a header on each, as a browser prints a policy."""
    lines = (PAGES / "wrapped.txt").read_text("utf-8").strip().split("\n")
    body = "\n\n".join(each for each in lines if each)
    head = '#set page(width: 15cm, height: 9cm, header: [みほん社内資料])\n#set text(lang: "ja")\n'
    made: Any = typst.compile((head + body).encode(), format="pdf")
    return bytes(made)


def test_a_pdf_gives_the_same_facts_as_the_text(pdf: bytes) -> None:
    assert all("みほん社内資料" not in each for each in sentences(pdf))
    tree = tree_of(draft_of(pdf))
    assert tree["effective_from"] == "2024-04-01"
    assert tree["about"]["name"]["ja"] == "合同会社さくら見本堂"
    assert tree["minors"]["age"] == 13
    assert len(tree["purposes"]) == 2


def blank_pdf() -> bytes:
    made: Any = typst.compile(b"#rect(width: 3cm, height: 2cm)", format="pdf")
    return bytes(made)


LOCKED = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<2055>/U<2055>>>endobj
trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]/Size 4>>
%%EOF"""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n0000", "binary"),
        (b"PK\x03\x04zip", "binary"),
        (b"abc\x00def", "binary"),
        (b"\x80\x81\xfe\xff\xfd" * 20, "encoding"),
        (b"<html><body><nav>a</nav></body></html>", "no_text"),
        (b"<p>" + b"a" * MAX_BYTES, "too_large"),
        (b"<div>" * 3000 + b"a", "too_deep"),
        (b"%PDF-1.7 nothing", "broken_pdf"),
        (LOCKED, "locked"),
        (blank_pdf(), "picture_pdf"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_no_page_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(BadPage) as wrong:
        read_page(data)
    assert wrong.value.code == code
