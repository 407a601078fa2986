"""Our own vocabulary for terms of the APPI that the W3C Data Privacy Vocabulary lacks."""

from __future__ import annotations

from importlib import resources


def appi() -> str:
    """The vocabulary as JSON-LD."""
    return resources.files(__name__).joinpath("appi.jsonld").read_text("utf-8")
