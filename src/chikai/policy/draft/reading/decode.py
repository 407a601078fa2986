"""Bytes as text: UTF-8, UTF-16 with a mark, what an HTML page declares, Shift_JIS or EUC-JP."""

from __future__ import annotations

import re

from chikai.policy.draft.page import BadPage

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.I)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NAMES = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "cp932": "cp932",
    "euc-jp": "euc_jp",
    "x-euc-jp": "euc_jp",
    "eucjp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "utf-8": "utf-8",
    "utf8": "utf-8",
}
_COMMON = re.compile("[ぁ-んァ-ヶーのにはをがとで、。個人情報的利用目社]")


def decode(data: bytes) -> str:
    """The text of a page. Raises `BadPage` for data that are no text in a known encoding."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name)
    if b"\x00" in data:
        raise BadPage("binary")
    if b"\x1b$" in data:
        return _strictly(data, "iso2022_jp")
    declared = _DECLARED.search(data[:4096])
    named = _NAMES.get(declared[1].decode("ascii").lower()) if declared else None
    for each in dict.fromkeys((*([named] if named else ()), "utf-8")):
        try:
            return data.decode(each)
        except UnicodeDecodeError:
            continue
    return _likelier(data)


def _likelier(data: bytes) -> str:
    """Shift_JIS or EUC-JP, whichever reads as Japanese prose."""
    best: str | None = None
    most = 0.0
    for name in ("cp932", "euc_jp"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        share = len(_COMMON.findall(text)) / max(1, sum(1 for c in text if ord(c) > 127))
        if share > most:
            best, most = text, share
    if best is None or most < 0.15:
        raise BadPage("encoding")
    return best


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeError as error:
        raise BadPage("encoding") from error
