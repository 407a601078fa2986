"""The five policies as they are shipped."""

from datetime import date

import pytest
from published_house import DAY, policy_of

from chikai.policies import COMPANIES
from chikai.policy.model import Policy


@pytest.fixture(params=COMPANIES)
def policy(request: pytest.FixtureRequest) -> Policy:
    return policy_of(request.param)


@pytest.fixture
def day() -> date:
    return DAY
