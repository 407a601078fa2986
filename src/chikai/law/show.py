"""What an article says in code: its rules with verb, citation, days in force and the id of one
plain sentence, which `words/` holds in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chikai.kernel.citation import Citation, Interval
from chikai.kernel.message import Message, say
from chikai.kernel.rule import Rule, Verb, all_rules
from chikai.law import all as _the_whole_law  # noqa: F401  (registers the rules)
from chikai.law import coverage
from chikai.law.coverage import Row, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRule:
    """One rule. `message` says what it forbids, requires, allows, defines or excuses."""

    name: str
    verb: Verb
    effort: bool
    cites: Citation
    in_force: Interval
    day_set: bool
    now: bool
    act: str
    message: Message
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownArticle:
    """An article: its heading, its paragraphs with their status, and its rules."""

    cites: Citation
    caption: Text
    rows: tuple[Row, ...]
    rules: tuple[ShownRule, ...]


class NoSuchArticle(LookupError):
    """Nothing is written down here about that article."""

    def __init__(self, article: str) -> None:
        super().__init__(f"no article `{article}`: write `33`, `order:13` or `my_number:30`")
        self.article = article


def show(article: str, *, on: date) -> ShownArticle:
    """An article on a day. `article` is `33` for the APPI, or `order:13`, `rules:18`.

    Rules not in force that day are shown too and say so. Raises `NoSuchArticle`.
    """
    try:
        place = coverage.read(article)
    except ValueError:
        raise NoSuchArticle(article) from None
    rows = tuple(r for r in coverage.rows() if _same_article(r.cites, place))
    if not rows:
        raise NoSuchArticle(article)
    rules = sorted((r for r in all_rules() if _same_article(r.cites, place)), key=_statute_order)
    return ShownArticle(
        cites=rows[0].cites.law(place.article),
        caption=coverage.caption(place),
        rows=rows,
        rules=tuple(_shown(rule, on) for rule in rules),
    )


def sentence(rule: Rule) -> Message:
    """The plain sentence of a rule."""
    return say(f"law.{rule.name}")


def _shown(rule: Rule, on: date) -> ShownRule:
    return ShownRule(
        name=rule.name,
        verb=rule.verb,
        effort=rule.effort,
        cites=rule.cites,
        in_force=rule.in_force,
        day_set=rule.in_force != Interval.parse("unset"),
        now=on in rule.in_force,
        act=rule.act.__name__,
        message=sentence(rule),
        unless=tuple(each.name for each in rule.unless),
    )


def _same_article(a: Citation, b: Citation) -> bool:
    return a.law.id == b.law.id and a.article == b.article


def _statute_order(rule: Rule) -> tuple[int, bool]:
    """By paragraph, what a paragraph says before what excuses from it; excuses from the whole
    article last."""
    excuses = rule.verb == "exempts"
    return (rule.cites.paragraph or (99 if excuses else 0), excuses)
