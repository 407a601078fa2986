"""The public page: the whole policy for everybody to read, every clause once, under its anchor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final

from chikai.kernel.message import Both, say
from chikai.policy.diff import diff
from chikai.policy.law_first import law_beats_text
from chikai.policy.model import Category, Clause, Model, Policy, Purpose
from chikai.policy.publish import procedure as _procedure  # noqa: F401  (adds its facts)
from chikai.policy.publish.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Grid,
    Line,
    Link,
    Paragraph,
    Section,
)
from chikai.policy.publish.facts import facts
from chikai.policy.publish.voice import Voice, children
from chikai.policy.walk import clauses

LAYOUT: Final[tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]] = (
    ("general", (("general", ("general",)),)),
    ("about", (("company", ("about", "responsible")), ("contacts", ("contacts",)))),
    ("purposes", (("categories", ("categories",)), ("use", ("use",)))),
    (
        "provision",
        (
            ("third_parties", ("provision",)),
            ("opt_out", ("opt_out",)),
            ("entrustment", ("entrustment",)),
            ("joint_use", ("joint_use",)),
            ("foreign", ("foreign",)),
        ),
    ),
    (
        "special",
        (
            ("anonymized", ("anonymized",)),
            ("specific", ("specific_personal_information",)),
            ("minors", ("minors",)),
            ("transmission", ("external_transmission",)),
        ),
    ),
    (
        "care",
        (
            ("security", ("security",)),
            ("supervision", ("supervision",)),
            ("accuracy", ("accuracy", "retention")),
            ("leak", ("leak",)),
            ("improvement", ("improvement",)),
        ),
    ),
    (
        "requests",
        (
            ("kinds", ("requests.kinds",)),
            (
                "how",
                ("requests.askers", "requests.intake", "requests.forms", "requests.match"),
            ),
            ("identity", ("requests.identity", "requests.blackout")),
            ("authority", ("requests.authority", "requests.proxy_forms")),
            ("fee", ("requests.fee",)),
            ("answer", ("requests.answer", "requests.refusals")),
            ("other_windows", ("requests.other_windows",)),
            (
                "papers",
                ("requests.purpose_of_request_data", "requests.papers", "requests.withdrawal"),
            ),
        ),
    ),
    ("complaints", (("complaints", ("complaints",)),)),
    (
        "standing",
        (
            ("voluntariness", ("voluntariness",)),
            ("service_rules", ("service_rules",)),
            ("changes", ("changes",)),
            ("marks", ("marks",)),
            ("disclaimers", ("disclaimers",)),
        ),
    ),
)
"""Sections and groups of the page, and the parts of the policy that stand in each. Every part of
the policy that holds clauses has its place here; a test holds it."""


def page(
    policy: Policy,
    *,
    lang: str,
    on: date,
    versions: Sequence[Policy] = (),
    links: Sequence[Link] = (),
) -> Document:
    """The public page in `lang` as it is shown on the day `on`."""
    voice = Voice(policy, lang, on)
    sections = [
        *(_section(voice, name, groups) for name, groups in LAYOUT),
        _law(voice),
        _history(voice, versions or (policy,)),
    ]
    name = policy.about.name
    return Document(
        kind="page",
        name="policy",
        lang=lang,
        title=voice.tell("title", company=Both(name.ja, name.en)),
        company=voice.text(name),
        dated=voice.day(policy.effective_from),
        lead=(Paragraph(voice.tell("since", on=policy.effective_from)),),
        sections=tuple(section for section in sections if section.blocks or section.sections),
        links=tuple(links),
        foot=(voice.text(name), voice.tell("version", on=policy.effective_from)),
    )


def _section(voice: Voice, name: str, groups: Sequence[tuple[str, tuple[str, ...]]]) -> Section:
    parts = []
    for group, paths in groups:
        blocks, inner = _group(voice, paths)
        if group == "fee" and not blocks:
            blocks = (Paragraph(voice.tell("no_fee")),)
        if blocks or inner:
            heading = voice.tell(f"heading.{group}")
            parts.append(Section(f"sec-{group.replace('_', '-')}", heading, blocks, inner))
    heading = voice.tell(f"chapter.{name}")
    if len(parts) == len(groups) == 1:
        return Section(f"chapter-{name}", heading, parts[0].blocks, parts[0].sections)
    return Section(f"chapter-{name}", heading, (), tuple(parts))


def _group(voice: Voice, paths: Iterable[str]) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
    blocks: list[Block] = []
    inner: list[Section] = []
    shown: set[str] = set()
    for path in paths:
        clauses = list(top_clauses(voice.policy, path))
        if all(isinstance(each, Category) for each in clauses):
            inner += [_category(voice, c, shown) for c in clauses if isinstance(c, Category)]
            continue
        for _, alike in groupby(clauses, key=lambda each: (type(each), _bare(voice, each))):
            blocks += _run(voice, list(alike))
    if "categories" in paths:
        loose = [each for each in voice.policy.purposes if each.id not in shown]
        blocks += [Bullets(tuple(_purpose(voice, each, shown) for each in loose))] if loose else []
    return tuple(blocks), tuple(inner)


def top_clauses(policy: Policy, path: str) -> Iterator[Clause]:
    """The outermost clauses of one part of the policy."""
    value = attrgetter(path)(policy)
    for each in value if isinstance(value, tuple) else (value,):
        if isinstance(each, Clause):
            yield each
        elif isinstance(each, Model):
            yield from children(each)


def _bare(voice: Voice, clause: Clause) -> bool:
    """Nothing but a sentence."""
    return not any(facts(clause, voice)) and not any(children(clause))


def _run(voice: Voice, clauses: Sequence[Clause]) -> Iterator[Block]:
    """Clauses of one sort one after the other; bare ones stand in a list."""
    if len(clauses) > 1 and _bare(voice, clauses[0]):
        yield Bullets(tuple(Line(voice.text(each.say), each.id) for each in clauses))
        return
    for each in clauses:
        yield from clause_blocks(voice, each)


def clause_blocks(voice: Voice, clause: Clause) -> list[Block]:
    """A clause: its sentence under its anchor, its facts, and the clauses it holds."""
    blocks: list[Block] = [Paragraph(voice.text(clause.say), clause.id)]
    if rows := tuple(facts(clause, voice)):
        blocks.append(Facts(rows))
    for bare, run in groupby(children(clause), key=lambda each: _bare(voice, each)):
        if bare:
            blocks.append(Bullets(tuple(Line(voice.text(each.say), each.id) for each in run)))
        else:
            blocks += [block for each in run for block in clause_blocks(voice, each)]
    return blocks


def _category(voice: Voice, category: Category, shown: set[str]) -> Section:
    purposes = {each.id: each for each in voice.policy.purposes}
    lines = tuple(_purpose(voice, purposes[id], shown) for id in category.purposes)
    key = "purposes_only" if category.only else "purposes"
    blocks: list[Block] = [Paragraph(voice.tell(key)), Bullets(lines)]
    if rows := tuple(facts(category, voice)):
        blocks.append(Facts(rows))
    return Section(category.id, voice.text(category.say), tuple(blocks))


def _purpose(voice: Voice, purpose: Purpose, shown: set[str]) -> Line:
    """A purpose under its anchor where it stands first, and a way there where it stands again."""
    text = voice.text(purpose.say)
    if purpose.includes_profiling == "yes":
        text = voice.tell("profiling", purpose=text)
    if purpose.includes_provision == "yes":
        text = voice.tell("with_provision", purpose=text)
    if purpose.id in shown:
        return Line(text, href=f"#{purpose.id}")
    shown.add(purpose.id)
    return Line(text, purpose.id)


def _law(voice: Voice) -> Section:
    """Where the law of the day goes before this text."""
    told = [voice.render(f.message) for f in law_beats_text(voice.policy, on=voice.on)]
    lines = tuple(Line(text) for text in dict.fromkeys(told))
    blocks = (Paragraph(voice.tell("law_first")), Bullets(lines)) if lines else ()
    return Section("chapter-law", voice.tell("chapter.law"), blocks)


def _history(voice: Voice, versions: Sequence[Policy]) -> Section:
    """Every version up to the one shown, newest first, and what changed from the one before."""
    policy = voice.policy
    shown = [v for v in versions if v.effective_from <= policy.effective_from]
    shown.sort(key=lambda each: each.effective_from, reverse=True)
    rows = tuple(
        (
            voice.day(each.effective_from),
            voice.tell("shown_here" if each.version == policy.version else "earlier"),
        )
        for each in shown
    )
    head = (voice.tell("term.effective_from"), voice.tell("term.version"))
    before = next((each for each in shown if each.effective_from < policy.effective_from), None)
    inner = (_changed(voice, before),) if before else ()
    return Section("chapter-history", voice.tell("chapter.history"), (Grid("", head, rows),), inner)


def _changed(voice: Voice, before: Policy) -> Section:
    """What this version promises otherwise than the one before."""
    here = {each.id for each in clauses(voice.policy)}
    lines = tuple(
        Line(voice.render(each.message), href=f"#{each.clause}" if each.clause in here else None)
        for each in diff(before, voice.policy)
        if each.is_promise
    )
    none = Paragraph(voice.render(say("change.words_only")))
    blocks = (Bullets(lines),) if lines else (none,)
    return Section("sec-changed", voice.tell("changed", on=before.effective_from), blocks)
