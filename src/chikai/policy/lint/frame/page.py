"""The page of a rule, and the list of all, made from the rule and its words."""

from __future__ import annotations

from collections.abc import Iterator

from chikai.kernel.citation import Interval
from chikai.kernel.message import Arg, say
from chikai.policy.lint.frame.rule import RULES, Rule
from chikai.words import LANGS, render

FOLDER = "lint"


def path(rule: Rule, lang: str) -> str:
    """The page of a rule, below `docs/reference`."""
    return f"{FOLDER}/{rule.id}.{lang}.md"


def page(rule: Rule, lang: str) -> str:
    """What the rule is for, the article, the days, the severity, an example, and the remedy."""

    def word(id: str, **args: Arg) -> str:
        return render(say(f"lint.page.{id}", **args), lang=lang)

    def sentence(key: str) -> str:
        return render(say(rule.word(key)), lang=lang)

    kind = "ahead" if rule.ahead else "row" if rule.row else "rule"
    severity = render(say(f"lint.severity.{rule.severity}"), lang=lang)
    lines = [
        f"# {sentence('title')}",
        "",
        f"`{rule.id}` · {severity} · {word(kind)}",
        "",
        f"## {word('why')}",
        "",
        sentence("why"),
        "",
        f"## {word('article')}",
        "",
        *(f"- {cite.say(lang)}" for cite in rule.cites),
        "",
        f"{word('in_force')}: {_days(rule.in_force, lang)}",
        "",
        f"## {word('example')}",
        "",
        word("example_note"),
        "",
        "```yaml",
        rule.example,
        "```",
        "",
        f"## {word('remedy')}",
        "",
        sentence("remedy"),
        "",
        f"[{word('all')}](README.md)",
    ]
    return "\n".join(lines) + "\n"


def index() -> str:
    """The list of all rules, in both languages."""
    return "\n".join(_index()) + "\n"


def _index() -> Iterator[str]:
    for lang in LANGS:
        yield f"{'#' if lang == LANGS[0] else '##'} {render(say('lint.page.index'), lang=lang)}"
        yield ""
        yield render(say("lint.page.index_note"), lang=lang)
        yield ""
        heads = (render(say(f"lint.page.{h}"), lang=lang) for h in ("rule", "severity", "article"))
        yield f"| {' | '.join(heads)} |"
        yield "| --- | --- | --- |"
        for rule in RULES.values():
            title = render(say(rule.word("title")), lang=lang)
            severity = render(say(f"lint.severity.{rule.severity}"), lang=lang)
            cites = "; ".join(cite.say(lang) for cite in rule.cites)
            yield f"| [{title}]({rule.id}.{lang}.md) | {severity} | {cites} |"
        yield ""


def _days(days: Interval, lang: str) -> str:
    def word(id: str, **args: Arg) -> str:
        return render(say(f"lint.page.{id}", **args), lang=lang)

    if days.start and days.end:
        return word("from_to", start=days.start, end=days.end)
    return word("from", start=days.start) if days.start else word("always")
