"""What each letter must say, and must not say."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from letter_samples import COSTLY, CUSTOMERS, HARM, MISSING, ORDER, POLICY, K, facts, sample

from chikai.adapters.press.plain import plain_text
from chikai.duties.requests import letters
from chikai.duties.requests.letters import LETTERS, Facts, MissingFacts, compose, sender_of
from chikai.duties.requests.letters.facts import Enclosed, FeeAsked
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.kernel.message import say
from chikai.law.kinds import Asker, Means, RequestKind
from chikai.policy.model import Say
from chikai.words import sentences

LETTERS_FOLDER = Path(str(letters.__file__)).parent


def text(kind: L, f: Facts, lang: str = "ja") -> str:
    return plain_text(compose(kind, f), lang=lang)


def test_every_kind_of_letter_is_written() -> None:
    assert set(LETTERS) == set(L)


@pytest.mark.parametrize("kind", L)
def test_a_letter_bears_its_kind_number_cases_and_day(kind: L) -> None:
    f = sample(kind)
    letter = compose(kind, f)
    assert (letter.kind, letter.id, letter.cases, letter.dated) == (
        kind,
        f.letter_id,
        f.cases,
        f.today,
    )


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (L.DISCLOSURE, "tables"),
        (L.RECORDS_GIVEN, "tables"),
        (L.DEFECTS, "open_items"),
        (L.FEE_ASKED, "fee"),
        (L.FEE_RETURNED, "received"),
        (L.REFUSAL, "refusal"),
        (L.NOT_CORRECTED, "refusal"),
        (L.CORRECTED, "corrected"),
        (L.SUBSTITUTE_MEASURE, "measures"),
        (L.FOREIGN_MEASURES, "foreign"),
        (L.WRONG_WINDOW, "window"),
        (L.WITHDRAWN, "withdrawn_on"),
        (L.CLOSED_UNPAID, "fee.due"),
        (L.DESTRUCTION_CERTIFICATE, "destroyed"),
    ],
)
def test_a_letter_is_not_written_without_what_it_needs(kind: L, field: str) -> None:
    with pytest.raises(MissingFacts) as caught:
        compose(kind, facts())
    assert caught.value.field == field


# --- none held: Cabinet Order Art. 5 must not be told apart from an empty file --------------------


def test_none_held_uses_the_one_sentence() -> None:
    assert "開示の対象となる保有個人データは存在しません。" in text(L.NONE_HELD, facts())


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_none_held_never_says_that_nothing_is_held(lang: str) -> None:
    words = text(L.NONE_HELD, facts(), lang)
    assert not any(
        each in words for each in ("保有していません", "保有しておりません", "政令第5条")
    )
    assert not any(each in words.lower() for each in ("we hold no", "hold nothing", "order art. 5"))


def test_none_held_of_records_speaks_of_records() -> None:
    words = text(L.NONE_HELD, facts(K.RECORD_DISCLOSURE))
    assert "開示の対象となる第三者提供記録は存在しません。" in words
    assert "保有個人データは存在しません" not in words


def test_no_match_does_not_tell_whether_anything_is_held() -> None:
    words = text(L.NO_MATCH, facts())
    assert "情報の有無をお示しするものではありません" in words
    assert "以前の氏名又は住所" in words
    assert "存在しません" not in words


# --- one letter for all that is open, and nothing more ------------------------------------------


def test_a_defect_letter_lists_every_item_with_clause_and_article() -> None:
    words = text(L.DEFECTS, facts(open_items=MISSING))
    for item in MISSING:
        assert item.message.args["text"] in words
    assert "本人確認書類の写し1点を同封してください。" in words, "the published clause is quoted"
    assert "個人情報保護法第37条第4項" in words
    assert "次のいずれか一つで足ります" in words


def test_a_defect_letter_asks_for_the_fee_too_when_it_is_open() -> None:
    fee = FeeAsked(1000, (K.DISCLOSURE,), (Means.MONEY_ORDER,))
    assert "1,000円" in text(L.DEFECTS, facts(open_items=MISSING, fee=fee))
    assert "1,000円" not in text(L.DEFECTS, facts(open_items=MISSING))


def test_a_defect_letter_asks_for_nothing_that_is_not_open() -> None:
    words = text(L.DEFECTS, facts(open_items=MISSING[1:]))
    assert "運転免許証" not in words
    assert "上記のほかに必要なものはありません" in words


def test_an_uncovered_domicile_is_no_defect() -> None:
    assert "不備とはせず、当社で覆います" in text(L.DEFECTS, facts(open_items=MISSING))


# --- fees -------------------------------------------------------------------------------------


def test_a_fee_is_not_asked_without_means() -> None:
    fee = FeeAsked(2500, (K.DISCLOSURE,))
    with pytest.raises(MissingFacts, match=r"fee\.means"):
        compose(L.FEE_ASKED, facts(fee=fee))


def test_the_fee_letter_owns_its_period() -> None:
    """The published text gives no number of days, so the letter says whose day it is."""
    words = text(L.FEE_ASKED, sample(L.FEE_ASKED))
    assert "この期日は当社が定めました" in words
    assert "2026年12月21日（令和8年）" in words
    assert "なかったものとして取り扱います" in words


def test_reminded_only_where_a_person_decides() -> None:
    f = sample(L.FEE_ASKED)
    requests = f.policy.requests
    assert requests.fee is not None
    fee = requests.fee.model_copy(update={"unpaid": "remind_then_person_decides"})
    policy = f.policy.model_copy(update={"requests": requests.model_copy(update={"fee": fee})})
    words = text(L.FEE_ASKED, replace(f, policy=policy))
    assert "自動的に手続を終えることはありません" in words
    assert "なかったもの" not in words


def test_free_kinds_go_on() -> None:
    words = text(L.FEE_ASKED, sample(L.FEE_ASKED))
    assert "お支払いを待たずに手続を進めます" in words


def test_a_returned_fee_is_booked_by_serial_face_and_date() -> None:
    words = text(L.FEE_RETURNED, facts(K.CORRECTION, received=(ORDER,), fee_return="free_kind"))
    assert all(each in words for each in ("12345-678901", "1,000円", "2026年10月20日（令和8年）"))
    assert "当社の費用負担により、記録の残る郵便で" in words


# --- refusals ----------------------------------------------------------------------------------


REFUSALS = (
    (L.REFUSAL, K.DISCLOSURE),
    (L.RECORDS_NOT_GIVEN, K.RECORD_DISCLOSURE),
    (L.NOT_CORRECTED, K.CORRECTION),
    (L.NOT_CEASED, K.CESSATION_VIOLATION),
    (L.PROVISION_NOT_STOPPED, K.PROVISION_STOP_VIOLATION),
    (L.PURPOSE_NOT_NOTIFIED, K.NOTICE_OF_PURPOSE),
    (L.FOREIGN_MEASURES_REFUSED, K.FOREIGN_MEASURES_INFO),
)


@pytest.mark.parametrize(("kind", "request_kind"), REFUSALS)
def test_a_refusal_gives_ground_article_reason_and_where_to_complain(
    kind: L, request_kind: RequestKind
) -> None:
    words = text(kind, facts(request_kind, refusal=HARM))
    assert "権利利益を害するおそれ" in words
    assert "個人情報保護法第33条第2項第1号" in words
    assert "第三者の氏名が含まれているためです。" in words
    assert "見本認定個人情報保護団体" in words
    assert "個人情報保護委員会" in words
    assert "順序に定めはありません" in words


@pytest.mark.parametrize(("kind", "request_kind"), REFUSALS)
def test_article_39_is_named_for_kinds_under_33_34_35_only(
    kind: L, request_kind: RequestKind
) -> None:
    covered = request_kind not in (K.NOTICE_OF_PURPOSE, K.FOREIGN_MEASURES_INFO)
    words = text(kind, facts(request_kind, refusal=HARM))
    assert ("第39条" in words) is covered


def test_a_partial_refusal_says_what_is_given() -> None:
    words = text(L.REFUSAL, facts(refusal=HARM, remains=(say("common.text", text="注文の履歴"),)))
    assert "ご請求の一部には応じない" in words
    assert "- 注文の履歴" in words


# --- the rest ----------------------------------------------------------------------------------


def test_paper_instead_of_the_chosen_method() -> None:
    words = text(L.METHOD_DIFFICULT, sample(L.METHOD_DIFFICULT))
    assert "電磁的記録の提供" in words
    assert COSTLY.reason is not None
    assert COSTLY.reason in words
    assert "第33条第3項" in words
    assert "書面の交付の方法により開示いたします" in words


def test_foreign_measures_give_all_seven_items_in_order() -> None:
    words = text(L.FOREIGN_MEASURES, sample(L.FOREIGN_MEASURES))
    labels = (
        "体制の整備の方法",
        "相当措置の概要",
        "確認の頻度及び方法",
        "外国の名称",
        "外国の制度の有無及び概要",
        "支障の有無及び概要",
        "講ずる措置の概要",
    )
    found = [words.index(each) for each in labels]
    assert found == sorted(found)


def test_a_recipient_with_its_own_copy_is_named_for_that_copy_only() -> None:
    f = replace(sample(L.WRONG_WINDOW), handed_over_on=None)
    words = text(L.WRONG_WINDOW, f)
    assert "引き継ぎました" not in words
    assert (
        "当社が保有する保有個人データ及び第三者提供記録については、当社から回答いたします" in words
    )


def test_the_certificate_names_the_last_day_a_copy_may_live() -> None:
    words = text(L.DESTRUCTION_CERTIFICATE, sample(L.DESTRUCTION_CERTIFICATE))
    assert "遅くとも2028年12月22日（令和10年）までに" in words
    assert "staff-0007" in words


def test_a_representative_gets_the_same_wording() -> None:
    """Who asks changes who is written to, never what is said of the data."""
    person = text(L.DISCLOSURE, sample(L.DISCLOSURE))
    parent = text(L.DISCLOSURE, replace(sample(L.DISCLOSURE), asker=Asker.PARENT))
    assert person == parent


def test_the_target_is_called_our_own() -> None:
    words = text(L.RECEIPT, facts())
    assert "10日以内" in words
    assert "法律の定める期限ではありません" in words


def test_facts_show_nothing_of_the_person() -> None:
    f = replace(sample(L.DISCLOSURE), today=date(2026, 11, 21))
    shown = repr(f) + repr(compose(L.DISCLOSURE, f)) + repr(CUSTOMERS) + repr(HARM) + repr(ORDER)
    assert not any(each in shown for each in ("花子", "架空町", "hanako", "氏名が", "12345"))


def test_every_sentence_the_letters_name_exists() -> None:
    source = "".join(file.read_text("utf-8") for file in LETTERS_FOLDER.glob("*.py"))
    named = set(re.findall(r'"((?:letters|common|frame)\.[a-z_.]+)"', source))
    assert len(named) > 80
    assert named <= set(sentences("ja"))


@pytest.mark.parametrize(
    ("accepted", "note"),
    [("postage", "定額小為替証書又は郵便切手"), ("any", "定額小為替証書、郵便切手又は収入印紙")],
)
def test_stamps_are_named_as_the_policy_takes_them(accepted: str, note: str) -> None:
    f = sample(L.FEE_ASKED)
    requests = f.policy.requests
    assert requests.fee is not None
    fee = requests.fee.model_copy(update={"stamps": accepted})
    policy = f.policy.model_copy(update={"requests": requests.model_copy(update={"fee": fee})})
    asked = FeeAsked(1000, (K.DISCLOSURE,), (Means.MONEY_ORDER, Means.STAMPS))
    words = text(L.FEE_ASKED, replace(f, policy=policy, fee=asked))
    assert note in words
    assert "期日の定めはありません" in words


@pytest.mark.parametrize(
    ("lang", "addressee", "desk"),
    [
        ("ja", "見本商店株式会社 個人情報窓口", "個人情報窓口"),
        ("en", "General Manager, Mihon Shoten Inc.", "General Manager"),
        ("en", "Mihon Shoten Inc.", None),
    ],
)
def test_the_company_is_named_once_at_the_head(lang: str, addressee: str, desk: str | None) -> None:
    place = POLICY.contacts[0].place
    assert place is not None
    place = place.model_copy(update={"addressee": Say(ja=addressee, en=addressee)})
    contact = POLICY.contacts[0].model_copy(update={"place": place})
    assert sender_of(POLICY.model_copy(update={"contacts": (contact,)}), lang).desk == desk


@pytest.mark.parametrize("kind", [L.DISCLOSURE, L.RECORDS_GIVEN])
def test_what_is_covered_in_a_document_is_refused_in_part(kind: L) -> None:
    whole = replace(sample(kind), withheld=(), enclosed=(Enclosed(pages=3, covered=0),))
    covered = replace(whole, enclosed=(Enclosed(pages=3, covered=2),))
    assert "第39条" not in text(kind, whole)
    assert "第39条" in text(kind, covered)
