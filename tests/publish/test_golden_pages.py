"""The five public pages, word for word. After a change that is meant, write them anew:
`CHIKAI_GOLDEN=write pytest tests/publish`."""

import os
from pathlib import Path

import pytest
from published_house import DAY

from chikai.policy.model import Policy
from chikai.policy.publish.document import Block, Bullets, Facts, Grid, Paragraph, Section
from chikai.policy.publish.page import page
from chikai.words import LANGS

GOLDEN = Path(__file__).parents[1] / "golden" / "pages"


def as_text(block: Block) -> str:
    match block:
        case Paragraph(text, anchor):
            return f"{text} {{#{anchor}}}" if anchor else text
        case Bullets(lines):
            return "\n".join(f"- {x.text}" + (f" {{#{x.anchor}}}" * bool(x.anchor)) for x in lines)
        case Facts(rows):
            return "\n".join(f"  {row.term}: {' | '.join(row.values)}" for row in rows)
        case Grid(_, head, rows):
            return "\n".join(" | ".join(row) for row in (head, *rows))
    raise AssertionError(f"a page has no {type(block).__name__}")


def of_section(section: Section, level: int = 2) -> str:
    head = f"{'#' * level} {section.heading} {{#{section.id}}}"
    inner = [of_section(each, level + 1) for each in section.sections]
    return "\n\n".join([head, *map(as_text, section.blocks), *inner])


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_is_as_in_the_golden_text(policy: Policy, lang: str) -> None:
    made = page(policy, lang=lang, on=DAY)
    parts = [f"# {made.title}", *map(as_text, made.lead), *map(of_section, made.sections)]
    text = "\n\n".join([*parts, *made.foot]) + "\n"
    file = GOLDEN / f"{policy.company}.{lang}.md"
    if os.environ.get("CHIKAI_GOLDEN") == "write":
        GOLDEN.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")
