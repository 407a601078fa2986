"""`chikai policy …`: a policy in words, checked, listed, and its schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chikai.cli.answer import Answer, Table
from chikai.cli.desk import Desk
from chikai.cli.files import read_text
from chikai.cli.law import today
from chikai.cli.verb import verb
from chikai.kernel.message import say

MAX_POLICY = 1_000_000


@verb("policy show", needs="home")
def policy_show(
    desk: Desk,
    company_id: Annotated[str, typer.Argument(metavar="COMPANY")],
) -> Answer:
    from chikai import wiring
    from chikai.kernel.message import Both
    from chikai.policy.load import in_force
    from chikai.policy.show import show
    from chikai.words import render

    day = desk.on or today().date()
    policy = in_force(wiring.read_policies(desk.place(company_id)), day)
    name = policy.about.name
    title = say("policy.show.title", company=Both(name.ja, name.en), on=policy.effective_from)
    sections = show(policy, lang=desk.lang, on=day)
    lines = [render(title, lang=desk.lang)]
    for section in sections:
        lines += ["", f"■ {section.heading}"]
        for line in section.lines:
            mark = "・" if line.kind == "promise" else "    "
            checks = f" [{', '.join(line.checks)}]" if line.checks else ""
            lines.append(f"{mark}{line.text}{checks}")
    result = {
        "company": policy.company,
        "version": policy.version,
        "sections": [
            {
                "heading": s.heading,
                "lines": [
                    {
                        "kind": line.kind,
                        "clause": line.clause,
                        "checks": list(line.checks),
                        "text": line.text,
                    }
                    for line in s.lines
                ],
            }
            for s in sections
        ],
    }
    return Answer(result, lines)


@verb("policy check", needs="home")
def policy_check(
    desk: Desk, what: Annotated[str, typer.Argument(metavar="FILE|COMPANY")]
) -> Answer:
    """A file alone, or every version of a company; advice where the law goes first."""
    from chikai.app.faults import Fault
    from chikai.policy.law_first import law_beats_text
    from chikai.policy.load import load
    from chikai.words import render

    path = Path(what)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        text = read_text(path, limit=MAX_POLICY, field="FILE")
        checked = [(what, load(text, file=what))]
    else:
        from chikai import wiring

        versions = wiring.read_policies(desk.place(what))
        checked = [(f"{what}/{each.version}.yaml", each) for each in versions]
    day = desk.on or today().date()
    advice = tuple(
        Fault(f.code, f.message, "advice", file, f.line, f.column, f.field, f.cites)
        for file, policy in checked
        for f in law_beats_text(policy, on=max(day, policy.effective_from))
    )
    lines = [render(say("cli.policy_good", file=file), lang=desk.lang) for file, _ in checked]
    result = [{"file": f, "company": p.company, "version": p.version} for f, p in checked]
    return Answer(result, lines, advice)


@verb("policy list", needs="home")
def policy_list(desk: Desk) -> Answer:
    from chikai import wiring
    from chikai.words import render

    own = {p.parent.name for p in desk.root.glob("*/policies")}
    companies = (*wiring.COMPANIES, *sorted(own - set(wiring.COMPANIES)))
    rows = [
        (each, policy.about.name[desk.lang], policy)
        for each in companies
        for policy in wiring.read_policies(wiring.place(desk.root, each))
    ]
    heads = [render(say(f"cli.policies.{n}"), lang=desk.lang) for n in ("company", "name", "from")]
    table = Table(heads, [[c, n, p.version] for c, n, p in rows])
    return Answer(
        [{"company": c, "name": n, "effective_from": p.version} for c, n, p in rows], [table]
    )


@verb("policy schema", needs="nothing")
def policy_schema(desk: Desk) -> Answer:
    import json

    from chikai.policy.schema import published

    text = published()
    return Answer(json.loads(text), raw=text)
