"""The JSON Schema of a policy file, so that an editor can check and complete one.

`python -m chikai.policy.schema` prints it; `policy.schema.json` beside this file is its output.
"""

from __future__ import annotations

import json
from importlib.resources import files

from chikai.policy.model import Policy

FILE = "policy.schema.json"


def schema_text() -> str:
    """The schema as the text of a JSON file (JSON Schema 2020-12)."""
    schema = Policy.model_json_schema(by_alias=True, mode="validation")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Chikai policy"}
    return json.dumps(head | schema | head, ensure_ascii=False, indent=2) + "\n"


def published() -> str:
    """The schema file that ships with this release."""
    return files(__package__ or "chikai.policy").joinpath(FILE).read_text("utf-8")


if __name__ == "__main__":
    print(schema_text(), end="")
