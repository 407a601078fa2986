"""What frames a policy: security, cookies, special data, dates, changes, and general promises."""

from __future__ import annotations

import re
from typing import TypeAlias

from chikai.policy.draft import cues
from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.spots import of
from chikai.policy.draft.topics import has_topic
from chikai.policy.draft.write import Block, Entry, Node, block

Pair: TypeAlias = "tuple[str, Node | None]"


def _lines(book: Notebook, words: str, *under: str, never: tuple[str, ...] = ()) -> list[Sentence]:
    pattern = re.compile(words, re.I)
    return [
        s
        for s in book.page.body
        if (pattern.search(s.text) or (under and has_topic(s, *under)))
        and not (never and has_topic(s, *never))
    ]


_MEASURE: tuple[tuple[str, str], ...] = (
    ("rules", r"(?:取扱い?|社内)(?:規程|ルール|規定)|規律|手順書"),
    ("human", r"(?:教育|研修|啓発)|training|instruct"),
    (
        "technical",
        r"アクセス(?:制御|権限|可能者)|不正アクセス対策|暗号化|パスワード|ファイアウォール|SSL|access control|encrypt|firewall",
    ),
    ("physical", r"入退室|施錠|盗難(?:等)?(?:防止|の防止)|locked"),
    (
        "organisational",
        r"(?:管理)?(?:責任者|管理者)の設置|管理体制の(?:整備|確立)|体制を整備|自主点検|監査",
    ),
)


def security(book: Notebook) -> Entry | None:
    """Measures under the heads of the Guidelines; `present` only for what the page describes."""
    said = r"(?:漏[洩えい]+|滅失|紛失|改ざん|不正アクセス)[^。]*(?:防止|予防|措置|対策|防ぐ)|安全管理(?:措置)?(?:を|の|に)|appropriate safeguards|(?:protect|security)[^.]*(?:safeguards|measures)"
    lines = _lines(
        book,
        said,
        "security",
        never=("entrust", "specific", "purposes", "joint", "foreign", "manager"),
    )
    lines = [s for s in lines if not re.search(r"委託", s.text)]
    if not lines:
        return None
    id = book.id("security_measures")
    heads: dict[str, list[Sentence]] = {}
    for s in lines:
        named = cues.values(cues.HEADS, " ".join((*s.path[-2:], s.text)))
        described = tuple(name for name, words in _MEASURE if re.search(words, s.text, re.I))
        for name in dict.fromkeys((*named, *described)):
            heads.setdefault(name, []).append(s)
    items: list[Pair | Entry] = []
    for name, _ in cues.HEADS:
        if told := heads.get(name):
            glue = " " if book.page.lang == "en" else "、"
            words = glue.join(dict.fromkeys(s.text.rstrip("。") for s in told))
            items.append((name, block(("state", "present"), ("say", book.text(words)))))
        else:
            state = Entry("state", "unknown", ask=book.words("draft.ask.head"))
            items.append((name, Block((state,))))
    return Entry("security", book.clause(id, lines, ("heads", block(*items))))


def external_transmission(book: Notebook) -> Entry | None:
    lines = _lines(book, r"cookie|クッキー|外部送信|web beacon", "cookies", never=("joint",))
    if not lines:
        return None
    text = " ".join(s.text for s in lines)
    refusal = re.search(
        r"ブラウザ[^。]*(?:設定|拒否|無効)|(?:browser)[^.]*(?:set|permit|configur|disabl|refus)|(?:set|configur|modify)\w*[^.]*browser",
        text,
        re.I,
    )
    partly = re.search(
        r"一部(?:の)?(?:機能|サービス)?[^。]*利用(?:が)?でき|some (?:parts|features|functions)[^.]*(?:not|unavail)",
        text,
        re.I,
    )
    cookies = book.clause(
        book.id("cookies"),
        lines,
        ("refusal", "browser" if refusal else "silent"),
        ("some_parts_unusable", True) if partly else None,
    )
    return Entry(
        "external_transmission", block(("cookies", cookies)), ask=book.words("draft.ask.tags")
    )


def anonymized(book: Notebook) -> Entry | None:
    lines = _lines(
        book,
        r"匿名加工情報|仮名加工情報|anonymously processed|pseudonymously processed",
        "anonymized",
    )
    if not lines:
        return None
    return Entry(
        "anonymized",
        block(("handling", book.clause(book.id("anonymized"), lines))),
        ask=book.words("draft.ask.anonymized"),
    )


_TASKS: tuple[tuple[str, str], ...] = (
    ("withholding_slips", r"源泉徴収"),
    ("dependants_declarations", r"扶養控除"),
    ("health_and_pension_insurance", r"健康保険|厚生年金"),
    ("other_social_security", r"雇用保険|国民年金|労災"),
    ("other_tax", r"支払調書|税務"),
)


def specific(book: Notebook) -> Entry | None:
    """Specific personal information: the tasks named under its heading, never a wider use."""
    lines = _lines(
        book,
        r"特定個人情報|マイナンバー(?!カード)|個人番号(?!カード)",
        "specific",
        never=("contact", "identity", "form"),
    )
    lines = [s for s in lines if not re.search(r"お問い?合わ?せ", s.text)]
    if not lines:
        return None
    text = " ".join(s.text for s in lines)
    tasks = tuple(name for name, words in _TASKS if re.search(words, text))
    return Entry(
        "specific_personal_information",
        book.clause(
            book.id("specific"),
            lines,
            ("tasks", tasks) if tasks else Entry("tasks", (), ask=book.words("draft.ask.tasks")),
        ),
    )


def minors(book: Notebook) -> Entry | None:
    for s in book.page.body:
        ages = of("age", s.text)
        if ages and re.search(r"同意|収集|取得|collect", s.text):
            age = int(ages[0].value)
            if not 1 <= age <= 20:
                continue
            inclusive = "以下" in ages[0].words
            effort = bool(re.search(r"努め|留意|注意", s.text))
            more = [x for x in book.page.body if x.path == s.path and of("age", x.text)]
            return Entry(
                "minors",
                book.clause(
                    book.id("minors"),
                    [s, *more],
                    ("profile", "own"),
                    ("age", age),
                    ("inclusive", inclusive),
                    ("effort", True) if effort else None,
                    used={("age", ages[0].value)},
                ),
            )
    return None


def retention(book: Notebook) -> Entry | None:
    """How long data are kept. Submitted papers have a rule of their own."""
    lines = _lines(
        book,
        r"(?:必要な期間|保存期間|保管期間|保有期間)[^。]*(?:保存|保管|保有)|saved for|retain(?:ed)? (?:for|until)",
        "retention",
        never=("requests", "request_data"),
    )
    if not lines:
        return None
    found = [spot for s in lines for spot in of("period", s.text)]
    length: list[Pair] = []
    if found and found[0].value[-1] in "ym":
        length = [("years" if found[0].value[-1] == "y" else "months", int(found[0].value[:-1]))]
    criterion = (
        "period"
        if length
        else "as_needed"
        if re.search(r"必要な期間|necessary", lines[0].text)
        else "unknown"
    )
    used = {("period", found[0].value)} if length else set()
    clause = book.clause(
        book.id("retention"),
        lines,
        book.open("categories", "draft.ask.retention_categories"),
        ("criterion", criterion),
        *length,
        used=used,
    )
    return Entry("retention", (clause,))


def changes(book: Notebook) -> Entry | None:
    """Changes of the policy itself."""
    lines = _lines(
        book,
        r"(?:ポリシー|方針|規約)[^。]{0,24}(?:変更|改[定訂])(?:する|し(?:ます|た)|いた|され|後)|(?:change|revise|amend|update)\w*[^.]{0,30}(?:this )?(?:privacy )?policy",
        "change",
        never=("purpose_change", "foreign"),
    )
    lines = [s for s in lines if not of("day", s.text) and not re.search(r"利用目的", s.text)]
    if not lines:
        return None
    entries: list[Pair] = []
    told = [
        s
        for s in lines
        if re.search(r"告知|通知|お知らせ|公表|掲載|post|notif|announce", s.text, re.I)
    ]
    silent = [
        s
        for s in lines
        if re.search(r"(?:予告|通知)(?:すること)?な[くし]|without (?:prior )?notice", s.text, re.I)
    ]
    told = [s for s in told if s not in silent]
    effect = [
        s for s in lines if re.search(r"効力|effective|take effect|適用(?:される|し)", s.text)
    ]
    if told := [s for s in told if s not in effect] or told:
        how = tuple(
            n
            for n, w in (
                ("website", r"サイト|ホームページ|掲載|website|post"),
                ("direct", r"メール|通知|e-?mail"),
            )
            if any(re.search(w, s.text, re.I) for s in told)
        )
        before = (
            "yes"
            if any(re.search(r"事前|あらかじめ|prior|advance", s.text) for s in told)
            else "unknown"
        )
        entries.append(
            (
                "notice",
                book.clause(
                    book.id("change_notice"),
                    told,
                    ("before", before),
                    ("how", how) if how else None,
                ),
            )
        )
    if silent:
        entries.append(("without_notice", book.clause(book.id("without_notice"), silent)))
    if effect:
        upload = any(re.search(r"掲載(?:した|され)|post", s.text) for s in effect)
        entries.append(
            (
                "effect",
                book.clause(
                    book.id("change_effect"), effect, ("begins", "upload" if upload else "unknown")
                ),
            )
        )
    assent = [
        s
        for s in lines
        if re.search(
            r"同意(?:した|を得た)?(?:もの)?とみな|deemed to have (?:consent|agreed)", s.text
        )
    ]
    if assent:
        entries.append(("silence_is_consent", book.clause(book.id("silence_is_consent"), assent)))
    rest = [s for s in lines if not any(s in each for each in (told, silent, effect, assent))]
    for each in rest:
        if entries:
            book.take(each, "changes")
    return Entry("changes", block(*entries)) if entries else None


def voluntariness(book: Notebook) -> Entry | None:
    lines = _lines(
        book,
        r"(?:提供|入力|ご記入)[^。]*任意|任意(?:です|となって)|free to choose whether|voluntar",
        "voluntary",
    )
    if not lines:
        return None
    after = any(re.search(r"できない|いただけない|not be able|cannot", s.text) for s in lines)
    return Entry(
        "voluntariness",
        book.clause(book.id("voluntariness"), lines, ("consequence", "present") if after else None),
    )


def accuracy(book: Notebook) -> Entry | None:
    lines = _lines(
        book,
        r"正確(?:性|かつ最新)|最新の(?:状態|内容)|accurate and up|data accuracy",
        "accuracy",
        never=("requests", "security"),
    )
    return Entry("accuracy", book.clause(book.id("accuracy"), lines)) if lines else None


def improvement(book: Notebook) -> Entry | None:
    lines = _lines(
        book,
        r"継続的(?:な|に)?[^。]{0,8}(?:改善|見直)|マネジメントシステム[^。]*改善|取扱い?方?法?を改善|regularly review|continu\w+ improve",
        never=("purposes", "change"),
    )
    return Entry("improvement", book.clause(book.id("improvement"), lines)) if lines else None


def leak(book: Notebook) -> Entry | None:
    lines = _lines(
        book,
        r"(?:漏[洩えい]+|事故|問題)[^。]*(?:発生|場合)[^。]*(?:速やか|報告|通知|是正|連絡)|is disclosed, we will contact",
        "leak",
        never=("security",),
    )
    lines += [
        s for s in book.page.body if s not in lines and re.search(r"問題発生に対して", s.text)
    ]
    return (
        Entry("leak", book.clause(book.id("leak"), lines, ("promised", "yes"))) if lines else None
    )


def supervision(book: Notebook) -> Entry | None:
    lines = _lines(
        book,
        r"従業[者員][^。]*(?:教育|研修|監督|啓発)|(?:instruct|train)\w*[^.]*employees|employee supervision",
        "supervision",
        never=("purposes", "security", "improvement"),
    )
    lines = [s for s in lines if not re.search(r"宣言|マネジメントシステム", s.text)]
    if not lines:
        return None
    text = " ".join(s.text for s in lines)
    covers = (
        "officers_and_employees" if re.search(r"役員|役職員|management and", text) else "employees"
    )
    trained = ("training", "present") if re.search(r"教育|研修|train|instruct", text) else None
    return Entry(
        "supervision", book.clause(book.id("supervision"), lines, ("covers", covers), trained)
    )


_ENACTED = re.compile(r"制定|策定日|established|enacted", re.I)
_REVISED = re.compile(r"改[定訂]|最終更新|更新日|revised|last updated|updated", re.I)
_EFFECTIVE = re.compile(r"施行|適用開始|発効|効力発生|effective (?:from|date|as of)", re.I)


def dates(book: Notebook) -> dict[str, list[tuple[str, Sentence]]]:
    """Days by what the page calls them: the word before the day, or right after it."""
    found: dict[str, list[tuple[str, Sentence]]] = {}
    for s in book.page.body:
        previous = 0
        for spot in of("day", s.text):
            before, after = s.text[previous : spot.begin], s.text[spot.end : spot.end + 6]
            near = (*before.split()[-1:], before)
            for kind, words in (
                ("effective", _EFFECTIVE),
                ("revised", _REVISED),
                ("enacted", _ENACTED),
            ):
                if words.search(before[-14:] if near else before) or words.match(
                    after.lstrip(" 　(（")
                ):
                    found.setdefault(kind, []).append((spot.value, s))
                    break
            previous = spot.end
    return found


_GENERAL: tuple[tuple[str, str], ...] = (
    (
        "definition",
        r"(?:個人情報|お客様情報|personal information)[」”\"]?(?:とは|means|refers to|shall mean)|をいいます。$|を指し(?:ます|、)|と定義",
    ),
    (
        "compliance",
        r"(?:法令|ガイドライン|規範|指針|法律)[^。]*(?:遵守|尊守|順守|従い|守り)|(?:comply|observes?|accordance) (?:\w+ ){0,3}(?:with )?(?:all |the )?(?:applicable )?(?:\w+ ){0,4}(?:laws?|act)\b",
    ),
    ("agreement", r"同意(?:していただく|いただ(?:く|き))必要|agree to this"),
    ("scope", r"(?:方針|ポリシー)[^。]*適用(?:いた|し|され)|policy (?:applies|does not apply)"),
)


def general(book: Notebook) -> Entry | None:
    """Promises about the policy as a whole, and the days it was made and revised."""
    made: list[Block] = []
    used: set[int] = set()
    for topic, words in _GENERAL:
        lines = [
            s
            for s in _lines(
                book,
                words,
                never=("specific", "joint", "provision", "sensitive", "requests", "identity"),
            )
            if s.number not in used
        ]
        if lines:
            used |= {s.number for s in lines}
            made.append(book.clause(book.id(topic), lines, ("topic", topic)))
    for kind in ("enacted", "revised"):
        seen: set[str] = set()
        for day, sentence in dates(book).get(kind, []):
            if day not in seen:
                seen.add(day)
                made.append(
                    book.clause(
                        book.id(kind),
                        [sentence],
                        ("topic", kind),
                        Entry("day", day),
                        used={("day", day)},
                    )
                )
    return Entry("general", tuple(made)) if made else None
