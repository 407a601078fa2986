"""Every verb, in the order help lists them."""

from chikai.cli import law, policy

__all__ = ["law", "policy"]
