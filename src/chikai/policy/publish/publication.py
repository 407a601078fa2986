"""Everything one version of a policy publishes, as documents and data, before it has a look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from chikai.law.kinds import Asker, RequestKind
from chikai.policy.model import Policy
from chikai.policy.publish.document import Document, Link
from chikai.policy.publish.form import Enclosed, request_form
from chikai.policy.publish.page import page, top_clauses
from chikai.policy.publish.special import FORM_ASKERS, PAGES, forms_page, special_pages
from chikai.policy.publish.voice import Voice
from chikai.words import LANGS

Needed = Callable[[Policy, RequestKind, Asker], Enclosed]
"""What the desk will want enclosed: asked of the desk's own rules."""

DATA = "policy.jsonld"
VOCABULARY = "appi.jsonld"


def documents(
    policy: Policy, *, on: date, needed: Needed, versions: Sequence[Policy] = ()
) -> Iterator[Document]:
    """Every document of the version in force, in both languages, as shown on the day `on`."""
    for lang in LANGS:
        voice = Voice(policy, lang, on)
        yield page(policy, lang=lang, on=on, versions=versions, links=links(voice, "policy"))
        yield from special_pages(policy, lang=lang, on=on, links=links(voice, None))
        yield forms_page(policy, lang=lang, on=on, links=links(voice, None))
        for kind in RequestKind:
            for asker in FORM_ASKERS:
                enclosed = needed(policy, kind, asker)
                yield request_form(policy, kind, asker=asker, enclosed=enclosed, lang=lang, on=on)


def links(voice: Voice, name: str | None) -> tuple[Link, ...]:
    """From one page to the others: the other language, paper, data, special pages, forms."""
    lang, other = voice.lang, next(each for each in LANGS if each != voice.lang)
    found = []
    if name is None:
        found.append(Link(f"policy.{lang}.html", voice.tell("link.policy")))
    else:
        theirs = Voice(voice.policy, other, voice.on).tell("link.here")
        found.append(Link(f"{name}.{other}.html", theirs, "alternate", "text/html", other))
        found.append(Link(f"{name}.{lang}.pdf", voice.tell("link.paper"), "alternate", _PDF))
        found.append(Link(DATA, voice.tell("link.data"), "alternate", "application/ld+json"))
    found += [
        Link(f"{file}.{lang}.html", voice.tell(f"heading.{key}"))
        for file, key, path in PAGES
        if any(top_clauses(voice.policy, path))
    ]
    return (*found, Link(f"forms.{lang}.html", voice.tell("forms")))


_PDF = "application/pdf"
