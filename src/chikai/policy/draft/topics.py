"""What a heading is about, and therefore the sentences under it."""

from __future__ import annotations

import re

from chikai.policy.draft.cues import table
from chikai.policy.draft.page import Page, Sentence

TOPICS = table(
    organisation=r"認定個人情報保護団体|accredited personal information",
    specific=r"特定個人情報|マイナンバー|個人番号|specific personal information|my number",
    anonymized=r"匿名加工|仮名加工|anonymous(?:ly)? processed|anonymi[sz]ed|pseudonym",
    sensitive=r"要配慮|機微|センシティブ|sensitive|special care",
    request_data=r"(?:開示|請求|求め).*(?:取得|収集|提出).*(?:利用目的|取扱い?)|提出書類の取扱",
    refusal=r"応じ(?:られ|ない|かね)|[不非]開示|開示(?:しない|できない)|お断り|対応(?:でき(?:ない|かね)|いたしかね)|お受け(?:でき|いたしかね)|"
    r"refus|"
    r"unable to (?:comply|disclose)",
    fee=r"手数料|料金|費用|\bfees?\b|charges?",
    agents=r"代理人|\bagents?\b|representatives?",
    identity=r"本人様?(?:で|の|が|を)?(?:あること)?の?確認|本人確認|identity|identification",
    answer=r"回答|通知方法|\brepl(?:y|ies)|response (?:method|to)",
    joint=r"共同利用|共同して利用|joint(?:ly)? us",
    foreign=r"外国(?!人)|海外|国外|越境|foreign|overseas|cross-border|outside (?:of )?japan",
    purpose_change=r"利用目的の変更|change of (?:the )?purpose",
    purpose_notice=r"利用目的の通知(?!.*請求)|取得に際する",
    entrust=r"委託(?!を受け|され)|consign|entrust|outsourc|subcontract",
    provision=r"第三者|third part",
    supervision=r"従業[者員]の?(?:監督|教育)|supervision of employees",
    cookies=r"cookie|クッキー|外部送信|認識し?(?:得|でき|得)?ない|アクセス解析|analytics|"
    r"web beacon",
    minors=r"未成年|子ども|子供|お子様|child|minor",
    voluntary=r"任意(?!代理)|voluntar",
    leak=r"漏[洩えい]+(?:等)?(?:時|が|の発生|への対応)|leak|breach",
    retention=r"(?:保存|保有|保管)期間|retention",
    form=r"提出(?:書面|書類|して|すべき)|様式|請求書|申請書|application form",
    intake=r"申し?出先|請求先|送付先|郵送先|受付(?:方法|窓口)|請求(?:方法|手続|の手続)|"
    r"where to send",
    requests=r"開示(?!対象)|訂正|利用停止|請求|保有個人データ|(?:request|procedure|"
    r"process)[^.]*disclos|"
    r"disclosure(?: of|,| process)|^disclos|correct|delet|suspen|request",
    change=r"(?:方針|ポリシー|policy|規約).*(?:変更|改[定訂])|改[定訂](?!日)|変更|"
    r"(?:change|revision|amend).*policy|changes|updates",
    complaint=r"苦情|complaint",
    contact=r"問い?合わ?せ|窓口|連絡先|contact|inquir|enquir",
    purposes=r"利用目的(?!の?(?:ご?通知|お知らせ|変更))|(?:利用|使用|取得|収集|取り?扱う?)する?目的|収集・?利用目的|収集目的|利用の目的|"
    r"purposes? (?:of|for)|"
    r"reasons? for use|how we use|"
    r"目的外利用|use of (?:collected )?personal",
    security=r"安全(?:管理|対策|保護|措置|確保)|個人情報の(?:(?:適正|適切|厳重)な?)?管理(?!者|責任|台帳)|セキュリティ|管理と保護|security|safeguard",
    items=r"(?:取得|収集)する(?:個人|利用者|お客[様さま]*|ユーザー)?の?(?:情報|項目)|(?:個人)?情報の(?:項目|種類)|"
    r"types? of information|information we collect|kinds of",
    acquisition=r"取得|収集|collection|acqui",
    use=r"利用|use",
    law=r"法令|準拠法|遵守|complian|laws?\b",
    improvement=r"改善|見直し|improve|review",
    definition=r"定義|とは$|definition",
    disclaimer=r"免責|disclaim",
    accuracy=r"正確性|最新|accura",
    manager=r"管理(?:責任)?者|責任者|responsible|officer|accountab",
)


def topics(text: str) -> tuple[str, ...]:
    """What a heading speaks of, the particular before the general."""
    return tuple(name for name, pattern in TOPICS if pattern.search(text))


def topic(sentence: Sentence) -> str | None:
    """The topic of the innermost heading that has one."""
    for heading in reversed(sentence.path):
        if found := topics(heading):
            return found[0]
    return None


_OTHER_PART = frozenset(
    [
        "law",
        "improvement",
        "provision",
        "security",
        "requests",
        "fee",
        "organisation",
        "cookies",
        "joint",
        "complaint",
        "definition",
        "change",
        "disclaimer",
        "retention",
        "accuracy",
        "form",
        "answer",
        "refusal",
        "intake",
        "identity",
        "agents",
        "request_data",
        "purpose_change",
        "purpose_notice",
        "specific",
        "foreign",
    ]
)


def purposes_at(sentence: Sentence) -> int | None:
    """Which heading of its path says that purposes follow, unless one below turns to another
    part of the policy; a page titled "handling and purposes" is not all purposes."""
    found = [n for n, heading in enumerate(sentence.path) if "purposes" in topics(heading)]
    if not found:
        return None
    own = set(topics(sentence.path[found[-1]])) & (_OTHER_PART - {"requests"})
    below = {name for heading in sentence.path[found[-1] + 1 :] for name in topics(heading)}
    return None if own or below & _OTHER_PART else found[-1]


def has_topic(sentence: Sentence, *names: str) -> bool:
    """Whether any heading above speaks of one of these."""
    if "purposes" in names and purposes_at(sentence) is not None:
        return True
    names = tuple(name for name in names if name != "purposes")
    return any(name in topics(heading) for heading in sentence.path for name in names)


_REQUESTS = re.compile(
    r"開示[^。]{0,24}(?:請求|求め|手続|お申)|disclos\w*[^.]{0,60}(?:request|procedure)|"
    r"request\w* for disclos",
    re.I,
)
_WHOLE_POLICY = re.compile(
    r"^(?!.*(?:開示|請求)).*(?:プライバシー|ポリシー|方針|取り?扱い?)|privacy|policy", re.I
)


def procedures(page: Page) -> frozenset[tuple[str, ...]]:
    """The headings right under which a sentence speaks of requests for disclosure; the empty path
    stands for a page that is nothing else, as its first sentence says."""
    found = {
        s.path
        for s in page.body
        if s.path
        and not _WHOLE_POLICY.search(s.path[-1])
        and _REQUESTS.search(s.text)
        and topic(s) in (None, "requests", "form", "intake", "identity")
    }
    first = page.sentences[0]
    if _REQUESTS.search(first.text) and len(first.text) < 120:
        found.add(())
    return frozenset(found)
