"""Use, provision, entrustment, joint use, transfers abroad: what is promised of each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chikai.policy.draft import cues
from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.parts.company import NAME_EN, NAME_JA
from chikai.policy.draft.spots import of
from chikai.policy.draft.topics import has_topic, topic
from chikai.policy.draft.write import Block, Entry, block

_NO_PROVISION = re.compile(
    r"第三者(?:に|へ|への|に対し)[^。]*(?:提供|開示)[^。]*(?:ません|しない|いたしません|ありません|ございません)|"
    r"(?:will|do|does|shall) not (?:\w+ ){0,3}(?:provide|disclose|give|supply)[^.]*(?:third part|personal)",
    re.I,
)
_CONSENT = re.compile(r"同意|承諾|consent|permission", re.I)
_PRIOR = re.compile(r"あらかじめ|予め|事前|prior|advance|beforehand", re.I)
_EXCEPT = re.compile(
    r"除[きくい]|場合[はを]?この限り|ただし|の他は|ない限り|except|unless|other than", re.I
)
_BEYOND = re.compile(
    r"(?:目的|範囲)[^。]*(?:範囲を)?超え[^。]*(?:ません|ない|ありません)|目的外[^。]*(?:ません|ない)|利用目的の範囲内|"
    r"目的以外には|目的の範囲内に限|not use[^.]*(?:beyond|other than|other purpose)|only within the scope",
    re.I,
)


def use(book: Notebook) -> Entry | None:
    """The limit of purposes, proper acquisition, changed and unlisted purposes."""
    entries: list[Entry | tuple[str, Block | tuple[Block, ...]]] = []
    limit = [
        s
        for s in book.where(_BEYOND)
        if not has_topic(s, "purpose_change", "provision", "entrust", "joint")
    ]
    if limit:
        exceptions = _exceptions(book, limit[0], ("use", "purposes"))
        id = book.id("use_limit")
        says_consent = any(_CONSENT.search(each.text) for each in limit)
        entries.append(
            (
                "limit",
                book.clause(
                    id,
                    limit,
                    ("consent", "present" if says_consent else "absent"),
                    ("succession", "present") if any("承継" in s.text for s in limit) else None,
                    ("exceptions", exceptions) if exceptions else None,
                ),
            )
        )
    proper = re.compile(
        r"(?:偽り|不正[なの]手段|適正[かつ公正]*(?:な手段)?に[^。]*取得|適法[^。]*取得)|(?:appropriate|fair|lawful)\w*[^.]*(?:means|methods)"
    )
    if got := [s for s in book.where(proper) if not has_topic(s, "cookies")]:
        entries.append(("acquisition", book.clause(book.id("acquisition"), got, *_sensitive(book))))
    elif sensitive := _sensitive(book):
        entries.append(
            ("acquisition", book.clause(book.id("acquisition"), _sensitive_lines(book), *sensitive))
        )
    change = re.compile(
        r"利用目的を変更|変更(?:された|後の)利用目的|purpose[^.]*(?:is|are) changed"
    )
    if changed := list(book.where(change)):
        related = any(re.search(r"関連性|reasonabl", s.text) for s in changed)
        entries.append(
            (
                "purpose_change",
                book.clause(
                    book.id("purpose_change"),
                    changed,
                    ("within_reasonable_relation", "present" if related else "unknown"),
                    ("told", _told(changed)) if _told(changed) else None,
                ),
            )
        )
    unlisted = re.compile(
        r"(?:示して|規定の|定めの|記載の|列挙)(?:い)?ない[^。]*(?:目的|利用)|上記以外の目的|その他の利用目的において"
    )
    if other := list(book.where(unlisted)):
        follow = [
            s
            for s in book.page.body
            if s.number == other[-1].number + 1 and s.text.startswith(("その場合", "この場合"))
        ]
        told = _told([*other, *follow])
        entries.append(
            (
                "unlisted",
                (
                    book.clause(
                        book.id("unlisted_use"), [*other, *follow], ("told", told) if told else None
                    ),
                ),
            )
        )
    return Entry("use", block(*entries)) if entries else None


def _told(sentences: Iterable[Sentence]) -> tuple[str, ...]:
    ways = (("publish", r"公表|掲載|publi|post"), ("notify", r"通知|notif"), ("show", r"明示"))
    text = " ".join(each.text for each in sentences)
    return tuple(name for name, words in ways if re.search(words, text, re.I))


_SENSITIVE = re.compile(
    r"要配慮個人情報|機微|センシティブ|人種|信条|犯罪歴|sensitive information|special care|criminal history",
    re.I,
)


def _sensitive_lines(book: Notebook) -> list[Sentence]:
    return [s for s in book.where(_SENSITIVE) if not re.search(r"管理者|とは", s.text)]


def _sensitive(book: Notebook) -> tuple[tuple[str, str], ...]:
    return (("sensitive", "present"),) if _sensitive_lines(book) else ()


def _exceptions(book: Notebook, after: Sentence, about: tuple[str, ...]) -> tuple[Block, ...]:
    """The cases listed below "except"; each with the ground of Art. 18(3) it names."""
    allowed = ("based_on_laws", "life_body_property", "public_health_children", "state_cooperation")
    found = []
    for sentence in _below(book, after):
        grounds = [g for g in cues.values(cues.GROUNDS, sentence.text) if g in allowed]
        if ground := _main(grounds):
            id = book.id(f"use_{ground}")
            found.append(
                book.clause(
                    id, [sentence], ("ground", ground), used={("ground", g) for g in grounds}
                )
            )
    return tuple(found)


def _below(book: Notebook, after: Sentence) -> list[Sentence]:
    """The sentences of the list that an "except" opens."""
    found: list[Sentence] = []
    for each in book.page.body:
        if each.number <= after.number:
            continue
        if each.path[: len(after.path)] != after.path:
            break
        if _EXCEPT.search(each.text) and len(each.text) < 45 and not found:
            continue
        if not each.item and not re.search(
            r"(?:場合|とき)[。]?$|^(?:Is|If|When|Where|Required|Necessary)\b", each.text
        ):
            if found:
                break
            continue
        found.append(each)
    return found


def _main(grounds: list[str]) -> str | None:
    """A sentence on cooperation with the state speaks of laws too; the particular ground counts."""
    particular = [each for each in grounds if each != "based_on_laws"]
    return (particular or grounds or [None])[0]


_AGGREGATE = re.compile(r"aggregate|統計|匿名|no personal information", re.I)
_GIVES = re.compile(
    r"第三者(?:に|へ)[^。]*提供(?:し|する|いた)(?:ます|ことがあ)|will provide|may provide|provided to",
    re.I,
)


def provision(book: Notebook) -> Entry | None:
    """The rule, the cases without consent, and the recipients that are named."""
    rules = [
        s
        for s in book.where(_NO_PROVISION)
        if not has_topic(s, "foreign", "joint", "cookies", "purposes", "sensitive")
    ]
    rules = [
        s
        for s in rules
        if not _AGGREGATE.search(s.text)
        and not re.search(r"本ポリシー|Principles", " ".join(s.path))
    ] or rules
    recipients = _recipients(book)
    if not rules and not recipients:
        return None
    made, grounds, seen = [], [], set[str]()
    for rule in rules:
        id = book.id("provision_rule")
        consent = bool(_CONSENT.search(rule.text))
        prior = bool(_PRIOR.search(rule.text))
        own = cues.values(cues.GROUNDS, rule.text)
        listed = any(
            _CONSENT.search(s.text) and not re.search("困難|difficult", s.text)
            for s in _below(book, rule)
        )
        made.append(
            book.clause(
                id,
                [rule],
                ("consent", "present" if consent or listed else "absent"),
                ("prior", "yes") if prior else None,
                used={("ground", each) for each in own},
            )
        )
        cases = [(rule, own)] if own else []
        cases += [(s, cues.values(cues.GROUNDS, s.text)) for s in _below(book, rule)]
        for sentence, named in cases:
            basis = _main(list(named))
            if sentence is rule:
                bases = list(dict.fromkeys(own))
            else:
                consents = _CONSENT.search(sentence.text) and not re.search(
                    r"困難|支障|difficult|impractical|affect", sentence.text
                )
                bases = [basis] if basis else ["consent"] if consents else []
            for each in bases:
                if each in seen:
                    book.take(sentence, f"provision_{each}", {("ground", n) for n in named})
                    continue
                seen.add(each)
                grounds.append(
                    book.clause(
                        book.id(f"provision_{each}"),
                        [sentence],
                        ("basis", each),
                        used={("ground", n) for n in named},
                    )
                )
        if (
            consent
            and "consent" not in seen
            and re.search(r"(?:同意|承諾)[^。]{0,14}(?:場合|除|限り)", rule.text)
        ):
            seen.add("consent")
            grounds.append(book.clause(book.id("provision_consent"), [rule], ("basis", "consent")))
    follow = [
        s
        for s in book.page.body
        for r in rules
        if s.number == r.number + 1 and _EXCEPT.match(s.text)
    ]
    for each in follow:
        book.take(each, "provision_rule")
    entries = [("rules", tuple(made)), ("grounds", tuple(grounds)), ("recipients", recipients)]
    return Entry("provision", block(*((k, v) for k, v in entries if v)))


def _recipients(book: Notebook) -> tuple[Block, ...]:
    """Sentences that say to whom data go. What kind of ground that has is for a person to say."""
    found = []
    for s in book.where(_GIVES):
        if (
            not has_topic(s, "provision")
            or _NO_PROVISION.search(s.text)
            or _AGGREGATE.search(s.text)
        ):
            continue
        if s.text.startswith(("If you do not", "In such cases")):
            continue
        to = re.search(
            r"\bto ((?:[\w-]+,? (?:and )?){1,6}?(?:companies|stores|businesses|partners|agencies|providers))",
            s.text,
        )
        to_ja = re.search(r"([^、。]{2,30}?)(?:に対して|へ|に)[^。]*提供(?:し|する|いた)", s.text)
        name = to[1] if to else to_ja[1] if to_ja and "第三者" not in to_ja[1] else None
        methods = tuple(
            m
            for m, w in (
                ("email", r"メール"),
                ("post", r"郵送"),
                ("other", r"electronic form|電子的"),
            )
            if re.search(w, s.text)
        )
        found.append(
            book.clause(
                book.id("recipient"),
                [s],
                Entry("destination", book.text(name))
                if name
                else book.open("destination", "draft.ask.destination"),
                book.open("fixed", "draft.ask.fixed"),
                Entry("basis", "unknown", ask=book.words("draft.ask.basis")),
                ("methods", methods) if methods else None,
            )
        )
    return tuple(found)


_ENTRUST = re.compile(
    r"委託(?:する|し(?:ます|た|ている|て)|先|を受けた者|いた)|entrust|consign|outsourc", re.I
)
_CONDITIONS: tuple[tuple[str, str], ...] = (
    ("selection", r"選定|選び|基準を満た|choose|select"),
    ("contract", r"契約(?:を|の)?(?:締結|結)|contract|agreement with"),
    ("confidentiality", r"秘密保持|機密保持|守秘|confidential|non-disclosure"),
    ("agreement_to_terms", r"約款"),
    ("monitoring", r"監督|監査|supervis|audit|monitor"),
    ("re_entrustment", r"再委託|re-?entrust|subcontract"),
)


def entrustment(book: Notebook) -> Entry | None:
    found = [
        s
        for s in book.where(_ENTRUST)
        if topic(s) not in ("purposes", "joint", "organisation", "provision", "cookies")
        or re.search(r"監督|supervis", s.text)
        if not re.search(
            r"国の機関|国又は|受託|委託を受ける業務|委託(?:元|された)業務|第三者に提供いた|Doubleclick|appointed",
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
        r"(?:個人情報|情報|データ)の項目|共同(?:して)?利用(?:する|される)(?:個人)?(?:情報|データ)(?:の項目)?|items? (?:of|to be)",
    ),
    (
        "users",
        r"者の範囲|利用者の範囲|(?:共同利用する|利用)(?:会社|者)|range of|group compan|scope of",
    ),
    ("purposes", r"利用目的|purpose"),
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
    r"外国にある第三者|国外(?:の第三者|に移転|へ(?:の)?移転)|海外(?:の|へ)|日本国外|(?:third part\w+|recipients?) (?:in|located in) (?:a )?foreign|outside (?:of )?Japan|overseas",
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
