"""Security, supervision of employees, leaks and improvement as promised (Arts. 23, 24, 26)."""

from __future__ import annotations

from typing import Literal

from chikai.policy.base import Clause, Known, Model, Say, Stated, StatedItem


class SecurityHeads(Model):
    """The heads of the Guidelines' annex, 10-1 to 10-7 in order."""

    basic_policy: StatedItem
    rules: StatedItem
    organisational: StatedItem
    human: StatedItem
    physical: StatedItem
    technical: StatedItem
    external_environment: StatedItem


class Security(Clause):
    """Measures taken (Art. 23, Cabinet Order Art. 10(i)). `countries`: where data are handled
    abroad, as far as the text names them."""

    heads: SecurityHeads
    handled_abroad: Known = "unknown"
    countries: tuple[Say, ...] = ()


class EmployeeSupervision(Clause):
    """Supervision of everyone who works under direction (Art. 24)."""

    covers: Literal["officers_and_employees", "employees", "silent"]
    training: Stated = "absent"
    confidentiality: Stated = "absent"


class Leak(Clause):
    """What the text promises when data leak. A promise not made takes nothing from Art. 26."""

    promised: Known
