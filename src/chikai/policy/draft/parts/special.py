"""Cookies, anonymized information, specific personal information, minors."""

from __future__ import annotations

import re

from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.parts.lines import _lines
from chikai.policy.draft.spots import of
from chikai.policy.draft.topics import has_topic
from chikai.policy.draft.write import Entry, block

_TOOLS = (
    r"cookie|クッキー|外部送信|ビーコン|beacon|アクセス(?:解析|ログ)|analytics|アナリティクス|タグ"
)


def external_transmission(book: Notebook) -> Entry | None:
    lines = _lines(book, r"cookie|クッキー|外部送信|web beacon", "cookies", never=("joint",))
    named = re.compile(_TOOLS, re.I)
    lines = [s for s in lines if named.search(" ".join((*s.path, s.text)))]
    if not lines:
        return None
    text = " ".join(s.text for s in lines)
    refusal = re.search(
        r"ブラウザ[^。]*(?:設定|拒否|無効)|(?:browser)[^.]*(?:set|permit|configur|disabl|"
        r"refus)|(?:set|"
        r"configur|modify)\w*[^.]*browser",
        text,
        re.I,
    )
    partly = re.search(
        r"一部(?:の)?(?:機能|サービス)?[^。]*利用(?:が)?でき|some (?:parts|features|"
        r"functions)[^.]*(?:not|"
        r"unavail)",
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
    lines = [
        s
        for s in lines
        if not re.search(r"お問い?合わ?せ", s.text)
        and (has_topic(s, "specific") or not has_topic(s, "requests", "definition", "provision"))
    ]
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
