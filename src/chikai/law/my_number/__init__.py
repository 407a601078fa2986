"""The My Number Act (番号法), as far as requests lean on it."""

from chikai.law.my_number import art15_asking, art30_replacement

__all__ = ["art15_asking", "art30_replacement"]
