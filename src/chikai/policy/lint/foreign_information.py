"""What must be told of recipients abroad is told (Art. 28(2), (3))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, Status, lint, mixed, path_of, row, silence
from chikai.policy.model import Policy


@lint(
    "foreign_information",
    cites=(APPI(28, 2), APPI(28, 3)),
    severity="error",
    row=True,
    example="""
        foreign:
          id: foreign
          routes:
            - {id: abroad_consent, route: consent, say: {ja: 同意を得たとき, en: With consent}}
          information:
            country: {state: absent}
            regime: {state: absent}
            recipient_measures: {state: absent}
          say: {ja: 外国にある第三者に提供することがあります。, en: Data may go abroad.}
    """,
)
def foreign_information(policy: Policy, on: date) -> Iterator[Found]:
    foreign = policy.foreign
    if foreign is None:
        looked = "foreign" in policy.silent
        at = silence(policy, "foreign")
        yield row(Status.NOT_CALLED_FOR if looked else Status.UNKNOWN, at)
        return
    routes = {each.route for each in foreign.routes}
    told: list[str] = []
    if "consent" in routes:
        information = foreign.information
        told += [getattr(information, name).state for name in type(information).model_fields]
    if "equivalent_system" in routes:
        told += [foreign.continuous_measures, foreign.on_request]
    yield row(mixed(told), path_of(policy, foreign))
