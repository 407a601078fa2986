"""The request procedure as the page has it: kinds, where and how, forms."""

from __future__ import annotations

import re

from chikai.law.kinds import RequestKind
from chikai.policy.draft import cues
from chikai.policy.draft.notebook import Notebook, Used
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.parts import answer, fee, proof
from chikai.policy.draft.spots import spots
from chikai.policy.draft.topics import has_topic, topic, topics
from chikai.policy.draft.write import Entry, block

ASKED = re.compile(
    r"請求|求め|申し?出|申出|申し込|依頼|開示等|ご希望|応じ|受け付け|要求|request|"
    r"respond to|anyone who",
    re.I,
)


_NOT_KINDS = (
    "joint",
    "cookies",
    "security",
    "organisation",
    "purposes",
    "refusal",
    "foreign",
    "fee",
)


_BOTH = re.compile(r"利用(?:及び|および|又は|または|・|、)(?:第三者への?)?提供の(?:拒否|停止)")


_QUOTED = re.compile(r"「[^」]*(?:在中|書)」")


_NEED_ENDED = re.compile(r"利用する必要がなくな|no longer (?:needed|necessary)")


def kinds_of(text: str) -> set[str]:
    """The kinds of request a text names; "use and provision" stops are two."""
    text = _QUOTED.sub("", text)
    found = set(cues.values(cues.KINDS, text))
    if _BOTH.search(text):
        found |= {"cessation_violation", "provision_stop_violation"}
    if _NEED_ENDED.search(text):
        found.add("cessation_need_ended")
    return found


def requests(book: Notebook) -> Entry:
    """`requests`. Everything the schema wants and the page leaves out stands as a question."""
    entries = (
        _kinds(book),
        _askers(book),
        _intake(book),
        _forms(book),
        proof.identity(book),
        proof.authority(book),
        proof.blackout(book),
        book.open("match", "draft.ask.match"),
        fee.fee(book),
        answer.answer(book),
        answer.papers(book),
        answer.own_purpose(book),
        book.open("withdrawal", "draft.ask.withdrawal"),
        answer.refusals(book),
    )
    return Entry("requests", block(*entries))


_AND_THE_LIKE = re.compile(r"開示等の?(?:ご?請求|お?求め|手続)(?!.*国の機関)")


def _kinds(book: Notebook) -> Entry:
    """A kind that the page does not name is left out: the check of the file asks for it."""
    where: dict[str, list[Sentence]] = {}
    for s in book.page.sentences:
        about = has_topic(s, "requests", "intake", "form")
        own = s.heading and "requests" in topics(s.text)
        inner = about and topic(s) in ("requests", "intake", "form", "fee")
        if has_topic(s, *_NOT_KINDS) and not (inner or own):
            continue
        listed = s.item and about
        if not (ASKED.search(s.text) or listed) or re.search(
            r"国の機関|提供することは|第三者に開示", s.text
        ):
            continue
        if s.item and not about and not ASKED.search(s.text):
            continue
        for kind in kinds_of(s.text) - {"complaint"}:
            where.setdefault(kind, []).append(s)
    for s in book.page.sentences:
        ours = not has_topic(s, "organisation") and not s.heading
        elsewhere = re.search(r"認定個人情報保護団体|accredited", s.text)
        if ours and not elsewhere and re.search(r"苦情|complaint", s.text, re.I):
            where.setdefault("complaint", []).append(s)
    if "disclosure" not in where:  # "disclosure and the like" names it
        where["disclosure"] = [s for s in book.page.sentences if _AND_THE_LIKE.search(s.text)]
    made = []
    for kind in RequestKind:
        lines = where.get(kind.value, [])
        if not lines:
            continue
        best = max(
            lines,
            key=lambda s: (has_topic(s, "requests", "complaint", "contact"), len(s.text) < 200),
        )
        made.append(
            book.clause(
                book.id(f"kind_{kind.value}"),
                [best],
                ("kind", kind.value),
                used={("kind", kind.value)},
            )
        )
        for s in lines:
            book.take(s, f"kind_{kind.value}", {("kind", kind.value)})
    missing = [k.value for k in RequestKind if not where.get(k.value)]
    ask = book.words("draft.ask.kinds", missing=", ".join(missing)) if missing else None
    return Entry("kinds", tuple(made), ask=ask)


def _askers(book: Notebook) -> Entry | None:
    lines = [
        s
        for s in book.page.body
        if re.search(
            r"(?:本人様?|ご本人)(?:また|又)?は(?:その|当該)?代理人|person(?:s)? or (?:his|"
            r"their)[\w/ ]* (?:agent|representative)",
            s.text,
        )
        and not has_topic(s, "refusal", "purposes")
    ]
    return Entry("askers", book.clause(book.id("askers"), lines[:1])) if lines else None


_SENT_TO = re.compile(
    r"(?:郵送|送付|ご?連絡|お申し?出|お申し?込|お願い|提出|ご持参)[^。]{0,18}(?:ください|"
    r"下さい|お願い|いたします|致します)|受け?付け?(?:ま|い|る|し|す)|(?:郵送|持参|送付)(?:して|にて|により|または|又は)|"
    r"(?:mail|send|submit|contact)[\w ,]{0,40}(?:to|the)\b|can be made (?:by|in|at)\b",
    re.I,
)


_WAY = re.compile(r"(?:来社|来院|来店|窓口|郵送|郵便|ファックス|FAX|メール)[^。]{0,20}場合$")


def _intake(book: Notebook) -> Entry:
    """Where and how a request is made: the channels that the sentences of the procedure name."""
    lines = []
    for s in book.page.body:
        procedure = (
            has_topic(s, "requests", "intake", "form")
            or book.procedure(s)
            or re.search(r"開示等の?(?:ご?請求|求め)|request for disclosure", s.text, re.I)
        )
        if (
            procedure
            and (
                _SENT_TO.search(s.text)
                or (topic(s) == "intake" and len(s.text) < 60 and not spots(s.text))
            )
            and not s.text.startswith(("We will", "回答"))
            and not re.search(r"への?回答は|(?:ご?回答|お知らせ|通知)(?:いた|させ|し)", s.text)
            and topic(s) not in ("fee", "answer", "refusal", "request_data", "identity", "agents")
        ):
            lines.append(s)
    lines += [
        s for s in book.page.sentences if s.heading and _WAY.search(s.text) and book.procedure(s)
    ]
    if not lines:
        return book.open("intake", "draft.ask.intake")
    used: set[Used] = set()
    channels: list[str] = []
    for s in lines:
        text = re.sub(r"[「『].*?[」』]", "", s.text)
        if re.search(r"来社.*(?:しかね|お断り|ご遠慮)", text):
            continue
        channels += [c for c in cues.values(cues.CHANNELS, text) if c not in channels]
    first = any(re.search(r"事前に[^。]*(?:ご)?連絡|まず[^。]*連絡", s.text) for s in lines)
    return Entry(
        "intake",
        book.clause(
            book.id("intake"),
            lines,
            ("channels", tuple(channels))
            if channels
            else Entry("channels", None, ask=book.words("draft.ask.channels")),
            book.desk("intake", "requests", "contact", "complaint"),
            ("contact_first", True) if first else None,
            used=used,
        ),
    )


_FORM = re.compile(
    r"[「『“\"]([^」』”\"「『]{3,40}(?:請求書|申請書|依頼書|申込書|申出書|請求シート|"
    r"request form))[」』”\"]"
    r"|((?:個人情報)?開示等?[^\s　、。「」:：()（）]{0,16}(?:請求書|申請書|依頼書|請求シート))"
    r"|((?:(?:保有)?個人(?:情報|データ)|第三者提供記録)[^\s　、。「」:：()（）]{0,20}"
    r"(?:請求書|申請書|依頼書|届出書))"
    r"|((?:Application|Request) Form for [A-Z]\w+)"
    r"|[“\"]((?:Application|Request) for [^”\"]{4,60}[^.”\"])[”\"]"
)


def _forms(book: Notebook) -> Entry | None:
    """Forms the company gives out, by their names."""
    found: dict[str, list[Sentence]] = {}
    for s in book.page.sentences:
        if has_topic(s, "refusal", "purposes"):
            continue
        for hit in _FORM.finditer(s.text):
            title = next(g for g in hit.groups() if g)
            if (
                re.search(r"当該|以下|に関する請求書|開示等の請求等に|在中", title)
                or f"{title}在中" in s.text
            ):
                continue
            found.setdefault(title, []).append(s)
    if not found:
        return None
    made = []
    for title, lines in found.items():
        near = [s for s in book.page.body if any(0 <= s.number - x.number <= 2 for x in lines)]
        text = " ".join(x.text for x in near)
        sent = re.search(
            r"(?:こちらから|郵送|送付)[^。]*(?:お送り|送付いた|郵送させ|郵送いた|折り返し)", text
        )
        body = [x for x in lines if not x.heading]
        named = {k for x in near for k in kinds_of(x.text)} - {"complaint"}
        kinds = tuple(k.value for k in RequestKind if k.value in named)
        made.append(
            book.clause(
                book.id("form"),
                body,
                ("kinds", kinds) if kinds else book.open("kinds", "draft.ask.form_kinds"),
                ("title", book.text(title)),
                ("sent_first", True) if sent else None,
            )
        )
        if sent:
            for x in near:
                if re.search(r"お送り|送付いた|郵送させ|手元にない", x.text):
                    book.take(x, "form")
    return Entry("forms", tuple(made))
