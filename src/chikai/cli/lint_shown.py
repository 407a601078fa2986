"""Findings of the lint as lines for people, objects for programs, and SARIF for code review."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from chikai.app.faults import Fault
from chikai.kernel.message import Message, say
from chikai.policy.lint import RULES, Finding, Report, Rule, Severity
from chikai.policy.lint.frame.edit import Edit
from chikai.policy.lint.frame.page import path as page_path
from chikai.policy.tree import path_text
from chikai.words import render

LEVELS: dict[Severity, str] = {
    "error": "error",
    "warning": "warning",
    "question": "note",
    "advice": "note",
}


@dataclass(frozen=True, slots=True)
class Shown(Fault):
    """A finding as every face shows it, with its remedy below."""

    remedy: Message = field(default_factory=lambda: Message("lint.nothing_more"))
    status: str | None = None
    edits: tuple[Edit, ...] = ()

    @classmethod
    def of(cls, finding: Finding) -> Shown:
        return cls(
            finding.rule,
            finding.message,
            finding.severity,
            finding.file,
            finding.line,
            finding.column,
            path_text(finding.at) or None,
            finding.cites,
            finding.remedy,
            finding.status.value if finding.status else None,
            finding.edits,
        )

    def say(self, lang: str) -> str:
        where = ":".join(str(x) for x in (self.file, self.line, self.column) if x is not None)
        line = say(
            "lint.cli.line",
            severity=say(f"lint.severity.{self.severity}"),
            rule=self.code,
            what=self.message,
        )
        law = "; ".join(cite.say(lang) for cite in self.because)
        remedy = render(say("lint.cli.remedy", remedy=self.remedy), lang=lang)
        return f"{where}: {render(line, lang=lang)} ({law})\n    {remedy}"

    def to_dict(self) -> dict[str, object]:
        """The shape every finding has, with remedy, status of its row, page and edits."""
        return Fault.to_dict(self) | {
            "remedy": {lang: render(self.remedy, lang=lang) for lang in ("ja", "en")},
            "status": self.status,
            "page": {lang: _page(RULES[self.code], lang) for lang in ("ja", "en")},
            "edits": [
                {"first": e.first, "last": e.last, "lines": list(e.lines)} for e in self.edits
            ],
        }


def sarif(reports: Iterable[Report], lang: str) -> str:
    """SARIF 2.1.0. A rule's page is relative, so it stands in its help and its properties:
    `helpUri` would have to be absolute."""
    ids = list(RULES)
    run = {
        "tool": {
            "driver": {
                "name": "chikai",
                "semanticVersion": version("chikai"),
                "language": lang,
                "rules": [_rule(each, lang) for each in RULES.values()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, ids.index(finding.rule), lang)
            for report in reports
            for finding in report.findings
        ],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _page(rule: Rule, lang: str) -> str:
    return f"docs/reference/{page_path(rule, lang)}"


def _rule(rule: Rule, lang: str) -> dict[str, Any]:
    def word(key: str) -> str:
        return render(say(rule.word(key)), lang=lang)

    law = "; ".join(cite.say(lang) for cite in rule.cites)
    return {
        "id": rule.id,
        "shortDescription": {"text": word("title")},
        "fullDescription": {"text": f"{word('why')} ({law})"},
        "help": {
            "text": word("remedy"),
            "markdown": f"{word('remedy')}\n\n[{rule.id}]({_page(rule, lang)})",
        },
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "page": _page(rule, lang),
            "in_force": str(rule.in_force),
            "tags": [cite.code for cite in rule.cites],
        },
    }


def _result(finding: Finding, index: int, lang: str) -> dict[str, Any]:
    uri = quote(finding.file or "", safe="/")
    place = {"startLine": finding.line or 1, "startColumn": finding.column or 1}
    remedy = render(finding.remedy, lang=lang)
    result = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{render(finding.message, lang=lang)} → {remedy}"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": place}}],
        "partialFingerprints": {"chikaiClause/v1": f"{finding.rule}:{path_text(finding.at)}"},
    }
    if finding.edits:
        result["fixes"] = [
            {
                "description": {"text": remedy},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": uri},
                        "replacements": [_replacement(each) for each in finding.edits],
                    }
                ],
            }
        ]
    return result


def _replacement(edit: Edit) -> dict[str, Any]:
    """Whole lines: from the start of the first to the start of the one after the last."""
    region = {"startLine": edit.first, "startColumn": 1, "endLine": edit.last + 1, "endColumn": 1}
    return {
        "deletedRegion": region,
        "insertedContent": {"text": "".join(f"{line}\n" for line in edit.lines)},
    }
