"""The five policies as they are shipped, read once."""

from functools import cache

import pytest

from chikai.policies import COMPANIES, shipped
from chikai.policy.load import load
from chikai.policy.model import Policy


@cache
def policy_of(company: str) -> Policy:
    newest = shipped(company)[-1]
    return load(newest.text, file=newest.name)


@pytest.fixture(params=COMPANIES)
def policy(request: pytest.FixtureRequest) -> Policy:
    return policy_of(request.param)


@pytest.fixture
def policies() -> dict[str, Policy]:
    return {company: policy_of(company) for company in COMPANIES}


@pytest.fixture
def enigmo() -> Policy:
    return policy_of("enigmo")


@pytest.fixture
def bengo4() -> Policy:
    return policy_of("bengo4")


@pytest.fixture
def enhance() -> Policy:
    return policy_of("enhance")


@pytest.fixture
def en_japan() -> Policy:
    return policy_of("en_japan")


@pytest.fixture
def actio() -> Policy:
    return policy_of("actio")
