"""Names, addresses and numbers as people write them."""

import pytest

from chikai.kernel import text
from chikai.kernel.characters import kanji_number, variant_table


def check(found: text.Comparison, verdict: str, reason: str) -> None:
    assert found.verdict == verdict, found.explanation
    assert f"compare.{reason}" in found.explanation
    assert set(found.explanation) <= text.MESSAGES


@pytest.mark.parametrize(
    ("a", "b", "verdict", "reason"),
    [
        ("高橋太郎", "高橋太郎", "same", "identical"),
        ("髙橋太郎", "高橋太郎", "variant", "variant_character"),
        ("山﨑花子", "山崎花子", "variant", "variant_character"),
        ("渡邉花子", "渡邊花子", "variant", "variant_character"),
        ("齋藤一", "斎藤一", "variant", "variant_character"),
        ("斉藤一", "斎藤一", "variant", "confused_character"),
        ("𠮷田一", "吉田一", "variant", "variant_character"),
        ("葛\U000e0100城一", "葛城一", "variant", "selector"),
        ("高橋　太郎", "高橋太郎", "variant", "space"),
        ("佐々木一", "佐佐木一", "variant", "iteration_mark"),
        ("ﾔﾏﾀﾞﾀﾛｳ", "ヤマダタロウ", "variant", "width"),
        ("やまだたろう", "ヤマダタロウ", "variant", "kana"),
        ("ジョ-ジ", "ジョージ", "variant", "hyphen"),
        ("太郎 高橋", "高橋 太郎", "variant", "name_order"),
        ("太郎 髙橋", "高橋太郎", "variant", "name_order"),
        ("YAMADA TARO", "Taro Yamada", "variant", "name_order"),
        ("Yamada, Taro", "YAMADA TARO", "variant", "case"),
        ("José Nuñez", "JOSE NUNEZ", "variant", "latin_marks"),
        ("O'Brien", "O’BRIEN", "variant", "case"),
        ("マリア・ロペス", "マリア ロペス", "variant", "space"),
        ("高橋太郎", "高橋次郎", "different", "differs"),
        ("田中太郎", "田中太朗", "different", "differs"),
        ("John Smith", "John Robert Smith", "different", "differs"),
        ("橋高太郎", "高橋太郎", "different", "differs"),
        ("山田太郎", "ヤマダタロウ", "unknown", "other_script"),
        ("Taro Yamada", "山田太郎", "unknown", "other_script"),
        ("山田太郎", None, "unknown", "missing_one"),
        ("　", "山田太郎", "unknown", "missing_one"),
        (None, "", "unknown", "missing_both"),
        ("・", "・", "unknown", "unreadable"),
    ],
)
def test_names(a: str | None, b: str | None, verdict: str, reason: str) -> None:
    check(text.compare_names(a, b), verdict, reason)


@pytest.mark.parametrize(
    ("a", "b", "verdict", "reason"),
    [
        ("やまだ たろう", "ヤマダ タロウ", "variant", "kana"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ", "variant", "width"),
        ("ハットリ", "ハツトリ", "variant", "small_kana"),
        ("か゛", "が", "variant", "width"),
        ("ヤマザキ", "ヤマサキ", "different", "differs"),
    ],
)
def test_readings(a: str, b: str, verdict: str, reason: str) -> None:
    check(text.compare_kana(a, b), verdict, reason)


def test_the_desk_is_shown_which_characters_were_read_as_one() -> None:
    found = text.compare_names("髙橋 﨑", "高橋 崎")
    assert found.characters == (("髙", "高"), ("﨑", "崎"))
    assert [m.args for m in found.messages] == [{"characters": ("髙=高", "﨑=崎")}]


ROPPONGI = "東京都港区六本木4-1-4"


@pytest.mark.parametrize(
    ("a", "b", "verdict", "reason"),
    [
        (ROPPONGI, ROPPONGI, "same", "identical"),
        ("東京都港区六本木四丁目１番４号", ROPPONGI, "variant", "address_block_notation"),
        ("東京都港区六本木四丁目一番四号", ROPPONGI, "variant", "kanji_numeral"),
        ("東京都港区六本木４－１－４", ROPPONGI, "variant", "width"),
        ("東京都港区六本木4ー1ー4", ROPPONGI, "variant", "kana"),
        ("東京都港区六本木 4丁目 1-4", ROPPONGI, "variant", "address_block_notation"),
        ("〒106-0032 東京都港区六本木4-1-4", ROPPONGI, "variant", "notation"),
        ("港区六本木4-1-4", ROPPONGI, "variant", "address_prefecture_missing"),
        ("港区南町20番1号", "港区南町20-1", "variant", "address_block_notation"),
        ("港区南町20番地の1", "港区南町20-1", "variant", "address_block_notation"),
        ("大字上野字原前123番地", "上野原前123", "variant", "address_block_notation"),
        ("千代田区霞が関3-1-1", "千代田区霞ヶ関3-1-1", "variant", "kana"),
        ("千代田区一番町2-3", "千代田区1番町2-3", "variant", "kanji_numeral"),
        ("港区麻布十番二丁目3番4号", "港区麻布十番2-3-4", "variant", "address_block_notation"),
        ("札幌市北一条西二丁目3番地", "札幌市北1条西2-3", "variant", "kanji_numeral"),
        ("渋谷区廣尾1-1-1", "渋谷区広尾1-1-1", "variant", "variant_character"),
        (ROPPONGI + " 17階", ROPPONGI + "-17F", "variant", "notation"),
        (ROPPONGI + " 黒崎ビル17階", ROPPONGI + "黒﨑ビル１７Ｆ", "variant", "variant_character"),
        (ROPPONGI + " タワー3階", ROPPONGI + " タワ-3F", "variant", "notation"),
        (ROPPONGI + " A棟101", ROPPONGI + " A-101号室", "variant", "notation"),
        (ROPPONGI + " 黒崎ビル", ROPPONGI, "variant", "address_building_missing"),
        (ROPPONGI + "-601", ROPPONGI + " 黒崎ビル601号室", "variant", "address_room_joined"),
        (ROPPONGI + "-601", ROPPONGI, "variant", "address_building_missing"),
        (ROPPONGI + " 黒崎ビル601", ROPPONGI + " 黒崎ビル602", "different", "address_room_differs"),
        (ROPPONGI + " 6階", ROPPONGI + " 7階", "different", "address_floor_differs"),
        (ROPPONGI + "-601", ROPPONGI + "-602", "different", "address_block_differs"),
        (ROPPONGI, "東京都港区六本木4-1-5", "different", "address_block_differs"),
        (ROPPONGI, "東京都港区六本木41-4", "different", "address_block_differs"),
        (ROPPONGI, "東京都港区赤坂4-1-4", "different", "address_town_differs"),
        (ROPPONGI, "大阪府港区六本木4-1-4", "different", "address_prefecture_differs"),
        (ROPPONGI, "東京都港区六本木4-1", "unknown", "address_less_exact"),
        (ROPPONGI, "東京都港区六本木四丁目", "unknown", "address_less_exact"),
        ("東京都港区", "東京都港区", "unknown", "address_less_exact"),
        (ROPPONGI + " 黒崎ビル", ROPPONGI + " 白崎ビル", "unknown", "address_building_differs"),
        (ROPPONGI + " 1号棟101", ROPPONGI + " 2号棟101", "unknown", "address_building_differs"),
        (ROPPONGI, "4-1-4 Roppongi, Minato-ku", "unknown", "other_script"),
        ("4-1-4 Roppongi, Tokyo", "4-1-4 ROPPONGI TOKYO", "variant", "case"),
        ("4-1 Main St", "1-4 Main St", "different", "differs"),
        ("4-14 Main St", "41-4 Main St", "different", "differs"),
        (ROPPONGI, None, "unknown", "missing_one"),
    ],
)
def test_addresses(a: str, b: str | None, verdict: str, reason: str) -> None:
    check(text.compare_addresses(a, b), verdict, reason)
    back = text.compare_addresses(b, a)
    assert back.verdict == verdict, "the order of the two papers does not matter"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("03-5549-2555", "+81355492555"),
        ("+81-3-5549-2555", "+81355492555"),
        ("+81 (0)3 5549 2555", "+81355492555"),
        ("０３（５５４９）２５５５", "+81355492555"),
        ("010-81-3-5549-2555", "+81355492555"),
        ("03-5549-2555 内線12", "+81355492555"),
        ("090-1234-5678", "+819012345678"),
        ("060-1234-5678", "+816012345678"),
        ("0120-123-456", "+81120123456"),
        ("0800-123-4567", "+818001234567"),
        ("+1 650 253 0000", "+16502530000"),
        ("5549-2555", ""),
        ("03-5549-255", ""),
        ("電話なし", ""),
        ("", ""),
    ],
)
def test_telephone_numbers(written: str, key: str) -> None:
    assert text.phone_key(written).key == key


@pytest.mark.parametrize(
    ("key", "written", "expected"),
    [
        (text.postal_key, "〒106-0032", "1060032"),
        (text.postal_key, "１０６ー００３２", "1060032"),
        (text.postal_key, "106-003", ""),
        (text.email_key, " Taro＠Example.JP ", "taro@example.jp"),
        (text.email_key, "taro.example.jp", ""),
        (text.email_key, "a@b@c", ""),
        (text.member_key, "ａｂ－００１２", "ab0012"),
        (text.date_key, "令和8年11月21日", "2026-11-21"),
        (text.date_key, "令和8年13月1日", ""),
        (text.address_key, "港区六本木四丁目1番4号 黒崎ビル6階", "港区六本木 4-1-4 黒崎ビル/6F"),
    ],
)
def test_other_keys(key, written: str, expected: str) -> None:
    found = key(written)
    assert (found.raw, found.key) == (written, expected)


@pytest.mark.parametrize(
    ("compare", "a", "b", "verdict"),
    [
        (text.compare_phones, "03-5549-2555", "+81 3 5549 2555", "variant"),
        (text.compare_phones, "03-5549-2555", "03-5549-2556", "different"),
        (text.compare_phones, "なし", "なし", "unknown"),
        (text.compare_postal_codes, "106-0032", "〒1060032", "variant"),
        (text.compare_emails, "a@example.jp", "A@EXAMPLE.JP", "variant"),
        (text.compare_member_numbers, "A-1", "A-01", "different"),
        (text.compare_dates, "2026-11-21", "R8.11.21", "variant"),
        (text.compare_dates, "2026-11-21", "いつか", "unknown"),
    ],
)
def test_other_comparisons(compare, a: str, b: str, verdict: str) -> None:
    found = compare(a, b)
    assert found.verdict == verdict
    assert set(found.explanation) <= text.MESSAGES


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("一二", 12),
        ("二十", 20),
        ("百五", 105),
        ("千二百三十四", 1234),
        ("二万三千", 23000),
        ("二〇二六", 2026),
        ("", None),
        ("本", None),
        ("十百", None),
    ],
)
def test_kanji_numerals(written: str, number: int | None) -> None:
    assert kanji_number(written) == number


def test_no_common_form_is_itself_a_variant() -> None:
    table = variant_table()
    for met, common in table.variants.items():
        assert len(met) == len(common) == 1
        assert common not in table.variants
        assert text.name_key(met).key == text.name_key(common).key
    assert not set(table.confused) & set(table.variants)


def test_a_key_is_not_printed() -> None:
    assert "高橋" not in repr(text.name_key("高橋太郎"))
    assert "髙" not in repr(text.compare_names("髙橋", "高橋"))
