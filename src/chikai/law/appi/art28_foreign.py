"""Article 28: provision to third parties in foreign countries (外国にある第三者への提供の制限).

Here paragraph 3: what must be told on request where the recipient's own system stands in for
consent. The seven items are in `chikai.law.rules.rule18_foreign`.
"""

from __future__ import annotations

from dataclasses import dataclass

from chikai.kernel.rule import exempts, forbids
from chikai.kernel.truth import NO, YES, Judged, Truth
from chikai.law.kinds import APPI, RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseForeignMeasures:
    """Refusing to tell the person of the measures a foreign recipient must keep.

    `no_such_provision`: no data of the person went abroad by that route.
    """

    seriously_hinders_business: Judged
    no_such_provision: Truth = NO


@exempts(RULES(18, 3), in_force="2022-04-01..")
def telling_measures_hinders_business(r: RefuseForeignMeasures) -> Truth:
    """Telling of the foreign measures is likely to hinder the proper conduct of business
    seriously."""
    return r.seriously_hinders_business.plain


@exempts(APPI(28, 3), in_force="2022-04-01..")
def no_such_provision(r: RefuseForeignMeasures) -> Truth:
    """No data of the person were provided abroad on the strength of the recipient's own
    system."""
    return r.no_such_provision.plain


@forbids(
    APPI(28, 3),
    in_force="2022-04-01..",
    unless=[telling_measures_hinders_business, no_such_provision],
)
def foreign_measures_withheld(r: RefuseForeignMeasures) -> Truth:
    """Refusing to tell a person who asks which measures a foreign recipient must keep."""
    return YES
