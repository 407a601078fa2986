"""The file that the answers make. An open question becomes a comment beside what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chikai.kernel.message import Both, Message, say
from chikai.policy.base import Say
from chikai.policy.draft.write import Block, Entry, Node, block, to_text
from chikai.policy.interview.answers import Answers
from chikai.policy.interview.giving import GIVING, silent
from chikai.policy.interview.procedure import requests
from chikai.policy.interview.question import Asked
from chikai.policy.interview.questions import asked
from chikai.policy.interview.writing import both, clause, line, names, the
from chikai.words import render


@dataclass(frozen=True, slots=True)
class Draft:
    """`text` is the file; `open` the questions it still asks."""

    company: str
    version: str
    text: str
    open: tuple[Asked, ...]


def compose(answers: Answers, *, lang: str) -> Draft:
    """The first version of a policy. `lang` is that of its comments. The answers must hold all
    that the file cannot be without."""
    left = tuple(each for each in asked(answers) if each.key in answers.open)
    company = answers.text("company") or ""
    version = str(answers.get("effective_from"))
    entries: list[Entry | tuple[str, Node | None] | None] = [
        ("schema", 1),
        ("company", company),
        ("effective_from", version),
        ("about", _about(answers, lang)),
        ("contacts", [_contact(answers)]),
        ("items", _items(answers)),
        ("purposes", _purposes(answers)),
        ("categories", _categories(answers)),
        ("requests", requests(answers, lang)),
        ("complaints", _complaints(answers)),
        *((name, write(answers)) for name, write in GIVING),
    ]
    quiet: list[Node] = [*silent(answers)]
    if quiet:
        entries.append(("silent", quiet))
    head = [line("interview.file.head", lang=lang)]
    if left:
        head.append(line("interview.file.open", lang=lang))
        head += [f"? {_question(each.ask, lang)}" for each in left]
    return Draft(company, version, to_text(block(*entries, above=head)), left)


def _question(message: Message, lang: str) -> str:
    return render(message, lang=lang)


def _about(answers: Answers, lang: str) -> Block:
    name, manager = the(answers, "name"), the(answers, "manager")
    representative = answers.said("representative")
    told = "present" if representative or answers.none("representative") else "unknown"
    return block(
        ("id", "about"),
        Entry("name", both(name), ask=_untold(name, lang)),
        Entry("representative", both(representative) if representative else None)
        if representative or "representative" in answers.open
        else None,
        ("manager", both(manager)),
        ("desk", "privacy_desk"),
        ("address_stated", block(("state", "present"))),
        ("representative_stated", block(("state", told))),
        ("manager_stated", block(("state", "present"))),
        ("say", clause("about", company=Both(name.ja, name.en))),
    )


def _untold(said: Say, lang: str) -> str | None:
    """A text that stands in one language for both."""
    return line("interview.file.other_language", lang=lang) if said.ja == said.en else None


def _contact(answers: Answers) -> Block:
    name, address = the(answers, "name"), the(answers, "address")
    return block(
        ("id", "privacy_desk"),
        (
            "place",
            block(
                ("postal_code", answers.text("postal_code")),
                ("address", both(address)),
                ("addressee", clause("addressee", company=Both(name.ja, name.en))),
            ),
        ),
        ("phone", answers.text("phone")),
        ("email", answers.text("email")),
        ("say", clause("desk")),
    )


KNOWN_ITEMS = (
    "name",
    "address",
    "email",
    "phone",
    "birth_date",
    "sex",
    "member_number",
    "order_history",
    "billing",
    "inquiry_text",
    "employer",
    "resume",
)
"""Items whose words are known, so that a ledger can name them. `address` tells where one lives."""


def item_id(said: Say, number: int) -> str:
    for id in KNOWN_ITEMS:
        words = {render(say(f"interview.item.{id}"), lang=lang) for lang in ("ja", "en")} | {id}
        if said.ja in words or said.en in words:
            return id
    return f"item_{number}"


def _named_items(answers: Answers) -> dict[str, tuple[str, Say]]:
    """Every item once, by its Japanese name."""
    found: dict[str, tuple[str, Say]] = {}
    for person in answers.names("persons"):
        for said in answers.lines(f"items.{person}"):
            if said.ja not in found:
                id = item_id(said, len(found) + 1)
                known = id in KNOWN_ITEMS
                found[said.ja] = id, names(f"interview.item.{id}") if known else said
    return found


def _items(answers: Answers) -> list[Node]:
    unique = dict(_named_items(answers).values())
    return [
        block(
            ("id", id),
            ("locates", True if id == "address" else None),
            ("listed", "yes"),
            ("say", both(said)),
        )
        for id, said in unique.items()
    ]


def _purpose_ids(answers: Answers, person: str) -> Iterator[tuple[str, Say]]:
    for number, said in enumerate(answers.lines(f"purposes.{person}"), 1):
        yield f"{person}_purpose_{number}", said


def _purposes(answers: Answers) -> list[Node]:
    profiling = "no" if answers.yes("profiling") is False else "unknown"
    return [
        block(("id", id), ("includes_profiling", profiling), ("say", both(said)))
        for person in answers.names("persons")
        for id, said in _purpose_ids(answers, person)
    ]


def _categories(answers: Answers) -> list[Node]:
    items = _named_items(answers)
    found: list[Node] = []
    for person in answers.names("persons"):
        ids = [items[said.ja][0] for said in answers.lines(f"items.{person}")]
        sources = answers.names(f"sources.{person}") or ("unknown",)
        found.append(
            block(
                ("id", person),
                ("persons", [person]),
                ("sources", list(sources)),
                ("purposes", [id for id, _ in _purpose_ids(answers, person)]),
                ("items", list(dict.fromkeys(ids))),
                ("say", clause("category", who=say(f"interview.persons.{person}"))),
            )
        )
    return found


def _complaints(answers: Answers) -> Block:
    organisation = None
    if answers.yes("organisation"):
        name = both(the(answers, "organisation_name"))
        organisation = block(
            ("id", "accredited_organisation"),
            ("name", name),
            (
                "place",
                block(
                    ("address", both(the(answers, "organisation_address"))),
                    ("addressee", name),
                ),
            ),
            ("phones", [answers.text("organisation_phone") or ""]),
            ("member", "yes"),
            ("say", clause("organisation")),
        )
    return block(
        ("id", "complaints"),
        ("desk", "privacy_desk"),
        ("organisation", organisation),
        ("say", clause("complaints")),
    )
