"""Provision to third parties: the rule, the cases without consent, recipients, opt-out."""

from __future__ import annotations

import re

from chikai.policy.draft import cues
from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.parts.cases import _CONSENT, _EXCEPT, _below, _main
from chikai.policy.draft.topics import has_topic
from chikai.policy.draft.write import Block, Entry, block

_NO_PROVISION = re.compile(
    r"第三者(?:[(（][^)）]*[)）])?(?:に|へ|への|に対し)[^。]*(?:提供|開示)[^。]*(?:ません|"
    r"しない|いたしません|ありません|ございません)|"
    r"(?:will|do|does|shall) not (?:\w+ ){0,3}(?:provide|disclose|give|"
    r"supply)[^.]*(?:third part|personal)",
    re.I,
)


_PRIOR = re.compile(r"あらかじめ|予め|事前|prior|advance|beforehand", re.I)


_AGGREGATE = re.compile(r"aggregate|統計|匿名|no personal information", re.I)


_GIVES = re.compile(
    r"第三者(?:に|へ)[^。]*提供(?:し|する|いた|され)(?:ます|ことがあ)|に対して提供され|"
    r"will provide|may provide|provided to",
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
        abroad = re.search(r"外国にある第三者を含|including[^.]*(?:foreign|abroad)", rule.text)
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
                ("includes_abroad", "yes") if abroad else None,
                used={("ground", each) for each in own},
            )
        )
        cases = [(rule, own)] if own else []
        after = [s for s in book.page.body if s.number == rule.number + 1 and _EXCEPT.match(s.text)]
        told = [*after, *(s for s in _below(book, rule) if s not in after)]
        cases += [(s, cues.values(cues.GROUNDS, s.text)) for s in told]
        for sentence, named in cases:
            bases = list(dict.fromkeys(own)) if sentence is rule else _bases(sentence)
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
    for line in follow:
        book.take(line, "provision_rule", whole=True)
    entries = [("rules", tuple(made)), ("grounds", tuple(grounds)), ("recipients", recipients)]
    return Entry("provision", block(*((k, v) for k, v in entries if v)))


_MORE: cues.Table = cues.table(
    entrustment=r"委託する場合|委託先に|when entrusting|entrustment of",
    joint_use=r"共同利用する場合|共同して利用する場合|joint use",
)


_PARTS = re.compile(r"[(（][0-9０-９]{1,2}[)）]|[①-⑳]")


def _bases(sentence: Sentence) -> list[str]:
    """The ground of each case a sentence lists; consent that is hard to get is another case."""
    found: list[str] = []
    for part in _PARTS.split(sentence.text):
        named = [*cues.values(cues.GROUNDS, part), *cues.values(_MORE, part)]
        hard = re.search(r"困難|支障|difficult|impractical|affect|hinder", part)
        if basis := _main(named):
            found.append(basis)
        elif _CONSENT.search(part) and not hard:
            found.append("consent")
    return list(dict.fromkeys(found))


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
            r"\bto ((?:[\w-]+,? (?:and )?){1,6}?(?:companies|stores|businesses|partners|"
            r"agencies|providers))",
            s.text,
        )
        to_ja = re.search(
            r"([^、。はが]{2,24})(?:に対して|へ|に)[^、。]*提供(?:し|する|いた|され)", s.text
        )
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


_OPT_OUT_ITEMS = (
    "provider", "purpose_is_provision", "data_items", "acquisition", "method",
    "stops_on_request", "receiving_requests", "update", "start_date",
)  # fmt: skip


def opt_out(book: Notebook) -> Entry | None:
    """Provision until the person objects. Which of the nine items are told is asked."""
    pattern = re.compile(
        r"オプトアウト|(?:ご?本人の)?求めに応じて[^。]*第三者[^。]*提供を停止|"
        r"provid\w+[^.]*third part[^.]*opt[- ]out",
        re.I,
    )
    lines = [
        s
        for s in book.where(pattern)
        if not has_topic(s, "cookies")
        and not re.search(r"行って(?:い|おり)ません|cookie", s.text, re.I)
    ]
    if not lines:
        return None
    unknown = block(("state", "unknown"))
    items = Entry(
        "items",
        block(*((name, unknown) for name in _OPT_OUT_ITEMS)),
        ask=book.words("draft.ask.opt_out"),
    )
    return Entry("opt_out", book.clause(book.id("opt_out"), lines, items))
