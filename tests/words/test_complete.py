"""Nothing is said without words, and no words are kept that nobody says.

The source is read, not run: every message id that stands in it, every call that fills the places
of a sentence, and every family of ids (`paper.…`, `law.…`) that is put together from names.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import get_args

import pytest

from chikai.duties.mail.recognise import claims
from chikai.duties.requests.commands import Action
from chikai.duties.requests.events import CameBack, Delivery, Disposal, Holder, Reached
from chikai.duties.requests.flow import FLOW, Exit, State
from chikai.duties.requests.letters.facts import FeeFate, FeeReturn
from chikai.duties.requests.letters.model import LetterKind
from chikai.duties.requests.letters.plain import TOPICS
from chikai.kernel import dates, text
from chikai.kernel.rule import all_rules
from chikai.law import all as _the_whole_law  # noqa: F401  (registers the rules)
from chikai.law.documents import documents
from chikai.law.grounds import AS_NONE_HELD, grounds
from chikai.law.kinds import Asker, Channel, Manner, Means, Paper, RequestKind
from chikai.ledger.found import Outcome
from chikai.ledger.terms import Identifier
from chikai.people import matching, model
from chikai.words import LANGS, places, sentences

SOURCE = Path(str(resources.files("chikai")))

SAYS = {"say", "Message", "BadData", "BadDate", "BadPerson", "paragraph", "heading"}
"""What takes a message id first. Their other arguments fill the places of the sentence."""

GIVEN_ANYWAY = {"field", "file", "line", "column"}
"""Filled in where an error is turned into words (`app.faults`)."""

GROUNDS_IN_LETTERS = {
    "harms_life_body_property_or_rights",
    "seriously_hinders_business",
    "breaks_other_law",
    "other_law_gives_disclosure",
    "purpose_already_clear",
    "harms_anyone",
    "harms_business",
    "hinders_state",
    "content_is_factual",
    "not_needed_for_purpose",
    "other_law_procedure",
    "ground_not_founded",
    "substitute_measure",
    "telling_measures_hinders_business",
    "no_such_provision",
    "paper_since_chosen_is_difficult",
}

PARTS_OF_AN_ITEM = {
    "one_of",
    "some_of",
    "by_the_person",
    "fee_short",
    "authority_covering",
    "identity_dead_person",
    "identity_dead_representative",
    "identity_child",
    "identity_dead_child",
    "identity_light_child",
    "lead",
    "address_before_next",
    "address_changed",
    "second_check_another",
}
"""`open.…` that are no item of their own: ways to settle one, and an item said another way."""

ELSEWHERE = ("item.", "cli.help.", "cli.option.", "cli.option_of.")
"""Held elsewhere: short names of open items by the test below, the help of the command line by
the verbs it is built from."""

FAMILIES: dict[str, Iterable[str]] = {
    "paper": Paper,
    "means": (*Means, "stamps_postage", "stamps_revenue"),
    "asker": Asker,
    "channel": Channel,
    "manner": Manner,
    "kind": RequestKind,
    "letter": LetterKind,
    "state": State,
    "exit": Exit,
    "outcome": ("granted", "refused", "none_held", "substituted", "action_done"),
    "step": ("received", *(step.event for step in FLOW.steps)),
    "disposal": Disposal,
    "frame.delivery": Delivery,
    "post.back": CameBack,
    "post.reached": Reached,
    "back.next": CameBack,
    "recipient.holder": Holder,
    "letters.plain.what": TOPICS,
    "letters.plain.do": TOPICS,
    "recipient.because": Holder,
    "letters.recipient.ask": Holder,
    "letters.recipient.did": Action,
    "mail.claim": tuple(each.id for each in claims()),
    "law": (*(rule.name for rule in all_rules()), "no_such_ground", "no_ground_at_all"),
    "letters.ground": GROUNDS_IN_LETTERS,
    "letters.fee_returned.why": get_args(FeeReturn),
    "letters.fee_fate": get_args(FeeFate),
    "portal.covered": {w for d in documents() for w in (*d.mask, *d.mask_better, *d.never_ask)},
    "sources.identifier": Identifier,
    "sources.outcome": Outcome,
}
"""Families of ids that are put together from names: each has its words, and no words more."""


@cache
def trees() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(file.read_text("utf-8")) for file in sorted(SOURCE.rglob("*.py")))


def nodes() -> Iterator[ast.AST]:
    return (node for tree in trees() for node in ast.walk(tree))


@cache
def texts() -> frozenset[str]:
    """Every text and name that stands in the source, and every quoted word of a page template."""
    found = {n.value for n in nodes() if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    found |= {n.name for n in nodes() if isinstance(n, ast.FunctionDef)}
    found |= {n.arg for n in nodes() if isinstance(n, ast.arg)}
    for template in SOURCE.rglob("*.html"):
        found |= set(re.findall(r"""["']([a-z0-9_.]+)["']""", template.read_text("utf-8")))
    return frozenset(found)


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """Every text put together (`f"paper.{…}"`, `"kind." ~ …`), as a pattern with groups."""
    found = {
        "".join(
            re.escape(str(v.value)) if isinstance(v, ast.Constant) else "(.+)" for v in n.values
        )
        for n in nodes()
        if isinstance(n, ast.JoinedStr)
    }
    found |= {re.escape(each) + "(.+)" for each in texts() if re.fullmatch(r"[a-z_.]+\.", each)}
    return tuple(re.compile(each) for each in sorted(found) if each.strip("(.+)"))


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call that names a message id, with the id."""
    for node in nodes():
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", None))
        first = node.args[0]
        if name in SAYS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value, node


def put_together(id: str, *, again: bool = True) -> bool:
    """Whether names that stand in the source make up this id; a name may be made up in turn."""
    family, _, name = id.rpartition(".")
    if "." in family and family in texts() and name in texts():
        return True
    for pattern in patterns():
        plain = pattern.pattern[0].isalpha() or not again
        found = pattern.fullmatch(id) if plain else None
        if found and all(
            part in texts() or (again and put_together(part, again=False))
            for part in found.groups()
        ):
            return True
    return False


@pytest.mark.parametrize("lang", LANGS)
def test_whatever_is_said_has_words(lang: str) -> None:
    silent = {id for id, _ in calls() if "." in id and id not in sentences(lang)}
    assert silent == set()


def test_whatever_is_said_fills_every_place() -> None:
    unfilled = {
        f"{id}: {', '.join(sorted(open_places))}"
        for id, call in calls()
        if id in sentences("ja") and all(keyword.arg for keyword in call.keywords)
        if isinstance(call.func, ast.Name) and call.func.id != "Message"
        if (
            open_places := places(id, lang="ja")
            - {str(keyword.arg) for keyword in call.keywords}
            - GIVEN_ANYWAY
        )
    }
    assert unfilled == set()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("ids", [text.MESSAGES, dates.MESSAGES, matching.MESSAGES, model.MESSAGES])
def test_comparisons_dates_and_persons_have_words(ids: frozenset[str], lang: str) -> None:
    assert ids - set(sentences(lang)) == set()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_name_of_a_family_has_words_and_no_other(family: str, lang: str) -> None:
    names = {str(getattr(each, "value", each)) for each in FAMILIES[family]}
    said = {
        id.removeprefix(f"{family}.")
        for id in sentences(lang)
        if re.fullmatch(rf"{re.escape(family)}\.[a-z0-9_]+", id)
    }
    assert said == names


@pytest.mark.parametrize("kind", RequestKind)
def test_every_ground_of_refusal_can_be_named_in_a_letter(kind: RequestKind) -> None:
    """All but those answered as `none held`: to name them would tell what must not be told."""
    offered = {ground.id for ground in grounds(kind, on=date(2026, 11, 21))}
    assert offered - AS_NONE_HELD <= GROUNDS_IN_LETTERS


@pytest.mark.parametrize("lang", LANGS)
def test_every_open_item_has_a_short_name(lang: str) -> None:
    """Lists name an item in a few words: a whole sentence does not stand in a list."""
    asked = {id.removeprefix("open.") for id in sentences(lang) if id.startswith("open.")}
    named = {id.removeprefix("item.") for id in sentences(lang) if id.startswith("item.")}
    assert named == asked - PARTS_OF_AN_ITEM


def test_no_sentence_is_kept_that_nobody_says() -> None:
    families = {f"{family}.{getattr(n, 'value', n)}" for family, of in FAMILIES.items() for n in of}
    dead = {
        id
        for id in sentences("ja")
        if id not in texts() and id not in families and not put_together(id)
        if not id.startswith(ELSEWHERE)
    }
    assert dead == set()
