"""The Act on the Protection of Personal Information, one module per article, in statute order.

Importing this package registers every rule of it.
"""

from chikai.law.appi import (
    art16_definitions,
    art21_purpose_notice,
    art27_provision,
    art28_foreign,
    art32_accessible,
    art33_disclosure,
    art34_correction,
    art35_cessation,
    art36_reasons,
    art37_procedure,
    art38_fee,
    art39_suit,
    art40_complaints,
    sanctions,
)

__all__ = [
    "art16_definitions",
    "art21_purpose_notice",
    "art27_provision",
    "art28_foreign",
    "art32_accessible",
    "art33_disclosure",
    "art34_correction",
    "art35_cessation",
    "art36_reasons",
    "art37_procedure",
    "art38_fee",
    "art39_suit",
    "art40_complaints",
    "sanctions",
]
