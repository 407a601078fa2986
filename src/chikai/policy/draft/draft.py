"""A page as the draft of a policy file, and what became of each of its sentences."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from chikai.policy.draft.notebook import Notebook, Used
from chikai.policy.draft.page import Page, Sentence
from chikai.policy.draft.parts import (
    company,
    complaints,
    contacts,
    items,
    provision,
    purposes,
    requests,
    security,
    sharing,
    special,
    standing,
    use,
)
from chikai.policy.draft.spots import signals
from chikai.policy.draft.write import Block, Entry, Node, block, to_text

_FORM_NAME = re.compile(r"「[^」]*[書シート票]」|“[^”]*”|\"[^\"]*(?i:form)\"")
State = Literal["taken", "partly", "not_taken"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of one sentence. `missing`: words of it that state something the schema has a
    place for and the draft does not hold."""

    sentence: Sentence
    state: State
    clauses: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What the page leaves open: where in the file, and what to ask. `translation`: only the
    other language of a text is wanting."""

    at: str
    ask: str
    translation: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """`text` is the YAML. Its open questions are comments there, and so are the numbers of the
    sentences each clause rests on."""

    page: Page
    text: str
    marks: tuple[Mark, ...]
    questions: tuple[Question, ...]

    def count(self, state: State) -> int:
        return sum(1 for each in self.marks if each.state == state)

    @property
    def share(self) -> int:
        """Sentences taken or partly taken, in percent."""
        return 100 * (len(self.marks) - self.count("not_taken")) // max(1, len(self.marks))


def draft(page: Page, *, lang: str, company_id: str | None = None) -> Draft:
    """Every value in the draft stands in the page; what the schema wants besides is a question.

    `lang` is the language of comments and questions.
    """
    book = Notebook(page, lang, company_id)
    desks = contacts.contacts(book)
    about = company.about(book)
    listed = items.items(book)
    aims, categories = purposes.purposes(book)
    parts = [
        about,
        desks,
        listed,
        aims,
        categories,
        requests.requests(book),
        complaints.complaints(book),
        standing.general(book),
        use.use(book),
        provision.provision(book),
        provision.opt_out(book),
        sharing.entrustment(book),
        sharing.joint_use(book),
        sharing.foreign(book),
        special.anonymized(book),
        special.specific(book),
        security.security(book),
        security.supervision(book),
        security.leak(book),
        security.improvement(book),
        special.minors(book),
        special.external_transmission(book),
        security.accuracy(book),
        standing.retention(book),
        standing.changes(book),
        standing.service_rules(book),
        standing.voluntariness(book),
        standing.marks(book),
        standing.disclaimers(book),
    ]
    whole = block(*_head(book), *(each for each in parts if each), above=_above(book))
    marks = tuple(_mark(book, each) for each in page.body)
    return Draft(page, to_text(whole), marks, tuple(_questions(whole)))


def _above(book: Notebook) -> tuple[str, ...]:
    return (book.words("draft.head"), book.words("draft.head_questions"))


def _head(book: Notebook) -> list[Entry]:
    days = standing.dates(book)
    begins = days.get("effective", [])
    first = Entry("schema", 1)
    if book.company:
        id = Entry("company", book.company)
    else:
        id = book.open("company", "draft.ask.company_id")
    if begins:
        day, sentence = begins[-1]
        book.take(sentence, "effective_from", {("day", day)})
        return [first, id, Entry("effective_from", day, above=(book.source([sentence]),))]
    known = [day for kind in ("revised", "enacted") for day, _ in days.get(kind, [])]
    if known:
        return [first, id, book.open("effective_from", "draft.ask.begins_seen", seen=max(known))]
    return [first, id, book.open("effective_from", "draft.ask.begins")]


def _mark(book: Notebook, sentence: Sentence) -> Mark:
    """Taken, if a clause holds it and nothing it states besides is left; see `spots.signals`."""
    clauses = tuple(book.taken.get(sentence.number, ()))
    if not clauses:
        return Mark(sentence, "not_taken")
    held = book.used.get(sentence.number, set())
    text = _FORM_NAME.sub("", sentence.text)
    if sentence.number not in book.whole:
        rest = _without(text, held)
        if len(rest) > 12:
            return Mark(sentence, "partly", clauses, (rest,))
    left = Counter(s.words for s in signals(text) if (s.kind, s.value) not in held)
    return Mark(sentence, "partly" if left else "taken", clauses, tuple(left))


def _without(text: str, held: set[Used]) -> str:
    """What a sentence says beside the facts that were taken from it."""
    for spot in signals(text):
        if (spot.kind, spot.value) in held:
            text = text.replace(spot.words, "")
    for _, value in held:
        text = text.replace(value, "")
    return text.strip(" 　、。,.:：()（）・")


def _questions(node: Node, at: str = "") -> list[Question]:
    found: list[Question] = []
    if isinstance(node, Block):
        for entry in node.entries:
            path = f"{at}.{entry.key}" if at else entry.key
            if entry.ask is not None:
                found.append(Question(path, entry.ask, entry.key in ("ja", "en")))
            if entry.value is not None:
                found += _questions(entry.value, path)
    elif isinstance(node, (list, tuple)):
        for index, each in enumerate(node):
            found += _questions(each, f"{at}[{index}]")
    return found
