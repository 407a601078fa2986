"""Reading the tables of the law that lie beside the code. They ship with the package."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """One of the package's own tables, for the module that turns it into typed rows."""
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))
