"""Whatever page comes: no crash, no invented value, every sentence marked once, valid YAML."""

import re
import unicodedata
from typing import Any

from draft_reading import stands_in, texts, tree_of
from hypothesis import given, settings
from hypothesis import strategies as st

from chikai.policy.draft.draft import Draft, draft
from chikai.policy.draft.page import BadPage
from chikai.policy.draft.reading.read import read_page, read_text

PHRASES = st.sampled_from(
    [
        "株式会社見本（以下「当社」といいます。）は、法令を遵守します。",
        "代表取締役　見本 花子",
        "■利用目的",
        "1. お客様の個人情報",
        "・商品をお届けするため",
        "・お問い合わせに回答するため",
        "第2条（第三者提供）",
        "当社は、次の場合を除き、同意なく第三者に提供しません。",
        "(1) 法令に基づく場合",
        "開示等の請求は、郵送でお願いします。",
        "本人確認書類",
        "運転免許証、パスポートのいずれか2点",
        "手数料は1件につき８００円です。切手を同封してください。",
        "〒100-0000 東京都千代田区見本町1-2-3",
        "電話：03-0000-0000 FAX：03-0000-0001",
        "受付時間 平日10時～17時",
        "soudan@example.jp",
        "Cookieはブラウザの設定で拒否できます。",
        "お子様（15歳以下）の情報は同意なく取得しません。",
        "提出書類は6か月間保管し、廃棄します。",
        "令和元年5月1日 施行",
        "Purposes of Use",
        "- To deliver goods",
        "Requests for disclosure cost 1,000 yen each (fee).",
        "Example Corp. (hereinafter the \"Company\") complies with the law.",
        "a: b # c",
        "' \" { [ & * ! | > %",
    ]
)  # fmt: skip
LINES = st.lists(st.one_of(PHRASES, st.text(max_size=40)), max_size=25)
TAGS = st.sampled_from(["p", "li", "h2", "td", "dt", "dd", "div", "br", "table", "tr", "ul", "b"])


def holds(text: str, *, markup: bool) -> Draft | None:
    try:
        page = read_text(text, markup=markup)
    except BadPage:
        return None
    made = draft(page, lang="en", company_id="mihon")
    tree = tree_of(made)
    assert [each for each in texts(tree) if not stands_in(each, page)] == []
    numbers = [each.sentence.number for each in made.marks]
    assert numbers == [each.number for each in page.body]
    assert len(set(numbers)) == len(numbers)
    plain = unicodedata.normalize("NFKC", page.text).replace(",", "")
    for value in normal_values(tree):
        assert value in re.sub(r"[\s()（）]", "", plain) or value in plain
    return made


def normal_values(tree: Any) -> list[str]:
    """Amounts, addresses of mail, digits of phones: as they stand in the page, width aside."""
    found = []
    for desk in tree.get("contacts", []):
        found += [desk["email"]] if "email" in desk else []
        found += desk.get("phone", "").split("-")[-1:]
        found += desk.get("place", {}).get("postal_code", "").split("-")[:1]
    fee = tree["requests"].get("fee") or {}
    return [each for each in (*found, str(fee.get("amount", ""))) if each]


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_any_text(lines: list[str]) -> None:
    holds("\n".join(lines), markup=False)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TAGS, st.one_of(PHRASES, st.text(max_size=40)), st.booleans())))
def test_any_markup(parts: list[tuple[str, str, bool]]) -> None:
    """Tags that never close, or close what was not open, included."""
    markup = "".join(f"<{tag}>{text}{f'</{tag}>' if ends else ''}" for tag, text, ends in parts)
    holds(f"<html><body>{markup}", markup=True)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert read_page(data).body
    except BadPage as bad:
        assert bad.code


def test_a_text_from_all_phrases_is_mostly_taken() -> None:
    """The phrases above are what the importer is for; the property would hold for an empty one."""
    made = holds(
        "株式会社見本（以下「当社」といいます。）は、法令を遵守します。\n\n手数料\n\n"
        "開示の手数料は1件につき８００円です。切手を同封してください。\n",
        markup=False,
    )
    assert made is not None
    assert tree_of(made)["requests"]["fee"]["amount"] == 800
    assert made.count("taken") == 3
