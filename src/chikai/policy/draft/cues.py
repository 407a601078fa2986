"""Cue words, in both languages: which words of a page stand for which value of the schema.

Tables and nothing else. The first pattern of a table that fits at a place wins there.
"""

from __future__ import annotations

import re

Table = tuple[tuple[str, re.Pattern[str]], ...]


def table(**cues: str) -> Table:
    """Values by their cue words, one regular expression each, without regard to case."""
    return tuple((value, re.compile(words, re.I)) for value, words in cues.items())


PAPERS = table(
    drivers_license=r"運転免許証?|driver['’]?s?['’]? licen[sc]e",
    passport=r"パスポート|旅券|passport(?! number)",
    my_number_card=r"(?:マイナンバー|個人番号|住民基本台帳|住基)カード|individual number card|"
    r"my number card|basic resident regist\w+ card",
    insurance_card=r"(?:健康)?保険(?:の被保険者)?者?証|被保険者証|health insurance (?:card|"
    r"certificate)",
    eligibility_certificate=r"資格確認書",
    residence_card=r"在留カード|外国人登録(?:者?証|証明書)|residence card|(?:foreign|"
    r"alien) re[\w ]*?card",
    special_permanent_resident_certificate=r"特別永住者証明書|special permanent resident cert\w+",
    seal_certificate=r"印鑑(?:登録)?証明書?|seal (?:registration )?certificate|"
    r"certificate of (?:registered )?seal(?: impression| registration)?",
    guardianship_certificate=r"登記事項証明書|certificate of registered (?:matters|information)",
    family_register=r"戸籍(?:謄本|抄本|全部事項証明書?)?|family regist\w+",
    resident_record=r"住民票(?:記載事項証明書?)?|(?:copy of )?(?:the )?(?:certificate of residence|"
    r"resident(?:['’]?s)? (?:record|card)|"
    r"residence certificate)",
    pension_handbook=r"年金手帳|pension (?:insurance )?(?:booklet|book|handbook)",
    company_letter_of_proxy=r"(?:当社|弊社)(?:所定|指定)の委任状",
    power_of_attorney=r"委任状|power of attorney|letter of (?:proxy|attorney|authori[sz]ation)",
    other_public_document=r"公的(?:な)?(?:身分)?証明書|身分証明書|official identification",
)

MEANS = table(
    money_order=r"定額小為替|郵便(?:普通)?(?:小)?為替|小為替|postal money order|money order",
    stamps=r"(?:郵便|収入)?切手|収入印紙|\bstamps?\b",
    bank_transfer=r"(?:銀行)?振込|振り込み|bank transfer|wire transfer",
    cash_registered=r"現金書留|registered cash",
)

KINDS = table(
    notice_of_purpose=r"利用目的の?(?:通知|お知らせ)|notif\w+ of (?:the )?purposes?(?: of use)?",
    record_disclosure=r"第三者提供(?:に関する)?(?:の)?記録の?(?:開示)?|第三者への提供(?:に係る|"
    r"の)記録|"
    r"records? of (?:the )?(?:provision|third)[\w -]*",
    provision_stop_violation=r"第三者(?:への)?提供の?(?:停止|拒否|中止)|提供の(?:停止|拒否)|"
    r"(?:stop|ceas|suspen|refus)\w*[^.;]{0,40}(?:shar|provi)\w+[^.;,]{0,40}third part\w+|"
    r"stop sharing with third parties|refus\w+ (?:to use or )?provi\w+",
    cessation_violation=r"利用(?:の)?(?:停止|拒否)|消去|(?:stop|ceas|suspen)\w* (?:the |"
    r"of )*us(?:e|"
    r"ing|age)|"
    r"suspension of use|stop of usage|\b(?:erasure|erase|destroy|destruction)\b|cessation of use",
    correction=r"訂正|correct(?!ly)\w*|\brectif\w+",
    disclosure=r"開示(?!等|対象)|(?<!non-)\bdisclos(?!ed to)\w*",
    complaint=r"苦情|complaint",
)

GROUNDS = table(
    based_on_laws=r"法令(?:[(（][^()（）]*[)）])?(?:など|等)?(?:に(?:基づ|もとづ|より|定め)|の(?:定め|規定)|で(?:認め|"
    r"許容))\w*|"
    r"法律上(?:要求|認め)\w*|(?:in accordance with|required|permitted|provided|based on|"
    r"pursuant to)"
    r"[\w ]{0,24}\blaws?\b(?: or ordinances?| and regulations?)?",
    life_body_property=r"(?:人の?|人命)?生?命?、?身体(?:、|又は|または|若しくは|もしくは|"
    r"および|及び)財産の?保護|"
    r"protect\w*[\w ,]{0,30}\b(?:life|lives|body|safety|property)\b",
    public_health_children=r"公衆衛生|児童の健全な(?:育成|成長)|public (?:health|hygiene)|"
    r"(?:growth|upbringing|development) of children",
    state_cooperation=r"国の機関|地方公共団体|(?:national|state|central|local|public)[\w ]{0,24}"
    r"(?:government|authorit|institution|bod)\w*",
    succession=r"(?:合併|分社化|営業譲渡|事業(?:の)?(?:承継|譲渡))\w*|\bmergers?\b|"
    r"business succession|"
    r"succession of (?:the )?business",
)

REFUSALS = table(
    harms_life_body_property_or_rights=r"生命、?\s*(?:、|又は|または)?身体(?:、|又は|"
    r"または)財産(?:その他の?権利利益)?"
    r"(?:を害|に危害)|(?:harm|damage)\w*[^.;]{0,30}life, body",
    seriously_hinders_business=r"業務の適正な実施に著しい支障|(?:significant|"
    r"serious)\w* (?:hindrance|hinder|"
    r"interfere|impede|obstruct)\w*[^.;]{0,40}business|"
    r"disturbance\w*[^.;]{0,60}business",
    breaks_other_law=r"(?:他の)?法令に違反|in violation of (?:other )?law|(?:violat\w*|"
    r"breach\w*|infring\w*)[\w ]{0,12}(?:other )?laws?",
)

CHANNELS = table(
    post=r"郵送|郵便(?!定額|小為替|為替|番号|料)|封書|配達記録|書留|\bby (?:post|mail)\b|"
    r"postal mail|\bby (?:simple )?registered mail\b|"
    r"\bmail (?:these|it|the|your)\b|send[\w ]{0,30}by mail",
    email=r"(?:電子)?メール(?!マガジン|アドレス|の?配信)|\be-?mail(?! address)\b",
    phone=r"電話(?!番号|・)|\b(?:by|via) (?:tele)?phone\b",
    fax=r"ファクシミリ|ファックス|\bFAX\b",
    counter=r"来社|来訪|来院|来店|来庁|持参|窓口に(?:て|お申し?出)|受付窓口において|"
    r"窓口(?:へ|に)お越し|in person",
    portal=r"(?:専用|お問い?合わ?せ|申請|Web|ウェブ)フォーム|online form|web form",
)

ASKERS = table(
    parent=r"親権者|(?<!grand)\bparents?\b|parental authority",
    curator=r"保佐人|\bcurator\b",
    assistant=r"補助人|\bassistant\b",
    voluntary_guardian=r"任意後見|voluntary guardian",
    minor_guardian=r"未成年(?:者の?)?(?:の)?(?:後見人|法定代理人)|未成年者(?:もしくは|若しくは|"
    r"又は|または)成年被後見人の法定代理人|"
    r"guardian of a minor|guardian of an? minor|legal representative of (?:a|the) minor",
    adult_guardian=r"成年(?:被後見人の法定代理人|後見人)|adult guardian|guardian of an adult",
    mandatary=r"任意代理人|appointed as a representative|委任(?:による|した|を受けた|"
    r"された)\s?代理人|委任代理人|委任状による代理人|"
    r"(?:mandated|delegated|appointed|authorized) (?:agent|representative)",
)

ITEMS = table(
    name=r"氏名|お?名前|\b(?:full |first |last )?names?\b",
    address=r"住所|(?<!e-mail )(?<!email )(?<!IP )\baddress(?:es)?\b",
    email=r"(?:電子)?メールアドレス|\be-?mail address(?:es)?",
    phone=r"(?:携帯)?電話番号|\b(?:tele)?phone numbers?",
    birth_date=r"生年月日|date of birth|birth ?date|year of birth",
    gender=r"性別|\bgender\b|\bsex\b",
    age=r"年齢|\bage\b",
    employer=r"勤務先|会社名|法人名|所属(?:先|部署)?|役職|\bemployer\b|company name|job title",
    occupation=r"職業|\boccupation\b",
    nationality=r"国籍|\bnationality\b",
    bank_account=r"口座(?:情報|番号)?|bank account",
    card_number=r"クレジットカード(?:番号|情報)?|credit card(?: number| information)?s?",
    purchase_history=r"購入(?:履歴|された商品|商品)|取引履歴|purchase history|"
    r"transaction (?:history|records?)",
    browsing_history=r"閲覧履歴|行動履歴|アクセスログ|browsing history|access logs?",
    ip_address=r"[IＩ][PＰ]\s?アドレス|IP address(?:es)?",
    cookie=r"クッキー|Cookie",
    passport_number=r"旅券番号|パスポート番号|passport number",
    photo=r"(?:顔)?写真|画像|静止画|肖像|\bphotos?\b|photograph",
    resume=r"履歴書|職務経歴|学歴|職歴|\brésumé|\bresume\b|educational background",
    family=r"家族(?:構成|情報)?|family (?:members|information)",
    inquiry_text=r"お?問い?合わ?せ内容|content of (?:the )?inquir\w+",
)

PERSONS = table(
    shareholders=r"株主|shareholder|投資家",
    former_employees=r"退職(?:者|された)|former employee",
    job_seekers=r"求職者|転職希望|job seeker",
    job_applicants=r"応募|採用|入社を?希望|就職|求人|人材会社から|applicant|recruit|job",
    employees=r"従業[者員]|社員(?!証)|職員|役職員|役員|スタッフ|\bemployees?\b|\bstaff\b|personnel",
    business_contacts=r"(?:お?取引先|顧客企業|委託先|仕入先|業務発注元|派遣先|協力会社|パートナー)|"
    r"business (?:partner|contact)|client|supplier|vendor",
    inquirers=r"お?問い?合わ?せ|お?問合わ?せ|ご?相談|アンケート|電話で|inquir|enquir|question",
    visitors=r"来訪|来社|来客|来場|防犯カメラ|カメラ|\bvisitors?\b|camera",
    customers=r"お客様|お客さま|患者|受診者|顧客|利用者|ユーザー?|会員|契約者|購入者|customer|\busers?\b|"
    r"member|guest",
)

HEADS = table(
    basic_policy=r"基本方針の策定|basic policy",
    rules=r"(?:取扱い?に(?:係る|関する))?(?:規律|規程|社内ルール|社内規定)の?(?:整備|策定|"
    r"を定め)|取扱規程|"
    r"社内ルールを定め|(?:internal )?rules (?:on|for) (?:the )?handling",
    organisational=r"組織的(?:安全管理措置|な?対策)?|organi[sz]ational",
    human=r"人的(?:安全管理措置|な?対策)?|\bhuman\b|personnel security",
    physical=r"物理的(?:安全管理措置|な?対策)?|\bphysical\b",
    technical=r"技術的(?:安全管理措置|な?対策)?|\btechnical\b|\belectronic (?:and|safeguards)",
    external_environment=r"外的環境|external environment",
)


_COMMA = re.compile(r"(?<=[^\x00-\x7f])[,，]")


def values(cues: Table, text: str) -> tuple[str, ...]:
    """The values a text speaks of, in the order of the text, each once."""
    return tuple(dict.fromkeys(value for value, _, _ in spans(cues, text)))


def spans(cues: Table, text: str) -> list[tuple[str, int, int]]:
    """The values with the places of their words. Words that overlap count once: the earlier, then
    the longer; so that `passport number` is no passport."""
    text = _COMMA.sub("、", text)  # one for one: the places stay
    found = [
        (hit.start(), hit.start() - hit.end(), value)
        for value, pattern in cues
        for hit in pattern.finditer(text)
        if hit.end() > hit.start()
    ]
    kept: list[tuple[str, int, int]] = []
    for begin, minus, value in sorted(found):
        if not kept or begin >= kept[-1][2]:
            kept.append((value, begin, begin - minus))
    return kept
