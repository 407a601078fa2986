"""`chikai law …`: what an article says in code, and how much of the law stands in code."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from chikai.cli.answer import BAD_INPUT, Answer, Table, stop
from chikai.cli.desk import Desk
from chikai.cli.verb import verb
from chikai.kernel.message import say


def today() -> datetime:
    return datetime.now(ZoneInfo("Asia/Tokyo"))  # noqa: TID251  (a face may ask the clock)


@verb("law show", needs="day")
def law_show(
    desk: Desk,
    article: Annotated[str, typer.Argument(metavar="ARTICLE")],
) -> Answer:
    from chikai.law.show import NoSuchArticle, show
    from chikai.words import render

    day = desk.on or today().date()
    try:
        found = show(article, on=day)
    except NoSuchArticle:
        raise stop(BAD_INPUT, say("cli.no_such_article"), field="ARTICLE") from None

    def word(id: str) -> str:
        return render(say(id), lang=desk.lang)

    lines = [f"{found.cites.say(desk.lang)} {found.caption.say(desk.lang)}".rstrip()]
    for row in found.rows:
        note = f"（{row.note.say(desk.lang)}）" if row.note else ""
        lines.append(f"  {row.cites.say(desk.lang)}: {word(f'cli.law.{row.status}')}{note}")
    for rule in found.rules:
        head = f"{word(f'cli.law.{rule.verb}')} {rule.cites.say(desk.lang)} `{rule.name}`"
        if rule.effort:
            head += f" {word('cli.law.effort')}"
        if not rule.now:
            head += f" {word('cli.law.not_now' if rule.day_set else 'cli.law.day_unset')}"
        lines += ["", head, f"  {render(rule.message, lang=desk.lang)}"]
        if rule.unless:
            lines.append(f"  {word('cli.law.unless')}: {', '.join(rule.unless)}")
    result = {
        "article": found.cites.code,
        "cites": {"ja": found.cites.say("ja"), "en": found.cites.say("en")},
        "caption": {"ja": found.caption.say("ja"), "en": found.caption.say("en")},
        "on": day.isoformat(),
        "paragraphs": [{"cites": r.cites.code, "status": r.status} for r in found.rows],
        "rules": [
            {
                "name": r.name,
                "verb": r.verb,
                "effort": r.effort,
                "cites": r.cites.code,
                "in_force": str(r.in_force),
                "now": r.now,
                "ja": render(r.message, lang="ja"),
                "en": render(r.message, lang="en"),
                "unless": list(r.unless),
            }
            for r in found.rules
        ],
    }
    return Answer(result, lines)


@verb("law coverage", needs="nothing")
def law_coverage(desk: Desk) -> Answer:
    from chikai.law import coverage
    from chikai.words import render

    def word(status: str) -> str:
        return render(say(f"cli.law.{status}"), lang=desk.lang)

    rows = coverage.rows()
    table = Table(
        [render(say(f"cli.law.head.{n}"), lang=desk.lang) for n in ("place", "status", "note")],
        [
            [r.cites.say(desk.lang), word(r.status), r.note.say(desk.lang) if r.note else ""]
            for r in rows
        ],
    )
    counts = coverage.count()
    summary = "  ".join(f"{word(status)}: {n}" for status, n in counts.items())
    result = {
        "count": counts,
        "rows": [{"cites": r.cites.code, "status": r.status, "code": list(r.code)} for r in rows],
    }
    return Answer(result, [table, summary])
