"""An error of the driver itself says as much as one that SQLAlchemy wraps."""

import psycopg
import pytest
from sqlalchemy.exc import ProgrammingError

from chikai.adapters.sources.engines import address_of, patience
from chikai.adapters.sources.hindered import unavailable
from chikai.ports import Hindered, Hindrance

DENIED = psycopg.errors.InsufficientPrivilege("permission denied for table customers")


@pytest.mark.parametrize("error", [DENIED, ProgrammingError("", {}, DENIED)])
def test_a_missing_permission_is_not_a_database_that_is_down(error: Exception) -> None:
    told = unavailable("crm", error)
    assert isinstance(told, Hindered) and told.why is Hindrance.NOT_ALLOWED
    assert "customers" not in str(told)


def test_a_server_that_has_gone_without_a_word_holds_nobody_for_hours() -> None:
    """One database that is away does not keep the work on another waiting."""
    waits = patience(address_of("postgresql://chikai@db.example.jp/shop?connect_timeout=3"))
    assert "connect_timeout" not in waits, "what the address says itself holds"
    idle = waits["keepalives_idle"] + waits["keepalives_interval"] * waits["keepalives_count"]
    assert idle <= 60
    assert waits["tcp_user_timeout"] <= 60_000
    assert patience(address_of("mariadb://chikai@db.example.jp/shop")) == {}
