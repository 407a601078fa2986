"""The request procedure as the page has it: kinds, where and how, forms, answer, papers, refusals."""

from __future__ import annotations

import re

from chikai.law.kinds import RequestKind
from chikai.policy.draft import cues
from chikai.policy.draft.notebook import Notebook, Used
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.parts import fee, proof
from chikai.policy.draft.spots import of
from chikai.policy.draft.topics import has_topic, topic
from chikai.policy.draft.write import Block, Entry, block

ASKED = re.compile(
    r"請求|求め|申し?出|申出|申し込|依頼|開示等|ご希望|応じ|受け付け|拒否要求|request|respond to|anyone who",
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


def requests(book: Notebook) -> Entry:
    """`requests`. Everything the schema wants and the page leaves out stands as a question."""
    papers = _papers(book)
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
        _answer(book),
        papers,
        _own_purpose(book),
        book.open("withdrawal", "draft.ask.withdrawal"),
        _refusals(book),
    )
    return Entry("requests", block(*entries))


def kinds_of(text: str) -> set[str]:
    """The kinds of request a text names; "use and provision" stops are two."""
    text = _QUOTED.sub("", text)
    found = set(cues.values(cues.KINDS, text))
    if _BOTH.search(text):
        found |= {"cessation_violation", "provision_stop_violation"}
    if _NEED_ENDED.search(text):
        found.add("cessation_need_ended")
    return found


def _kinds(book: Notebook) -> Entry:
    """A kind that the page does not name is left out: the check of the file asks for it."""
    where: dict[str, list[Sentence]] = {}
    for s in book.page.sentences:
        about = has_topic(s, "requests", "intake", "form")
        if has_topic(s, *_NOT_KINDS) and not (about and topic(s) in ("requests", "intake", "form")):
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
        if re.search(r"苦情|complaint", s.text, re.I) and not has_topic(s, "organisation"):
            if not re.search(r"認定個人情報保護団体|accredited", s.text) and not s.heading:
                where.setdefault("complaint", []).append(s)
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
    missing = [k.value for k in RequestKind if k.value not in where]
    ask = book.words("draft.ask.kinds", missing=", ".join(missing)) if missing else None
    return Entry("kinds", tuple(made), ask=ask)


def _askers(book: Notebook) -> Entry | None:
    lines = [
        s
        for s in book.page.body
        if re.search(
            r"(?:本人様?|ご本人)(?:また|又)?は(?:その|当該)?代理人|person(?:s)? or (?:his|their)[\w/ ]* (?:agent|representative)",
            s.text,
        )
        and not has_topic(s, "refusal", "purposes")
    ]
    return Entry("askers", book.clause(book.id("askers"), lines[:1])) if lines else None


_SENT_TO = re.compile(
    r"(?:郵送|送付|ご?連絡|お申し?出|お申し?込|お願い|提出|ご持参)[^。]{0,18}(?:ください|下さい|お願い|いたします|致します)|"
    r"(?:mail|send|submit|contact)[\w ,]{0,40}(?:to|the)\b",
    re.I,
)


def _intake(book: Notebook) -> Entry:
    """Where and how a request is made: the channels that the sentences of the procedure name."""
    lines = []
    for s in book.page.body:
        procedure = has_topic(s, "requests", "intake", "form") or re.search(
            r"開示等の?(?:ご?請求|求め)|request for disclosure", s.text, re.I
        )
        if (
            procedure
            and _SENT_TO.search(s.text)
            and topic(s) not in ("fee", "answer", "refusal", "request_data", "identity", "agents")
        ):
            lines.append(s)
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
    r"[「『“\"]([^」』”\"「『]{3,40}(?:請求書|申請書|依頼書|申込書|申出書|請求シート|request form))[」』”\"]"
    r"|((?:個人情報)?開示等?[^\s　、。「」:：()（）]{0,16}(?:請求書|申請書|依頼書|請求シート))"
    r"|((?:Application|Request) Form for [A-Z]\w+)"
)


def _forms(book: Notebook) -> Entry | None:
    """Forms the company gives out, by their names."""
    found: dict[str, list[Sentence]] = {}
    for s in book.page.sentences:
        if has_topic(s, "refusal", "purposes"):
            continue
        for hit in _FORM.finditer(s.text):
            title = next(g for g in hit.groups() if g)
            if re.search(r"当該|以下|開示等の請求等に|在中", title) or f"{title}在中" in s.text:
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


_ANSWERS = re.compile(
    r"(?:書面|文書|郵送|書留)[^。]*(?:回答|対応|通知)(?:いた|し|させ)|(?:回答|通知)[^。]*(?:書面|郵送|電子)|send you a reply|reply (?:by|in)",
    re.I,
)


def _answer(book: Notebook) -> Entry:
    lines = [
        s
        for s in book.page.body
        if (_ANSWERS.search(s.text) or topic(s) == "answer")
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
        and not re.search(r"利用目的|漏[洩え]", s.text)
    ]
    reasons = [
        s
        for s in book.page.body
        if re.search(
            r"理由を?(?:付記|説明|通知|お知らせ)|provide an explanation|with the reasons?", s.text
        )
        and s not in lines
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
    written = re.search(r"書面|文書|in writing|郵送|registered mail", text)
    electronic = re.search(r"電磁的|電子(?:メール|的|データ)|e-?mail", text)
    to = (
        "form_address"
        if re.search(
            r"(?:請求書|申請書|請求書面|用紙)(?:に)?(?:ご?記載|ご?記入)?(?:の|され)?[^。]{0,8}住所",
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
    r"(?:提出|送付|受領)[^。]*(?:書類|書面)[^。]*(?:保存|保管|廃棄|破棄|返却|処分)|documents[^.]*(?:destroy|return|retain|kept)"
)


def _papers(book: Notebook) -> Entry:
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
        if spot.value[-1] in "ym" and re.search(r"保存|保管|kept|retain", s.text)
    ]
    if not found:
        for s in lines:
            book.take(s, "papers")
        return book.open("papers", "draft.ask.papers")
    value, where = found[0]
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


def _own_purpose(book: Notebook) -> Entry:
    pattern = re.compile(
        r"(?:開示等|請求|求め|手続)[^。]*(?:取得|収集|提出|知り得)[^。]*(?:個人情報|情報)[^。]*(?:範囲|目的|ため)[^。]*(?:取り?扱|利用)|"
        r"acquired through (?:the )?procedures?[^.]*only"
    )
    lines = list(book.where(pattern))
    if not lines:
        return book.open("purpose_of_request_data", "draft.ask.request_data")
    return Entry(
        "purpose_of_request_data", book.clause(book.id("purpose_of_request_data"), lines[:1])
    )


_REFUSES = re.compile(
    r"(?:応じ(?:られ|ない|かね)|開示(?:しない|いたしません|できない)|不開示|refus|not (?:be able to )?disclos|unless such disclosure)",
    re.I,
)


def _refusals(book: Notebook) -> Entry | None:
    """Grounds of refusal as published. A ground the law does not know has no law's ground."""
    made: list[Block] = []
    for s in book.page.body:
        under = has_topic(s, "refusal")
        ground = cues.values(cues.REFUSALS, s.text)
        context = under or any(
            _REFUSES.search(x.text)
            for x in book.page.body
            if x.path == s.path and 0 <= s.number - x.number <= 6
        )
        if not context or has_topic(s, "purpose_notice", "provision", "use"):
            continue
        listed = s.item and under and re.search(r"場合|とき|^(?:If|When)", s.text)
        if not ground and not listed:
            if under and _REFUSES.search(s.text):
                book.take(s, "refusals")
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


_MEMBER = re.compile(r"(?:対象事業者|所属|加入|会員)")
_NOT_MEMBER = re.compile(
    r"(?:対象事業者|団体)[^。]*(?:では(?:ございません|ありません)|はありません|はございません|所属しておりません)"
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
        for s in lines:
            book.take(s, "organisation (none)")
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
