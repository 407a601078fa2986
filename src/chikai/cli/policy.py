"""`chikai policy …`: a policy in words, listed, and its schema."""

from __future__ import annotations

from typing import Annotated

import typer

from chikai.cli.answer import Answer, Table
from chikai.cli.desk import Desk
from chikai.cli.law import today
from chikai.cli.verb import verb
from chikai.kernel.message import say


@verb("policy show", needs="home")
def policy_show(
    desk: Desk,
    company_id: Annotated[str, typer.Argument(metavar="COMPANY")],
) -> Answer:
    from chikai import places
    from chikai.kernel.message import Both
    from chikai.policy.load import in_force
    from chikai.policy.show import show
    from chikai.words import render

    day = desk.on or today().date()
    policy = in_force(places.read_policies(desk.place(company_id)), day)
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


@verb("policy list", needs="home")
def policy_list(desk: Desk) -> Answer:
    from chikai import places
    from chikai.words import render

    rows = [
        (each, policy.about.name[desk.lang], policy)
        for each in places.companies(desk.root)
        for policy in places.read_policies(places.place(desk.root, each))
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
