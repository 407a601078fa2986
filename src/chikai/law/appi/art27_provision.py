"""Article 27: restrictions on provision to third parties (第三者提供の制限).

Here paragraph 2: what must be told and filed before anything is provided by opt-out, which data are
never provided so, and that it stops when the person asks. Whether a provision broke paragraph 1
enters a provision stop as a judged fact (Article 35(3)).
"""

from __future__ import annotations

from dataclasses import dataclass

from chikai.kernel.rule import forbids
from chikai.kernel.truth import YES, Truth
from chikai.law.kinds import APPI


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseOptOutStop:
    """Refusing to stop a provision made by opt-out. The law asks for no ground, no fee and no
    proof, so nothing need be known."""


@forbids(APPI(27, 2, "vi"), in_force="2022-04-01..")
def opt_out_stop_refused(r: RefuseOptOutStop) -> Truth:
    """Going on providing by opt-out after the person has asked to stop."""
    return YES


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvideByOptOut:
    """Providing personal data until the person objects.

    `told`: every item the law lists was notified to the person, or is readily accessible, before;
    `filed`: with the Commission, before. The others say whether such data are among what is
    provided: sensitive personal information, what was acquired in breach of Article 20(1), and
    what was itself received by opt-out, copies and what was made of it included.
    """

    told: Truth
    filed: Truth
    sensitive: Truth
    acquired_wrongly: Truth
    received_by_opt_out: Truth


@forbids(APPI(27, 2), in_force="2022-04-01..")
def opt_out_unannounced(p: ProvideByOptOut) -> Truth:
    """Providing by opt-out before every item is told to the person, or readily accessible, and
    filed with the Commission."""
    return ~(p.told & p.filed)


@forbids(APPI(27, 2), in_force="2022-04-01..")
def opt_out_of_excluded_data(p: ProvideByOptOut) -> Truth:
    """Providing by opt-out sensitive personal information, data acquired by wrongful means, or data
    that were themselves received by opt-out."""
    return p.sensitive | p.acquired_wrongly | p.received_by_opt_out
