"""The report on a draft, for people and as data: what became of each sentence, what is open."""

from __future__ import annotations

from typing import Any

from chikai.kernel.message import Message, say
from chikai.policy.draft.draft import Draft, Mark, Question
from chikai.words import render


def summary(draft: Draft) -> Message:
    """One line with the counts."""
    translations = sum(1 for each in draft.questions if each.translation)
    return say(
        "draft.report.summary",
        total=len(draft.marks),
        taken=draft.count("taken"),
        partly=draft.count("partly"),
        not_taken=draft.count("not_taken"),
        share=draft.share,
        questions=len(draft.questions) - translations,
        translations=translations,
    )


def markdown(draft: Draft, *, file: str, lang: str) -> str:
    """The whole report as Markdown: the sentences as a table, then the questions."""

    def word(id: str) -> str:
        return render(say(id), lang=lang)

    heads = [word(f"draft.report.{k}") for k in ("no", "place", "sentence", "mark", "clause")]
    heads.append(word("draft.report.missing"))
    lines = [
        f"# {render(say('draft.report.title', file=file), lang=lang)}",
        "",
        render(summary(draft), lang=lang),
        "",
        f"## {word('draft.report.questions')}",
        "",
        *(f"- `{each.at}`: {each.ask}" for each in _asked(draft)),
        "",
        f"## {word('draft.report.marks')}",
        "",
        _row(heads),
        _row(["---"] * len(heads)),
        *(_row(_cells(each, lang)) for each in draft.marks),
    ]
    return "\n".join(lines) + "\n"


def data(draft: Draft) -> dict[str, Any]:
    """The same for programs, with the draft itself."""
    return {
        "draft": draft.text,
        "language": draft.page.lang,
        "counts": {
            "sentences": len(draft.marks),
            "taken": draft.count("taken"),
            "partly": draft.count("partly"),
            "not_taken": draft.count("not_taken"),
            "percent": draft.share,
        },
        "sentences": [
            {
                "number": each.sentence.number,
                "line": each.sentence.line,
                "headings": list(each.sentence.path),
                "text": each.sentence.text,
                "mark": each.state,
                "clauses": list(each.clauses),
                "missing": list(each.missing),
            }
            for each in draft.marks
        ],
        "questions": [
            {"at": each.at, "ask": each.ask, "translation": each.translation}
            for each in draft.questions
        ],
    }


def _asked(draft: Draft) -> list[Question]:
    """The questions, those for translations left out: the file has one at every text."""
    return [each for each in draft.questions if not each.translation]


def _cells(mark: Mark, lang: str) -> list[str]:
    sentence = mark.sentence
    return [
        str(sentence.number),
        sentence.place,
        sentence.text,
        render(say(f"draft.mark.{mark.state}"), lang=lang),
        ", ".join(mark.clauses),
        ", ".join(mark.missing),
    ]


def _row(cells: list[str]) -> str:
    """A row of a table; nothing in a cell can end it or open a tag."""
    escape = str.maketrans({"|": "\\|", "\n": " ", "<": "&lt;", ">": "&gt;", "`": "\\`"})
    return "| " + " | ".join(each.translate(escape) for each in cells) + " |"
