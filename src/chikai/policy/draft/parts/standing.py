"""What frames a policy: general promises, dates, changes, retention, marks, disclaimers."""

from __future__ import annotations

import re

from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.parts.lines import Pair, _lines
from chikai.policy.draft.spots import of
from chikai.policy.draft.write import Block, Entry, block


def retention(book: Notebook) -> Entry | None:
    """How long data are kept. Submitted papers have a rule of their own."""
    lines = _lines(
        book,
        r"(?:必要な期間|保存期間|保管期間|保有期間)[^。]*(?:保存|保管|保有)|saved for|"
        r"retain(?:ed)? (?:for|until)",
        "retention",
        never=("requests", "request_data"),
    )
    if not lines:
        return None
    return Entry("retention", tuple(_kept(book, each) for each in lines))


def _kept(book: Notebook, line: Sentence) -> Block:
    found = [spot.value for spot in of("period", line.text) if spot.value[-1] in "ym"]
    length: list[Pair] = []
    if found:
        length = [("years" if found[0][-1] == "y" else "months", int(found[0][:-1]))]
    needed = re.search(r"必要な(?:期間|範囲)|necessary", line.text)
    criterion = "period" if length else "as_needed" if needed else "unknown"
    return book.clause(
        book.id("retention"),
        [line],
        book.open("categories", "draft.ask.retention_categories"),
        ("criterion", criterion),
        *length,
        used={("period", found[0])} if found else set(),
    )


_ASSENT = re.compile(r"同意(?:した|を得た)?(?:もの)?とみな|deemed to have (?:consent|agreed)", re.I)


def changes(book: Notebook) -> Entry | None:
    """Changes of the policy itself."""
    lines = _lines(
        book,
        r"(?:ポリシー|方針|規約)[^。]{0,24}(?:変更|改[定訂])(?:する|し(?:ます|た)|いた|され|"
        r"後|は、|に(?:ついて|より)|を行)|(?:change|revise|"
        r"amend|update)\w*[^.]{0,30}(?:this )?(?:privacy )?policy",
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
        s
        for s in lines
        if re.search(r"効力|effective|take effect|適用(?:される|し)", s.text)
        and not re.search(r"に(?:対して)?のみ適用", s.text)
    ]
    assent = [s for s in lines if _ASSENT.search(s.text)]
    rest = [s for s in lines if not any(s in each for each in (told, silent, effect, assent))]
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
                    sorted([*rest, *told], key=lambda s: s.number),
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
    if assent:
        entries.append(("silence_is_consent", book.clause(book.id("silence_is_consent"), assent)))
    return Entry("changes", block(*entries)) if entries else None


def voluntariness(book: Notebook) -> Entry | None:
    lines = _lines(
        book,
        r"(?:提供|入力|ご記入)[^。]*任意|任意(?:です|となって)|"
        r"任意に(?:ご?提供|ご?送信|ご?記入|ご?入力)|ご?判断によ|free to choose whether|voluntar",
        "voluntary",
    )
    if not lines:
        return None
    after = any(re.search(r"できない|いただけない|not be able|cannot", s.text) for s in lines)
    return Entry(
        "voluntariness",
        book.clause(book.id("voluntariness"), lines, ("consequence", "present") if after else None),
    )


def disclaimers(book: Notebook) -> Entry | None:
    lines = _lines(
        book,
        r"責任を負(?:い|わ)|責任は負|免責|not (?:be )?(?:liable|responsible) for",
        "disclaimer",
    )
    return Entry("disclaimers", (book.clause(book.id("disclaimer"), lines),)) if lines else None


def marks(book: Notebook) -> Entry | None:
    """The Privacy Mark as the page shows it; whether it is held today is for the owner to say."""
    lines = _lines(book, r"プライバシーマーク|Ｐマーク|Pマーク|\bPrivacy ?Mark\b")
    if not lines:
        return None
    found = re.search(r"プライバシーマーク|[ＰP]マーク|Privacy ?Mark", lines[0].text, re.I)
    name = found[0] if found else lines[0].text
    clause = book.clause(
        book.id("privacy_mark"),
        lines,
        ("mark", "privacy_mark"),
        ("name", book.text(name)),
        ("held", "unknown"),
    )
    return Entry("marks", (clause,))


def service_rules(book: Notebook) -> Entry | None:
    lines = _lines(
        book, r"(?:規程|規約|規定|ポリシー|terms)[^。]*優先(?:する|し|され)|shall prevail over this"
    )
    return (
        Entry("service_rules", (book.clause(book.id("service_rules"), lines),)) if lines else None
    )


_ENACTED = re.compile(r"制定|策定日|established|enacted", re.I)


_REVISED = re.compile(r"改[定訂]|最終更新|更新日|revised|last updated|updated", re.I)


_EFFECTIVE = re.compile(r"施行|適用開始|発効|効力発生|effective (?:from|date|as of)", re.I)


_DAYS = (("effective", _EFFECTIVE), ("revised", _REVISED), ("enacted", _ENACTED))


def dates(book: Notebook) -> dict[str, list[tuple[str, Sentence]]]:
    """Days by what the page calls them: the word before the day, or right after it."""
    found: dict[str, list[tuple[str, Sentence]]] = {}
    for s in book.page.body:
        previous = 0
        for spot in of("day", s.text):
            before, after = s.text[previous : spot.begin][-14:], s.text[spot.end : spot.end + 6]
            kinds = [kind for kind, words in _DAYS if words.match(after.lstrip(" 　(（"))]
            if not after.lstrip().startswith(("(", "（")):
                kinds = [*(k for k, words in _DAYS if words.search(before)), *kinds]
            if kinds:
                found.setdefault(kinds[0], []).append((spot.value, s))
            previous = spot.end
    return found


_GENERAL: tuple[tuple[str, str], ...] = (
    (
        "definition",
        r"(?:個人情報|お客様情報|personal information)[」”\"]?(?:とは|means|refers to|shall mean)|"
        r"をいいます。$|を指し(?:ます|、)|と定義",
    ),
    (
        "compliance",
        r"(?:法令|ガイドライン|規範|指針|法律|保護法)[^。]*(?:遵守|尊守|順守|従い|守り|則り)|"
        r"(?:comply|observes?|"
        r"accordance) (?:\w+ ){0,3}(?:with )?(?:all |"
        r"the )?(?:applicable )?(?:\w+ ){0,4}(?:laws?|act)\b",
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
