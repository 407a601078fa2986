"""Who the business is: name, representative, who is in charge of personal information."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.topics import has_topic
from chikai.policy.draft.write import Entry, block

_FORMS = (
    "株式会社|有限会社|合同会社|合資会社|相互会社|(?:一般|公益)(?:社団|財団)法人|"
    "(?:医療|学校|社会福祉)法人"
)
_NAME = r"[^\s　、。，．,()（）「」『』｢｣【】:：/／|｜は]"
NAME_JA = re.compile(
    rf"(?:{_FORMS})\s?{_NAME}{{1,30}}?(?=$|[\s　、。，．,()（）「」｢｣【】:：/／|｜]|は|が|の|"
    rf"を|と|では|代表|に)"
    rf"|(?:[A-Z][A-Za-z0-9&'.-]*\s)*{_NAME}{{1,30}}?(?:{_FORMS})"
)
NAME_EN = re.compile(
    r"(?:The )?[A-Z][\w&'’.-]*(?:,? (?:[A-Z&][\w&'’.-]*|of|and)){0,7}?,? "
    r"(?:Co\.?, ?Ltd\.?|Inc\.?|Ltd\.?|Corporation|Corp\.?|K\.K\.|G\.K\.|LLC|"
    r"Company,? Limited|Limited)(?!\w)"
)
_WE = (
    "当院|当行|当組合|当協会|当学園|本学園?|本校|当大学|当金庫|当庫|当店|当ショップ|当財団|当機構|"
    "当病院|当クリニック"
)
_DEFINED = re.compile(
    r"[(（][^()（）]{0,12}以下[^()（）]{0,16}(?:当社|弊社|当会社|当法人|会社|われわれ|私たち|"
    rf"{_WE})|以下[「、]?(?:当社|弊社|{_WE})|"
    r"\((?:hereinafter|hereafter|below|the [\"“]Company|[\"“](?:we|us|the Company))|"
    r"(?:hereinafter|hereafter)",
    re.I,
)
_TITLE = (
    r"代表取締役(?:社長|会長|CEO)?(?:\s?(?:兼)?\s?(?:社長|会長|CEO|最高経営責任者))*|"
    r"代表執行役\w{0,4}|代表社員|"
    r"代表理事|理事長|取締役社長|院長|頭取|学長|組合長|代表者(?:の?(?:氏名|名))?(?=\s*[:：])"
)
_PERSON = r"[一-龠々ヶヵぁ-んァ-ヴー]{1,6}(?:[ 　][一-龠々ヶヵぁ-んァ-ヴー]{1,6})?"
REPRESENTATIVE_JA = re.compile(
    rf"(?:{_TITLE})\s*[:：]?\s*(?![のはがをにと]|代表|理事|取締)(?:{_PERSON})(?=$|[\s　、。)）])"
    rf"|(?:^|(?<=[\s　]))[一-龠々]{{1,4}}[ 　][一-龠々ぁ-んァ-ヴ]{{1,5}}[\s　]+"
    r"代表(?:取締役|理事)(?:社長|会長)?(?=$|[\s　])"
)
REPRESENTATIVE_EN = re.compile(
    r"(?:[A-Z][\w.'-]+ ){1,3}[A-Z][\w.'-]+, (?:Representative Director|President|Chief Executive)"
    r"[\w ,&]*|(?:Representative Director|President(?: and CEO)?)[:,]? (?:[A-Z][\w.'-]+ ?){2,3}"
)
_MANAGER_JA = re.compile(
    r"個人情報(?:の)?(?:保護)?(?:に関する)?(?:総括|統括)?(?:管理)?責?任?(?:管理)?(?:責任者|管理者)|"
    r"(?:最高|チーフ)プライバシー(?:責任者|オフィサー)|個人情報(?:の)?保護管理者"
)
_MANAGER_EN = re.compile(
    r"(?:Chief )?Privacy (?:Officer|Manager)|Personal Information (?:Protection )?(?:Manager|"
    r"Officer|Administrator)|"
    r"(?<=Protection of Personal Information: ).{5,120}$"
)
_ELSEWHERE = ("joint", "organisation")


def about(book: Notebook) -> Entry:
    """The company. What the page does not tell of it is asked."""
    name, named_in = company_name(book)
    person, person_in = _first(book, _representative(book))
    manager, manager_in = _manager(book)
    found = [each for each in (named_in, person_in, manager_in) if each]
    sentences = sorted({each.number: each for each in found}.values(), key=lambda s: s.number)
    id = book.id("about")
    for each, kind, value in (
        (named_in, "company", name),
        (person_in, "representative", person),
        (manager_in, "manager", manager),
    ):
        if each and value:
            book.take(each, id, {(kind, value)})
    _everywhere(book, id, name, person)
    clause = block(
        ("id", id),
        _named(book, "name", name, "draft.ask.company_name"),
        _named(book, "representative", person, "draft.ask.representative"),
        _named(book, "manager", manager, "draft.ask.manager"),
        book.desk("requests", "contact", "complaint"),
        _stated(book, "representative_stated", person),
        _stated(book, "manager_stated", manager),
        book.open("say", "draft.ask.about"),
        above=(book.source(sentences),) if sentences else (),
    )
    return Entry("about", clause)


def company_name(book: Notebook) -> tuple[str | None, Sentence | None]:
    """The name that the page makes "we" stand for; else the one under a label or a signature;
    else the only one it uses. Several without a sign of which: none."""
    pattern = NAME_JA if book.page.lang == "ja" else NAME_EN
    candidates: list[tuple[int, str, Sentence]] = []
    for sentence in book.page.sentences:
        if has_topic(sentence, *_ELSEWHERE):
            continue
        for hit in pattern.finditer(sentence.text):
            name = hit[0].strip(" 　,・")
            weight = 1
            if _DEFINED.match(sentence.text[hit.end() :].lstrip()[:40]):
                weight = 9
            elif sentence.under(
                re.compile(r"事業者の(?:氏名|名称)|名称|Name of (?:the )?business")
            ):
                weight = 6
            elif re.search(r"operated by", sentence.text):
                weight = 7
            elif re.search(r"代表|Contact us", sentence.text):
                weight = 5
            elif sentence.text.strip() == name:
                weight = 3
            candidates.append((weight, name, sentence))
    if book.page.lang == "ja" and not any(w == 9 for w, _, _ in candidates):
        candidates += _defined_ja(book)
    if book.page.lang == "en" and not any(w >= 5 for w, _, _ in candidates):
        candidates += _defined_en(book)
    if not candidates:
        return None, None
    total = Counter[str]()
    heaviest: dict[str, int] = {}
    for weight, name, _ in candidates:
        total[name] += weight
        heaviest[name] = max(weight, heaviest.get(name, 0))
    best = sorted(total, key=lambda name: (heaviest[name], total[name]), reverse=True)
    if len(best) > 1 and all(each[best[0]] == each[best[1]] for each in (heaviest, total)):
        return None, None
    name = best[0]
    heavy = max((c for c in candidates if c[1] == name), key=lambda c: (c[0], -c[2].number))
    return name, heavy[2]


def _defined_ja(book: Notebook) -> Iterator[tuple[int, str, Sentence]]:
    """`Acme（以下、「当社」といいます）`: a name without a legal form."""
    pattern = re.compile(
        r"^([^\s、。，（）()「」]{2,40})\s?[（(]以下[、,]?\s?[「『]?(?:当社|弊社|当会社|当法人|"
        + _WE
        + ")"
    )
    for sentence in book.page.body:
        if hit := pattern.search(sentence.text):
            yield 9, hit[1], sentence


def _defined_en(book: Notebook) -> Iterator[tuple[int, str, Sentence]]:
    """`Acme Travel (below, ACME)`: a name without a legal form."""
    pattern = re.compile(
        r"((?:The )?[A-Z][\w&'’.-]*(?: (?:[A-Z&][\w&'’.-]*|of)){0,6}) \((?:hereinafter|"
        r"hereafter|below)"
    )
    for sentence in book.page.body:
        for hit in pattern.finditer(sentence.text):
            yield 9, hit[1], sentence


def _representative(book: Notebook) -> Iterator[tuple[str, Sentence]]:
    pattern = REPRESENTATIVE_JA if book.page.lang == "ja" else REPRESENTATIVE_EN
    for sentence in book.page.sentences:
        if not has_topic(sentence, *_ELSEWHERE):
            for hit in pattern.finditer(sentence.text):
                yield hit[0].strip(), sentence


def _manager(book: Notebook) -> tuple[str | None, Sentence | None]:
    """The title; lines of a contact or a label before sentences that say there is one."""
    pattern = _MANAGER_JA if book.page.lang == "ja" else _MANAGER_EN
    found = [
        (len(each.text) > 60, each.number, hit[0].strip(), each)
        for each in book.page.sentences
        for hit in pattern.finditer(each.text)
        if not re.search(r"各部門|部門個人情報|委託先", each.text)
    ]
    if not found:
        return None, None
    _, _, title, sentence = min(found, key=lambda each: each[:2])
    return title, sentence


def _first(
    book: Notebook, found: Iterator[tuple[str, Sentence]]
) -> tuple[str | None, Sentence | None]:
    return next(found, (None, None))


def _named(book: Notebook, key: str, value: str | None, question: str) -> Entry:
    return Entry(key, book.text(value)) if value else book.open(key, question)


def _stated(book: Notebook, key: str, value: str | None) -> Entry | None:
    return Entry(key, block(("state", "present"))) if value else None


def _everywhere(book: Notebook, id: str, name: str | None, person: str | None) -> None:
    """Lines that are nothing but the name, or the name and the representative, are taken too."""
    squeeze = re.compile(r"[\s　,、]")
    known = {squeeze.sub("", each) for each in (name, person) if each}
    if name and person:
        known.add(squeeze.sub("", name + person))
    for each in book.page.body:
        if squeeze.sub("", each.text) in known:
            book.take(each, id)
