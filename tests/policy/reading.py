"""Short ways for the tests to read a policy."""

from chikai.law.kinds import Asker
from chikai.policy.model import AllOf, Authority, Policy


def named(policy: Policy) -> set[str]:
    return {clause.kind.value for clause in policy.requests.kinds if clause.named}


def papers(all_of: AllOf) -> list[set[str]]:
    return [{paper.value for paper in evidence.of} for evidence in all_of]


def ways(alternatives: tuple[AllOf, ...]) -> list[list[set[str]]]:
    return [papers(all_of) for all_of in alternatives]


def authority(policy: Policy, asker: str) -> Authority:
    return next(a for a in policy.requests.authority if Asker(asker) in a.askers)


def values(items) -> list[str]:
    return [item.value for item in items]
