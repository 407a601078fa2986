"""Use: its limit, proper acquisition, changed and unlisted purposes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chikai.policy.draft import cues
from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.parts.cases import _CONSENT, _below, _main
from chikai.policy.draft.topics import has_topic
from chikai.policy.draft.write import Block, Entry, block

_BEYOND = re.compile(
    r"(?:目的|範囲)[^。]*(?:範囲を)?超え[^。]*(?:ません|ない|ありません)|目的外[^。]*(?:ません|"
    r"ない)|利用目的の範囲内|"
    r"目的以外には|目的の範囲内に限|not use[^.]*(?:beyond|other than|other purpose)|"
    r"only within the scope",
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
        r"(?:偽り|不正[なの]手段|適正[かつ公正]*(?:な手段)?に[^。]*取得|適法[^。]*取得)|"
        r"(?:appropriate|fair|"
        r"lawful)\w*[^.]*(?:means|methods)"
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
        r"(?:示して|規定の|定めの|記載の|列挙)(?:い)?ない[^。]*(?:目的|利用)|上記以外の目的|"
        r"その他の利用目的において"
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
    r"要配慮個人情報|機微|センシティブ|人種|信条|犯罪歴|sensitive information|special care|"
    r"criminal history",
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
