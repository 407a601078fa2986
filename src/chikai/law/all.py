"""The whole law: importing this module registers every rule."""

from chikai.law import appi, my_number, order, rules

__all__ = ["appi", "my_number", "order", "rules"]
