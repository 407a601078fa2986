"""Where complaints go, and the accredited organisation if there is one."""

from __future__ import annotations

import re

from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.spots import of
from chikai.policy.draft.topics import has_topic
from chikai.policy.draft.write import Entry, block

_NOT_MEMBER = re.compile(
    r"(?:対象事業者|団体)[^。]*(?:では(?:ございません|ありません)|はありません|はございません|"
    r"所属しておりません)"
)


_ORGANISATION = re.compile(r"(?:一般|公益)?(?:社団|財団)法人[^\s　、。「」（）()]{4,30}|JIPDEC")


def complaints(book: Notebook) -> Entry:
    """Where complaints go, and the accredited organisation if there is one."""
    lines = [
        s
        for s in book.page.body
        if re.search(r"苦情|complaint", s.text, re.I)
        and not has_topic(s, "organisation")
        and "認定個人情報保護団体" not in s.text
    ]
    clause = book.clause(
        book.id("complaints"),
        lines[:3],
        book.desk("complaint", "contact", "requests"),
        _organisation(book),
        used={("kind", "complaint")},
    )
    return Entry("complaints", clause)


def _organisation(book: Notebook) -> Entry | None:
    pattern = re.compile(
        r"認定個人情報保護団体|情報経済社会推進協会|個人情報保護苦情相談|accredited personal", re.I
    )
    lines = [s for s in book.page.body if pattern.search(s.text) or s.under(pattern)]
    if not lines:
        return None
    if any(_NOT_MEMBER.search(s.text) for s in lines):
        return None
    heads = [s for s in book.page.sentences if s.heading and pattern.search(s.text)]
    text = "\n".join(s.text for s in (*heads, *lines))
    name = _ORGANISATION.search(text)
    spots = [(spot, s) for s in lines for spot in (*of("phone", s.text), *of("postal", s.text))]
    phones = tuple(dict.fromkeys(spot.value for spot, _ in spots if spot.kind == "phone"))
    postal = next((spot for spot, _ in spots if spot.kind == "postal"), None)
    address = _after(postal.words, text) if postal else None
    used = {(spot.kind, spot.value) for spot, _ in spots}
    return Entry(
        "organisation",
        book.clause(
            book.id("organisation"),
            lines,
            Entry("name", book.text(name[0]))
            if name
            else book.open("name", "draft.ask.organisation"),
            Entry(
                "place",
                block(
                    ("postal_code", postal.value),
                    Entry("address", book.text(address))
                    if address
                    else book.open("address", "draft.ask.organisation_place"),
                    ("addressee", book.text(name[0]))
                    if name
                    else book.open("addressee", "draft.ask.addressee"),
                ),
            )
            if postal
            else book.open("place", "draft.ask.organisation_place"),
            ("phones", phones) if phones else book.open("phones", "draft.ask.organisation_phones"),
            ("member", "yes")
            if re.search(r"(?:当社の|当社は)[^。]*(?:所属|対象事業者|加入|会員)", text)
            else None,
            used=used,
        ),
    )


def _after(postal: str, text: str) -> str | None:
    """The rest of the line behind the postal code, or the next line."""
    rest = text.split(postal, 1)[1].lstrip("\n 　)）").split("\n", 1)[0]
    return rest.strip(" 　") or None
