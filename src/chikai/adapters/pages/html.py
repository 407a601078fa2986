"""A document as one HTML file: semantic, for a phone, for paper and in reading order.

Style stands inside the file, so that opening it asks no other place for anything.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import TYPE_CHECKING

from chikai.kernel.message import say
from chikai.policy.publish.document import Document
from chikai.words import render

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def html(document: Document) -> bytes:
    """The document as UTF-8 HTML. Everything in it is escaped: no text of a policy is markup."""
    template = _environment().get_template("document.html")

    def words(key: str) -> str:
        return render(say(f"publish.frame.{key}"), lang=document.lang)

    return template.render(doc=document, t=words, style=_style()).encode()


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("chikai.adapters.pages", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters["kind"] = lambda block: type(block).__name__.lower()
    return made


@functools.cache
def _style() -> Markup:
    from markupsafe import Markup

    return Markup(resources.files(__package__).joinpath("document.css").read_text("utf-8"))
