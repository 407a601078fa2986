"""Codes that people copy by hand: digits with a check digit (ISO/IEC 7064, MOD 11,10).

Every single wrong digit is found, and nearly every pair of digits that changed places.
"""

from __future__ import annotations

import re
import unicodedata

from chikai.kernel.characters import hyphens_to_ascii


def check_digit(digits: str) -> str:
    """The digit to write after `digits`."""
    rest = 10
    for each in digits:
        rest = ((rest + int(each)) % 10 or 10) * 2 % 11
    return str((11 - rest) % 10)


def make_code(number: int, *, length: int) -> str:
    """A code of `length` digits, its check digit included, from a number drawn at random."""
    body = str(number % 10 ** (length - 1)).zfill(length - 1)
    return body + check_digit(body)


def plain_code(text: str) -> str:
    """The digits of a code as it was typed, whatever its width, spaces and hyphens."""
    plain = hyphens_to_ascii(unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s-]", "", plain)


def is_code(code: str, *, length: int) -> bool:
    """Whether it is a code of that length whose check digit is right."""
    digits = code.isascii() and code.isdigit() and len(code) == length
    return digits and check_digit(code[:-1]) == code[-1]


def shown(code: str) -> str:
    """The code in groups of four and three digits, as it is printed and read aloud."""
    size = 4 if len(code) % 4 == 0 else 3
    groups = [code[i : i + size] for i in range(0, len(code), size)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return "-".join(groups)
