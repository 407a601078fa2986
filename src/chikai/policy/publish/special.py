"""Pages of their own for what the law wants easy to find: external transmission, joint use,
anonymized information; and the list of request forms.

Each says what the policy states of its matter and no more. A policy without it has no such page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from chikai.kernel.message import Both
from chikai.law.kinds import Asker, RequestKind
from chikai.policy.model import Policy
from chikai.policy.publish.document import Bullets, Document, Line, Link, Paragraph, Section
from chikai.policy.publish.page import clause_blocks, top_clauses
from chikai.policy.publish.voice import Voice

PAGES: Final = (
    ("external-transmission", "transmission", "external_transmission"),
    ("joint-use", "joint_use", "joint_use"),
    ("anonymized", "anonymized", "anonymized"),
)
"""Name of the file, its heading in `words/`, and the part of the policy.

Telecommunications Business Act Art. 27-12; APPI Art. 27(5)(iii); Art. 43(3) and (4).
"""

FORM_ASKERS: Final = (Asker.PERSON, Asker.MANDATARY)
"""Whose forms are published blank; forms of other representatives are printed when asked for."""


def form_name(kind: RequestKind, asker: Asker) -> str:
    return f"form-{kind.value}-{asker.value}"


def special_pages(
    policy: Policy, *, lang: str, on: date, links: Sequence[Link] = ()
) -> Iterator[Document]:
    voice = Voice(policy, lang, on)
    for name, key, path in PAGES:
        clauses = tuple(top_clauses(policy, path))
        if not clauses:
            continue
        blocks = tuple(block for clause in clauses for block in clause_blocks(voice, clause))
        heading = voice.tell(f"heading.{key}")
        section = Section(f"sec-{name}", heading, blocks)
        yield _page(voice, name, heading, (section,), links)


def forms_page(policy: Policy, *, lang: str, on: date, links: Sequence[Link] = ()) -> Document:
    """Where each blank form is."""
    voice = Voice(policy, lang, on)
    kinds = dict(zip(RequestKind, voice.names("kind", RequestKind), strict=True))
    sections = tuple(
        Section(
            f"sec-forms-{asker.value}",
            voice.names("asker", [asker.value])[0],
            (
                Bullets(
                    tuple(
                        Line(name, href=f"{form_name(kind, asker)}.{lang}.html")
                        for kind, name in kinds.items()
                    )
                ),
            ),
        )
        for asker in FORM_ASKERS
    )
    return _page(voice, "forms", voice.tell("forms"), sections, links)


def _page(
    voice: Voice, name: str, heading: str, sections: tuple[Section, ...], links: Sequence[Link]
) -> Document:
    policy = voice.policy
    company = policy.about.name
    title = voice.tell("titled", heading=heading, company=Both(company.ja, company.en))
    return Document(
        kind="page",
        name=name,
        lang=voice.lang,
        title=title,
        company=voice.text(company),
        dated=voice.day(policy.effective_from),
        lead=(Paragraph(voice.tell("since", on=policy.effective_from)),),
        sections=sections,
        links=tuple(links),
        foot=(voice.text(company), voice.tell("version", on=policy.effective_from)),
    )
