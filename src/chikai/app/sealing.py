"""Words and values that must not stand in the journal: sealed in the vault, and opened again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from chikai.duties.requests.commands import Sealing
from chikai.ports import Home, Purpose


def seal(home: Home, case_id: str, purpose: Purpose, content: dict[str, Any]) -> Sealing:
    """Seal words or values that must not stand in the journal."""
    raw = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    return seal_bytes(home, case_id, purpose, raw)


def seal_bytes(home: Home, case_id: str, purpose: Purpose, content: bytes) -> Sealing:
    home.failpoint("app.before_seal")
    blob = home.vault.put(case_id, purpose, content)
    home.failpoint("app.after_seal")
    return Sealing(sealed=blob.id, commitment=blob.commitment)


def seal_stream(home: Home, case_id: str, purpose: Purpose, content: Iterable[bytes]) -> Sealing:
    """`seal_bytes` for what comes in pieces."""
    home.failpoint("app.before_seal")
    blob = home.vault.put_stream(case_id, purpose, content)
    home.failpoint("app.after_seal")
    return Sealing(sealed=blob.id, commitment=blob.commitment)


def unseal_all(home: Home, *blob_ids: str) -> list[dict[str, Any]]:
    """`unseal` of several in one look."""
    return [json.loads(content) for content in home.vault.several(blob_ids)]


def unseal(home: Home, blob_id: str) -> dict[str, Any]:
    """What was sealed. Raises `Destroyed` once its key is gone."""
    content = json.loads(home.vault.get(blob_id))
    assert isinstance(content, dict)
    return content
