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


@pytest.mark.parametrize(
    "said",
    [
        'connection failed: FATAL:  password authentication failed for user "himitsu"',
        'FATAL:  role "himitsu" does not exist',
        "fe_sendauth: no password supplied",
        'FATAL:  ユーザー"himitsu"のパスワード認証に失敗しました',
        (1045, "Access denied for user 'himitsu'@'localhost' (using password: YES)"),
    ],
)
def test_a_password_that_changed_is_not_a_database_that_is_down(said: object) -> None:
    words = said if isinstance(said, tuple) else (said,)
    told = unavailable("crm", psycopg.OperationalError(*words))
    assert isinstance(told, Hindered) and told.why is Hindrance.LOGIN_REFUSED
    assert "himitsu" not in str(told)


def test_a_server_that_is_down_is_that() -> None:
    said = 'connection to server at "127.0.0.1", port 1 failed: Connection refused'
    assert not isinstance(unavailable("crm", psycopg.OperationalError(said)), Hindered)


def test_a_server_that_has_gone_without_a_word_holds_nobody_for_hours() -> None:
    """One database that is away does not keep the work on another waiting."""
    waits = patience(address_of("postgresql://chikai@db.example.jp/shop?connect_timeout=3"))
    assert "connect_timeout" not in waits, "what the address says itself holds"
    idle = waits["keepalives_idle"] + waits["keepalives_interval"] * waits["keepalives_count"]
    assert idle <= 60
    assert waits["tcp_user_timeout"] <= 60_000
    assert patience(address_of("mariadb://chikai@db.example.jp/shop")) == {}
