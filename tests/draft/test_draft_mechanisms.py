"""How pages say things: one fictional page for each way, and what the draft makes of it."""

from typing import Any

import pytest
from draft_reading import draft_of, tree_of

from chikai.policy.draft.reading.read import read_text


def tree(text: str) -> Any:
    return tree_of(draft_of(text.encode()))


def paths(text: str) -> dict[str, tuple[str, ...]]:
    return {each.text: each.path for each in read_text(text, markup=False).body}


MARKDOWN = """---
title: 方針
---
# 個人情報の取扱い

**株式会社みほん**（以下「当社」といいます。）は、[法令](https://example.jp/law)を遵守します。

## 個人情報を利用する目的

当社は、次の目的で利用します。

* 商品を*お届けする*ため
* ご質問に`回答`するため

## 窓口

[メール](mailto:soudan@example.jp)
"""


def test_markdown_is_read_without_its_marks() -> None:
    made = tree(MARKDOWN)
    assert made["about"]["name"]["ja"] == "株式会社みほん"
    assert [each["say"]["ja"] for each in made["purposes"]] == [
        "商品をお届けするため",
        "ご質問に回答するため",
    ]
    assert made["contacts"][0]["email"] == "soudan@example.jp"
    assert paths(MARKDOWN)["商品をお届けするため"] == ("個人情報の取扱い", "個人情報を利用する目的")


def test_a_row_of_labels_stays_one_to_its_last_and_empty_member() -> None:
    found = paths(
        "イ) 利用目的\n商品をお届けするために利用します。\nロ) 委託\n委託することがあります。\n"
        "ハ) 任意性\nニ) 請求に対応できない場合\n本人と確認できないときは、お断りします。\n"
    )
    assert "任意性" not in found
    assert found["本人と確認できないときは、お断りします。"] == ("請求に対応できない場合",)


def test_the_last_paper_of_a_numbered_list_heads_nothing() -> None:
    found = paths(
        "(1) 郵送の場合\n① 運転免許証\n② パスポート\n(2) 来社の場合\n窓口で確かめます。\n"
    )
    assert found["パスポート"] == ("郵送の場合",)
    assert found["窓口で確かめます。"] == ("来社の場合",)


def test_a_list_on_one_line_is_a_list() -> None:
    made = tree("取得する情報\n\n取得する項目は、次のとおりです。\n①氏名 ②住所 ③電話番号\n")
    assert [each["id"] for each in made["items"]] == ["name", "address", "phone"]


PROCEDURE = """<h1>個人情報について</h1>
<h2>お申込み</h2>
<p>個人情報の開示・訂正のご請求は、次のいずれかでお申し込みください。</p>
<h3>来社の場合</h3><p>運転免許証、パスポートのうち2種類をお持ちください。</p>
<h3>郵送の場合</h3><p>運転免許証、パスポートの写し2種類をお送りください。</p>
<h3>代理人の場合</h3><p>委任状と、公的機関が発行する身分証明書、運転免許証をお持ちください。</p>"""


def test_papers_and_ways_are_found_under_a_heading_that_does_not_say_disclosure() -> None:
    requests = tree(PROCEDURE)["requests"]
    assert set(requests["intake"]["channels"]) == {"counter", "post"}
    assert requests["identity"]["accept"] == [[{"count": 2, "of": ["drivers_license", "passport"]}]]


def test_the_representatives_own_card_is_no_proof_of_the_power() -> None:
    only = tree(PROCEDURE)["requests"]["authority"]
    assert [each["accept"] for each in only] == [[[{"count": 1, "of": ["power_of_attorney"]}]]]


@pytest.mark.parametrize(
    ("line", "purpose"),
    [
        ("当店のサービスの提供（予約の確認を含みます。）", True),
        ("雇用及び人事管理に利用します。", True),
        ("なお、目的を変更することがあります。", False),
        ("ご本人の同意を得た場合に利用します。", False),
        ("電話：03-0000-0000", False),
    ],
)
def test_under_a_heading_on_purposes_a_line_without_a_verb_is_one(line: str, purpose: bool) -> None:
    said = [each["say"]["ja"] for each in tree(f"<h2>利用目的</h2><p>{line}</p>")["purposes"]]
    assert said == ([line] if purpose else [])


def test_purposes_below_their_lead_are_grouped_by_the_labels_between() -> None:
    made = tree(
        "<p>取得した個人情報の利用目的は、以下のとおりです。</p><ul>"
        "<li>従業者の個人情報<ul><li>雇用管理のため</li></ul></li>"
        "<li>応募者の個人情報<ul><li>採用選考のため</li></ul></li></ul>"
    )
    assert [each["persons"] for each in made["categories"]] == [["employees"], ["job_applicants"]]


@pytest.mark.parametrize("comma", ["、", "，", ","])
def test_any_comma_parts_the_words_of_a_ground(comma: str) -> None:
    made = tree(
        "次の場合を除き、本人の同意なく第三者に提供しません。\n・法令（条例を含みます。）に基づく場合\n"
        f"・人の生命{comma}身体または財産の保護のため必要な場合\n"
    )
    grounds = [each["basis"] for each in made["provision"]["grounds"]]
    assert grounds == ["based_on_laws", "life_body_property"]


def test_grounds_of_refusal_follow_the_sentence_that_opens_them() -> None:
    made = tree(
        "<h2>個人情報の開示</h2><ul><li>次のいずれかに当たるときは、開示しないことがあります。</li>"
        "<li>本人又は第三者の生命、身体、財産その他の権利利益を害するおそれがある場合</li>"
        "<li>業務の適正な実施に著しい支障を及ぼすおそれがある場合</li></ul>"
    )
    assert [each["law_ground"] for each in made["requests"]["refusals"]] == [
        "harms_life_body_property_or_rights",
        "seriously_hinders_business",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "みほん病院（以下、「当院」といいます。）は、法令を遵守します。",
        "名称：みほん病院（以下当院）",
    ],
)
def test_a_house_without_a_legal_form_is_named_where_it_names_itself(text: str) -> None:
    assert "みほん病院" in tree(text)["about"]["name"]["ja"]


def test_a_label_for_a_name_that_waits_is_no_name() -> None:
    assert "representative" not in tree("<p>代表者：代表理事　【氏名】</p>")["about"]
    assert "representative" not in tree("<h2>代表者の氏名</h2><p>次のとおり</p>")["about"]


def test_a_heading_on_what_is_not_noticed_opens_no_clause_on_cookies() -> None:
    text = "<h2>本人が容易に認識できない方法による取得</h2><p>犯罪歴は取得しません。</p>"
    assert "external_transmission" not in tree(text)
