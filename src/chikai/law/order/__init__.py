"""The Cabinet Order to the APPI (個人情報保護法施行令), one module per article."""

from chikai.law.order import (
    art05_existence,
    art10_accessible,
    art11_records,
    art12_procedure,
    art13_representatives,
)

__all__ = [
    "art05_existence",
    "art10_accessible",
    "art11_records",
    "art12_procedure",
    "art13_representatives",
]
