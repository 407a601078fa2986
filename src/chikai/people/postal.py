"""Postal codes and the addresses they stand for: a table of Japan Post's, looked up offline.

`postal.zip` is built by `scripts/postal`; its `about.txt` names source and version. A code it
does not know (a new one, a made-up one, that of one office) fills nothing and is no error.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from functools import cache, lru_cache
from importlib import resources

from chikai.kernel.characters import hyphens_to_ascii


def plain_code(text: str) -> str | None:
    """A postal code as seven digits, whatever its width, hyphen or mark; None for anything else."""
    plain = hyphens_to_ascii(unicodedata.normalize("NFKC", text))
    digits = re.sub(r"[\s〒-]", "", plain)
    return digits if re.fullmatch(r"[0-9]{7}", digits) else None


def address_of(code: str) -> str | None:
    """Prefecture, city and town of a postal code as it was typed; None where it is not known."""
    digits = plain_code(code)
    return _block(digits[:3]).get(digits[3:]) if digits else None


@lru_cache(maxsize=64)
def _block(head: str) -> dict[str, str]:
    try:
        text = _table().read(head).decode()
    except KeyError:
        return {}
    lines = (line.split("\t", 1) for line in text.split("\n"))
    return {tail: address.replace("\t", "") for tail, address in lines}


@cache
def _table() -> zipfile.ZipFile:
    content = resources.files("chikai.people").joinpath("postal.zip").read_bytes()
    return zipfile.ZipFile(io.BytesIO(content))
