"""Purposes of use per category of persons, and the data items the page names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chikai.policy.draft import cues
from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.spots import spots
from chikai.policy.draft.topics import has_topic, purposes_at, topic, topics
from chikai.policy.draft.write import Block, Entry, block

_NOT_HERE = (
    "joint", "requests", "request_data", "fee", "identity", "agents", "refusal", "answer", "form",
    "intake", "organisation", "cookies", "specific", "purpose_change", "purpose_notice", "security",
    "foreign", "change", "provision",
)  # fmt: skip
_FOR = re.compile(r"(?:の?ため(?:に)?|目的(?:と|で|のため))")
_ENUMERATED = re.compile(r"[(（][0-9０-９]{1,2}[)）]|[①-⑳]")
_USED = re.compile(
    r"利用(?:いた|させて|し(?:ます|ており)|する)|使用(?:いた|し)|will use|(?:is|are|be) used|"
    r"we use",
    re.I,
)
_LEAD = re.compile(r"(?:以下|次|下記)の|following|below|\.\.\.$|are as follows", re.I)
_STATEMENT = re.compile(r"(?:ます|ません|です|あります)。?$|を含みます|掲載します")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_ONLY = re.compile(r"のみに?(?:利用|使用)|に限り|only (?:use|for)", re.I)
_COLON = re.compile(r"^([^：:。]{4,40})[：:]\s*(\S.{6,})$")
_TO_EN = re.compile(
    r"^(?:to|for|in order to|providing|processing|respon|notif|creat|improv|effort|send|"
    r"manag|deliver|operat)\w*\b",
    re.I,
)
_USES_EN = re.compile(
    r"\b(?:uses?|will use|handles?)\b (?:only )?(?:this|the|your|such|personal|records)[^.]*"
    r"\b(?:to|for|only|within)\b"
)
_NOT_EN = re.compile(r"not use|do not wish|other than|Before using", re.I)
_GIVEN = re.compile(r"[「『].*?[」』]")


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose with the label it stands under; no label: the page groups nobody."""

    words: str
    sentence: Sentence
    label: str | None


def purposes(book: Notebook) -> tuple[Entry, Entry]:
    """`purposes` and `categories`, in the order of the page."""
    found: list[Purpose] = []
    lead: Sentence | None = None
    for sentence in book.page.body:
        here = _purposes(sentence, book)
        if _opens_purposes(sentence):
            lead = sentence
            book.take(sentence, "purposes", whole=True)
        elif lead and (sentence.path[: len(lead.path)] != lead.path or not sentence.item):
            lead = None
        elif lead and not here and _lists_purpose(sentence, book.page.lang):
            below = sentence.path[len(lead.path) :]
            here = [Purpose(sentence.text, sentence, below[-1] if below else None)]
        found += here
    if not found:
        return (
            Entry("purposes", (), ask=book.words("draft.ask.purposes")),
            Entry("categories", (), ask=book.words("draft.ask.categories")),
        )
    made: list[Block] = []
    groups: dict[str, list[str]] = {}
    for each in found:
        id = book.id(f"purpose_{len(made) + 1:02}")
        only = ("only", True) if _ONLY.search(each.sentence.text) else None
        made.append(
            book.clause(id, [each.sentence], only, words=each.words, used={("purpose", id)})
        )
        if each.label:
            groups.setdefault(each.label, []).append(id)
    return Entry("purposes", tuple(made)), _categories(book, groups)


def _purposes(sentence: Sentence, book: Notebook) -> list[Purpose]:
    if purposes_at(sentence) is None:
        passing = topic(sentence) not in _NOT_HERE or topic(sentence) == "requests"
        return _in_passing(sentence) if passing else []
    if has_topic(sentence, "joint"):
        return []
    if _LEAD.search(sentence.text) and not sentence.item:
        book.take(sentence, "purposes", whole=True)
        return []
    label = _label(sentence)
    if (colon := _COLON.match(sentence.text)) and (sentence.item and _FOR.search(colon[2])):
        return [Purpose(colon[2], sentence, colon[1])]
    parts = _ENUMERATED.split(sentence.text)
    if len(parts) > 2 and _USED.search(sentence.text):
        bare = (
            re.sub(r"[、,]\s*(?:又は|または|及び)?[、,]?\s*$", "", p).strip() for p in parts[1:]
        )
        return [Purpose(re.split(r"を目的とし", p)[0], sentence, label) for p in bare if p]
    if _lists_purpose(sentence, book.page.lang) or _bare(sentence):
        return [Purpose(sentence.text, sentence, label)]
    if _USED_FOR.search(sentence.text) and not _LIMITS.search(sentence.text):
        return [Purpose(sentence.text, sentence, label)]
    return _in_passing(sentence)


_USED_FOR = re.compile(
    r"(?:に|ため|として)、?(?:のみ)?、?(?:利用|使用|活用)(?:いた|させて|し)(?:ます|頂|いただ)"
)
_LIMITS = re.compile(r"範囲|目的外|同意|承諾|場合があり|ことがあり|上記|以下|次の|下記|第三者")
_NO_NOUN = re.compile(
    r"^(?:なお|ただし|但し|また|※|注|[(（])|[:：]|(?:ます|ません|です|ださい|した)。?$"
)


def _bare(sentence: Sentence) -> bool:
    """A line without a verb, right under a heading that says "purposes"."""
    text = _BRACKETS.sub("", sentence.text)
    return (
        purposes_at(sentence) == len(sentence.path) - 1
        and 5 <= len(text) <= 120
        and text.count("。") <= 1
        and not _NO_NOUN.search(text)
        and re.search(r"[ぁ-ん一-龠ァ-ヶー]。?$", text) is not None
        and not spots(text)
    )


def _opens_purposes(sentence: Sentence) -> bool:
    """A sentence that says "for the following purposes", whatever its heading."""
    here = re.search(
        r"(?:以下|次|下記)の(?:利用)?目的|利用目的は、?(?:以下|次|下記)の(?:とおり|通り)|"
        r"following purposes",
        sentence.text,
    )
    return bool(here) and not has_topic(sentence, "joint", "provision", "request_data")


_OTHER_LABEL = re.compile(r"(?:利用目的|[^、。]{0,14}項目)[\s　:：]")


def _lists_purpose(sentence: Sentence, lang: str) -> bool:
    text = sentence.text
    if _LEAD.search(text) and not sentence.item:
        return False
    if lang == "en":
        ends = text.rstrip().endswith((";", "; and")) or sentence.item
        plain = not sentence.item and (
            _notice(sentence) or (_USES_EN.search(text) and not _NOT_EN.search(text))
        )
        return bool(ends and _TO_EN.match(text)) or bool(plain)
    if _OTHER_LABEL.match(text):
        return False
    if sentence.item:
        return not _STATEMENT.search(_BRACKETS.sub("", text)) and not text.startswith(
            ("(", "（", "なお")
        )
    return text.rstrip("。").endswith(("ため", "こと")) and len(text) < 200


def _notice(sentence: Sentence) -> bool:
    """`Notifications to contest winners.`: the last of a list that has no bullets."""
    return bool(
        re.match(r"^(?:Notif|Provid|Process|Respon|Effort)\w*\b[^.]{5,90}\.$", sentence.text)
    )


def _in_passing(sentence: Sentence) -> list[Purpose]:
    """A sentence that tells in itself what data are used for."""
    text = sentence.text
    if re.search(r"開示等|請求|求めに|request", text):
        return []
    about = {name for heading in sentence.path[-1:] for name in topics(heading)}
    other = about & {"provision", "entrust", "joint", "cookies", "security", "request_data"}
    if other or ("requests" in about and "目的" not in text):
        return []
    if _LEAD.search(text) or not _USED.search(_GIVEN.sub("", text)):
        return []
    named = re.search(
        r"[^。]{4,}(?:のために|のため、?|目的のみ?に)(?:のみ)?(?:に)?利用(?:いた|させて|し)", text
    )
    used_en = re.search(r"\bwill use\b.*\b(?:to|for|when)\b [\w ]{6,}", text)
    if (not named and not used_en) or re.search(r"目的外|範囲(?:内|を超)|明示|規定のない", text):
        return []
    if used_en and re.search(r"not use|beyond", text):
        return []
    return [Purpose(text, sentence, _label(sentence))]


def _label(sentence: Sentence) -> str | None:
    """The heading below the one that says "purposes"; or that one, if it names persons itself."""
    last = purposes_at(sentence)
    if last is None:
        return None
    below = sentence.path[last + 1 :]
    if below:
        return below[-1] if not re.fullmatch(r"その他|others?", below[-1], re.I) else None
    above = sentence.path[last - 1] if last else ""
    if "purposes" not in topics(above) and cues.values(cues.PERSONS, above):
        return above  # a table: the row names the persons, its column says "purposes"
    heading = sentence.path[last]
    persons = cues.values(cues.PERSONS, re.sub(r"個人情報|personal information", "", heading))
    return heading if persons else None


def _categories(book: Notebook, groups: dict[str, list[str]]) -> Entry:
    if not groups:
        return Entry("categories", (), ask=book.words("draft.ask.categories"))
    made: list[Block] = []
    for label, ids in groups.items():
        persons = _persons(label)
        id = book.id(persons[0] if persons else f"category_{len(made) + 1:02}")
        heading = next(
            (s for s in book.page.sentences if s.heading and s.text.rstrip(":： ") == label), None
        )
        sources = _sources(label)
        made.append(
            block(
                ("id", id),
                ("purposes", tuple(ids)),
                ("persons", persons) if persons else book.open("persons", "draft.ask.persons"),
                ("sources", sources) if sources else book.open("sources", "draft.ask.sources"),
                Entry("authority", "unknown", ask=book.words("draft.ask.authority")),
                ("say", book.text(label)),
                above=(book.source([heading]),) if heading else (),
            )
        )
    return Entry("categories", tuple(made))


def _persons(label: str) -> tuple[str, ...]:
    """Customers who ask something are inquirers; the label means the latter."""
    found = cues.values(cues.PERSONS, label)
    if "inquirers" in found and re.search(
        r"(?:お客様|お客さま|customers?).{0,6}(?:の|へ|inquir)", label
    ):
        return tuple(each for each in found if each != "customers")
    return found


def _sources(label: str) -> tuple[str, ...]:
    if re.search(r"お?預(?:かり|託)|委託を受け|受託|entrusted to us", label):
        return ("entrusted",)
    if re.search(r"(?:人材|紹介)(?:会社|事業者).*(?:提供|取得)|through (?:an )?agenc", label):
        return ("from_agency",)
    return ()
