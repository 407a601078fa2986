"""The pages of docs/reference, made from the code they describe, in Japanese and English."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import reference_files as files
from reference_files import Undocumented

from chikai.cli.help import HelpfulCommand, HelpfulGroup, command_help
from chikai.cli.main import command
from chikai.duties.requests.flow import FLOW
from chikai.kernel.message import say
from chikai.kernel.rule import all_rules
from chikai.law import all as _the_whole_law  # noqa: F401  (registers the rules)
from chikai.law import coverage
from chikai.policy.lint import RULES
from chikai.policy.lint.frame.page import FOLDER as LINT_FOLDER
from chikai.policy.lint.frame.page import index
from chikai.policy.lint.frame.page import page as rule_page
from chikai.policy.lint.frame.page import path as rule_path
from chikai.policy.schema import published
from chikai.words import LANGS, NoWords, render

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
SETTING = re.compile(r"\bCHIKAI_[A-Z_]*[A-Z]\b")

Page = Callable[[str], Iterator[str]]


def words(lang: str, id: str) -> str:
    """A sentence of the reference itself."""
    table: Any = _words(lang)
    for key in id.split("."):
        if key not in table:
            raise Undocumented(f"`{id}` in scripts/reference.{lang}.toml")
        table = table[key]
    return str(table)


@cache
def _words(lang: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"reference.{lang}.toml").read_text("utf-8"))


def said(id: str, lang: str) -> str:
    return render(say(id), lang=lang)


def row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def heading(lang: str, page: str, *columns: str) -> list[str]:
    names = [words(lang, f"{page}.{column}") for column in columns]
    return [row(*names), row(*("---" for _ in names))]


def intro(lang: str, page: str) -> Iterator[str]:
    yield f"# {words(lang, f'{page}.title')}"
    yield ""
    yield words(lang, f"{page}.intro")
    yield ""


# --- the pages ------------------------------------------------------------------------------------


def cli(lang: str) -> Iterator[str]:
    yield from intro(lang, "cli")
    yield from heading(lang, "cli", "code", "meaning")
    for code in range(6):
        yield row(str(code), words(lang, f"exit.{code}"))
    yield ""
    yield from _commands(command(lang), ("chikai",), lang)


def _commands(group: HelpfulGroup, path: tuple[str, ...], lang: str) -> Iterator[str]:
    for name, each in group.commands.items():
        here = (*path, name)
        if isinstance(each, HelpfulGroup):
            yield f"## {' '.join(here)}"
            yield ""
            yield each.help or ""
            yield ""
            yield from _commands(each, here, lang)
            continue
        assert isinstance(each, HelpfulCommand)
        yield f"{'#' * min(len(here), 4)} {' '.join(here)}"
        yield ""
        yield "```text"
        yield from command_help(each, " ".join(here), each.words)
        yield "```"
        yield ""


def law(lang: str) -> Iterator[str]:
    yield from intro(lang, "law")
    articles: dict[str, list[Any]] = {}
    for rule in all_rules():
        articles.setdefault(f"{rule.cites.law.id}:{rule.cites.article}", []).append(rule)
    laws = list(coverage.LAWS)
    for code in sorted(articles, key=lambda c: (laws.index(c.split(":")[0]), _number(c))):
        place = coverage.read(code)
        yield f"## {place.say(lang)} {coverage.caption(place).say(lang)}".rstrip()
        yield ""
        yield from heading(lang, "law", "place", "verb", "sentence", "in_force", "unless")
        for rule in articles[code]:
            verb = said(f"cli.law.{rule.verb}", lang)
            verb += f" {said('cli.law.effort', lang)}" if rule.effort else ""
            yield row(
                rule.cites.say(lang),
                verb,
                f"`{rule.name}`: {said(f'law.{rule.name}', lang)}",
                str(rule.in_force),
                ", ".join(f"`{each.name}`" for each in rule.unless),
            )
        yield ""


def _number(code: str) -> tuple[int, str]:
    article = code.split(":")[1]
    digits = re.match(r"\d+", article)
    return (int(digits[0]) if digits else 0, article)


def policy(lang: str) -> Iterator[str]:
    yield from intro(lang, "policy")
    schema = json.loads(published())
    shapes = {"Policy": schema, **schema["$defs"]}
    for name, shape in shapes.items():
        yield f"## {name}"
        yield ""
        yield _about(shape, name, lang)
        yield ""
        if "enum" in shape:
            yield ", ".join(f"`{each}`" for each in shape["enum"])
            yield ""
            continue
        yield from heading(lang, "policy", "field", "type", "default")
        required = set(shape.get("required", ()))
        for field, of in shape.get("properties", {}).items():
            default = words(lang, "policy.required")
            if field not in required:
                default = f"`{json.dumps(of.get('default'), ensure_ascii=False)}`"
            yield row(f"`{field}`", _type(of), default)
        yield ""


def _about(shape: dict[str, Any], name: str, lang: str) -> str:
    """In English the docstring of the shape, unless the reference has words of its own."""
    if lang == "en" and name not in _words("en")["shape"] and "description" in shape:
        return " ".join(str(shape["description"]).split())
    return words(lang, f"shape.{name}")


def _type(of: dict[str, Any]) -> str:
    """A schema in short: `[Evidence]` is a list of Evidence."""
    if "$ref" in of:
        name = of["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in of:
        return " \\| ".join(_type(each) for each in of["anyOf"]).replace("\\|", "or")
    if "enum" in of:
        return " or ".join(f"`{each}`" for each in of["enum"])
    if "const" in of:
        return f"`{of['const']}`"
    if of.get("type") == "array":
        return f"list of {_type(of.get('items', {}))}"
    pattern = f" `{of['pattern']}`" if "pattern" in of else ""
    return f"{of.get('format') or of.get('type', 'any')}{pattern}"


def flow(lang: str) -> Iterator[str]:
    yield from intro(lang, "flow")
    yield "```mermaid"
    yield _moves()
    yield "```"
    yield ""
    yield from heading(lang, "flow", "at", "event", "to", "because")
    for step in FLOW.steps:
        yield row(
            f"{said(f'state.{step.at.value}', lang)} `{step.at.value}`",
            f"{said(f'step.{step.event}', lang)} `{step.event}`",
            f"{said(f'state.{step.to.value}', lang)} `{step.to.value}`",
            step.because.say(lang) if step.because else "",
        )
    yield ""


def _moves() -> str:
    """The diagram without what leaves a case where it is; the table lists that too."""
    lines = FLOW.diagram().splitlines()
    moving = [line for line in lines if not re.search(r"^\s*(\w+) --> \1:", line)]
    return "\n".join(moving)


def settings(lang: str) -> Iterator[str]:
    yield from intro(lang, "settings")
    yield from heading(lang, "settings", "name", "meaning")
    for name in _settings():
        yield row(f"`{name}`", words(lang, f"setting.{name}"))
    yield ""


def _settings() -> list[str]:
    """Every environment variable the program reads. Those of the tests alone are theirs."""
    found: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        found.update(SETTING.findall(path.read_text("utf-8")))
    return sorted(found)


PAGES: dict[str, Page] = {
    "cli": cli,
    "law": law,
    "policy": policy,
    "flow": flow,
    "settings": settings,
}


# --- writing and checking -------------------------------------------------------------------------


def made() -> dict[str, str]:
    """Every page by its file name. Raises `NoWords` or
    `Undocumented` for what lacks documentation."""
    pages = {}
    for name, page in PAGES.items():
        for lang in LANGS:
            note = f"<!-- {words(lang, 'generated')} -->"
            pages[f"{name}.{lang}.md"] = "\n".join([*page(lang), note]) + "\n"
    for each in files.PAGES:
        for lang in LANGS:
            note = f"<!-- {words(lang, 'generated')} -->"
            lines = [*files.written(each, lang), note]
            pages[f"{each.name}.{lang}.md"] = "\n".join(lines) + "\n"
    return pages | dict(lint_pages())


def lint_pages() -> Iterator[tuple[str, str]]:
    """A page for each rule of the policy lint, and the list of all."""
    for rule in RULES.values():
        for lang in LANGS:
            note = f"<!-- {words(lang, 'generated')} -->"
            yield rule_path(rule, lang), f"{rule_page(rule, lang)}\n{note}\n"
    yield f"{LINT_FOLDER}/README.md", index()


def unread() -> list[str]:
    """Words of shapes, settings and keys that are gone."""
    known = {"shape": {"Policy", *json.loads(published())["$defs"]}, "setting": set(_settings())}
    gone = [
        f"{kind}.{name}"
        for kind, names in known.items()
        for name in _words("ja")[kind]
        if name not in names
    ]
    return gone + [id for each in files.PAGES for lang in LANGS for id in files.unread(each, lang)]


def main(args: list[str]) -> int:
    try:
        pages = made()
    except (NoWords, Undocumented, KeyError) as error:
        print(f"lacks documentation: {error}", file=sys.stderr)
        return 1
    faults = [f"describes nothing: {id}" for id in unread()]
    if "--check" in args:
        there = {each.relative_to(FOLDER).as_posix() for each in FOLDER.rglob("*.md")}
        faults += [f"docs/reference/{name} belongs to no page" for name in there - pages.keys()]
        faults += [
            f"docs/reference/{name} is stale: run scripts/docs"
            for name, text in pages.items()
            if name not in there or (FOLDER / name).read_text("utf-8") != text
        ]
    else:
        (FOLDER / LINT_FOLDER).mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (FOLDER / name).write_text(text, "utf-8")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
