"""The data items that the page names."""

from __future__ import annotations

import re

from chikai.policy.draft import cues
from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.topics import has_topic
from chikai.policy.draft.write import Entry, block

_ITEM_LIST = re.compile(
    r"(?:個人情報|情報|データ)の(?:対象となる)?項目|取得(?:する|させて)|収集(?:する|し)|"
    r"必須情報|対象となる項目|"
    r"(?:we|may) (?:collect|obtain)|information we collect|may include|acquires? the following"
)
_OPENS = re.compile(
    r"(?:以下|次|下記)の?(?:とおり|通り|ような?|もの)?の?[^。、]{0,8}(?:個人情報|利用者情報|情報|項目|データ)?を"
    r"[^。]{0,16}(?:取得|収集)|項目は[、,]?(?:以下|次|下記)|(?:情報|項目)が含まれます"
)
_ELSEWHERE = ("joint", "cookies", "provision", "security", "identity", "agents")
_DEFINES = re.compile(
    r"をいいます|を指し|とは、|識別することができ|\bmeans?\b|refers? to|shall mean"
)


def items(book: Notebook) -> Entry:
    """The data items that the page says it takes or holds; a definition of the law lists none."""
    found: dict[str, tuple[str, Sentence]] = {}
    lead: Sentence | None = None
    for sentence in book.page.body:
        named = cues.spans(cues.ITEMS, sentence.text)
        if lead and not (sentence.item and sentence.path[: len(lead.path)] == lead.path):
            lead = None
        listed = has_topic(sentence, "items", "acquisition") and (sentence.item or len(named) > 2)
        if _OPENS.search(sentence.text) and not has_topic(sentence, *_ELSEWHERE):
            lead = sentence
        listed = listed or lead is not None or _ITEM_LIST.search(sentence.text) is not None
        if not listed or _DEFINES.search(sentence.text):
            continue
        if has_topic(sentence, *_ELSEWHERE):
            continue
        for value, begin, end in named:
            found.setdefault(value, (sentence.text[begin:end], sentence))
    if not found:
        return Entry("items", (), ask=book.words("draft.ask.items"))
    made = []
    for value, (words, sentence) in found.items():
        id = book.id(value if value not in book.ids else f"item_{value}")
        book.take(sentence, "items", {("item", words)})
        locates = ("locates", True) if value == "address" else None
        made.append(
            block(
                ("id", id),
                locates,
                ("listed", "yes"),
                ("say", book.text(words)),
                above=(book.source([sentence]),),
            )
        )
    return Entry("items", tuple(made))
