"""Nothing is sent by a script alone: each deed of the desk, the studio and the portal is the target
of a plain form, with a button."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chikai.web import main

TEMPLATES = sorted((Path(main.__file__).parent / "templates").rglob("*.html"))
BY_SCRIPT = {
    "/{company:str}/postal": "fills the address in as one types; a button of the form does it too",
    "/desk/{company:str}/postal": "the same at the desk",
    "/studio/{company:str}/check": "looks as one types; a button of the form looks too",
    "/desk/{company:str}/account/passkey/add": "a passkey is made by a script; a password is not",
    "/desk/{company:str}/sign-in/passkey/use": "and used by one; a password is not",
}
"""What only scripts send, and what stands for it without them."""


def targets() -> set[str]:
    """Where the forms of all templates lead."""
    found = set()
    for template in TEMPLATES:
        text = template.read_text("utf-8")
        names = dict(re.findall(r"{%-? set (\w+) = (.+?) %}", text))
        for path in re.findall(r'(?:form)?action="([^"]*(?:{{[^}]*}}[^"]*)*)"', text):
            for _ in names:  # one may be made of another
                for name, value in names.items():
                    path = path.replace(f"{{{{ {name} }}}}", spelled(value))
            found.add(re.sub(r"{{.*?}}", lambda filled: filled[0].replace("/", ""), path))
    return found


def spelled(value: str) -> str:
    """`"/desk/" ~ company ~ "/x"` as `/desk/{{ company }}/x`."""
    parts = (part.strip() for part in value.split("~"))
    return "".join(p.strip("\"'") if p[0] in "\"'" else "{{ " + p + " }}" for p in parts)


def leads(target: str, route: str) -> bool:
    """Each part of the address is the same, or filled in; a word where a choice names it."""
    ours, theirs = target.partition("?")[0].split("/"), route.split("/")
    return len(ours) == len(theirs) and all(
        a == b or (b.startswith("{") and bool(a)) or ("{{" in a and re.search(rf"\b{b}\b", a))
        for a, b in zip(ours, theirs, strict=True)
    )


def test_every_deed_is_the_target_of_a_plain_form(tmp_path: Path) -> None:
    app = main.create_app(root=tmp_path).app
    routes = {r.path for r in app.routes if "POST" in r.methods}  # type: ignore[attr-defined]
    plain = targets()
    alone = {
        route
        for route in routes
        if not route.startswith("/api/") and not any(leads(each, route) for each in plain)
    }
    assert sorted(alone) == sorted(BY_SCRIPT)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_page_carries_a_script_of_its_own(template: Path) -> None:
    text = template.read_text("utf-8")
    assert not re.search(r"\son[a-z]+=\"|href=\"javascript:|<script(?![^>]*\ssrc=)", text)
