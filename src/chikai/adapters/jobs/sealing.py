"""What DBOS writes down, as encrypted JSON: no pickle, and nothing a reader of the table learns."""

from __future__ import annotations

import base64
import json
import os
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from dbos import Serializer

_NONCE: Final = 12
_ERROR: Final = "__error__"


class SealedJson(Serializer):
    """AES-256-GCM under a key derived from the company's own."""

    def __init__(self, key: bytes, company: str) -> None:
        self._cipher, self._company = AESGCM(key), company.encode()

    def name(self) -> str:
        return "chikai_sealed_json"

    def serialize(self, data: Any) -> str:
        nonce = os.urandom(_NONCE)
        raw = json.dumps(_plain(data), ensure_ascii=False, separators=(",", ":")).encode()
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, raw, self._company)).decode()

    def deserialize(self, serialized_data: str) -> Any:
        raw = base64.b64decode(serialized_data)
        data = json.loads(self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], self._company))
        if isinstance(data, dict) and _ERROR in data:
            return RuntimeError(data[_ERROR])
        return data


def _plain(data: Any) -> Any:
    """Of an error only its class: its text may hold a value."""
    return {_ERROR: type(data).__name__} if isinstance(data, BaseException) else data
