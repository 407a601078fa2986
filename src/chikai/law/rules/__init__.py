"""The Enforcement Rules to the APPI (個人情報保護法施行規則), one module per article."""

from chikai.law.rules import rule18_foreign, rule30_manner

__all__ = ["rule18_foreign", "rule30_manner"]
