"""Entrustment, joint use and transfers abroad: what is promised of each."""

from __future__ import annotations

import re

from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.parts.company import NAME_EN, NAME_JA
from chikai.policy.draft.spots import of
from chikai.policy.draft.topics import has_topic, topic
from chikai.policy.draft.write import Block, Entry, block

_ENTRUST = re.compile(
    r"委託(?:する|し(?:ます|た|ている|て)|先|を受けた者|いた)|entrust|consign|outsourc", re.I
)


_CONDITIONS: tuple[tuple[str, str], ...] = (
    ("selection", r"選定|厳選|選び|基準を満た|水準を満た|choose|select"),
    (
        "contract",
        r"契約(?:を|の)?(?:締結|結)|契約[^。、]{0,12}締結|"
        r"契約(?:書|等)?(?:により|において|に(?:よって|て)|で|上)|contract|agreement with",
    ),
    (
        "confidentiality",
        r"秘密(?:の)?保持|機密(?:の)?保持|守秘|漏[洩えい]+[^。]{0,24}(?:禁止|義務)|confidential|non-disclosure",
    ),
    ("agreement_to_terms", r"約款"),
    ("monitoring", r"監督|監査|管理(?:させ|を(?:実施|行|徹底))|supervis|audit|monitor"),
    ("re_entrustment", r"再委託|re-?entrust|subcontract"),
)


def entrustment(book: Notebook) -> Entry | None:
    found = [
        s
        for s in book.where(_ENTRUST)
        if topic(s) not in ("purposes", "joint", "organisation", "provision", "cookies")
        or re.search(r"監督|supervis|[(（][^()（）]*契約", s.text)
        if not re.search(
            r"国の機関|国又は|受託|委託を受ける業務|委託(?:元|された)業務|第三者に提供いた|"
            r"Doubleclick|appointed",
            s.text,
            re.I,
        )
    ]
    found = [
        s
        for s in found
        if has_topic(s, "entrust")
        or re.search(r"委託(?:する|し|先|を受けた者)|entrust|consign", s.text)
    ]
    found = [
        s for s in found if not has_topic(s, "requests", "agents", "identity", "foreign", "joint")
    ]
    if not found:
        return None
    text = " ".join(each.text for each in found)
    kept = [(name, "present") for name, words in _CONDITIONS if re.search(words, text, re.I)]
    return Entry("entrustment", book.clause(book.id("entrustment"), found, *kept))


_JOINT_PARTS: tuple[tuple[str, str], ...] = (
    (
        "data_items",
        r"(?:個人情報|情報|データ)の項目|共同(?:して)?利用(?:する|される)(?:個人)?(?:情報|"
        r"データ)(?:の項目)?|items? (?:of|to be)",
    ),
    (
        "users",
        r"者の範囲|利用者の範囲|(?:共同利用する|利用)(?:会社|者)|range of|group compan|scope of",
    ),
    ("purposes", r"利用目的|利用の目的|purpose"),
    ("responsible", r"責任(?:を有する)?者|管理責任|responsib"),
)


def joint_use(book: Notebook) -> Entry | None:
    """The five items; users by name where the page has them."""
    lines = [s for s in book.page.body if has_topic(s, "joint")]
    lines += [
        s
        for s in book.page.body
        if s not in lines
        and re.search(r"共同(?:して)?利用(?:いた|し(?:ます|て)|を行)|jointly use", s.text)
    ]
    lines = [
        s
        for s in lines
        if not re.search(
            r"共同利用(?:は)?(?:行って(?:い|おり)ません|しません)|do not jointly", s.text
        )
    ]
    if not lines:
        return None
    id = book.id("joint_use")
    parts: dict[str, list[Sentence]] = {}
    for name, words in _JOINT_PARTS:
        pattern = re.compile(words, re.I)
        parts[name] = [s for s in lines if s.path and pattern.search(s.path[-1])]
        parts[name] = parts[name] or [s for s in lines if pattern.search(s.text)]
    users = _users(book, lines, parts["users"])
    items = [("fact", block(("state", "present")))]
    for name in ("data_items", "users", "purposes", "responsible"):
        told = parts[name]
        items.append((name, _item(book, told)))
    return Entry(
        "joint_use",
        (
            book.clause(
                id,
                lines,
                ("told", "published"),
                ("items", block(*items)),
                ("users", users) if users else book.open("users", "draft.ask.users"),
                book.open("responsible", "draft.ask.joint_responsible"),
                book.open("categories", "draft.ask.joint_categories"),
            ),
        ),
    )


def _item(book: Notebook, told: list[Sentence]) -> Block:
    if not told:
        return Block((Entry("state", "unknown", ask=book.words("draft.ask.joint_item")),))
    words = (" " if book.page.lang == "en" else "、").join(s.text.rstrip("。、") for s in told)
    return block(("state", "present"), ("say", book.text(words)))


def _users(book: Notebook, lines: list[Sentence], told: list[Sentence]) -> tuple[Block, ...]:
    pattern = NAME_JA if book.page.lang == "ja" else NAME_EN
    labels = [h for s in lines for h in s.path if has_topic(s, "joint") and pattern.fullmatch(h)]
    names = [hit[0].strip() for s in (told or lines) for hit in pattern.finditer(s.text)]
    urls = [spot.value for s in told for spot in of("url", s.text)]
    found = list(dict.fromkeys([*labels, *names]))
    for s in lines:
        book.take(s, "joint_use", {("url", each) for each in urls})
    made = [block(("name", book.text(each)), ("kind", "company")) for each in found]
    if not made and told:
        words = told[0].text
        made.append(
            block(
                ("name", book.text(words)),
                ("kind", "group"),
                ("list_url", urls[0]) if urls else None,
            )
        )
    return tuple(made)


_ABROAD = re.compile(
    r"外国にある第三者|国外(?:の第三者|に移転|へ(?:の)?移転)|海外(?:の|へ)|日本国外|"
    r"(?:third part\w+|recipients?) (?:in|"
    r"located in) (?:a )?foreign|outside (?:of )?Japan|overseas",
    re.I,
)


_ROUTES: tuple[tuple[str, str], ...] = (
    ("equivalent_country", r"同等の水準|equivalent (?:level|standard)"),
    (
        "equivalent_system",
        r"相当する措置|相当措置|必要な体制|基準に適合する体制|equivalent (?:measures|system)",
    ),
    ("consent", r"同意|consent"),
)


def foreign(book: Notebook) -> Entry | None:
    """Transfers abroad: the ways the page names. "We transfer nothing abroad" is no transfer."""
    lines = [
        s
        for s in book.page.body
        if has_topic(s, "foreign")
        or (_ABROAD.search(s.text) and not has_topic(s, "security", "purposes"))
    ]
    lines = [
        s
        for s in lines
        if not re.search(
            r"ことはありません|ありません|do not transfer|based overseas|traveling abroad", s.text
        )
    ]
    if not lines:
        return None
    id = book.id("foreign")
    routes, seen = [], set[str]()
    for s in lines:
        for name, words in _ROUTES:
            if name not in seen and re.search(words, s.text, re.I):
                seen.add(name)
                routes.append(book.clause(book.id(f"abroad_{name}"), [s], ("route", name)))
    unknown = block(("state", "unknown"))
    return Entry(
        "foreign",
        book.clause(
            id,
            lines,
            ("routes", tuple(routes)) if routes else book.open("routes", "draft.ask.routes"),
            Entry(
                "information",
                block(("country", unknown), ("regime", unknown), ("recipient_measures", unknown)),
                ask=book.words("draft.ask.foreign_information"),
            ),
        ),
    )
