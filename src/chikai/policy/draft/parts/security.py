"""Security under the heads of the Guidelines, employees, leaks, improvement, accuracy."""

from __future__ import annotations

import re

from chikai.policy.draft import cues
from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.parts.lines import Pair, _lines
from chikai.policy.draft.write import Block, Entry, block

_MEASURE: tuple[tuple[str, str], ...] = (
    ("rules", r"(?:取扱い?|社内)(?:規程|ルール|規定)|規律|手順書"),
    ("human", r"(?:教育|研修|啓発)|training|instruct"),
    (
        "technical",
        r"アクセス(?:制御|権限|制限|可能者)|不正アクセス対策|不正(?:アクセス|ソフトウェア)[^。]{0,24}(?:保護する|防止する)仕組み|暗号化|パスワード|ファイアウォール|SSL|"
        r"access control|encrypt|firewall",
    ),
    ("physical", r"入退室|施錠|盗難(?:等)?(?:防止|の防止)|locked"),
    (
        "organisational",
        r"(?:管理)?(?:責任者|管理者)の設置|管理体制の(?:整備|確立)|体制を整備|自主点検|監査",
    ),
)


def security(book: Notebook) -> Entry | None:
    """Measures under the heads of the Guidelines; `present` only for what the page describes."""
    said = (
        r"(?:漏[洩えい]+|滅失|紛失|改ざん|不正アクセス)[^。]*(?:防止|予防|措置|対策|防ぐ)|"
        r"安全管理(?:措置)?(?:を|の|に)|"
        r"appropriate safeguards|(?:protect|security)[^.]*(?:safeguards|measures)"
    )
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
        r"継続的(?:な|に)?[^。]{0,8}(?:改善|見直)|マネジメントシステム[^。]*改善|"
        r"取り?扱い?(?:方法)?を改善|(?:内容|取り?扱い|体制|仕組み|各項目の)を?(?:適宜|定期的に|随時|見直し)|"
        r"regularly review|"
        r"continu\w+ improve",
        never=("purposes", "change"),
    )
    return Entry("improvement", book.clause(book.id("improvement"), lines)) if lines else None


def leak(book: Notebook) -> Entry | None:
    lines = _lines(
        book,
        r"(?:漏[洩えい]+|事故|問題)[^。]*(?:発生|場合)[^。]*(?:速やか|報告|通知|是正|連絡|対応を行)|"
        r"is disclosed, we will contact",
        "leak",
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
        r"従業[者員][^。]*(?:教育|研修|監督|啓発)|(?:instruct|train)\w*[^.]*employees|"
        r"employee supervision",
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
