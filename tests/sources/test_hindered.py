"""An error of the driver itself says as much as one that SQLAlchemy wraps."""

import psycopg
import pytest
from sqlalchemy.exc import ProgrammingError

from chikai.adapters.sources.hindered import unavailable
from chikai.ports import Hindered, Hindrance

DENIED = psycopg.errors.InsufficientPrivilege("permission denied for table customers")


@pytest.mark.parametrize("error", [DENIED, ProgrammingError("", {}, DENIED)])
def test_a_missing_permission_is_not_a_database_that_is_down(error: Exception) -> None:
    told = unavailable("crm", error)
    assert isinstance(told, Hindered) and told.why is Hindrance.NOT_ALLOWED
    assert "customers" not in str(told)
