"""How requests are answered or refused, and what becomes of the papers."""

from __future__ import annotations

import re

from chikai.policy.draft import cues
from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.spots import of
from chikai.policy.draft.topics import has_topic, topic
from chikai.policy.draft.write import Block, Entry

_ANSWERS = re.compile(
    r"(?:書面|文書|郵送|書留)[^。]*(?:回答|対応|通知)(?:いた|し|させ)|(?:回答|"
    r"通知)[^。]*(?:書面|郵送|電子)|"
    r"send you a reply|reply (?:by|in)|send a (?:written )?response|written response",
    re.I,
)


_ASKED = re.compile(r"利用目的の?ご?通知")


def answer(book: Notebook) -> Entry:
    lines = [
        s
        for s in book.page.body
        if (_ANSWERS.search(_ASKED.sub("", s.text)) or topic(s) == "answer")
        and not _PAPERS.search(s.text)
        and not has_topic(
            s,
            "fee",
            "purposes",
            "change",
            "use",
            "specific",
            "provision",
            "cookies",
            "joint",
            "organisation",
        )
        and not re.search(r"利用目的(?!の通知|の開示|及び|および|、|・)|漏[洩え]", s.text)
    ]
    reasons = [
        s
        for s in book.page.body
        if re.search(
            r"理由を?(?:付[記し]|説明|通知|お知らせ)|provide an explanation|with the reasons?|"
            r"reasons? for non-disclosure",
            s.text,
        )
    ]
    promised = [
        s
        for s in book.page.body
        if of("period", s.text)
        and re.search(r"以内に(?:対応|回答|開示)|within \d+ (?:days|weeks)", s.text)
    ]
    every = [*lines, *reasons, *promised]
    if not every:
        return book.open("answer", "draft.ask.answer")
    text = " ".join(s.text for s in lines)
    written = re.search(r"書面|文書|in writing|written (?:response|reply)", text)
    electronic = re.search(r"電磁的|電子(?:メール|的|データ)|e-?mail", text)
    to = (
        "form_address"
        if re.search(
            r"(?:請求書|申請書|請求書面|用紙)(?:に)?(?:ご?記載|ご?記入)?(?:の|"
            r"され)?[^。]{0,8}住所|address (?:written|given|stated) on the (?:request )?form",
            text,
        )
        else None
    )
    to = to or ("proven_address" if re.search(r"(?:確認書類|登録)[^。]{0,10}住所", text) else None)
    delivery = (
        "simple_registered"
        if "簡易書留" in text
        else "registered"
        if re.search(r"書留|registered mail", text)
        else None
    )
    effort = any("努め" in s.text or "endeavo" in s.text for s in reasons)
    told = "effort" if effort else "promised" if reasons else None
    clause = book.clause(
        book.id("answer"),
        every,
        ("written", bool(written and not electronic))
        if written
        else book.open("written", "draft.ask.written"),
        ("delivery_paid", delivery)
        if delivery
        else book.open("delivery_paid", "draft.ask.delivery"),
        ("delivery_free", delivery)
        if delivery
        else book.open("delivery_free", "draft.ask.delivery"),
        ("to", to) if to else book.open("to", "draft.ask.answer_to"),
        book.open("own_target_days", "draft.ask.target"),
        ("reasons", told) if told else book.open("reasons", "draft.ask.reasons"),
    )
    return Entry("answer", clause)


_PAPERS = re.compile(
    r"(?:提出|送付|受領)[^。]*(?:書類|書面)[^。]*(?:保存|保管|廃棄|破棄|返却|処分)|"
    r"retain[^.]*documents[^.]*(?:destroy|years|months)|documents[^.]*(?:destroy|return|"
    r"retain|kept)"
)


def papers(book: Notebook) -> Entry:
    lines = [
        s
        for s in book.where(_PAPERS)
        if not has_topic(s, "purposes", "retention") or has_topic(s, "requests", "request_data")
    ]
    lines = [s for s in lines if not re.search(r"安全管理|盗難", s.text)]
    found = [
        (spot.value, s)
        for s in lines
        for spot in of("period", s.text)
        if spot.value[-1] in "ym" and re.search(r"保存|保管|kept|retain|keep", s.text)
    ]
    if not found:
        return book.open("papers", "draft.ask.papers")
    value, _where = found[0]
    count = int(value[:-1])
    years, months = (count, 0) if value[-1] == "y" else divmod(count, 12)
    return Entry(
        "papers",
        book.clause(
            book.id("papers"),
            lines,
            ("years", years),
            ("months", months) if months else None,
            used={("period", value)},
        ),
    )


def own_purpose(book: Notebook) -> Entry:
    pattern = re.compile(
        r"(?:開示等|請求|求め|手続)[^。]*(?:取得|収集|提出|知り得)[^。]*(?:個人情報|"
        r"情報)[^。]*(?:範囲|目的|ため)[^。]*(?:取り?扱|利用)|"
        r"acquired through (?:the )?procedures?[^.]*only"
    )
    lines = list(book.where(pattern))
    if not lines:
        return book.open("purpose_of_request_data", "draft.ask.request_data")
    return Entry(
        "purpose_of_request_data", book.clause(book.id("purpose_of_request_data"), lines[:1])
    )


_REFUSES = re.compile(
    r"(?:応じ(?:られ|ない|かね)|開示(?:しない|いたしません|できない)|[不非]開示|refus|non-disclosure|"
    r"not (?:be able to )?disclos|"
    r"unless such disclosure)",
    re.I,
)


_LISTS = re.compile(r"(?:次|以下|下記)の|following", re.I)


def _lead(book: Notebook, s: Sentence) -> Sentence:
    """The sentence that opens the list an item stands in; any other sentence is its own."""
    if s.item:
        for each in reversed(book.page.body[: book.page.body.index(s)]):
            if each.path != s.path[: len(each.path)]:
                break
            if not each.item or (_REFUSES.search(each.text) and _LISTS.search(each.text)):
                return each
    return s


def refusals(book: Notebook) -> Entry | None:
    """Grounds of refusal as published. A ground the law does not know has no law's ground."""
    made: list[Block] = []
    for s in book.page.body:
        under = has_topic(s, "refusal")
        ground = cues.values(cues.REFUSALS, s.text)
        context = under or _REFUSES.search(_lead(book, s).text)
        if s.item and not under and not (has_topic(s, "requests") or book.procedure(s)):
            continue
        if not context or has_topic(s, "purpose_notice", "provision", "use"):
            continue
        listed = s.item and re.search(r"場合|とき|^(?:If|When)", s.text)
        opens = _REFUSES.search(s.text) and _LISTS.search(s.text)
        if not ground and (not listed or opens):
            if under and _REFUSES.search(s.text):
                book.take(s, "refusals", whole=True)
            continue
        law = ground[0] if ground else None
        made.append(
            book.clause(
                book.id(f"refusal_{law}" if law else "refusal_other"),
                [s],
                ("kinds", ("disclosure",))
                if law
                else book.open("kinds", "draft.ask.refusal_kinds"),
                ("law_ground", law) if law else book.open("law_ground", "draft.ask.law_ground"),
                used={("refusal", law)} if law else (),
            )
        )
    return Entry("refusals", tuple(made)) if made else None
