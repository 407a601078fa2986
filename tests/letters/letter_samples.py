"""A plainly fictional company and one set of facts for every kind of letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chikai.duties.requests.letters.facts import (
    AnnexTable,
    Corrected,
    DestroyedPaper,
    Facts,
    FeeAsked,
    FeeReceived,
    ForeignMeasures,
    ObjectionTold,
    OpenItem,
    Refusal,
    ToldOther,
    Withheld,
    sender_of,
)
from chikai.duties.requests.letters.model import LetterKind, Party
from chikai.kernel.message import say
from chikai.law.kinds import APPI, RULES, Manner, Means, Paper, RequestKind
from chikai.policy.model import Policy, Say

K = RequestKind


def both(ja: str, en: str) -> dict[str, str]:
    return {"ja": ja, "en": en}


_PLACE = {
    "postal_code": "100-0000",
    "address": both(
        "東京都見本区見本町一丁目2番3号 見本ビル6階",
        "6F Mihon Bldg., 1-2-3 Mihoncho, Mihon-ku, Tokyo",
    ),
    "addressee": both("個人情報お問い合わせ窓口", "Personal Information Desk"),
}

POLICY = Policy.model_validate(
    {
        "schema": 1,
        "company": "mihon",
        "effective_from": "2026-04-01",
        "about": {
            "id": "about",
            "say": both("見本商店株式会社", "Mihon Shoten Inc."),
            "name": both("見本商店株式会社", "Mihon Shoten Inc."),
            "manager": both("個人情報保護管理者", "Personal Information Manager"),
            "desk": "desk",
        },
        "contacts": [
            {
                "id": "desk",
                "say": both("個人情報お問い合わせ窓口", "Personal Information Desk"),
                "place": _PLACE,
                "phone": "03-0000-0000",
                "email": "kojin@mihon.example",
                "hours": {"opens": "10:00", "closes": "17:00"},
            }
        ],
        "items": [],
        "purposes": [],
        "categories": [],
        "requests": {
            "kinds": [],
            "intake": {"id": "intake", "say": both("郵送", "By post"), "desk": "desk"},
            "forms": [
                {
                    "id": "form",
                    "say": both("所定の用紙を用います。", "Our form is used."),
                    "kinds": ["disclosure", "correction"],
                    "title": both(
                        "個人情報開示等請求書", "Request for Disclosure and Other Handling"
                    ),
                    "registered_seal": True,
                }
            ],
            "identity": {
                "id": "identity",
                "say": both(
                    "本人確認書類の写し1点を同封してください。",
                    "Please enclose a copy of one identity paper.",
                ),
            },
            "authority": [],
            "blackout": {
                "id": "blackout",
                "say": both("本籍は覆ってください。", "Cover the registered domicile."),
                "papers": ["family_register"],
            },
            "match": {"id": "match", "say": both("照合します。", "We compare."), "required": True},
            "fee": {
                "id": "fee",
                "say": both("手数料は1件1,000円です。", "The fee is 1,000 yen a request."),
                "kinds": ["notice_of_purpose", "disclosure"],
                "amount": 1000,
                "means": ["money_order"],
                "period_days": 30,
                "period_assumption": both("日数の定めなし", "No number of days is published"),
                "unpaid": "not_made",
                "includes_registered_mail": True,
            },
            "answer": {
                "id": "answer",
                "say": both("書面で回答します。", "We answer in writing."),
                "written": True,
                "delivery_paid": "registered",
                "delivery_free": "simple_registered",
                "to": "proven_address",
                "own_target_days": 10,
                "reasons": "promised",
            },
            "papers": {
                "id": "papers",
                "say": both(
                    "ご提出の書類は、回答の完了から2年間保管した後、廃棄いたします。",
                    "Submitted papers are kept for two years after the answer, then destroyed.",
                ),
                "years": 2,
            },
            "purpose_of_request_data": {
                "id": "purpose_of_request_data",
                "say": both(
                    "ご請求に伴い取得した個人情報は、ご請求への回答のためにのみ利用いたします。",
                    "Personal information obtained with a request is used only to answer it.",
                ),
            },
            "withdrawal": {
                "id": "withdrawal",
                "say": both("書類は返還いたします。", "Papers are returned."),
                "papers": "return",
            },
        },
        "complaints": {
            "id": "complaints",
            "say": both("苦情窓口", "Complaints"),
            "desk": "desk",
            "organisation": {
                "id": "organisation",
                "say": both("認定団体", "Accredited organization"),
                "name": both("見本認定個人情報保護団体", "Mihon Accredited Organization"),
                "place": {
                    "postal_code": "100-0001",
                    "address": both("東京都見本区見本台9-9-9", "9-9-9 Mihondai, Mihon-ku, Tokyo"),
                    "addressee": both("事務局", "Secretariat"),
                },
                "phones": ["03-0000-0001", "0120-000-000"],
            },
        },
    }
)

HANAKO = Party(
    name="見本 花子",
    address="東京都見本区架空町三丁目4番5-601号\nメゾン・ド・ミホン",
    postal_code="100-0002",
)


def facts(*kinds: RequestKind, lang: str = "ja", **more: object) -> Facts:
    """A request of 1 November 2026, answered on the 21st."""
    plain = Facts(
        policy=POLICY,
        kinds=kinds or (K.DISCLOSURE,),
        cases=("case-7Q2K9M4T1C",),
        letter_id="letter-3F8W2N6R5D",
        today=date(2026, 11, 21),
        arrived_on=date(2026, 11, 1),
        to=HANAKO,
        sender=sender_of(POLICY, lang),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


CUSTOMERS = AnnexTable(
    label=say("common.text", text="顧客名簿"),
    head=("項目", "内容"),
    rows=(
        ("氏名", "見本 花子"),
        ("住所", "東京都見本区架空町三丁目4番5-601号 メゾン・ド・ミホン"),
        ("電話番号", "090-0000-0000"),
        ("電子メール", "hanako@mihon.example"),
        ("登録日", "2024-05-06"),
    ),
)
ORDERS = AnnexTable(
    label="注文履歴",
    head=("注文番号", "注文日", "商品", "金額"),
    rows=(("A-0001", "2024-05-07", "便箋", "800円"), ("A-0002", "2025-01-15", "封筒", "450円")),
)
RECORDS = AnnexTable(
    label="第三者提供記録",
    head=("提供日", "提供先", "項目"),
    rows=(("2025-02-01", "架空配送株式会社 代表 架空太郎", "氏名、住所"),),
)
HARM = Refusal(
    say("letters.ground.harms_life_body_property_or_rights"),
    APPI(33, 2, "i"),
    "第三者の氏名が含まれているためです。",
)
COSTLY = Refusal(
    say("letters.ground.paper_since_chosen_is_difficult"),
    APPI(33, 2),
    "録音媒体の複製装置がないためです。",
)
REPRINT = Refusal(
    say("letters.ground.substitute_measure"),
    APPI(35, 6),
    "頒布済みの冊子を回収することができないためです。",
)
ORDER = FeeReceived(Means.MONEY_ORDER, 1000, serial="12345-678901", issued=date(2026, 10, 20))
MISSING = (
    OpenItem(
        "identity",
        say("common.text", text="本人確認書類 (identity paper)"),
        clause_ids=("identity",),
        cites=(APPI(37, 1),),
        alternatives=(
            say("paper.drivers_license"),
            say("paper.passport"),
            say("paper.eligibility_certificate"),
        ),
    ),
    OpenItem(
        "form_signed",
        say("common.text", text="請求書の署名 (signature on the form)"),
        clause_ids=("form", "unknown_clause"),
        cites=(APPI(37, 1), APPI(37, 4)),
        alternatives=(say("paper.request_form"),),
    ),
)
NOT_FACTUAL = Refusal(say("letters.ground.content_is_factual"), APPI(34, 2))


def sample(kind: LetterKind, lang: str = "ja") -> Facts:
    """Facts that a letter of this kind might rest on."""
    L = LetterKind
    fee = FeeAsked(1000, (K.DISCLOSURE,), (Means.MONEY_ORDER,), due=date(2026, 12, 21))
    window = Say(ja="見本商店会員サポート", en="Mihon Shoten Member Support")
    violation = {"scope": ("購入履歴", "閲覧履歴"), "done_on": date(2026, 11, 20)}
    more: dict[LetterKind, tuple[tuple[RequestKind, ...], dict[str, object]]] = {
        L.RECEIPT: (
            (K.DISCLOSURE, K.CORRECTION),
            {"cases": ("case-7Q2K9M4T1C", "case-1A2B3C4D5E")},
        ),
        L.DEFECTS: (
            (K.DISCLOSURE, K.CORRECTION),
            {
                "open_items": MISSING,
                "cure_by": date(2026, 12, 11),
                "fee": fee,
                "free_kinds": (K.CORRECTION,),
            },
        ),
        L.FORMS_SENT: ((K.DISCLOSURE,), {"open_items": MISSING[:1]}),
        L.FEE_ASKED: ((K.DISCLOSURE, K.CORRECTION), {"fee": fee, "free_kinds": (K.CORRECTION,)}),
        L.FEE_REMINDER: ((K.DISCLOSURE,), {"fee": fee}),
        L.FEE_RETURNED: ((K.CORRECTION,), {"received": (ORDER,), "fee_return": "free_kind"}),
        L.OBJECTION_RECEIVED: (
            (),
            {
                "objection": ObjectionTold(
                    before=date(2025, 4, 1),
                    after=date(2026, 12, 1),
                    noticed_on=date(2026, 10, 30),
                    until=date(2026, 11, 6),
                    standing="in_time",
                )
            },
        ),
        L.NO_MATCH: ((K.DISCLOSURE,), {}),
        L.RECIPIENT_NOTICE: (
            (K.CESSATION_NEED_ENDED,),
            {
                "told_other": ToldOther("entrusted", "erase", "架空 花子", "購入履歴"),
                "done_on": date(2026, 11, 20),
            },
        ),
        L.IDENTITY_NOT_CONFIRMED: ((K.DISCLOSURE,), {"open_items": MISSING[:1]}),
        L.PURPOSE_NOTICE: (
            (K.NOTICE_OF_PURPOSE,),
            {
                "purposes": (
                    Say(ja="商品の発送及び代金の請求", en="Shipping goods and billing"),
                    Say(ja="お問い合わせへの回答", en="Answering inquiries"),
                )
            },
        ),
        L.PURPOSE_NOT_NOTIFIED: (
            (K.NOTICE_OF_PURPOSE,),
            {"refusal": Refusal(say("letters.ground.purpose_already_clear"), APPI(32, 2, "i"))},
        ),
        L.DISCLOSURE: (
            (K.DISCLOSURE,),
            {
                "tables": (CUSTOMERS, ORDERS),
                "withheld": (Withheld("お問い合わせの記録の一部", HARM),),
                "delivery": "registered",
                "manner_chosen": Manner.PAPER,
            },
        ),
        L.RECORDS_GIVEN: ((K.RECORD_DISCLOSURE,), {"tables": (RECORDS,)}),
        L.RECORDS_NOT_GIVEN: ((K.RECORD_DISCLOSURE,), {"refusal": HARM}),
        L.METHOD_DIFFICULT: (
            (K.DISCLOSURE,),
            {"manner_chosen": Manner.ELECTRONIC, "refusal": COSTLY},
        ),
        L.NONE_HELD: ((K.DISCLOSURE,), {"fee_fate": "returned"}),
        L.REFUSAL: ((K.DISCLOSURE,), {"refusal": HARM, "fee_fate": "returned"}),
        L.CORRECTED: (
            (K.CORRECTION,),
            {
                "corrected": (Corrected("住所", "東京都見本区旧町1-1", "東京都見本区架空町3-4-5"),),
                "done_on": date(2026, 11, 20),
            },
        ),
        L.NOT_CORRECTED: ((K.CORRECTION,), {"refusal": NOT_FACTUAL}),
        L.CEASED: ((K.CESSATION_VIOLATION,), violation),
        L.ERASED: ((K.CESSATION_NEED_ENDED,), violation),
        L.SUBSTITUTE_MEASURE: (
            (K.CESSATION_NEED_ENDED,),
            {
                "scope": ("会報の名簿",),
                "measures": ("次の増刷の際に削除します。",),
                "refusal": REPRINT,
            },
        ),
        L.NOT_CEASED: (
            (K.CESSATION_VIOLATION,),
            {"refusal": Refusal(say("letters.ground.ground_not_founded"), APPI(35, 1))},
        ),
        L.PROVISION_STOPPED: ((K.PROVISION_STOP_VIOLATION,), violation),
        L.PROVISION_NOT_STOPPED: (
            (K.PROVISION_STOP_VIOLATION,),
            {"refusal": Refusal(say("letters.ground.ground_not_founded"), APPI(35, 3))},
        ),
        L.OPT_OUT_STOPPED: ((K.OPT_OUT_STOP,), {"done_on": date(2026, 11, 1)}),
        L.FOREIGN_MEASURES: (
            (K.FOREIGN_MEASURES_INFO,),
            {
                "foreign": (
                    ForeignMeasures(
                        recipient="Kakuu Data Ltd.",
                        setup="契約",
                        outline="目的外利用の禁止、安全管理",
                        checks="年1回、書面",
                        country="架空国",
                        systems="なし",
                        problems="なし",
                        action="支障がないため、ありません。",
                    ),
                )
            },
        ),
        L.FOREIGN_MEASURES_REFUSED: (
            (K.FOREIGN_MEASURES_INFO,),
            {
                "refusal": Refusal(
                    say("letters.ground.telling_measures_hinders_business"), RULES(18, 3)
                )
            },
        ),
        L.WRONG_WINDOW: (
            (K.CORRECTION,),
            {
                "window": window,
                "handed_over_on": date(2026, 11, 4),
                "we_answer_our_part": True,
            },
        ),
        L.COMPLAINT_RECEIVED: ((K.COMPLAINT,), {}),
        L.WITHDRAWN: (
            (K.DISCLOSURE,),
            {"withdrawn_on": date(2026, 11, 18), "fee_fate": "returned"},
        ),
        L.CLOSED_UNPAID: (
            (K.DISCLOSURE,),
            {"fee": replace(fee, due=date(2026, 11, 20)), "free_kinds": (K.CORRECTION,)},
        ),
        L.DESTRUCTION_CERTIFICATE: (
            (K.DISCLOSURE,),
            {
                "destroyed": (
                    DestroyedPaper(
                        Paper.REQUEST_FORM,
                        say("common.text", text="裁断 (shredded)"),
                        date(2028, 11, 22),
                        "staff-0007",
                    ),
                    DestroyedPaper(
                        Paper.DRIVERS_LICENSE,
                        say("common.text", text="溶解 (pulped)"),
                        date(2028, 11, 22),
                        "staff-0007",
                    ),
                ),
                "completed_on": date(2026, 11, 21),
                "keys_destroyed_on": date(2028, 11, 22),
                "scans": 2,
                "last_copy_on": date(2028, 12, 22),
                "today": date(2028, 11, 22),
            },
        ),
    }
    kinds, extra = more[kind]
    return facts(*kinds, lang=lang, **extra)
