"""The fee: how much, for which kinds, by what means, and what follows if it is not paid."""

from __future__ import annotations

import re

from chikai.policy.draft import cues
from chikai.policy.draft.notebook import Notebook, Used
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.spots import of
from chikai.policy.draft.topics import has_topic
from chikai.policy.draft.write import Entry

_FEE = re.compile(r"手数料|\bfees?\b|deposit of|charge of|小為替|切手を?同封", re.I)
_FREE = re.compile(
    r"不要|無料|いただきません|かかりません|徴収(?:いた)?しません|free of charge|no fee|"
    r"not (?:be )?charge",
    re.I,
)
_UNIT_FORM = re.compile(
    r"(?:申請書|請求書|用紙|様式)[0-9０-９一]?(?:通|枚|件)|per (?:form|application form)", re.I
)
_UNIT_REQUEST = re.compile(
    r"(?:[0-9０-９一]|１)\s?(?:件|回|請求)(?:の)?(?:ご?請求|お?申し?込み?|申請|につき|"
    r"ごと)?(?:につき|ごと)|請求(?:1|１|一)件|"
    r"per request|for each request",
    re.I,
)
_NOT_MADE = re.compile(
    r"(?:なかったもの|無かったもの|無効|請求がな(?:い|かった))|not recogni[sz]e the request|"
    r"deemed (?:not )?to have (?:not )?been|invalid",
    re.I,
)
_NO_RETURN = re.compile(
    r"(?:返却|返還|払い?戻し?|返金)[^。]*(?:しません|いたしません|行いません|できません|"
    r"致しません)|not (?:be )?refund",
    re.I,
)


def fee(book: Notebook) -> Entry | None:
    """The clause; nothing where the page names no amount. A free procedure has no fee."""
    lines = [
        s
        for s in book.page.body
        if (_FEE.search(s.text) or has_topic(s, "fee")) and not has_topic(s, "purposes", "joint")
    ]
    paid = [s for s in lines if of("yen", s.text)]
    if not paid:
        return _without_amount(book, lines)
    amounts = list(dict.fromkeys(spot.value for s in paid for spot in of("yen", s.text)))
    amount = amounts[0]
    charged = [s for s in lines if not _FREE.search(s.text)]
    kinds = _kinds(charged)
    text = "\n".join(s.text for s in lines)
    means = tuple(m for m in cues.values(cues.MEANS, text))
    period = next(
        (
            spot.value
            for s in lines
            for spot in of("period", s.text)
            if spot.value[-1] == "d" and "支払" in text
        ),
        None,
    )
    not_made = _NOT_MADE.search(text)
    id = book.id("fee")
    for s in lines:
        book.take(s, id, _used(s, amount, kinds, means, period))
    return Entry(
        "fee",
        book.clause(
            id,
            lines,
            ("kinds", kinds) if kinds else book.open("kinds", "draft.ask.fee_kinds"),
            ("amount", int(amount)),
            _unit(book, text),
            ("means", means)
            if means
            else Entry("means", (), ask=book.words("draft.ask.fee_means")),
            _stamps(book, means, text),
            ("period_days", int(period[:-1])) if period else _period(book, bool(not_made)),
            ("unpaid", "not_made") if not_made else book.open("unpaid", "draft.ask.unpaid"),
            _refunds(book, text),
        ),
        ask=book.words("draft.ask.fee_others", others=", ".join(amounts[1:]))
        if amounts[1:]
        else None,
    )


def _without_amount(book: Notebook, lines: list[Sentence]) -> Entry | None:
    free = [
        s
        for s in lines
        if (_FREE.search(s.text) and "手数料" in s.text)
        or (has_topic(s, "fee") and _FREE.search(s.text))
    ]
    if free:
        for s in free:
            book.take(
                s, "fee (none)", {("kind", k) for k in cues.values(cues.KINDS, s.text)}, whole=True
            )
        return None
    if any("手数料" in s.text or re.search(r"\bfee\b", s.text) for s in lines):
        return book.open("fee", "draft.ask.fee")
    return None


def _kinds(lines: list[Sentence]) -> tuple[str, ...]:
    """Kinds named with the fee, in its sentences or in the heading above them."""
    may = ("notice_of_purpose", "disclosure", "record_disclosure")
    texts = [
        s.text
        for s in lines
        if of("yen", s.text) or "手数料" in s.text or re.search(r"\bfee\b", s.text)
    ]
    texts += [h for s in lines for h in s.path if "手数料" in h]
    found = {k for text in texts for k in cues.values(cues.KINDS, text)}
    return tuple(k for k in may if k in found)


def _used(
    s: Sentence, amount: str, kinds: tuple[str, ...], means: tuple[str, ...], period: str | None
) -> set[Used]:
    used: set[Used] = {
        ("yen", amount),
        *(("kind", k) for k in kinds),
        *(("means", m) for m in means),
    }
    if period:
        used.add(("period", period))
    if _FREE.search(s.text):
        used |= {("kind", k) for k in cues.values(cues.KINDS, s.text)}
    return used


def _unit(book: Notebook, text: str) -> Entry:
    if _UNIT_FORM.search(text):
        return Entry("unit", "form")
    if _UNIT_REQUEST.search(text):
        return Entry("unit", "kind_on_a_form")
    return book.open("unit", "draft.ask.fee_unit")


def _stamps(book: Notebook, means: tuple[str, ...], text: str) -> Entry | None:
    if "stamps" not in means:
        return None
    if re.search(r"収入印紙", text):
        return Entry("stamps", "revenue")
    if re.search(r"郵便切手|切手|postage", text):
        return Entry("stamps", "postage")
    return book.open("stamps", "draft.ask.stamps")


def _period(book: Notebook, needed: bool) -> Entry | None:
    return book.open("period_days", "draft.ask.fee_period") if needed else None


def _refunds(book: Notebook, text: str) -> Entry | None:
    return book.open("refunds", "draft.ask.refunds") if _NO_RETURN.search(text) else None
